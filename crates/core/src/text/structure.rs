//! The structure of a CSV text, found 64 bytes at a time: where fields and records end, and which records are broken.
//!
//! Quotes, separators and line ends become bit masks; a prefix sum over the quote bits tells which separators are within quotes. Parity
//! alone would go wrong after a stray quote, so each opening quote must follow a separator and each closing one must precede one.
//! [`crate::text::record`] does the same one byte after another, and the tests compare the two.

#[cfg(test)]
mod tests;

use crate::text::block::{last_block, prefix_xor};
use crate::text::carry::{Carry, without_line_ends};
use crate::text::fault::Fault;
use crate::text::instructions::Instructions;
use crate::text::masks::{Masks, Seen, masks_of_bytes, write_ends};
#[cfg(target_arch = "x86_64")]
use crate::text::masks::{masks_of_64_bytes, write_16_ends};
use crate::text::record::MAX_RECORD_BYTES;

/// A record with as many fields as the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpan {
    /// Where it starts in the buffer.
    pub start: u32,
    /// Index of the end of its first field in [`Structure::field_ends`].
    pub first: u32,
    /// How many lines of this run come before it: records, malformed ones and blank lines.
    pub ordinal: u32,
}

/// A record that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Where it starts in the buffer.
    pub start: u32,
    /// Where its first physical line ends.
    pub end: u32,
    /// As [`RecordSpan::ordinal`].
    pub ordinal: u32,
    /// What is wrong.
    pub fault: Fault,
    /// How many fields it has, if they could be counted.
    pub fields: u32,
}

/// How a run over a buffer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The next record starts here, at or after the limit, or the text ends here.
    At(usize),
    /// The record that starts here goes on beyond the buffer: read more and continue.
    More(usize),
}

/// The structure of the records of one buffer.
#[derive(Debug, Default)]
pub struct Structure {
    /// Where fields end: positions of separators and line ends.
    pub field_ends: Vec<u32>,
    /// The usable records.
    pub rows: Vec<RecordSpan>,
    /// The others.
    pub broken: Vec<Broken>,
    /// Lines seen: rows, broken records, blank lines.
    pub lines: u32,
    /// Whether some quoted field may hold a doubled quote.
    pub doubled_quotes: bool,
    /// Whether the text ended within quotes or within its last record.
    pub cut: bool,
    /// Whether fields are plain bytes anywhere in the text, in which a quote means nothing. Then [`Structure::field_ends`] holds two
    /// numbers for each field: where it begins and where it ends.
    pub plain: bool,
    filled: usize,
    seen: Seen,
    instructions: Instructions,
}

/// A record whose end is not found yet.
struct OpenRecord {
    start: usize,
    first: usize,
}

