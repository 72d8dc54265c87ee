//! Path names: what a dialect with nested values calls the fields, and how its values become theirs.

use crate::field::Field;

/// One name of a dialect that is transcoded.
#[derive(Debug, Clone, Copy)]
pub struct PathName {
    /// Keys from the outermost to the innermost, lower case, joined by `.`; for a CSV the normalised header, then the keys in its cell.
    pub path: &'static str,
    /// The field.
    pub field: Field,
    /// How the value becomes the field's text.
    pub convert: Convert,
    /// Counts only where nothing else fills the field.
    pub fallback: bool,
}

/// How a value becomes the text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convert {
    /// As it stands.
    Text,
    /// As it stands, but not where it is an object or a list.
    Plain,
    /// Only where it is a whole number.
    Number,
    /// The first element of a list.
    First,
    /// `true` means interactive.
    Interactive,
    /// An Azure Monitor category or a Log Analytics table name.
    Category,
    /// The authentication steps.
    Steps,
    /// The word of a number, by position.
    Words(&'static [(&'static str, &'static str)]),
}

/// A name that is taken as it stands.
pub const fn path(path: &'static str, field: Field) -> PathName {
    PathName { path, field, convert: Convert::Text, fallback: false }
}

/// A name that is converted.
pub const fn converted(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: false }
}

/// A name that counts only where nothing else fills the field.
pub const fn fallback(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: true }
}
