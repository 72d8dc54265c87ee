//! Columns: what a table says of each, and how a picture is drawn of them.

use entrasift_core::field::holds::Holds;

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Key in JSON and header in CSV.
    pub key: &'static str,
    /// Header for people.
    pub title: &'static str,
    /// When people see it.
    pub show: Show,
    /// What its texts hold.
    pub holds: Holds,
}

/// When a column is shown to people. JSON and CSV hold every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Show {
    /// On every width.
    Always,
    /// When the terminal is wide enough; always in HTML, XLSX and Markdown.
    Wide,
    /// With `--full`, and as the detail of a row in HTML; always in XLSX.
    Full,
    /// Never on a screen of rows.
    Never,
}

/// How to draw a table: one series of numbers for each column of a series, over one column. Counts are sums and drawn as bars on top of
/// each other; shares are levels and drawn as lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What the picture shows, in one sentence (its text alternative).
    pub caption: String,
    /// The place of the column on the horizontal axis, from 0.
    pub x: usize,
    /// The places of the columns of the series, with a label and a tone each; stacked.
    pub series: Vec<(usize, &'static str, Tone)>,
}

/// What a word means for the reader: decides colour where there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// As it should be.
    Good,
    /// Wants attention.
    Warn,
    /// Wants action.
    Bad,
    /// Of little weight.
    Dim,
}

impl Column {
    /// A column.
    pub const fn new(key: &'static str, title: &'static str, show: Show, holds: Holds) -> Column {
        Column { key, title, show, holds }
    }
}
