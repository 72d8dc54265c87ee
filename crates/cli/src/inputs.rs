//! The inputs: files, folders, patterns and standard input become sources, each file once, archives file by file.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use entrasift_core::LogType;
use entrasift_rollout::reading::intake::Given;

use crate::files::{FileSource, Kind, below, entries, identity, kind, shown};
use crate::globals::Globals;
use crate::pattern;
use crate::refusal::in_words;
use crate::tenant;
use crate::unpacking::{self, Trouble};

/// So many files are kept open; the others are opened at each read.
const KEPT_OPEN: usize = 100;

/// Why an empty folder is left aside.
const NO_FILES: &str = "there is no file in this folder (hidden files are not read)";

/// What was given.
#[derive(Default)]
pub struct Found {
    /// The files that can be opened.
    pub given: Vec<Given>,
    /// What was met in folders and cannot be opened, and why.
    pub aside: Vec<(String, String)>,
}

/// A file that was named or met.
#[derive(Debug, Clone)]
struct Candidate {
    path: PathBuf,
    name: String,
    named: bool,
    non_interactive: bool,
}

/// Where the bytes of a candidate come from.
enum Origin {
    Stream,
    File,
}

/// Finds what the arguments mean.
///
/// # Errors
/// A file that was named and cannot be opened, a pattern that nothing matches, an empty folder.
pub fn find(given: &[OsString], globals: &Globals) -> Result<Found> {
    let mut search = Search::default();
    for input in given {
        search.argument(input, false)?;
    }
    for input in &globals.non_interactive {
        search.argument(input, true)?;
    }
    if let Some(path) = tenant::path(globals) {
        let tenant_file = identity(&path);
        search.files.retain(|path, candidate| candidate.named || *path != tenant_file);
    }
    search.open(globals)
}

#[derive(Default)]
struct Search {
    /// By identity, so that a file given twice is read once.
    files: BTreeMap<PathBuf, Candidate>,
    standard_input: Option<Candidate>,
    aside: Vec<(String, String)>,
    /// How many files folders and patterns led to.
    met: usize,
}

impl Search {
    fn argument(&mut self, argument: &OsStr, non_interactive: bool) -> Result<()> {
        let (path, name) = (PathBuf::from(argument), shown(argument));
        let candidate = Candidate { path, name, named: true, non_interactive };
        if argument == "-" {
            let before = self.standard_input.as_ref().is_some_and(|before| before.non_interactive);
            self.standard_input = Some(Candidate { non_interactive: non_interactive || before, ..candidate });
            return Ok(());
        }
        match (kind(&candidate.path), argument.to_str()) {
            (Ok(Kind::Folder), _) => self.folder_argument(&candidate),
            (Ok(_), _) => {
                self.add(candidate);
                Ok(())
            }
            (Err(error), Some(text)) if is_no_name(&error) && pattern::is_pattern(text) => {
                self.pattern_argument(text, non_interactive)
            }
            (Err(error), _) => Err(cannot_use(&candidate.name, &in_words(&error))),
        }
    }

    fn folder_argument(&mut self, folder: &Candidate) -> Result<()> {
        let before = self.met;
        entries(&folder.path).map_err(|error| cannot_use(&folder.name, &in_words(&error)))?;
        self.folder(folder, &mut BTreeSet::new());
        if before == self.met {
            self.aside.push((folder.name.clone(), NO_FILES.to_owned()));
        }
        Ok(())
    }

    fn pattern_argument(&mut self, text: &str, non_interactive: bool) -> Result<()> {
        let matches = pattern::matches(text).map_err(|why| cannot_use(text, &why))?;
        if matches.is_empty() {
            return Err(cannot_use(text, "no file matches"));
        }
        for (path, name) in matches {
            self.met(Candidate { path, name, named: false, non_interactive }, &mut BTreeSet::new());
        }
        Ok(())
    }

