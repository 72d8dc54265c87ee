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
/// A key file that cannot be read, a text that looks like a file and is none, or an empty key.
pub fn from_options(globals: &Globals) -> Result<Option<Redaction>> {
    let Some(given) = &globals.redact_key else {
        return Ok(globals.redacts().then(|| Redaction::new(&random())));
    };
    let path = Path::new(given);
    let key = match path.is_file() {
        true => {
            fs::read(path).map_err(|error| anyhow!("cannot use {}: {}", shown(path), in_words(&error)))?
        }
        false if looks_like_path(&shown(path)) => bail!(
            "cannot use {}: there is no such file; a key that is no file must not look like the name of one",
            shown(path)
        ),
        false => given.as_encoded_bytes().to_vec(),
    };
    match key.trim_ascii() {
        [] => bail!("the key of --redact-key is empty"),
        key => Ok(Some(Redaction::new(key))),
    }
}

/// A key that nobody knows: the system's random numbers, as the standard library draws them for its hash maps.
fn random() -> Vec<u8> {
    let random = RandomState::new();
    (0_u64..4).flat_map(|part| random.hash_one(part).to_le_bytes()).collect()
}

/// Whether a text is more likely a path than a key: it has a separator or an extension, and is no Base64.
fn looks_like_path(text: &str) -> bool {
    /// As many characters as 16 bytes have in Base64; a shorter key would be too easily guessed.
    const BASE64: usize = 22;
    let is_base64 = text.len() >= BASE64
        && text
            .trim_end_matches('=')
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    let is_extension =
        |end: &str| (1..=8).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_extension =
        text.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && is_extension(end));
    !is_base64 && (text.contains(['/', '\\']) || has_extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_paths() {
        for path in ["no-such-key.txt", "keys/redact", "..\\key", "redact.key", "my key.pem"] {
            assert!(looks_like_path(path), "{path}");
        }
        for key in [
            "k",
            "one key",
            "correct horse battery staple",
            "4f2a91c04e",
            "3q2+7w/PzA9kY0m1b2c3d4==",
            "the end.",
        ] {
            assert!(!looks_like_path(key), "{key}");
        }
    }
}
