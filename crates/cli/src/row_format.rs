//! The formats of rows alone, which `query` and `export` have beside those of an answer.

use std::io::{BufWriter, Write};

use entrasift_frame::file::{Kind, Writer};
use entrasift_frame::polars::frame::DataFrame;
use entrasift_frame::{FrameError, table_of};
use entrasift_report::{csv, json};

use crate::sink::Sink;

/// What a file of rows writes to.
type Buffered<'o> = BufWriter<&'o mut Sink<'o>>;

fn buffered<'o>(out: &'o mut Sink<'o>) -> Buffered<'o> {
    BufWriter::with_capacity(1 << 18, out)
}

/// A format that holds rows and nothing else.
#[derive(Debug)]
pub struct RowFormat {
    /// The name, as `--format` takes it.
    pub name: &'static str,
    /// Extensions of files in this format.
    pub extensions: &'static [&'static str],
    /// Whether a terminal can show it.
    pub is_text: bool,
    /// Begins a file of it.
    pub open: for<'o> fn(&'o mut Sink<'o>) -> RowFile<'o>,
}

/// All of them. A new one is a line here.
pub static ROW_FORMATS: [RowFormat; 3] = [
    RowFormat {
        name: "parquet",
        extensions: &["parquet", "pq"],
        is_text: false,
        open: |out| RowFile::Columns(Box::new(Writer::new(Kind::Parquet, buffered(out)))),
    },
    RowFormat {
        name: "ipc",
        extensions: &["ipc", "arrow", "feather"],
        is_text: false,
        open: |out| RowFile::Columns(Box::new(Writer::new(Kind::Ipc, buffered(out)))),
    },
    RowFormat {
        name: "ndjson",
        extensions: &["ndjson", "jsonl"],
        is_text: true,
        open: |out| RowFile::Lines(buffered(out)),
    },
];

impl PartialEq for RowFormat {
    fn eq(&self, other: &RowFormat) -> bool {
        self.name == other.name
    }
}

impl Eq for RowFormat {}

/// The file that frames go to.
pub enum RowFile<'o> {
    /// Columns, a group of rows at a time.
    Columns(Box<Writer<Buffered<'o>>>),
    /// CSV; the header comes before the first row.
    Csv {
        /// Where it goes.
        out: Buffered<'o>,
        /// Whether nothing was written yet.
        is_first: bool,
        /// Whether it starts with a byte order mark.
        bom: bool,
    },
    /// A JSON object a line.
    Lines(Buffered<'o>),
}

impl<'o> RowFile<'o> {
    /// A CSV file.
    pub fn csv(out: &'o mut Sink<'o>, bom: bool) -> RowFile<'o> {
        RowFile::Csv { out: buffered(out), is_first: true, bom }
    }

    /// Writes the rows of a frame.
    ///
    /// # Errors
    /// What the file says, and what Polars says of a broken frame.
    pub fn take(&mut self, frame: DataFrame) -> Result<(), FrameError> {
        match self {
            RowFile::Columns(writer) => writer.write(frame)?,
            RowFile::Csv { out, is_first, bom } => {
                csv::part(&table_of(&frame)?, std::mem::take(is_first), *bom, out)?;
            }
            RowFile::Lines(out) => json::lines(&table_of(&frame)?, out)?,
        }
        Ok(())
    }

    /// Writes what ends the file.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish(self) -> Result<(), FrameError> {
        match self {
            RowFile::Columns(writer) => writer.finish(),
            RowFile::Csv { mut out, .. } | RowFile::Lines(mut out) => Ok(out.flush()?),
        }
    }
}
