//! Patterns such as `logs/**/*.csv`, matched here because Windows shells do not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf, is_separator};

use globset::{GlobBuilder, GlobMatcher};

use crate::files::{Kind, below, entries, identity, kind};

/// Whether the text can only mean a pattern, where no file has this name.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The files and folders that a pattern matches, with their names. Hidden ones only where the pattern says the dot.
///
/// # Errors
/// A pattern that is none.
pub fn matches(text: &str) -> Result<Vec<(PathBuf, String)>, String> {
    let first = text.find(['*', '?', '[', '{']).unwrap_or(text.len());
    let fixed = text[..first].rfind(is_separator).map_or(0, |separator| separator + 1);
    let parts = text[fixed..].split(is_separator).filter(|part| !part.is_empty());
    let parts: Result<Vec<Part>, String> = parts.map(Part::parse).collect();
    let mut found = BTreeSet::new();
    follow(Path::new(&text[..fixed]), &text[..fixed], &parts?, &mut Vec::new(), &mut found);
    Ok(found.into_iter().collect())
}

/// What stands between two separators.
enum Part {
    /// `**`: any number of folders.
    Folders,
    /// Everything else.
    Name { matcher: GlobMatcher, hidden: bool },
}

impl Part {
    fn parse(text: &str) -> Result<Part, String> {
        if text == "**" {
            return Ok(Part::Folders);
        }
        let glob = GlobBuilder::new(text).literal_separator(true).case_insensitive(cfg!(windows)).build();
        let glob =
            glob.map_err(|error| format!("there is no such file, and no such pattern: {}", error.kind()))?;
        Ok(Part::Name { matcher: glob.compile_matcher(), hidden: text.starts_with('.') })
    }
}

fn follow(
    folder: &Path,
    name: &str,
    parts: &[Part],
    ancestors: &mut Vec<PathBuf>,
    found: &mut BTreeSet<(PathBuf, String)>,
) {
    let Some((part, rest)) = parts.split_first() else {
        found.insert((folder.to_owned(), name.to_owned()));
        return;
    };
    if let Part::Folders = part {
        follow(folder, name, rest, ancestors, found);
    }
    let place = identity(folder);
    if ancestors.contains(&place) {
        return;
    }
    ancestors.push(place);
    for path in entries(folder).unwrap_or_default() {
        let file_name = path.file_name().unwrap_or_default();
        let starts_with_dot = file_name.as_encoded_bytes().starts_with(b".");
        let name = below(name, file_name);
        match part {
            Part::Folders if !starts_with_dot && kind(&path).is_ok_and(|kind| kind == Kind::Folder) => {
                follow(&path, &name, parts, ancestors, found)
            }
            Part::Name { matcher, hidden } if *hidden == starts_with_dot && matcher.is_match(file_name) => {
                follow(&path, &name, rest, ancestors, found);
            }
            _ => {}
        }
    }
    ancestors.pop();
}
