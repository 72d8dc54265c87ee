//! The chunk reader: turns one chunk after another into a batch, and uses the same memory again.

use std::io;
use std::sync::Arc;

use crate::content::input::Input;
use crate::dialect::Shape;
use crate::dialect::cells::Cells;
use crate::log::batch::Batch;
use crate::log::chunk::Chunks;
use crate::log::extent::{Border, Extent};
use crate::log::part::Part;
use crate::log::raw::Raw;
use crate::log::sift::sift_bytes;
use crate::log::steps::Steps;
use crate::text::structure::Structure;

/// Reads chunks of any file into one batch.
pub(crate) struct ChunkReader {
    pub batch: Batch,
    raw: Raw,
}

/// A chunk, or a part of one, that was read. Its rows and its broken records are in the batch.
pub(crate) struct ChunkRead {
    /// Where in the file the buffer starts.
    pub base: u64,
    /// How many records are not sign-ins. They are not in the batch.
    pub others: u64,
}

impl ChunkReader {
    /// A reader that expects files of this shape first; others may follow.
    pub(crate) fn new(shape: Arc<Shape>, steps: Arc<Steps>) -> ChunkReader {
        ChunkReader { batch: Batch::new(shape, steps), raw: Raw::default() }
    }

    /// Reads a chunk of the file with this number.
    pub(crate) fn read(
        &mut self,
        chunks: &Chunks<'_>,
        file: u32,
        chunk: u64,
        border: Border,
    ) -> io::Result<(Extent, ChunkRead)> {
        let (text, structure, cells) = self.begin(chunks.input(), file, chunk as u32);
        let (extent, base) = chunks.read(chunk, border, text, structure, cells)?;
        self.batch.ends = (extent.start.unwrap_or(extent.end), extent.end);
        Ok((extent, self.take_in(chunks.input(), base)))
    }

    /// Reads a part of a chunk.
    pub(crate) fn read_part(&mut self, chunks: &Chunks<'_>, part: &Part) -> io::Result<ChunkRead> {
        let (text, structure, cells) = self.begin(chunks.input(), part.file, part.chunk);
        let base = chunks.read_part(part, text, structure, cells)?;
        self.batch.ends = (part.from, part.to);
        Ok(self.take_in(chunks.input(), base))
    }

    /// Prepares the batch for other records. Returns what they are to be read into.
    fn begin(&mut self, input: &Input, file: u32, chunk: u32) -> (&mut Vec<u8>, &mut Structure, &mut Cells) {
        let ChunkReader { batch, raw } = self;
        batch.begin();
        (batch.file, batch.chunk, batch.format) = (file, chunk, input.format);
        if !Arc::ptr_eq(&batch.shape, &input.shape) {
            batch.shape = input.shape.clone();
        }
        match input.transcoder {
            None => (&mut batch.text, &mut batch.structure, &mut raw.cells),
            Some(_) => (&mut raw.text, &mut raw.structure, &mut raw.cells),
        }
    }

    /// Completes the batch after reading: finds records with bytes that are not text, and turns records that are not plain rows into rows.
    fn take_in(&mut self, input: &Input, base: u64) -> ChunkRead {
        self.batch.base = base;
        let others = match &input.transcoder {
            None => {
                sift_bytes(&self.batch.text, &mut self.batch.structure, input.width);
                0
            }
            Some(transcoder) => {
                sift_bytes(&self.raw.text, &mut self.raw.structure, input.width);
                self.raw.transcode(input, transcoder, &mut self.batch)
            }
        };
        ChunkRead { base, others }
    }
}
