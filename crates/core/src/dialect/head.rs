//! Heads: what the beginning of a file shows, by which dialects know their files.

use crate::text::layout::Layout;

/// What the beginning of a file shows.
#[derive(Debug, Clone, Copy)]
pub struct Head<'h> {
    /// How its records are laid out.
    pub layout: Layout,
    /// The name of the file, with its folders.
    pub name: &'h str,
    /// What the caller says of the file.
    pub log_type: LogType,
    /// The header of a CSV, normalised by [`header_key`](crate::text::words::header_key); in JSON the keys of the first records, lower case.
    pub keys: &'h [String],
    /// The cells of the first rows of a CSV.
    pub rows: &'h [Vec<Vec<u8>>],
}

impl Head<'_> {
    /// One of the keys is this one.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// One of the keys is one of these.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// The name of the file without its folders, lower case.
    pub fn file_name(&self) -> String {
        self.name.rsplit(['/', '\\']).next().unwrap_or(self.name).to_lowercase()
    }
}

/// What the caller knows of a file that its content cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogType {
    /// The file name decides.
    #[default]
    ByName,
    /// The caller says: non-interactive sign-ins.
    NonInteractive,
}

/// How well a file fits a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Not at all.
    None,
    /// It looks like it, by weaker signs than names: it is taken if no other dialect knows the file.
    Guessed,
    /// By its names.
    Certain,
}

impl Likeness {
    /// Certain if so, else none.
    pub fn certain_if(holds: bool) -> Likeness {
        if holds { Likeness::Certain } else { Likeness::None }
    }

    /// The same if so, else none.
    #[must_use]
    pub fn only_if(self, holds: bool) -> Likeness {
        if holds { self } else { Likeness::None }
    }
}
