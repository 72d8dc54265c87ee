//! Completions and manual, made from the same table as the help.

#![expect(clippy::disallowed_methods, reason = "the manual is written into a folder")]

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, anyhow};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments;
use crate::files::shown;
use crate::refusal::in_words;

/// Prints the completions of a shell.
///
/// # Errors
/// When standard output cannot be written.
pub fn completions(shell: Shell) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut arguments::table(), "entrasift", &mut text);
    print(&text)
}

/// Prints the page of the program, or writes all pages into a folder: `entrasift.1`, `entrasift-gaps.1` and so on.
///
/// # Errors
/// When they cannot be written.
pub fn man(folder: Option<&Path>) -> Result<()> {
    let table = arguments::table().disable_help_subcommand(true);
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(table).render(&mut page)?;
        return print(&page);
    };
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(table, folder));
    written.map_err(|error| anyhow!("could not write {}: {}", shown(folder), in_words(&error)))
}

/// Nobody reading on (a closed pipe) is no error.
fn print(text: &[u8]) -> Result<()> {
    match io::stdout().write_all(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow!("could not write the answer: {}", in_words(&error)))
        }
        _ => Ok(()),
    }
}
