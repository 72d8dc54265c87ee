//! Output: where the answer goes. A file appears whole or not at all.

#![expect(
    clippy::disallowed_methods,
    reason = "`generated` is the one use of the wall clock, COLUMNS one of the environment"
)]

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Result, anyhow, bail};
use entrasift_core::{SECOND, Time, Zone};
use entrasift_report::{Format, Style, harmless, table};
use entrasift_rollout::answer::Answer;
use indicatif::HumanBytes;
use tempfile::NamedTempFile;

use crate::files::{identity, shown};
use crate::form::{Form, format_names};
use crate::globals::{Color, Globals};
use crate::refusal::in_words;
use crate::sink::Sink;

/// Where an answer goes, in which format and style.
pub struct Output {
    form: Form,
    style: Style,
    target: Target,
    quiet: bool,
}

enum Target {
    Standard,
    /// Something that exists and is no file, for instance `/dev/null`.
    Device(PathBuf),
    File {
        half: NamedTempFile,
        /// What it becomes.
        path: PathBuf,
        /// The same, as it was given.
        name: String,
        force: bool,
    },
}

/// The half-written file, for the one who is interrupted.
static HALF: Mutex<Option<PathBuf>> = Mutex::new(None);

impl Output {
    /// Looks for trouble before the long reading: an existing file, a folder that cannot be written to, an unknown format.
    ///
    /// # Errors
    /// That trouble.
    pub fn prepare(globals: &Globals) -> Result<Output> {
        let path = globals.output.as_deref().filter(|path| *path != Path::new("-"));
        let form = match (globals.format, path) {
            (Some(form), _) => form,
            (None, Some(path)) => form_of(path)?,
            (None, None) => Form::Answer(&table::FORMAT),
        };
        let target = match path {
            Some(path) => Target::new(path, globals.force)?,
            None if !form.is_text() && io::stdout().is_terminal() => {
                bail!("could not write {} to a terminal: it is no text; say -o FILE", form.name())
            }
            None => Target::Standard,
        };
        let colour = match (globals.color, &target) {
            (Some(Color::Always), _) => true,
            (Some(Color::Never), _) | (_, Target::Device(_) | Target::File { .. }) => false,
            _ => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        };
        let width = width(&target);
        let Globals { full, top, bom, .. } = *globals;
        let style = Style { width, colour, full, top, bom, ..Style::new(generated()) };
        Ok(Output { form, style, target, quiet: globals.quiet })
    }

    /// What is written.
    #[cfg(feature = "frame")]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The format of an answer; refuses those that hold rows alone.
    ///
    /// # Errors
    /// Where one of those was asked for.
    pub fn answer_format(&self) -> Result<&'static Format> {
        match self.form {
            Form::Answer(format) => Ok(format),
            #[cfg(feature = "frame")]
            Form::Rows(_) => bail!(
                "could not write {}: it holds rows alone, which only query and export have; the formats of an answer are {}",
                self.form.name(),
                format_names()
            ),
        }
    }

    /// Writes the answer. Nobody reading on (a closed pipe) is no error.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn write(self, answer: &Answer, zone: Zone) -> Result<()> {
        let format = self.answer_format()?;
        let style = Style { zone, ..self.style };
        self.target.write(style.colour, self.quiet, |out| Ok(format.render(answer, &style, out)?))
    }

    /// Writes what a function writes. Nobody reading on (a closed pipe) is no error.
    ///
    /// # Errors
    /// When it could not be written, and those of the function.
    #[cfg(feature = "frame")]
    pub fn write_with(self, put: impl FnOnce(&mut Sink<'_>) -> Result<()>) -> Result<()> {
        self.target.write(false, self.quiet, put)
    }
}