    /// Takes every file below a folder. A folder that links lead back to is entered once.
    fn folder(&mut self, folder: &Candidate, entered: &mut BTreeSet<PathBuf>) {
        if !entered.insert(identity(&folder.path)) {
            return;
        }
        match entries(&folder.path) {
            Err(error) => {
                self.met += 1;
                self.aside.push((folder.name.clone(), in_words(&error)));
            }
            Ok(entries) => {
                for path in entries {
                    let file_name = path.file_name().unwrap_or_default();
                    if !file_name.as_encoded_bytes().starts_with(b".") {
                        let name = below(&folder.name, file_name);
                        self.met(Candidate { path, name, named: false, ..folder.clone() }, entered);
                    }
                }
            }
        }
    }

    fn met(&mut self, candidate: Candidate, entered: &mut BTreeSet<PathBuf>) {
        let kind = kind(&candidate.path);
        self.met += usize::from(!matches!(kind, Ok(Kind::Folder)));
        match kind {
            Ok(Kind::Folder) => self.folder(&candidate, entered),
            Ok(Kind::File) => self.add(candidate),
            Ok(Kind::Other) => self.aside.push((candidate.name, "it is no regular file".to_owned())),
            Err(error) => self.aside.push((candidate.name, in_words(&error))),
        }
    }

    /// Adds a file; of two spellings of one file the smaller stays, whatever their order.
    fn add(&mut self, candidate: Candidate) {
        match self.files.entry(identity(&candidate.path)) {
            Entry::Vacant(place) => {
                place.insert(candidate);
            }
            Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.named |= candidate.named;
                known.non_interactive |= candidate.non_interactive;
                if candidate.name < known.name {
                    (known.path, known.name) = (candidate.path, candidate.name);
                }
            }
        }
    }

    fn open(self, globals: &Globals) -> Result<Found> {
        let mut found = Found { given: Vec::new(), aside: self.aside };
        let standard_input = self.standard_input.into_iter().map(|candidate| (Origin::Stream, candidate));
        let files: Vec<(Origin, Candidate)> = standard_input
            .chain(self.files.into_values().map(|candidate| (Origin::File, candidate)))
            .collect();
        let results = unpacking::each(&files, globals.threads, globals.max_inflate, opened);
        for ((_, candidate), result) in files.iter().zip(results) {
            match result {
                Ok(unpacked) => {
                    if unpacked.is_archive {
                        spare(candidate, globals)?;
                    }
                    let named = candidate.named && !unpacked.is_archive;
                    let log_type =
                        if candidate.non_interactive { LogType::NonInteractive } else { LogType::ByName };
                    let sources = unpacked.sources.into_iter();
                    found.given.extend(sources.map(|source| Given { source, named, log_type }));
                    found.aside.extend(unpacked.aside);
                }
                Err(Trouble::Fatal(error)) => return Err(error),
                Err(Trouble::Unusable(name, why)) if candidate.named => return Err(cannot_use(&name, &why)),
                Err(Trouble::Unusable(name, why)) => found.aside.push((name, why)),
            }
        }
        match found.aside.first() {
            Some((name, why)) if found.given.is_empty() => Err(cannot_use(name, why)),
            _ => Ok(found),
        }
    }
}

/// Opens the file at a place in the list, and says whether it was named.
fn opened(index: usize, (origin, candidate): &(Origin, Candidate)) -> Result<(FileSource, bool), Trouble> {
    let name = candidate.name.clone();
    let source = match origin {
        Origin::Stream => FileSource::standard_input(name)
            .map_err(|error| Trouble::Fatal(anyhow!("could not read standard input: {}", in_words(&error)))),
        Origin::File => FileSource::open(&candidate.path, name, index < KEPT_OPEN)
            .map_err(|error| Trouble::Unusable(candidate.name.clone(), in_words(&error))),
    };
    Ok((source?, candidate.named))
}

/// Refuses to put the answer in the place of an archive that it is drawn from, even with `--force`.
fn spare(archive: &Candidate, globals: &Globals) -> Result<()> {
    match globals.output.as_deref() {
        Some(output) if identity(output) == identity(&archive.path) => {
            Err(anyhow!("could not write {}: it is one of the inputs", archive.name))
        }
        _ => Ok(()),
    }
}

/// The system knows no file of this name; Windows says so differently where a character can be in none.
fn is_no_name(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || cfg!(windows) && error.kind() == io::ErrorKind::InvalidFilename
}

fn cannot_use(name: &str, why: &str) -> anyhow::Error {
    anyhow!("cannot use {name}: {why}")
}
