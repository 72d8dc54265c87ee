//! What a content is: one kind of thing that a file can hold.

use std::fmt;

use crate::dialect::Dialect;
use crate::field::Field;

/// One kind of thing that a file can hold.
pub struct Content {
    /// Its name.
    pub name: &'static str,
    /// How it is recognised: by the dialects in which it is written.
    pub dialects: &'static [&'static Dialect],
    /// How it is read.
    pub reading: Reading,
    /// What the ledger counts its rows as.
    pub counts: Counts,
    /// The fields without which a file of this content is useless.
    pub needs: Option<Need>,
}

/// How the files of a content are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// On all cores, a chunk at a time: files may have any size (see [`crate::log`]).
    InChunks,
    /// All at once, because the files are small. The function that does it is in the file of the content.
    Whole,
}

/// What the ledger counts usable rows as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Sign-ins.
    SignIns,
    /// Rows that are not sign-ins.
    Other,
}

/// Fields of which a file must fill at least one.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The fields.
    pub any_of: &'static [Field],
    /// The name of the column in an English export, for messages.
    pub column: &'static str,
    /// What cannot be answered without it, for messages.
    pub needed_for: &'static str,
}

impl Content {
    /// Whether this content is sign-ins.
    pub fn is_log(&self) -> bool {
        self.counts == Counts::SignIns
    }
}

/// Two contents are equal if their names are: names are unique.
impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        self.name == other.name
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Content").field(&self.name).finish()
    }
}
