//! The command line of entrasift: arguments become calls, answers become output and an exit code. It knows no field, no rule
//! and no format of an export.

#![deny(clippy::disallowed_methods)]

mod answering;
mod arguments;
mod files;
mod form;
mod globals;
mod inputs;
mod key;
mod lacking;
mod manual;
mod next_step;
mod output;
mod pattern;
mod progress;
mod refusal;
mod requests;
#[cfg(feature = "frame")]
mod row_format;
#[cfg(feature = "frame")]
mod rows;
mod sink;
mod spool;
mod tenant;
mod unpacking;
mod words;
mod zone;

use std::process::ExitCode;

fn main() -> ExitCode {
    refusal::say_panics();
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(usage) => return refusal::say_usage(&usage),
    };
    match answering::run(&arguments) {
        Ok(code) => code,
        Err(error) => refusal::say_error(&error),
    }
}
