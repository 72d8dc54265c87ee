//! Refusals: what standard error says when there is no answer, and the exit code.

use std::io::{self, Write};
use std::panic;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use entrasift_report::harmless;

use crate::files;
use crate::lacking::{LATER_COMMANDS, NOT_IN_THIS_VERSION};

/// Exit code of a usage error, and where no input can be used.
const REFUSED: u8 = 2;

/// Says what was wrong, in one line. Names and contents of files stand in it: they are made harmless.
pub fn say_error(error: &anyhow::Error) -> ExitCode {
    say(&format!("{error:#}"))
}

/// Shows help and version on standard output, usage errors on standard error.
pub fn say_usage(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
    {
        if LATER_COMMANDS.contains(&word.as_str()) {
            return say(&format!("{word} {NOT_IN_THIS_VERSION}; `entrasift --help` lists what is"));
        }
        if word == "-" || files::kind(Path::new(word)).is_ok() {
            return say(&format!(
                "{word} is no command; what is asked stands first: `entrasift analyze {word}`"
            ));
        }
    }
    // A closed pipe is no reason to complain.
    let _ = error.print();
    u8::try_from(error.exit_code()).unwrap_or(REFUSED).into()
}

/// Makes a panic say, in one line and without a backtrace, that it is a bug and where.
pub fn say_panics() {
    panic::set_hook(Box::new(|panic| {
        if is_of_a_query() {
            return;
        }
        let text = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        say(&format!("this is a mistake in entrasift itself, please report it: {text} ({place})"));
    }));
}

/// Polars panics at some queries; who runs a query tells that as an error.
fn is_of_a_query() -> bool {
    #[cfg(feature = "frame")]
    let is = std::thread::current()
        .name()
        .is_some_and(|name| name == entrasift_frame::query::THREAD || name.starts_with("polars"));
    #[cfg(not(feature = "frame"))]
    let is = false;
    is
}

fn say(message: &str) -> ExitCode {
    // Nothing is left to be told to, when standard error is closed.
    let _ = writeln!(io::stderr(), "entrasift: {}", harmless::visible(message));
    REFUSED.into()
}

/// What the operating system says, in words, without its number.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}