impl Structure {
    /// Empties it, but keeps its allocated memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.broken.clear();
        (self.lines, self.doubled_quotes, self.cut, self.plain, self.filled) = (0, false, false, false, 0);
        self.seen = Seen::default();
    }

    /// Takes into account bytes that are not read block by block, for [`Structure::is_ascii`] and [`Structure::has_nul`].
    pub(crate) fn note_bytes(&mut self, text: &[u8]) {
        if !text.is_ascii() {
            self.seen.high = 1;
        }
        if memchr::memchr(0, text).is_some() {
            self.seen.nul = 1;
        }
    }

    /// Adds a row with known fields in the given line.
    pub(crate) fn push_row(&mut self, start: usize, ordinal: u32, ends: impl Iterator<Item = usize>) {
        self.rows.push(RecordSpan { start: start as u32, first: self.filled as u32, ordinal });
        self.field_ends.truncate(self.filled);
        self.field_ends.extend(ends.map(|end| end as u32));
        self.filled = self.field_ends.len();
    }

    /// Adds a row whose fields may be anywhere, given where each begins and ends (see [`Structure::plain`]).
    pub(crate) fn push_spans(&mut self, start: u32, ordinal: u32, spans: impl Iterator<Item = (u32, u32)>) {
        self.rows.push(RecordSpan { start, first: self.filled as u32, ordinal });
        self.field_ends.truncate(self.filled);
        self.field_ends.extend(spans.flat_map(|(start, end)| [start, end]));
        self.filled = self.field_ends.len();
    }

    /// Adds a record that cannot be used, in the next line.
    pub(crate) fn push_bad(&mut self, start: usize, end: usize, fault: Fault) {
        self.push_broken(start as u32, end, fault, 0);
        self.lines += 1;
    }

    /// Whether every byte that was read is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.seen.is_ascii()
    }

    /// Whether some byte that was read is NUL.
    pub fn has_nul(&self) -> bool {
        self.seen.has_nul()
    }

    /// Reads the records that start at or after `from` and before `limit`.
    ///
    /// `text` may go on beyond `limit`; `at_end` says that the file ends with it. After [`Stop::More`], call it again with a longer buffer
    /// from the place that it names. Positions have 32 bits, so that a buffer has at most 4 GiB.
    pub fn read(
        &mut self,
        text: &[u8],
        from: usize,
        limit: usize,
        at_end: bool,
        delimiter: u8,
        width: usize,
    ) -> Stop {
        let mut open = OpenRecord { start: from, first: self.filled };
        loop {
            if open.start >= limit {
                return Stop::At(open.start);
            }
            match self.run(text, &mut open, limit, delimiter, width) {
                Run::Limit => return Stop::At(open.start),
                Run::Bad(fault) => {
                    if !self.skip_line(text, &mut open, at_end, fault) {
                        return Stop::More(open.start);
                    }
                }
                Run::TextEnd { inside } => match self.finish(text, &mut open, at_end, inside, width) {
                    Some(stop) => return stop,
                    None => continue,
                },
            }
        }
    }

    /// Runs over blocks until the limit, the end of the buffer or a stray quote, with the best instructions of the processor.
    fn run(&mut self, text: &[u8], open: &mut OpenRecord, limit: usize, delimiter: u8, width: usize) -> Run {
        #[cfg(target_arch = "x86_64")]
        {
            // SAFETY: the processor has the instructions of the function that is called, because `Instructions` are only made by asking it,
            // or (in tests) by choosing less than that. Nothing else is unsafe: each function is the same safe loop, compiled with
            // instructions that the baseline of this architecture lacks. The tests compare all three with the reader that takes one byte
            // after another.
            #[allow(unsafe_code)]
            match self.instructions {
                Instructions::Widest => {
                    return unsafe { self.run_widest(text, open, limit, delimiter, width) };
                }
                Instructions::Wide => return unsafe { self.run_wide(text, open, limit, delimiter, width) },
                Instructions::Baseline => {}
            }
        }
        self.run_baseline(text, open, limit, delimiter, width)
    }

    /// The separators that count, and the bits that break the rules for quotes.
    #[inline(always)]
    fn resolve(
        &mut self,
        text: &[u8],
        at: usize,
        masks: &Masks,
        carry: &mut Carry,
        valid: u64,
    ) -> (u64, u64) {
        let inside = prefix_xor(masks.quotes) ^ carry.inside;
        let ends = (masks.delimiters | masks.line_ends) & !inside;
        let (opening, closing) = (masks.quotes & inside, masks.quotes & !inside);
        let after_closing = closing << 1 | carry.just_closed;
        let stray_opening = opening & !(ends << 1 | carry.may_open | after_closing);
        let mut stray_text = after_closing & !(ends | opening) & valid;
        if stray_text != 0 {
            stray_text = without_line_ends(text, at, stray_text);
        }
        self.doubled_quotes |= after_closing & opening != 0;
        *carry = Carry {
            inside: ((inside as i64) >> 63) as u64,
            may_open: ends >> 63,
            just_closed: closing >> 63,
        };
        (ends, stray_opening | stray_text)
    }

    fn end_record(
        &mut self,
        text: &[u8],
        open: &mut OpenRecord,
        line_end: usize,
        index: usize,
        width: usize,
    ) {
        let fields = index + 1 - open.first;
        let carriage = line_end > open.start && text[line_end - 1] == b'\r';
        let end = line_end - usize::from(carriage);
        self.field_ends[index] = end as u32;
        let start = open.start as u32;
        if end == open.start {
            // a blank line: no record
        } else if fields == width {
            self.rows.push(RecordSpan { start, first: open.first as u32, ordinal: self.lines });
        } else {
            self.push_broken(start, end, Fault::FieldCount, fields as u32);
        }
        self.lines += 1;
        (open.start, open.first) = (line_end + 1, index + 1);
    }

    fn push_broken(&mut self, start: u32, end: usize, fault: Fault, fields: u32) {
        self.broken.push(Broken { start, end: end as u32, ordinal: self.lines, fault, fields });
    }

    /// Gives up the open record and continues at the next physical line. Returns false if that line is not in the buffer.
    fn skip_line(&mut self, text: &[u8], open: &mut OpenRecord, at_end: bool, fault: Fault) -> bool {
        let line = memchr::memchr(b'\n', &text[open.start..]).map(|length| open.start + length);
        if line.is_none() && !at_end {
            self.filled = open.first;
            return false;
        }
        self.push_broken(open.start as u32, line.unwrap_or(text.len()), fault, 0);
        self.lines += 1;
        open.start = line.map_or(text.len(), |line| line + 1);
        self.filled = open.first;
        true
    }

    /// Handles the end of the buffer within a record.
    fn finish(
        &mut self,
        text: &[u8],
        open: &mut OpenRecord,
        at_end: bool,
        inside: bool,
        width: usize,
    ) -> Option<Stop> {
        if open.start >= text.len() {
            return Some(if at_end { Stop::At(text.len()) } else { Stop::More(open.start) });
        }
        if text.len() - open.start > MAX_RECORD_BYTES {
            let skipped = self.skip_line(text, open, at_end, Fault::OverLong);
            return if skipped { None } else { Some(Stop::More(open.start)) };
        }
        if !at_end {
            self.filled = open.first;
            return Some(Stop::More(open.start));
        }
        if inside {
            self.cut = true;
            self.skip_line(text, open, at_end, Fault::UnclosedQuote);
            return None;
        }
        let (broken, index) = (self.broken.len(), self.filled);
        self.field_ends[index] = text.len() as u32;
        self.filled += 1;
        self.end_record(text, open, text.len(), index, width);
        open.start = text.len();
        self.cut |= self.broken.len() > broken;
        Some(Stop::At(text.len()))
    }
}

