//! Frames as files: Parquet and Arrow IPC, written as they come.

use std::io::Write;

use polars::prelude::DataFrame;
use polars_arrow::io::ipc::write::default_ipc_fields;
use polars_io::ipc::{self, IpcWriter};
use polars_io::parquet::write::{self as parquet, ParquetWriter};
use polars_io::prelude::SerWriter;

use polars::prelude::{CompatLevel, DataType, PolarsResult};

use crate::error::FrameError;

/// Rows of one row group, or record batch.
const GROUP_ROWS: usize = 65_536;

/// What a file of frames is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Apache Parquet, Zstandard pages.
    Parquet,
    /// The Arrow IPC file format, also called Feather 2.
    Ipc,
}

/// Writes frames of one schema to a file. Memory: one row group.
pub struct Writer<W: Write> {
    kind: Kind,
    waiting: Option<DataFrame>,
    state: State<W>,
}

enum State<W: Write> {
    /// Nothing came yet: the schema is not known.
    Empty(W),
    Parquet(Box<parquet::BatchedWriter<W>>),
    Ipc(ipc::BatchedWriter<W>),
    /// Opening it failed.
    Lost,
}

impl<W: Write> Writer<W> {
    /// A writer that has not written yet.
    pub fn new(kind: Kind, out: W) -> Writer<W> {
        Writer { kind, waiting: None, state: State::Empty(out) }
    }

    /// Takes the next frame.
    ///
    /// # Errors
    /// What the file says, or a frame of another schema.
    pub fn write(&mut self, frame: DataFrame) -> Result<(), FrameError> {
        let frame = if self.kind == Kind::Ipc { without_categories(frame)? } else { frame };
        match &mut self.waiting {
            None => self.waiting = Some(frame),
            Some(waiting) => {
                waiting.vstack_mut_owned(frame)?;
            }
        }
        match &self.waiting {
            Some(waiting) if waiting.height() >= GROUP_ROWS => self.put(),
            _ => Ok(()),
        }
    }

    /// Writes what waits, and the end of the file.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn finish(mut self) -> Result<(), FrameError> {
        self.put()?;
        match self.state {
            State::Parquet(writer) => {
                writer.finish()?;
            }
            State::Ipc(mut writer) => writer.finish()?,
            State::Empty(_) | State::Lost => {}
        }
        Ok(())
    }

    fn put(&mut self) -> Result<(), FrameError> {
        let Some(mut frame) = self.waiting.take() else { return Ok(()) };
        frame.align_chunks();
        frame.as_single_chunk_par();
        self.open(&frame)?;
        match &mut self.state {
            State::Parquet(writer) => writer.write_batch(&frame)?,
            State::Ipc(writer) => writer.write_batch(&frame)?,
            State::Empty(_) | State::Lost => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        self.state = match std::mem::replace(&mut self.state, State::Lost) {
            State::Empty(out) => match self.kind {
                Kind::Parquet => State::Parquet(Box::new(ParquetWriter::new(out).batched(frame.schema())?)),
                Kind::Ipc => {
                    let fields = frame.schema().iter();
                    let fields =
                        fields.map(|(name, kind)| kind.to_arrow_field(name.clone(), CompatLevel::newest()));
                    let fields: Vec<_> = fields.collect();
                    let fields = default_ipc_fields(fields.iter());
                    State::Ipc(IpcWriter::new(out).batched(frame.schema(), fields)?)
                }
            },
            open => open,
        };
        Ok(())
    }
}

/// Words as text: the categories of a frame grow while it is made, and a file of the IPC format has one dictionary only.
fn without_categories(mut frame: DataFrame) -> PolarsResult<DataFrame> {
    let words = frame.get_columns().iter().filter(|column| column.dtype().is_categorical());
    let names: Vec<_> = words.map(|column| column.name().clone()).collect();
    for name in names {
        let text = frame.column(&name)?.cast(&DataType::String)?;
        frame.with_column(text)?;
    }
    Ok(frame)
}