impl Target {
    fn write(self, colour: bool, quiet: bool, put: impl FnOnce(&mut Sink<'_>) -> Result<()>) -> Result<()> {
        let target = self;
        let could_not =
            |path: &str, error: io::Error| anyhow!("could not write {path}: {}", in_words(&error));
        match target {
            Target::Standard => match print(colour, put) {
                Err(error) if is_closed_pipe(&error) => Ok(()),
                result => result.map_err(|error| told(error, "the answer")),
            },
            Target::Device(path) => {
                let name = shown(&path);
                let mut device =
                    File::options().write(true).open(&path).map_err(|error| could_not(&name, error))?;
                put(&mut device).map_err(|error| told(error, &name))
            }
            Target::File { mut half, path, name, force } => {
                put(half.as_file_mut()).map_err(|error| told(error, &name))?;
                let length = half.as_file().metadata().map(|metadata| metadata.len());
                let placed = if force { half.persist(&path) } else { half.persist_noclobber(&path) };
                placed.map_err(|failed| match failed.error.kind() {
                    io::ErrorKind::AlreadyExists => exists(&name),
                    _ => could_not(&name, failed.error),
                })?;
                if !quiet {
                    say_written(&name, length.ok());
                }
                Ok(())
            }
        }
    }
}

/// Says on standard error which file was written, and how long it is.
fn say_written(name: &str, length: Option<u64>) {
    let length = length.map_or_else(String::new, |bytes| format!(" ({})", HumanBytes(bytes)));
    // Nothing is left to be told to, when standard error is closed.
    let _ = writeln!(io::stderr(), "entrasift: wrote {}{length}", harmless::visible(name));
}

/// An error of the operating system says what could not be written; another speaks for itself.
fn told(error: anyhow::Error, name: &str) -> anyhow::Error {
    match error.downcast::<io::Error>() {
        Ok(error) => anyhow!("could not write {name}: {}", in_words(&error)),
        Err(error) => error,
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.into_iter().any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn print(colour: bool, put: impl FnOnce(&mut Sink<'_>) -> Result<()>) -> Result<()> {
    if colour { put(&mut AutoStream::always(io::stdout())) } else { put(&mut io::stdout()) }
}

impl Target {
    fn new(path: &Path, force: bool) -> Result<Target> {
        let name = shown(path);
        let existing = fs::metadata(path).ok();
        match &existing {
            Some(metadata) if metadata.is_dir() => bail!("could not write {name}: it is a folder"),
            Some(metadata) if !metadata.is_file() => return Ok(Target::Device(path.to_owned())),
            Some(_) if !force => return Err(exists(&name)),
            _ => {}
        }
        let path = if existing.is_some() { identity(path) } else { path.to_owned() };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let half = half_file(folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                anyhow!("could not write {name}: there is no folder {}", shown(folder))
            }
            _ => anyhow!("could not write {name}: {}", in_words(&error)),
        })?;
        if let Some(metadata) = existing {
            half.as_file().set_permissions(metadata.permissions()).ok();
        }
        Ok(Target::File { half, path, name, force })
    }
}

/// A hidden file that becomes the answer by its last act, and that an interrupted process takes away.
fn half_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".entrasift-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Without a handler the worst is a hidden file that stays behind.
    let _ = ctrlc::set_handler(|| {
        if let Some(path) = HALF.lock().ok().and_then(|mut half| half.take()) {
            let _ = fs::remove_file(path);
        }
        process::exit(130);
    });
    let half = builder.tempfile_in(folder)?;
    if let Ok(mut place) = HALF.lock() {
        *place = Some(half.path().to_owned());
    }
    Ok(half)
}

fn exists(name: &str) -> anyhow::Error {
    anyhow!("could not write {name}: it exists; --force replaces it")
}

fn form_of(path: &Path) -> Result<Form> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match Form::for_path(path) {
        Some(form) => Ok(form),
        None if extension.is_empty() => Ok(Form::Answer(&table::FORMAT)),
        None => {
            let (name, names) = (shown(path), format_names());
            bail!(
                "could not write {name}: no format of this version is called {extension}; say --format ({names})"
            )
        }
    }
}

/// When the answer is written, in whole seconds.
fn generated() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_secs()).unwrap_or_default().saturating_mul(SECOND))
}

/// COLUMNS where it is set, else the width of the terminal, else 100.
fn width(target: &Target) -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let terminal = || match target {
        Target::Standard if io::stdout().is_terminal() => {
            terminal_size::terminal_size().map(|(width, _)| width.0.into())
        }
        _ => None,
    };
    columns.filter(|columns| *columns > 0).or_else(terminal).unwrap_or(100)
}
