//! Layouts: how the records of a file are written.

/// How the records of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Rows of delimited fields.
    Csv,
    /// Objects of JSON, in arrays, pages or one after the other.
    Json,
}
