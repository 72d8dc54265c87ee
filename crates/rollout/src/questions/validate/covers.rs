//! The range that a download was asked for.

use entrasift_core::Time;

/// A range of a download, `from <= time < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    /// Its first moment.
    pub from: Time,
    /// The first moment after it.
    pub to: Time,
}
