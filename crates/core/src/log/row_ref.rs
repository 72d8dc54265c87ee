//! References to rows. Every finding and list entry cites rows by them.

/// A reference to a row: input, chunk, and line in the chunk in one number, which sorts by file and row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowRef(pub(crate) u64);

impl RowRef {
    pub(crate) const LINE_BITS: u32 = 20;
    pub(crate) const CHUNK_BITS: u32 = 24;

    pub(crate) fn new(file: u32, chunk: u32, line: u32) -> RowRef {
        RowRef((u64::from(file) << Self::CHUNK_BITS | u64::from(chunk)) << Self::LINE_BITS | u64::from(line))
    }

    /// The number of the input.
    pub fn file(self) -> u32 {
        (self.0 >> (Self::CHUNK_BITS + Self::LINE_BITS)) as u32
    }

    pub(crate) fn chunk(self) -> usize {
        (self.0 >> Self::LINE_BITS) as usize & ((1 << Self::CHUNK_BITS) - 1)
    }

    pub(crate) fn line(self) -> u64 {
        self.0 & ((1 << Self::LINE_BITS) - 1)
    }
}
