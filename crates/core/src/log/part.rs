//! Parts of what an earlier pass showed.

/// Some neighbouring records of one chunk, which an earlier pass saw: what [`crate::log::scan::Scanner::show_parts`] reads again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which input.
    pub file: u32,
    /// Which chunk of it.
    pub chunk: u32,
    /// How many lines of the chunk stand before the first of these records.
    pub line: u32,
    /// Where the first of these records starts in the file.
    pub from: u64,
    /// Where the first record after them starts.
    pub to: u64,
    /// It is all of the chunk.
    pub is_whole: bool,
}

/// Parts of what an earlier pass showed, that are to be shown again. They stand in pages; one worker reads the parts of one page.
pub trait Parts: Sync {
    /// How many pages there are.
    fn pages(&self) -> usize;
    /// The parts of a page; each is asked for when the one before was shown.
    fn page(&self, page: usize) -> impl Iterator<Item = Part>;
}
