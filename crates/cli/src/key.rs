//! The key of pseudonyms.

#![expect(clippy::disallowed_methods, reason = "the key may stand in a file")]

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use entrasift_report::Redaction;

use crate::files::shown;
use crate::globals::Globals;
use crate::refusal::in_words;

/// How names are replaced, where that is wanted.
///
/// # Errors
/// A key file that cannot be read, or an empty key.
pub fn of(globals: &Globals) -> Result<Option<Redaction>> {
    let Some(given) = &globals.redact_key else {
        return Ok(globals.redacts().then(|| Redaction::new(&of_this_run())));
    };
    let path = Path::new(given);
    let key = match path.is_file() {
        true => {
            fs::read(path).map_err(|error| anyhow!("cannot use {}: {}", shown(path), in_words(&error)))?
        }
        false => given.as_encoded_bytes().to_vec(),
    };
    match key.trim_ascii() {
        [] => bail!("the key of --redact-key is empty"),
        key => Ok(Some(Redaction::new(key))),
    }
}

/// A key that nobody knows: the system's random numbers, as the standard library draws them for its hash maps.
fn of_this_run() -> Vec<u8> {
    let random = RandomState::new();
    (0_u64..4).flat_map(|part| random.hash_one(part).to_le_bytes()).collect()
}
