//! Chunks: pieces of a file that several workers read at once. Each worker finds the first record of its chunk itself.
//!
//! A worker guesses where the first record starts. Afterwards the guesses are verified: each chunk must start where the one before ended.
//! If a guess was wrong, the file is read again from exact borders, which are found by reading it once from front to back.

use std::io;

use crate::content::input::Input;
use crate::content::record_reader::{Found, RecordReader};
use crate::content::window::Window;
use crate::dialect::cells::Cells;
use crate::log::extent::{Border, Extent};
use crate::log::part::Part;
use crate::log::row_ref::RowRef;
use crate::text::json;
use crate::text::layout::Layout;
use crate::text::record::{Ending, Record};
use crate::text::structure::Structure;
use crate::text::time::Time;

/// The chunk size that was fastest in measurements.
pub const CHUNK_BYTES: u64 = 512 << 10;

/// The largest chunk. Every line has a byte, so that such a chunk has no more lines than a reference to a row can count.
pub const MOST_CHUNK_BYTES: u64 = 1 << RowRef::LINE_BITS;

/// One file cut into chunks.
#[derive(Clone, Copy)]
pub(crate) struct Chunks<'i> {
    input: &'i Input,
    chunk_bytes: u64,
}

impl<'i> Chunks<'i> {
    /// Cuts a file into chunks of about this size: references to rows must be able to count the chunks and their lines.
    pub(crate) fn new(input: &'i Input, chunk_bytes: u64) -> Chunks<'i> {
        let fewest = input.source.length().div_ceil(1 << RowRef::CHUNK_BITS).max(1);
        Chunks { input, chunk_bytes: chunk_bytes.min(MOST_CHUNK_BYTES).max(fewest) }
    }

    /// The file.
    pub(crate) fn input(&self) -> &'i Input {
        self.input
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        (self.input.source.length().saturating_sub(self.input.start)).div_ceil(self.chunk_bytes)
    }

    fn begin(&self, chunk: u64) -> u64 {
        self.input.start + chunk * self.chunk_bytes
    }

    /// Where a chunk ends. Records that start here or later belong to the next one.
    pub(crate) fn limit(&self, chunk: u64) -> u64 {
        self.begin(chunk + 1).min(self.input.source.length())
    }

    /// Reads a chunk into a buffer and finds the structure of its records; cells of sound JSON records go into `cells`. Positions in the
    /// structure are those of the buffer. Returns also where in the file the buffer starts.
    pub(crate) fn read(
        &self,
        chunk: u64,
        border: Border,
        buffer: &mut Vec<u8>,
        structure: &mut Structure,
        cells: &mut Cells,
    ) -> io::Result<(Extent, u64)> {
        structure.clear();
        cells.begin();
        let (begin, limit) = (self.begin(chunk), self.limit(chunk));
        let base = match border {
            Border::At(Some(start)) => start,
            Border::At(None) => return Ok((Extent::without_record(limit), begin)),
            Border::Guess if chunk == 0 => begin,
            Border::Guess => begin - 1,
        };
        let reader = RecordReader { input: self.input };
        let mut window = reader.open(base, limit, buffer)?;
        let limit_here = (limit - base) as usize;
        let guessed = match border {
            Border::Guess if chunk > 0 && self.input.layout == Layout::Json => {
                self.guess_json(window.text(), 1, limit_here)
            }
            Border::Guess if chunk > 0 => self.guess(window.text(), limit_here),
            _ => Some(0),
        };
        let Some(from) = guessed else { return Ok((Extent::without_record(limit), base)) };
        let mut found = Found { structure, cells, nesting: 0 };
        let end = reader.read(&mut window, &mut found, from, limit_here)?;
        let nesting = found.nesting;
        Ok((Extent { start: Some(base + from as u64), end, lines: structure.lines, nesting }, base))
    }

    /// Reads a part of a chunk as [`Chunks::read`] does. Returns where in the file the buffer starts. Unless the part is the whole chunk,
    /// it must hold whole records, none of them broken.
    pub(crate) fn read_part(
        &self,
        part: &Part,
        buffer: &mut Vec<u8>,
        structure: &mut Structure,
        cells: &mut Cells,
    ) -> io::Result<u64> {
        if part.is_whole {
            let border = Border::At(Some(part.from));
            return Ok(self.read(u64::from(part.chunk), border, buffer, structure, cells)?.1);
        }
        structure.clear();
        cells.begin();
        structure.lines = part.line;
        let (base, end) = (part.from, part.to.min(self.input.source.length()));
        let mut window = Window { source: &*self.input.source, base, have: 0, end, buffer };
        window.extend_to(end)?;
        let mut found = Found { structure, cells, nesting: 0 };
        RecordReader { input: self.input }.read(&mut window, &mut found, 0, (end - base) as usize)?;
        Ok(base)
    }

    fn guess_json(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        json::object_with(self.input.record_keys, text, from, limit)
    }

    /// The first line start with a whole, plausible record; else the first line start.
    fn guess(&self, text: &[u8], limit: usize) -> Option<usize> {
        let (mut first, mut judged) = (None, 0);
        let line_starts = memchr::memchr_iter(b'\n', text).map(|line_end| line_end + 1);
        for start in line_starts.take_while(|start| *start < limit) {
            first = first.or(Some(start));
            // All lines of a run of blank ones lead to the same record, which is judged once.
            if start < judged {
                continue;
            }
            let record = self.record_at(text, start);
            if record.as_ref().is_some_and(|record| self.is_plausible(text, record)) {
                return Some(start);
            }
            judged = record.map_or(text.len(), |record| record.start) + 1;
        }
        first
    }

    /// The first record at or after a line start.
    fn record_at(&self, text: &[u8], mut start: usize) -> Option<Record> {
        loop {
            match Record::at(text, start, self.input.delimiter) {
                Some(record) if record.is_blank() => start = record.next,
                other => return other,
            }
        }
    }

    fn is_plausible(&self, text: &[u8], record: &Record) -> bool {
        if record.ending != Ending::Complete || record.field_ends.len() != self.input.width {
            return false;
        }
        let Some((column, part)) = self.input.time_column else { return true };
        let cell = record.fields(text).nth(column as usize).unwrap_or_default();
        Time::parse(part.cut(&cell).trim_ascii(), self.input.shape.date_order).is_some()
    }

    /// Where each chunk starts, found by reading the file from front to back; `None` if no record starts in it.
    pub(crate) fn exact_borders(&self) -> io::Result<Vec<Option<u64>>> {
        let (mut buffer, mut structure, mut cells) = (Vec::new(), Structure::default(), Cells::default());
        let mut next = self.input.start;
        let mut borders = Vec::new();
        for chunk in 0..self.count() {
            let start = (next < self.limit(chunk)).then_some(next);
            if start.is_some() {
                let read = self.read(chunk, Border::At(start), &mut buffer, &mut structure, &mut cells)?;
                next = read.0.end;
            }
            borders.push(start);
        }
        Ok(borders)
    }

    /// Whether each chunk started where the one before ended.
    pub(crate) fn verify(&self, extents: &[Extent]) -> bool {
        let mut next = self.input.start;
        for (chunk, extent) in extents.iter().enumerate() {
            match extent.start {
                Some(start) if start == next => next = extent.end,
                None if next >= self.limit(chunk as u64) => {}
                _ => return false,
            }
        }
        true
    }
}