/// The loop over blocks, compiled once for each set of instructions.
macro_rules! run_blocks {
    ($(#[$attribute:meta])* $name:ident, $masks:ident, $write:ident) => {
        impl Structure {
            $(#[$attribute])*
            fn $name(&mut self, text: &[u8], open: &mut OpenRecord, limit: usize, delimiter: u8, width: usize) -> Run {
                let mut carry = Carry::RECORD_START;
                let mut seen = self.seen;
                let mut at = open.start;
                let run = 'blocks: {
                    while at < text.len() {
                        let (masks, valid) = match text[at..].first_chunk::<64>() {
                            Some(block) => ($masks(block, delimiter, &mut seen), u64::MAX),
                            None => {
                                let (block, valid) = last_block(&text[at..]);
                                ($masks(&block, delimiter, &mut seen), valid)
                            }
                        };
                        if self.field_ends.len() < self.filled + 72 {
                            self.field_ends.resize((self.filled + 72) * 2, 0);
                        }
                        let (mut ends, stray) = if masks.quotes == 0 && carry.inside == 0 && carry.just_closed == 0 {
                            let ends = masks.delimiters | masks.line_ends;
                            carry.may_open = ends >> 63;
                            (ends, 0)
                        } else {
                            self.resolve(text, at, &masks, &mut carry, valid)
                        };
                        if stray != 0 {
                            ends &= (1 << stray.trailing_zeros()) - 1;
                        }
                        let before = self.filled;
                        let out = &mut self.field_ends[before..before + 72];
                        self.filled += $write(out.try_into().expect("72 of 72"), at as u32, ends);
                        let mut line_ends = masks.line_ends & ends;
                        while line_ends != 0 {
                            let bit = line_ends.trailing_zeros();
                            let index = before + (ends & ((1 << bit) - 1)).count_ones() as usize;
                            if at + bit as usize - open.start > MAX_RECORD_BYTES {
                                break 'blocks Run::Bad(Fault::OverLong);
                            }
                            self.end_record(text, open, at + bit as usize, index, width);
                            if open.start >= limit {
                                self.filled = open.first;
                                break 'blocks Run::Limit;
                            }
                            line_ends &= line_ends - 1;
                        }
                        if stray != 0 {
                            let far = at + stray.trailing_zeros() as usize - open.start > MAX_RECORD_BYTES;
                            break 'blocks Run::Bad(if far { Fault::OverLong } else { Fault::StrayQuote });
                        }
                        if at > open.start + MAX_RECORD_BYTES + 64 {
                            break 'blocks Run::Bad(Fault::OverLong);
                        }
                        at += 64;
                    }
                    Run::TextEnd { inside: carry.inside != 0 }
                };
                self.seen = seen;
                run
            }
        }
    };
}

run_blocks!(run_baseline, masks_of_bytes, write_ends);
#[cfg(target_arch = "x86_64")]
run_blocks!(
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
    run_wide,
    masks_of_bytes,
    write_ends
);
#[cfg(target_arch = "x86_64")]
run_blocks!(
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
    run_widest,
    masks_of_64_bytes,
    write_16_ends
);

enum Run {
    Limit,
    Bad(Fault),
    TextEnd { inside: bool },
}
