//! Chunks: pieces of a file that several workers read at once, each finding its own first record.
//!
//! A worker guesses where the first record of its chunk starts. Afterwards the guesses are verified: each chunk must start where
//! the one before ended. A file that fooled the guess is read again from exact borders, found in one sequential run.

use std::io;
use std::ops::Range;

use crate::content::recognise::{Input, Layout};
use crate::field::Field;
use crate::log::columns::Rows;
use crate::text::fault::Fault;
use crate::text::json::{self, Next};
use crate::text::record::{Ending, MAX_RECORD_BYTES, Record};
use crate::text::source::{Source, read_full};
use crate::text::structure::{Broken, RecordSpan, Stop, Structure};
use crate::text::time::{DateOrder, Time};
use crate::text::transcode::{Cells, Found};

/// The chunk size that measured best.
pub const CHUNK_BYTES: u64 = 512 << 10;
const BEYOND_BYTES: u64 = 16 << 10;
/// Between two records stands less than this: brackets, commas, the keys of a page.
const MAX_PUNCTUATION_BYTES: usize = 64 << 10;
const BEYOND_JSON_BYTES: u64 = 16 << 10;

/// Where a chunk's records lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Its first record; `None` when no record starts in it.
    pub start: Option<u64>,
    /// Where the first record after it starts.
    pub end: u64,
    /// Lines that start in it.
    pub lines: u32,
    /// Arrays and pages of JSON that open in it, less those that close.
    pub nesting: i64,
}

impl Extent {
    /// Of a chunk in which no record starts.
    fn without_record(end: u64) -> Extent {
        Extent { start: None, end, lines: 0, nesting: 0 }
    }
}

/// Where a worker shall look for the first record.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Border {
    /// Nobody knows: guess.
    Guess,
    /// Here, or nowhere in the chunk.
    At(Option<u64>),
}

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

/// One file cut into chunks.
pub(crate) struct Chunks<'i> {
    pub input: &'i Input,
    pub chunk_bytes: u64,
}

