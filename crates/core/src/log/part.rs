//! Parts of what an earlier pass showed, to be shown again.

/// Neighbouring records of one chunk, which an earlier pass saw. [`crate::log::scan::Scanner::show_parts`] reads them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The number of the input.
    pub file: u32,
    /// The number of the chunk.
    pub chunk: u32,
    /// How many lines of the chunk come before the first of these records.
    pub line: u32,
    /// Where the first of these records starts in the file.
    pub from: u64,
    /// Where the first record after them starts.
    pub to: u64,
    /// Whether it is the whole chunk.
    pub is_whole: bool,
}

/// Parts that are to be shown again. They come in pages; each page is read by one worker.
pub trait Parts: Sync {
    /// How many pages there are.
    fn pages(&self) -> usize;
    /// The parts of a page. Each is asked for after the one before was shown.
    fn page(&self, page: usize) -> impl Iterator<Item = Part>;
}
