//! The record reader: finds the records between two places of a file, and the structure of each.

use std::io;
use std::ops::Range;

use crate::content::input::Input;
use crate::content::window::Window;
use crate::dialect::cells::Cells;
use crate::dialect::transcoder::Opened;
use crate::text::fault::Fault;
use crate::text::json::{self, Next};
use crate::text::layout::Layout;
use crate::text::record::MAX_RECORD_BYTES;
use crate::text::structure::{Broken, RecordSpan, Stop, Structure};

/// If a record goes on beyond the buffer, at least this many bytes more are read.
const BEYOND_BYTES: usize = 16 << 10;
/// What stands between two records of JSON (brackets, commas, the keys of a page) is shorter than this.
const MAX_PUNCTUATION_BYTES: usize = 64 << 10;

/// Finds the records of an input.
#[derive(Clone, Copy)]
pub(crate) struct RecordReader<'i> {
    pub input: &'i Input,
}

/// What reading fills.
pub(crate) struct Found<'f> {
    /// Where records and their fields stand.
    pub structure: &'f mut Structure,
    /// The cells of sound records of JSON.
    pub cells: &'f mut Cells,
    /// How many more arrays and pages of JSON open between the records than close.
    pub nesting: i64,
}

impl RecordReader<'_> {
    /// Opens the file at `base` and reads up to `limit` and a little beyond.
    pub(crate) fn open<'b>(
        &'b self,
        base: u64,
        limit: u64,
        buffer: &'b mut Vec<u8>,
    ) -> io::Result<Window<'b>> {
        let end = self.input.source.length();
        let mut window = Window { source: &*self.input.source, base, have: 0, end, buffer };
        window.extend_to(limit + BEYOND_BYTES as u64)?;
        Ok(window)
    }

    /// Reads the records that start in the window at or after `from` and before `limit`. Returns where in the file the next record starts.
    pub(crate) fn read(
        &self,
        window: &mut Window<'_>,
        found: &mut Found<'_>,
        from: usize,
        limit: usize,
    ) -> io::Result<u64> {
        match self.input.layout {
            Layout::Csv => {
                let end = self.walk_rows(window, found.structure, from, limit)?;
                if end >= self.input.source.length() {
                    self.judge_last_row(found.structure, window.base);
                }
                Ok(end)
            }
            Layout::Json => self.walk_json(window, found, from, limit),
        }
    }

    fn walk_rows(
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
                    let more = (window.have - start).max(BEYOND_BYTES);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
            }
        }
    }

    /// Judges a last row without a line end. If the end of the file is known to be missing, the last cell may be half a cell, so that the
    /// row is malformed. If cells are missing, so is the end of the file.
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

    /// Reads records of JSON: each becomes a row with one field.
    fn walk_json(
        &self,
        window: &mut Window<'_>,
        Found { structure, cells, nesting }: &mut Found<'_>,
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
                    let more = (window.have - start).max(BEYOND_BYTES);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
                Next::End if window.at_end() => return Ok(window.base + window.have as u64),
                Next::End => {
                    at = at.max(window.have.saturating_sub(MAX_PUNCTUATION_BYTES));
                    window.extend_to(window.base + window.have as u64 + BEYOND_BYTES as u64)?;
                }
            }
        }
    }

    /// The next record. If it is sound, its cells are read, too.
    fn next_record(&self, text: &[u8], mut at: usize, limit: usize, cells: &mut Cells) -> Next {
        let Some(transcoder) = &self.input.transcoder else { return json::next_record(text, at) };
        while let Some(start) = json::next_object(text, at).filter(|start| *start < limit) {
            match transcoder.read_record(text, start, cells) {
                Opened::Record(end) => return Next::Record { start, end },
                Opened::Page(elements) => at = elements,
                Opened::Neither => break,
            }
        }
        json::next_record(text, at)
    }

    /// Where reading goes on after a broken record: at the next object with one of the keys of this file's records.
    fn go_on(&self, window: &mut Window<'_>, from: usize) -> io::Result<usize> {
        loop {
            match json::object_with(self.input.record_keys, window.text(), from, usize::MAX) {
                Some(next) => return Ok(next),
                None if window.at_end() || window.have - from > MAX_RECORD_BYTES => return Ok(window.have),
                None => {
                    let more = (window.have - from).max(BEYOND_BYTES);
                    window.extend_to(window.base + (window.have + more) as u64)?;
                }
            }
        }
    }
}

/// Reports what stands between two records and does not belong there. Returns how many more arrays and pages open there than close.
fn note_between(structure: &mut Structure, text: &[u8], between: Range<usize>) -> i64 {
    let start = between.start;
    let between = &text[between];
    for stray in json::strays(between) {
        structure.push_bad(start + stray, start + stray, Fault::BadJson);
    }
    json::nesting(between)
}
