//! Layouts: how the records of a file stand in its text.

/// How the records of a file are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Rows of delimited fields.
    Csv,
    /// Objects, in any sequence of values.
    Json,
}
