//! How an answer is rendered, whatever the format.

use entrasift_core::{Time, Zone};

/// How an answer is rendered. Each format takes from it what it needs.
#[derive(Debug, Clone)]
pub struct Style {
    /// When the answer is rendered: the only use of the wall clock, and the caller's to read.
    pub generated: Time,
    /// The zone of times that people read; JSON and CSV stay UTC.
    pub zone: Zone,
    /// Width of the terminal in columns.
    pub width: usize,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Whether the terminal shows every row and every column.
    pub full: bool,
    /// At most so many rows of each table on the terminal; `None`: 20 of the first and 8 of each other, or all with `full`.
    pub top: Option<usize>,
    /// Whether CSV starts with a byte order mark, which Excel needs to see UTF-8.
    pub bom: bool,
}

impl Style {
    /// 100 columns, no colour, short, UTC.
    pub fn new(generated: Time) -> Style {
        Style { generated, zone: Zone::UTC, width: 100, colour: false, full: false, top: None, bom: false }
    }
}
