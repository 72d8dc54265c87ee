//! Extents: where the records of a chunk lie.

/// Where a chunk's records lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Where its first record starts; `None` if no record starts in it.
    pub start: Option<u64>,
    /// Where the first record after it starts.
    pub end: u64,
    /// How many lines start in it.
    pub lines: u32,
    /// How many more arrays and pages of JSON open in it than close.
    pub nesting: i64,
}

impl Extent {
    /// The extent of a chunk in which no record starts.
    pub(crate) fn without_record(end: u64) -> Extent {
        Extent { start: None, end, lines: 0, nesting: 0 }
    }
}

/// Where to look for the first record of a chunk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Border {
    /// It is not known, so it is guessed.
    Guess,
    /// It is here, or nowhere in the chunk.
    At(Option<u64>),
}
