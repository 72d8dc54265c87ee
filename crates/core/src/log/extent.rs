//! Extents: where the records of a chunk lie.

/// Where a chunk's records lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Its first record; `None` when no record starts in it.
    pub start: Option<u64>,
    /// Where the first record after it starts.
    pub end: u64,
    /// Lines that start in it.
    pub lines: u32,
    /// Arrays and pages of JSON that open in it, less those that close.
    pub nesting: i64,
}

impl Extent {
    /// Of a chunk in which no record starts.
    pub fn without_record(end: u64) -> Extent {
        Extent { start: None, end, lines: 0, nesting: 0 }
    }
}

/// Where to look for the first record of a chunk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Border {
    /// Nobody knows: guess.
    Guess,
    /// Here, or nowhere in the chunk.
    At(Option<u64>),
}
