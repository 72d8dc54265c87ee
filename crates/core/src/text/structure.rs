//! The structure of a CSV text, found 64 bytes at a time: where fields and records end, and which records are broken.
//!
//! Quotes, separators and line ends become bit masks; a prefix sum over the quote bits tells which separators stand inside
//! quotes. Quote parity alone would mis-split after a stray quote, so each opening quote must follow a separator and each
//! closing one must stand before one. [`crate::text::record`] says the same slowly, and the tests hold the two together.

pub(crate) mod nested;

use wide::u8x16;

use crate::text::fault::Fault;
use crate::text::record::MAX_RECORD_BYTES;

/// A record with as many fields as the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpan {
    /// Where it starts in the buffer.
    pub start: u32,
    /// Index of its first field's end in [`Structure::field_ends`].
    pub first: u32,
    /// How many lines (records, malformed ones and blank lines included) stand before it in this run.
    pub ordinal: u32,
}

/// A record that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Where it starts in the buffer.
    pub start: u32,
    /// Where its (first physical) line ends.
    pub end: u32,
    /// As for [`RecordSpan::ordinal`].
    pub ordinal: u32,
    /// What is wrong.
    pub fault: Fault,
    /// How many fields it has, where they could be counted.
    pub fields: u32,
}

/// How a run over a buffer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The next record starts here, at or after the limit (or the text ends here).
    At(usize),
    /// The record that starts here is not whole in the buffer: read more and go on.
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
    /// Some quoted field may hold a doubled quote.
    pub doubled_quotes: bool,
    /// The text ended inside quotes or inside its last record.
    pub cut: bool,
    /// Fields are plain bytes, and may lie anywhere: a quote in them means nothing, and [`Structure::field_ends`] holds two numbers for
    /// each, where it begins and where it ends.
    pub plain: bool,
    filled: usize,
    seen: Seen,
    instructions: Instructions,
}

/// What the bytes seen were like.
#[derive(Debug, Clone, Copy)]
struct Seen {
    any_bit: u8x16,
    smallest: u8x16,
    high: u64,
    nul: u64,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { any_bit: u8x16::splat(0), smallest: u8x16::splat(0xff), high: 0, nul: 0 }
    }
}

impl Seen {
    fn is_ascii(&self) -> bool {
        self.high == 0 && self.any_bit.to_array().iter().all(|byte| *byte < 0x80)
    }

    fn has_nul(&self) -> bool {
        self.nul != 0 || self.smallest.to_array().contains(&0)
    }
}

struct Masks {
    quotes: u64,
    delimiters: u64,
    line_ends: u64,
}

/// What one scan carries from block to block.
struct Carry {
    inside: u64,
    may_open: u64,
    just_closed: u64,
}

impl Carry {
    const RECORD_START: Carry = Carry { inside: 0, may_open: 1, just_closed: 0 };
}

struct Open {
    start: usize,
    first: usize,
}