impl Chunks<'_> {
    /// How many there are.
    pub fn count(&self) -> u64 {
        (self.input.source.length().saturating_sub(self.input.start)).div_ceil(self.chunk_bytes)
    }

    fn begin(&self, chunk: u64) -> u64 {
        self.input.start + chunk * self.chunk_bytes
    }

    fn limit(&self, chunk: u64) -> u64 {
        self.begin(chunk + 1).min(self.input.source.length())
    }

    /// Reads a chunk into a buffer and finds its structure. Positions in the structure are those of the buffer; the second
    /// value is the place of the buffer's first byte in the file. Sound records of JSON are read into `cells`.
    pub fn read(
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
        let end = self.input.source.length();
        let mut window = Window { source: &*self.input.source, base, have: 0, end, buffer };
        window.extend_to(limit + self.beyond())?;
        let guessed = match border {
            Border::Guess if chunk > 0 && self.input.layout == Layout::Json => {
                self.guess_json(window.text(), 1, (limit - base) as usize)
            }
            Border::Guess if chunk > 0 => self.guess(window.text(), (limit - base) as usize),
            _ => Some(0),
        };
        let Some(from) = guessed else { return Ok((Extent::without_record(limit), base)) };
        let mut nesting = 0;
        let end = match self.input.layout {
            Layout::Csv => self.walk(&mut window, structure, from, (limit - base) as usize)?,
            Layout::Json => {
                let walk = Walk { structure, cells, nesting: &mut nesting };
                self.walk_json(&mut window, walk, from, (limit - base) as usize)?
            }
        };
        if self.input.layout == Layout::Csv && end >= self.input.source.length() {
            self.judge_last_row(structure, base);
        }
        Ok((Extent { start: Some(base + from as u64), end, lines: structure.lines, nesting }, base))
    }

    /// Reads a part of a chunk, as [`Chunks::read`] does: the place of the buffer's first byte in the file. The part must hold whole
    /// records, none of them broken, unless it is all of its chunk.
    pub fn read_part(
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
        let limit = (end - base) as usize;
        match self.input.layout {
            Layout::Csv => self.walk(&mut window, structure, 0, limit)?,
            Layout::Json => {
                self.walk_json(&mut window, Walk { structure, cells, nesting: &mut 0 }, 0, limit)?
            }
        };
        if self.input.layout == Layout::Csv && end >= self.input.source.length() {
            self.judge_last_row(structure, base);
        }
        Ok(base)
    }

    /// A last row without a line end: where the end of the file is known to be missing its last cell may be half a cell, so that it is
    /// no row; where cells are missing, the end of the file is.
    fn judge_last_row(&self, structure: &mut Structure, base: u64) {
        let ends_file = |end: u32| base + u64::from(end) >= self.input.source.length();
        let last = structure.rows.last().map(|row| (*row, row.first as usize + self.input.width - 1));
        if let Some((row, last_field)) = last
            && self.input.source.is_cut()
            && ends_file(structure.field_ends[last_field])
        {
            let RecordSpan { start, ordinal, .. } = row;
            let end = structure.field_ends[last_field];
            structure.rows.pop();
            let fields = self.input.width as u32;
            structure.broken.push(Broken { start, end, ordinal, fault: Fault::Cut, fields });
        } else if let Some(last) = structure.broken.last() {
            let is_short = last.fault == Fault::FieldCount && (last.fields as usize) < self.input.width;
            structure.cut |= is_short && ends_file(last.end);
        }
    }

    fn walk(
        &self,
        window: &mut Window<'_>,
        structure: &mut Structure,
        mut from: usize,
        limit: usize,
    ) -> io::Result<u64> {
        let (delimiter, width) = (self.input.delimiter, self.input.width);
        loop {
            let at_end = window.at_end();
            match structure.read(window.text(), from, limit, at_end, delimiter, width) {
                Stop::At(next) => return Ok(window.base + next as u64),
                Stop::More(start) if window.have - start > MAX_RECORD_BYTES => {
                    structure.push_bad(start, window.have, Fault::OverLong);
                    return window.skip_line();
                }
                Stop::More(start) => {
                    from = start;
                    let more = (window.have - start).max(BEYOND_BYTES as usize);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
            }
        }
    }

    fn beyond(&self) -> u64 {
        match self.input.layout {
            Layout::Csv => BEYOND_BYTES,
            Layout::Json => BEYOND_JSON_BYTES,
        }
    }

    /// Each record becomes a row of one field.
    fn walk_json(
        &self,
        window: &mut Window<'_>,
        Walk { structure, cells, nesting }: Walk<'_>,
        from: usize,
        limit: usize,
    ) -> io::Result<u64> {
        let mut at = from;
        loop {
            let next = self.next_record(window.text(), at, limit, cells);
            match next {
                Next::Record { start, .. } | Next::Open(start) | Next::Crossed(start) => {
                    *nesting += note_between(structure, window.text(), at..start);
                    if start >= limit {
                        return Ok(window.base + start as u64);
                    }
                }
                Next::End if window.at_end() => {
                    *nesting += note_between(structure, window.text(), at..window.text().len());
                }
                Next::End => {}
            }
            match next {
                Next::Record { start, end } => {
                    structure.note_bytes(&window.text()[start..end]);
                    structure.push_row(start, structure.lines, std::iter::once(end));
                    structure.lines += 1;
                    at = end;
                }
                Next::Crossed(start) => {
                    structure.push_bad(start, start, Fault::BadJson);
                    at = self.go_on(window, start + 1)?;
                }
                Next::Open(start) if window.at_end() || window.have - start > MAX_RECORD_BYTES => {
                    structure.cut |= window.at_end();
                    let fault = if window.at_end() { Fault::BadJson } else { Fault::OverLong };
                    structure.push_bad(start, start, fault);
                    at = self.go_on(window, start + 1)?;
                }
                Next::Open(start) => {
                    at = start;
                    let more = (window.have - start).max(BEYOND_JSON_BYTES as usize);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
                Next::End if window.at_end() => return Ok(window.base + window.have as u64),
                Next::End => {
                    at = at.max(window.have.saturating_sub(MAX_PUNCTUATION_BYTES));
                    window.extend_to(window.base + window.have as u64 + BEYOND_JSON_BYTES)?;
                }
            }
        }
    }

    /// The next record, read into the cells if it is sound.
    fn next_record(&self, text: &[u8], mut at: usize, limit: usize, cells: &mut Cells) -> Next {
        let Some(transcoder) = &self.input.transcoder else { return json::next_record(text, at) };
        while let Some(start) = json::next_object(text, at).filter(|start| *start < limit) {
            match transcoder.read_record(text, start, cells) {
                Found::Record(end) => return Next::Record { start, end },
                Found::Page(elements) => at = elements,
                Found::Neither => break,
            }
        }
        json::next_record(text, at)
    }

    /// Where reading goes on after a broken record: at the next object that has one of the keys of the input's records.
    fn go_on(&self, window: &mut Window<'_>, from: usize) -> io::Result<usize> {
        loop {
            match json::object_with(self.input.record_keys, window.text(), from, usize::MAX) {
                Some(next) => return Ok(next),
                None if window.at_end() || window.have - from > MAX_RECORD_BYTES => return Ok(window.have),
                None => {
                    let more = (window.have - from).max(BEYOND_JSON_BYTES as usize);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
            }
        }
    }

    fn guess_json(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        json::object_with(self.input.record_keys, text, from, limit)
    }

    /// The first line start at which a whole, plausible record stands; else the first line start.
    fn guess(&self, text: &[u8], limit: usize) -> Option<usize> {
        let mut first = None;
        let line_starts = memchr::memchr_iter(b'\n', text).map(|line_end| line_end + 1);
        for start in line_starts.take_while(|start| *start < limit) {
            first = first.or(Some(start));
            if self.is_plausible(text, start) {
                return Some(start);
            }
        }
        first
    }

    fn is_plausible(&self, text: &[u8], mut start: usize) -> bool {
        let record = loop {
            match Record::at(text, start, self.input.delimiter) {
                Some(record) if record.is_blank() => start = record.next,
                other => break other,
            }
        };
        let Some(record) = record else { return false };
        if record.ending != Ending::Complete || record.field_ends.len() != self.input.width {
            return false;
        }
        let Some((column, part)) = self.input.time_column else { return true };
        let cell = record.fields(text).nth(column as usize).unwrap_or_default();
        Time::parse(part.of(&cell).trim_ascii(), self.input.shape.date_order).is_some()
    }

    /// What the dates of the file tell of their order: the first that tells decides. `Err` with an example where the file holds
    /// dates whose order none tells.
    pub fn date_order(&self) -> io::Result<Result<Option<DateOrder>, String>> {
        let (mut buffer, mut structure, mut cells) = (Vec::new(), Structure::default(), Cells::default());
        let mut dated = Cells::default();
        let (mut next, mut open) = (self.input.start, None);
        for chunk in 0..self.count() {
            if next >= self.limit(chunk) {
                continue;
            }
            let border = Border::At(Some(next));
            let (extent, _) = self.read(chunk, border, &mut buffer, &mut structure, &mut cells)?;
            next = extent.end;
            for row in &structure.rows {
                let rows = Rows { text: &buffer, structure: &structure };
                let Some(cell) = self.date_of(rows, row, &mut dated) else { return Ok(Ok(None)) };
                match DateOrder::told_by(&cell) {
                    Some(Some(order)) => return Ok(Ok(Some(order))),
                    Some(None) if open.is_none() => open = Some(String::from_utf8_lossy(&cell).into_owned()),
                    None if open.is_none() && Time::parse_iso(&cell).is_some() => return Ok(Ok(None)),
                    _ => {}
                }
            }
        }
        Ok(open.map_or(Ok(None), Err))
    }

    /// The date of one row as it stands; `None` where the file has no dates.
    fn date_of(&self, rows: Rows<'_>, row: &RecordSpan, cells: &mut Cells) -> Option<Vec<u8>> {
        if self.input.layout == Layout::Json {
            let transcoder = self.input.transcoder.as_ref()?;
            cells.begin();
            let text = &rows.text[..rows.place(row, 0).end];
            // A broken record has no date that could tell anything.
            let sound = transcoder.read_record(text, row.start as usize, cells) == Found::Record(text.len());
            return Some(if sound { cells.text(Field::Time, text).to_vec() } else { Vec::new() });
        }
        let (column, part) = self.input.time_column?;
        Some(part.of(&rows.cell(row, column as usize)).trim_ascii().to_vec())
    }

    /// Where each chunk starts, found by reading the file from front to back.
    pub fn exact_borders(&self) -> io::Result<Vec<Option<u64>>> {
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

    /// Each chunk started where the one before ended.
    pub fn verify(&self, extents: &[Extent]) -> bool {
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

/// Notes what stands between two records and is none; how many arrays and pages are opened there more than are closed.
fn note_between(structure: &mut Structure, text: &[u8], between: Range<usize>) -> i64 {
    let start = between.start;
    let between = &text[between];
    for stray in json::strays(between) {
        structure.push_bad(start + stray, start + stray, Fault::BadJson);
    }
    json::nesting(between)
}

/// What a walk over records of JSON fills.
struct Walk<'w> {
    structure: &'w mut Structure,
    cells: &'w mut Cells,
    nesting: &'w mut i64,
}

/// The part of a file that is in the buffer.
struct Window<'b> {
    source: &'b dyn Source,
    base: u64,
    have: usize,
    /// Nothing is read from here on.
    end: u64,
    buffer: &'b mut Vec<u8>,
}

impl Window<'_> {
    fn text(&self) -> &[u8] {
        &self.buffer[..self.have]
    }

    fn at_end(&self) -> bool {
        self.base + self.have as u64 >= self.end
    }

    fn extend_to(&mut self, end: u64) -> io::Result<()> {
        let wanted = end.min(self.end).saturating_sub(self.base) as usize;
        if wanted <= self.have {
            return Ok(());
        }
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let place = self.base + self.have as u64;
        let count = read_full(self.source, place, &mut self.buffer[self.have..wanted])?;
        if count < wanted - self.have {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was read",
            ));
        }
        self.have = wanted;
        Ok(())
    }

    /// The place after the next line end beyond the buffer.
    fn skip_line(&self) -> io::Result<u64> {
        let mut place = self.base + self.have as u64;
        let mut scratch = vec![0; CHUNK_BYTES as usize];
        loop {
            let count = read_full(self.source, place, &mut scratch)?;
            if let Some(line) = memchr::memchr(b'\n', &scratch[..count]) {
                return Ok(place + line as u64 + 1);
            }
            place += count as u64;
            if count == 0 || place >= self.source.length() {
                return Ok(self.source.length());
            }
        }
    }
}

/// The class of a broken record, with what its bytes add: a NUL beats everything, invalid UTF-8 beats a wrong field count.
pub(crate) fn fault_of(line: &[u8], found: Fault) -> Fault {
    if memchr::memchr(0, line).is_some() {
        Fault::Nul
    } else if found > Fault::InvalidUtf8 && std::str::from_utf8(line).is_err() {
        Fault::InvalidUtf8
    } else {
        found
    }
}
