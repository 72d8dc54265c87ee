//! Inputs: recognised files, with everything that is needed to read their records.

use std::fmt;
use std::sync::Arc;

use crate::content::definition::Content;
use crate::dialect::transcoder::Transcoder;
use crate::dialect::{CellPart, Format, Shape};
use crate::text::layout::Layout;
use crate::text::source::Source;

/// A recognised file.
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
    /// The character between two fields, in a CSV.
    pub delimiter: u8,
    /// The number of columns, in a CSV.
    pub width: usize,
    /// The column of the time, in a CSV. A guessed start of a record must have a possible time there.
    pub(crate) time_column: Option<(u16, CellPart)>,
    /// In JSON, every record has one of these keys. A guessed start of a record must have one, too.
    pub(crate) record_keys: &'static [&'static str],
    /// Turns records that are not plain rows (JSON, and CSV with JSON in its cells) into rows with a cell for every field.
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
    /// Whether it holds sign-ins.
    pub fn is_log(&self) -> bool {
        self.content.is_log()
    }

    /// The name of its source.
    pub fn path(&self) -> &str {
        self.source.name()
    }
}