impl Structure {
    /// Forgets everything but its allocations.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.broken.clear();
        (self.lines, self.doubled_quotes, self.cut, self.plain, self.filled) = (0, false, false, false, 0);
        self.seen = Seen::default();
    }

    /// Takes note of bytes that are not walked block by block (for [`Structure::is_ascii`] and [`Structure::has_nul`]).
    pub(crate) fn note_bytes(&mut self, text: &[u8]) {
        if !text.is_ascii() {
            self.seen.high = 1;
        }
        if memchr::memchr(0, text).is_some() {
            self.seen.nul = 1;
        }
    }

    /// Adds a row whose fields are known; its line is the given one.
    pub(crate) fn push_row(&mut self, start: usize, ordinal: u32, ends: impl Iterator<Item = usize>) {
        self.rows.push(RecordSpan { start: start as u32, first: self.filled as u32, ordinal });
        self.field_ends.truncate(self.filled);
        self.field_ends.extend(ends.map(|end| end as u32));
        self.filled = self.field_ends.len();
    }

    /// Adds a row whose cells lie anywhere: where each begins and where it ends, so that its fields are pairs (see [`Structure::plain`]).
    pub(crate) fn push_spans(&mut self, start: u32, ordinal: u32, spans: impl Iterator<Item = (u32, u32)>) {
        self.rows.push(RecordSpan { start, first: self.filled as u32, ordinal });
        self.field_ends.truncate(self.filled);
        self.field_ends.extend(spans.flat_map(|(start, end)| [start, end]));
        self.filled = self.field_ends.len();
    }

    /// Adds a record that cannot be used; its line is the next.
    pub(crate) fn push_bad(&mut self, start: usize, end: usize, fault: Fault) {
        self.push_broken(start as u32, end, fault, 0);
        self.lines += 1;
    }

    /// Every byte seen was ASCII.
    pub fn is_ascii(&self) -> bool {
        self.seen.is_ascii()
    }

    /// Some byte seen was NUL.
    pub fn has_nul(&self) -> bool {
        self.seen.has_nul()
    }

    /// Reads records from `from` on, up to the first that starts at or after `limit`.
    ///
    /// `text` may go beyond `limit`; `at_end` says that the text ends with the buffer. May be called again with a longer
    /// buffer after [`Stop::More`], from the place that it named. Positions fit in 32 bits: a buffer is at most 4 GiB.
    pub fn read(
        &mut self,
        text: &[u8],
        from: usize,
        limit: usize,
        at_end: bool,
        delimiter: u8,
        width: usize,
    ) -> Stop {
        let mut open = Open { start: from, first: self.filled };
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

    /// Runs over blocks until the limit, the end of the buffer, or a stray quote; with the instructions that the processor has.
    fn run(&mut self, text: &[u8], open: &mut Open, limit: usize, delimiter: u8, width: usize) -> Run {
        #[cfg(target_arch = "x86_64")]
        {
            // SAFETY: the processor has the instructions of the function that is called: `Instructions` are only made by asking
            // it, or (in tests) by going down from that. Nothing else about the calls is unsafe: each is the same safe loop, compiled with instructions that the baseline of this architecture
            // lacks. These calls are the only unsafe code of the project; the tests below hold all three to the scalar reader.
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

    /// Which separators count, and the first bit that breaks the rules for quotes.
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

    fn end_record(&mut self, text: &[u8], open: &mut Open, line_end: usize, index: usize, width: usize) {
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

    /// Gives up the open record and goes on at the next physical line; false where that is not in the buffer.
    fn skip_line(&mut self, text: &[u8], open: &mut Open, at_end: bool, fault: Fault) -> bool {
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

    /// The buffer ended inside a record.
    fn finish(
        &mut self,
        text: &[u8],
        open: &mut Open,
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
            fn $name(&mut self, text: &[u8], open: &mut Open, limit: usize, delimiter: u8, width: usize) -> Run {
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

/// Which of the three loops the processor can run; by default the last one that it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]
enum Instructions {
    /// What every processor of the architecture has.
    Baseline,
    /// Those of x86-64-v3: they count and find bits.
    Wide,
    /// Those of AVX-512: 64 bytes at a time, and the places of bits in one instruction.
    Widest,
}

impl Default for Instructions {
    #[cfg(target_arch = "x86_64")]
    fn default() -> Self {
        // The standard library asks the processor once.
        use std::arch::is_x86_feature_detected as has;
        let wide = has!("avx2") && has!("bmi1") && has!("bmi2") && has!("popcnt") && has!("lzcnt");
        let widest = wide && has!("avx512f") && has!("avx512bw") && has!("avx512vbmi2");
        match (wide, widest) {
            (_, true) => Instructions::Widest,
            (true, false) => Instructions::Wide,
            (false, false) => Instructions::Baseline,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn default() -> Self {
        Instructions::Baseline
    }
}

/// The last bytes of a text, filled up with blanks; and which of them count.
fn last_block(rest: &[u8]) -> ([u8; 64], u64) {
    let mut block = [b' '; 64];
    block[..rest.len()].copy_from_slice(rest);
    (block, (1 << rest.len()) - 1)
}

#[inline(always)]
fn masks_of_bytes(block: &[u8; 64], delimiter: u8, seen: &mut Seen) -> Masks {
    let (quote, comma, line) = (u8x16::splat(b'"'), u8x16::splat(delimiter), u8x16::splat(b'\n'));
    let mut masks = Masks { quotes: 0, delimiters: 0, line_ends: 0 };
    for quarter in 0..4 {
        let bytes = *block[quarter * 16..].first_chunk::<16>().expect("a quarter of 64 bytes is 16");
        let bytes = u8x16::new(bytes);
        seen.any_bit |= bytes;
        seen.smallest = seen.smallest.min(bytes);
        let shift = quarter * 16;
        masks.quotes |= u64::from(bytes.simd_eq(quote).to_bitmask()) << shift;
        masks.delimiters |= u64::from(bytes.simd_eq(comma).to_bitmask()) << shift;
        masks.line_ends |= u64::from(bytes.simd_eq(line).to_bitmask()) << shift;
    }
    masks
}

/// The places of the bits, from `base` on, and how many there are.
#[inline(always)]
fn write_ends(places: &mut [u32; 72], base: u32, mut ends: u64) -> usize {
    let count = ends.count_ones() as usize;
    let mut written = 0;
    while written < count {
        for place in &mut places[written..written + 8] {
            *place = base + ends.trailing_zeros();
            ends &= ends.wrapping_sub(1);
        }
        written += 8;
    }
    count
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn masks_of_64_bytes(block: &[u8; 64], delimiter: u8, seen: &mut Seen) -> Masks {
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epi8_mask as equal, _mm512_movepi8_mask, _mm512_set1_epi8 as splat,
        _mm512_testn_epi8_mask,
    };
    let bytes: __m512i = bytemuck::cast(*block);
    seen.high |= _mm512_movepi8_mask(bytes);
    seen.nul |= _mm512_testn_epi8_mask(bytes, bytes);
    Masks {
        quotes: equal(bytes, splat(b'"' as i8)),
        delimiters: equal(bytes, splat(delimiter as i8)),
        line_ends: equal(bytes, splat(b'\n' as i8)),
    }
}

/// As [`write_ends`]: the numbers 0 to 63 are sieved by the bits.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn write_16_ends(places: &mut [u32; 72], base: u32, ends: u64) -> usize {
    use std::arch::x86_64::{
        _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cvtepu8_epi32, _mm512_maskz_compress_epi8,
        _mm512_set1_epi32,
    };
    const NUMBERS: [u8; 64] = {
        let mut numbers = [0; 64];
        let mut number = 0;
        while number < 64 {
            numbers[number] = number as u8;
            number += 1;
        }
        numbers
    };
    let count = ends.count_ones() as usize;
    if count > 16 {
        return write_ends(places, base, ends);
    }
    let sieved = _mm512_maskz_compress_epi8(ends, bytemuck::cast(NUMBERS));
    let wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(sieved));
    let found: [u32; 16] = bytemuck::cast(_mm512_add_epi32(wide, _mm512_set1_epi32(base as i32)));
    places[..16].copy_from_slice(&found);
    count
}

enum Run {
    Limit,
    Bad(Fault),
    TextEnd { inside: bool },
}

#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The bits that are not a CR before a LF (or before the end of the text).
#[cold]
fn without_line_ends(text: &[u8], at: usize, mut bits: u64) -> u64 {
    let mut left = 0;
    while bits != 0 {
        let bit = bits.trailing_zeros();
        let place = at + bit as usize;
        if text[place] != b'\r' || text.get(place + 1).is_some_and(|byte| *byte != b'\n') {
            left |= 1 << bit;
        }
        bits &= bits - 1;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::record::{Ending, records};

    /// What the slow twin says: (start, field ends) of the rows; (start, fault) of the others; lines; cut.
    type Said = (Vec<(usize, Vec<usize>)>, Vec<(usize, Fault)>, usize);

    fn slowly(text: &[u8], from: usize, width: usize) -> Said {
        let (mut rows, mut broken, mut lines) = (Vec::new(), Vec::new(), 0);
        for record in records(text, from, b',') {
            match record.ending {
                Ending::Complete if record.is_blank() => {}
                Ending::Complete if record.field_ends.len() == width => {
                    rows.push((record.start, record.field_ends))
                }
                Ending::Complete => broken.push((record.start, Fault::FieldCount)),
                Ending::StrayQuote => broken.push((record.start, Fault::StrayQuote)),
                Ending::UnclosedQuote => broken.push((record.start, Fault::UnclosedQuote)),
                Ending::OverLong => broken.push((record.start, Fault::OverLong)),
            }
            lines += 1;
        }
        (rows, broken, lines)
    }

    fn quickly(text: &[u8], from: usize, width: usize) -> Said {
        let mut by_loop = every_loop().map(|mut structure| {
            assert_eq!(structure.read(text, from, usize::MAX, true, b',', width), Stop::At(text.len()));
            assert_eq!(structure.is_ascii(), text[from..].is_ascii());
            assert_eq!(structure.has_nul(), text[from..].contains(&0));
            said(&structure, width)
        });
        let first = by_loop.next().expect("there is always one");
        by_loop.for_each(|other| assert_eq!(first, other));
        first
    }

    /// An empty structure for each loop that this processor can run.
    fn every_loop() -> impl Iterator<Item = Structure> {
        let all = [Instructions::Baseline, Instructions::Wide, Instructions::Widest];
        let runnable = all.into_iter().filter(|one| *one <= Instructions::default());
        runnable.map(|instructions| Structure { instructions, ..Structure::default() })
    }

    fn said(structure: &Structure, width: usize) -> Said {
        let ends = |row: &RecordSpan| {
            let first = row.first as usize;
            structure.field_ends[first..first + width].iter().map(|end| *end as usize).collect()
        };
        let rows = structure.rows.iter().map(|row| (row.start as usize, ends(row))).collect();
        let broken = structure.broken.iter().map(|b| (b.start as usize, b.fault)).collect();
        (rows, broken, structure.lines as usize)
    }

    #[track_caller]
    fn check(text: &[u8], width: usize) {
        assert_eq!(quickly(text, 0, width), slowly(text, 0, width), "{:?}", String::from_utf8_lossy(text));
        in_pieces(text, width);
    }

    /// The same text with the buffer growing and the limit moving, as chunks do.
    #[track_caller]
    fn in_pieces(text: &[u8], width: usize) {
        every_loop().for_each(|structure| in_pieces_of(structure, text, width));
    }

    #[track_caller]
    fn in_pieces_of(mut structure: Structure, text: &[u8], width: usize) {
        let (mut from, mut have) = (0, 1.min(text.len()));
        let step = text.len() / 7 + 1;
        loop {
            let limit = (from + step).min(text.len());
            match structure.read(&text[..have], from, limit, have == text.len(), b',', width) {
                Stop::At(next) if next >= text.len() => break,
                Stop::At(next) => from = next,
                Stop::More(start) => {
                    assert!(have < text.len(), "asked for more than there is");
                    from = start;
                    have = (have + step).min(text.len());
                }
            }
        }
        assert_eq!(
            said(&structure, width),
            slowly(text, 0, width),
            "pieces: {:?}",
            String::from_utf8_lossy(text)
        );
    }

    /// A small deterministic source of choices.
    struct Dice(u64);
    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % sides
        }
    }

    #[test]
    fn random_bytes_equal_the_slow_twin() {
        let alphabet = b"\"\",,\n\r\nab\0\xc3\xa9";
        for seed in 0..6000 {
            let mut dice = Dice(seed);
            let length = dice.roll(300);
            let text: Vec<u8> = (0..length).map(|_| alphabet[dice.roll(alphabet.len())]).collect();
            check(&text, 1 + dice.roll(4));
        }
    }

    #[test]
    fn well_formed_records_with_a_few_faults_equal_the_slow_twin() {
        for seed in 0..3000 {
            let mut dice = Dice(seed);
            let mut text = Vec::new();
            for _ in 0..dice.roll(12) {
                for field in 0..3 {
                    let quoted = dice.roll(2) == 0;
                    text.extend(quoted.then_some(b'"'));
                    for _ in 0..dice.roll(40) {
                        let inside: &[&[u8]] =
                            if quoted { &[b"a", b"\"\"", b",", b"\n", b"\r\n"] } else { &[b"a", b" "] };
                        text.extend(inside[dice.roll(inside.len())]);
                    }
                    text.extend(quoted.then_some(b'"'));
                    text.extend_from_slice(if field < 2 {
                        b","
                    } else if dice.roll(2) == 0 {
                        b"\n"
                    } else {
                        b"\r\n"
                    });
                }
            }
            for _ in 0..dice.roll(3) {
                if !text.is_empty() {
                    let place = dice.roll(text.len());
                    text[place] = *b"\",\na".get(dice.roll(4)).unwrap();
                }
            }
            check(&text, 3);
        }
    }

    #[test]
    fn quotes_and_line_ends_at_block_borders() {
        for pad in 50..80 {
            for tail in ["\"\r\nx,y\n", "\"\"\"\nx,y\n", "\"z\nx,y\n", "\",\"\"\nx,y", "\"", "\"\r"] {
                let text = format!("\"{}{tail}", "a".repeat(pad));
                check(text.as_bytes(), 2);
                check(format!("{},{tail}", "a".repeat(pad)).as_bytes(), 2);
            }
        }
    }

    #[test]
    fn over_long_records() {
        let long = "x".repeat(MAX_RECORD_BYTES);
        for text in [
            format!("a,\"{long}\"\nc,d\n"),
            format!("a,\"q\n{long}\"\nc,d\n"),
            format!("a,\"q\n{long}\nc,d\n"),
            format!("a,{long}\nc,d\n"),
            format!("a,{long}"),
            format!("a,{}\nc,d\n", &long[..MAX_RECORD_BYTES - 2]),
            format!("a,{long}\"\nc,d\n"),
        ] {
            assert_eq!(quickly(text.as_bytes(), 0, 2), slowly(text.as_bytes(), 0, 2), "{} bytes", text.len());
        }
    }

    #[test]
    fn nul_and_ascii_are_seen() {
        let mut structure = Structure::default();
        structure.read(b"a,b\n", 0, usize::MAX, true, b',', 2);
        assert!(structure.is_ascii() && !structure.has_nul());
        structure.read("é,b\n".as_bytes(), 0, usize::MAX, true, b',', 2);
        structure.read(b"a\0,b\n", 0, usize::MAX, true, b',', 2);
        assert!(!structure.is_ascii() && structure.has_nul());
    }
}
