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
    /// What a file must have to be of any use.
    pub needs: Option<Need>,
}

/// How the files of a content are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// On all cores, a chunk at a time: files may have any size (see [`crate::log`]).
    InChunks,
    /// All at once, by the function beside the content: files are small.
    Whole,
}

/// What the ledger counts usable rows as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Sign-ins.
    SignIns,
    /// Rows that are no sign-ins.
    Other,
}

/// Fields of which a file must fill one.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// One of these.
    pub any_of: &'static [Field],
    /// The column of an English export, for people.
    pub column: &'static str,
    /// What needs it.
    pub needed_for: &'static str,
}

impl Content {
    /// It is sign-ins.
    pub fn is_log(&self) -> bool {
        self.counts == Counts::SignIns
    }
}

/// Contents are the same if their names are: these are unique.
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
