//! Inputs: files that were recognised, and what it takes to read their records.

use std::fmt;
use std::sync::Arc;

use crate::content::definition::Content;
use crate::dialect::transcoder::Transcoder;
use crate::dialect::{CellPart, Format, Shape};
use crate::text::layout::Layout;
use crate::text::source::Source;

/// A file that was recognised.
#[derive(Clone)]
pub struct Input {
    /// Its bytes.
    pub source: Arc<dyn Source>,
    /// What it holds.
    pub content: &'static Content,
    /// Its dialect.
    pub format: Format,
    /// Where its first data row starts, in bytes.
    pub start: u64,
    /// How its records are laid out.
    pub layout: Layout,
    /// What separates its fields, in a CSV.
    pub delimiter: u8,
    /// How many columns its rows have, in a CSV.
    pub width: usize,
    /// Where a row's time stands, in a CSV: by it a guessed record is judged.
    pub(crate) time_column: Option<(u16, CellPart)>,
    /// Keys of which each record has one, in JSON: by them a guessed record is judged.
    pub(crate) record_keys: &'static [&'static str],
    /// Writes its records into one table of all fields, where they are no plain rows.
    pub transcoder: Option<Arc<Transcoder>>,
    /// Its header.
    pub header: Vec<String>,
    /// Where the fields stand.
    pub shape: Arc<Shape>,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("name", &self.source.name()).field("format", &self.format.name).finish()
    }
}

impl Input {
    /// It holds sign-ins.
    pub fn is_log(&self) -> bool {
        self.content.is_log()
    }

    /// The name of its source.
    pub fn path(&self) -> &str {
        self.source.name()
    }
}
