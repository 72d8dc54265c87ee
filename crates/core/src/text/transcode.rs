//! Sources whose records are no plain rows (JSON, and CSV with JSON in its cells) become one table with a column for every field. From
//! there on everything is shared with plain CSV: chunks, dictionaries, projection.
//!
//! Nothing is copied: a cell is a place in the text that was read. Only what stands there in another form (escapes, doubled quotes, a
//! word for a number) is made, and put behind that text.

use std::collections::HashMap;

use crate::field::Field;
use crate::field::method::{PART, STEP};
use crate::text::bytes::same_bytes;
use crate::text::json::{elements, is_page_key, members, plain, skip_space, sound_end, string_end};
use crate::text::words::flag;

/// One name of a dialect that is transcoded.
#[derive(Debug, Clone, Copy)]
pub struct PathName {
    /// Keys from the outermost to the innermost, lower case, joined by `.`; for a CSV the normalised header, then the keys in its cell.
    pub path: &'static str,
    /// The field.
    pub field: Field,
    /// How the value becomes the field's text.
    pub convert: Convert,
    /// Counts only where nothing else fills the field.
    pub fallback: bool,
}

/// How a value becomes the text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convert {
    /// As it stands.
    Text,
    /// As it stands, but not where it is an object or a list.
    Plain,
    /// Only where it is a whole number.
    Number,
    /// The first element of a list.
    First,
    /// `true` means interactive.
    Interactive,
    /// An Azure Monitor category or a Log Analytics table name.
    Category,
    /// The authentication steps.
    Steps,
    /// The word of a number, by position.
    Words(&'static [(&'static str, &'static str)]),
}

/// A name that is taken as it stands.
pub const fn path(path: &'static str, field: Field) -> PathName {
    PathName { path, field, convert: Convert::Text, fallback: false }
}

/// A name that is converted.
pub const fn converted(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: false }
}

/// A name that counts only where nothing else fills the field.
pub const fn fallback(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: true }
}

/// The keys of one object that mean something, and what each means.
#[derive(Debug, Clone, Default)]
struct Table {
    /// Lower case.
    places: HashMap<String, u16>,
    targets: Vec<Target>,
    /// Which of all tables of its transcoder.
    number: usize,
}

#[derive(Debug, Clone, Default)]
struct Target {
    fills: Vec<(Field, Convert, bool)>,
    inner: Table,
}

/// Finds the values of one dialect's records: where the text of each field stands.
#[derive(Debug, Clone)]
pub struct Transcoder {
    table: Table,
    tables: usize,
    columns: Vec<Option<Target>>,
}

/// Where a text begins and ends. Places beyond every buffer mean texts that were made.
pub type Span = (u32, u32);

/// More than any buffer holds.
const MADE: u32 = 1 << 31;

/// The cells of one record, reused from record to record; and what was made of those of earlier records.
#[derive(Debug)]
pub struct Cells {
    spans: Vec<Span>,
    second: Vec<(Field, Span)>,
    made: Vec<u8>,
    /// Where the records that were read start, and the spans of each.
    records: Vec<u32>,
    kept: Vec<Span>,
    orders: Vec<KeyOrder>,
    /// The transcoder whose keys the orders are.
    owner: usize,
    key: String,
}

impl Default for Cells {
    fn default() -> Self {
        Cells {
            spans: vec![(0, 0); Field::COUNT],
            second: Vec::new(),
            made: Vec::new(),
            records: Vec::new(),
            kept: Vec::new(),
            orders: Vec::new(),
            owner: 0,
            key: String::new(),
        }
    }
}

impl Cells {
    /// Takes in a new text: nothing was read or made of it yet.
    pub(crate) fn begin(&mut self) {
        self.made.clear();
        self.records.clear();
        self.kept.clear();
    }

    /// What was made, to be put behind the text that was read.
    pub(crate) fn made(&self) -> &[u8] {
        &self.made
    }

    /// Where the text of each field stands in the record that was read last; empty is absent.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The same of the record that starts at a place; `None` if it was not read. Places must come in their order: `turn` counts them.
    pub(crate) fn record(&self, start: u32, turn: &mut usize) -> Option<&[Span]> {
        *turn += self.records[*turn..].iter().take_while(|known| **known < start).count();
        (self.records.get(*turn) == Some(&start)).then(|| &self.kept[*turn * Field::COUNT..][..Field::COUNT])
    }

    /// The text of a field of the record that was read last.
    pub(crate) fn text<'t>(&'t self, field: Field, read: &'t [u8]) -> &'t [u8] {
        let (start, end) = self.spans[field as usize];
        match start.checked_sub(MADE) {
            Some(start) => &self.made[start as usize..(end - MADE) as usize],
            None => &read[start as usize..end as usize],
        }
    }

    fn is_empty(&self, field: Field) -> bool {
        let (start, end) = self.spans[field as usize];
        start == end
    }

    fn clear(&mut self, transcoder: &Transcoder) {
        self.spans.fill((0, 0));
        self.second.clear();
        let owner = std::ptr::from_ref(transcoder) as usize;
        if self.owner != owner || self.orders.len() != transcoder.tables {
            self.owner = owner;
            self.orders.clear();
            self.orders.resize_with(transcoder.tables, KeyOrder::default);
        }
    }

    fn settle(&mut self) {
        for (field, span) in std::mem::take(&mut self.second) {
            if self.is_empty(field) {
                self.spans[field as usize] = span;
            }
        }
    }

    /// Keeps a text that stands nowhere in what was read.
    fn make(&mut self, text: &[u8]) -> Span {
        let start = MADE + self.made.len() as u32;
        self.made.extend_from_slice(text);
        (start, start + text.len() as u32)
    }
}

/// Spans when what was made stands behind a text of this length.
pub(crate) fn settled(spans: &[Span], length: usize) -> impl Iterator<Item = Span> + '_ {
    let place = move |place: u32| place.checked_sub(MADE).map_or(place, |made| length as u32 + made);
    spans.iter().map(move |(start, end)| (place(*start), place(*end)))
}

/// The keys of the objects at one place, as they stood in the one before: mostly they stand there again, in the same order.
#[derive(Debug, Default)]
struct KeyOrder {
    keys: Vec<(Box<[u8]>, Option<u16>)>,
}

impl KeyOrder {
    /// So many keys ahead are compared when some are missing.
    const AHEAD: usize = 4;
    /// More are not remembered.
    const MOST: usize = 256;

    /// If the key that opens at a place is one of the next: after its closing quote, and what it means.
    #[inline]
    fn expected(&self, turn: &mut usize, text: &[u8], open: usize) -> Option<(usize, Option<u16>)> {
        let rest = &text[open + 1..];
        let ahead = self.keys.get(*turn..)?.iter().take(Self::AHEAD);
        for (skipped, (key, target)) in ahead.enumerate() {
            if rest.get(key.len()) == Some(&b'"') && same_bytes(&rest[..key.len()], key) {
                *turn += skipped + 1;
                return Some((open + key.len() + 2, *target));
            }
        }
        None
    }

    #[cold]
    fn learn(&mut self, turn: &mut usize, key: &[u8], target: Option<u16>) {
        if let Some(known) = self.keys.iter().position(|(known, _)| **known == *key) {
            *turn = known + 1;
            return;
        }
        // A key with escapes does not end where its first quote stands.
        if self.keys.len() < Self::MOST && !key.contains(&b'\\') {
            self.keys.insert(*turn, (key.into(), target));
            *turn += 1;
        }
    }
}

/// What stands where an object opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A record, which ends here.
    Record(usize),
    /// A page, whose elements begin here.
    Page(usize),
    /// No record that is sound, or not in this text.
    Neither,
}

/// Why the members of an object are not read to their end.
enum Halt {
    Broken,
    Page(usize),
}

/// The record is broken JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenRecord;

/// Some text, and where its first byte stands in the whole.
#[derive(Debug, Clone, Copy)]
struct Excerpt<'t> {
    text: &'t [u8],
    origin: u32,
}

impl Excerpt<'_> {
    fn span(self, start: usize, end: usize) -> Span {
        (self.origin + start as u32, self.origin + end as u32)
    }
}

impl Transcoder {
    /// For records of JSON.
    pub fn of_json(names: &[PathName]) -> Transcoder {
        Transcoder::of(names, |_| Vec::new())
    }

    /// For rows of a CSV with this header (already normalised).
    pub fn of_columns(names: &[PathName], header: &[String]) -> Transcoder {
        Transcoder::of(names, |table| header.iter().map(|key| table.target(key).cloned()).collect())
    }

    fn of(names: &[PathName], columns: impl FnOnce(&Table) -> Vec<Option<Target>>) -> Transcoder {
        let mut table = Table::of(names);
        let tables = table.give_numbers(0);
        let columns = columns(&table);
        Transcoder { table, tables, columns }
    }

    /// Reads the record that opens at a place of a text, and keeps where its cells stand (see [`Cells::record`]).
    pub(crate) fn read_record(&self, text: &[u8], open: usize, cells: &mut Cells) -> Found {
        cells.clear(self);
        match self.table.read::<true>(Excerpt { text, origin: 0 }, open, cells) {
            Ok(end) => {
                cells.settle();
                cells.records.push(open as u32);
                cells.kept.extend_from_slice(&cells.spans);
                Found::Record(end)
            }
            Err(Halt::Page(elements)) => Found::Page(elements),
            Err(Halt::Broken) => Found::Neither,
        }
    }

    /// Reads one row of a CSV: its cells, and where each stands; those with doubled quotes as they stand.
    ///
    /// # Errors
    /// A cell holds broken JSON.
    pub(crate) fn read_row(
        &self,
        text: &[u8],
        row: impl Iterator<Item = std::ops::Range<usize>>,
        cells: &mut Cells,
    ) -> Result<(), BrokenRecord> {
        cells.clear(self);
        for (place, target) in row.zip(&self.columns) {
            let Some(target) = target else { continue };
            let cell = &text[place.clone()];
            let quoted =
                place.start > 0 && text[place.start - 1] == b'"' && text.get(place.end) == Some(&b'"');
            if quoted && memchr::memchr(b'"', cell).is_some() {
                let single = single_quotes(cell);
                let origin = cells.make(&single).0;
                target.read_cell(Excerpt { text: &single, origin }, cells)?;
            } else {
                target.read_cell(Excerpt { text: cell, origin: place.start as u32 }, cells)?;
            }
        }
        cells.settle();
        Ok(())
    }
}

/// Doubled quotes made single.
fn single_quotes(cell: &[u8]) -> Vec<u8> {
    let mut single = Vec::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        single.extend_from_slice(&rest[..=quote]);
        rest = rest.get(quote + 2..).unwrap_or_default();
    }
    single.extend_from_slice(rest);
    single
}

impl Table {
    fn of(names: &[PathName]) -> Table {
        let mut table = Table::default();
        for name in names {
            let mut parts = name.path.split('.').peekable();
            let mut here = &mut table;
            while let Some(part) = parts.next() {
                let next = here.targets.len() as u16;
                let place = *here.places.entry(part.to_owned()).or_insert(next);
                if place == next {
                    here.targets.push(Target::default());
                }
                let target = &mut here.targets[place as usize];
                if parts.peek().is_none() {
                    target.fills.push((name.field, name.convert, name.fallback));
                }
                here = &mut target.inner;
            }
        }
        table
    }

    /// Numbers the tables from `next` on; says which number is free then.
    fn give_numbers(&mut self, next: usize) -> usize {
        self.number = next;
        self.targets.iter_mut().fold(next + 1, |next, target| target.inner.give_numbers(next))
    }

    fn target(&self, key: &str) -> Option<&Target> {
        self.places.get(key).map(|place| &self.targets[*place as usize])
    }

    /// Reads the object that opens at a place; says where it ends. Only one that is no part of another can be a page.
    fn read<const OUTER: bool>(
        &self,
        text: Excerpt<'_>,
        open: usize,
        cells: &mut Cells,
    ) -> Result<usize, Halt> {
        let mut order = std::mem::take(&mut cells.orders[self.number]);
        let end = self.read_members::<OUTER>(text, open, &mut order, cells);
        cells.orders[self.number] = order;
        end
    }

    fn read_members<const OUTER: bool>(
        &self,
        excerpt: Excerpt<'_>,
        open: usize,
        order: &mut KeyOrder,
        cells: &mut Cells,
    ) -> Result<usize, Halt> {
        let text = excerpt.text;
        let (mut at, mut turn) = (skip_space(text, open + 1), 0);
        let mut may_be_page = OUTER;
        loop {
            match text.get(at) {
                Some(b'"') => {}
                Some(b'}') => return Ok(at + 1),
                _ => return Err(Halt::Broken),
            }
            let (key_end, target) = match order.expected(&mut turn, text, at) {
                Some(known) => known,
                None => self.look_up(text, at, &mut turn, order, cells).ok_or(Halt::Broken)?,
            };
            let colon = skip_space(text, key_end);
            if text.get(colon) != Some(&b':') {
                return Err(Halt::Broken);
            }
            let value = skip_space(text, colon + 1);
            if may_be_page && matches!(text.get(value), Some(b'[' | b'{')) {
                if text[value] == b'[' && is_page_key(&text[at + 1..key_end - 1]) {
                    return Err(Halt::Page(value + 1));
                }
                may_be_page = false;
            }
            let end = match target {
                Some(target) => self.targets[target as usize].read(excerpt, value, cells),
                None => sound_end(text, value),
            };
            let end = end.filter(|end| *end > value).ok_or(Halt::Broken)?;
            let after = skip_space(text, end);
            at = match text.get(after) {
                Some(b',') => skip_space(text, after + 1),
                Some(b'}') => after,
                _ => return Err(Halt::Broken),
            };
        }
    }

    fn look_up(
        &self,
        text: &[u8],
        open: usize,
        turn: &mut usize,
        order: &mut KeyOrder,
        cells: &mut Cells,
    ) -> Option<(usize, Option<u16>)> {
        let end = string_end(text, open)?;
        let key = &text[open + 1..end - 1];
        cells.key.clear();
        cells.key.extend(key.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
        let target = self.places.get(cells.key.as_str()).copied();
        order.learn(turn, key, target);
        Some((end, target))
    }
}

impl Target {
    /// Reads the value that begins at a place; says where it ends.
    #[inline]
    fn read(&self, excerpt: Excerpt<'_>, value: usize, cells: &mut Cells) -> Option<usize> {
        let text = excerpt.text;
        let end = if text.get(value) == Some(&b'{') && !self.inner.targets.is_empty() {
            self.inner.read::<false>(excerpt, value, cells).ok()?
        } else {
            sound_end(text, value)?
        };
        self.fill(excerpt, value, end, cells);
        Some(end)
    }

    /// Reads a whole cell of a CSV.
    fn read_cell(&self, excerpt: Excerpt<'_>, cells: &mut Cells) -> Result<(), BrokenRecord> {
        let text = excerpt.text;
        let value = text.len() - text.trim_ascii_start().len();
        let end = value + text[value..].trim_ascii_end().len();
        if text.get(value) == Some(&b'{') && !self.inner.targets.is_empty() {
            let cell = Excerpt { text: &text[..end], ..excerpt };
            self.inner.read::<false>(cell, value, cells).map_err(|_| BrokenRecord)?;
        }
        self.fill(excerpt, value, end, cells);
        Ok(())
    }

    fn fill(&self, excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) {
        for (field, convert, fallback) in &self.fills {
            if *convert == Convert::Steps {
                write_steps(excerpt, value, end, cells);
                continue;
            }
            if !cells.is_empty(*field) {
                continue;
            }
            let span = convert.span(excerpt, value, end, cells);
            if *fallback {
                cells.second.push((*field, span));
            } else {
                cells.spans[*field as usize] = span;
            }
        }
    }
}

impl Convert {
    fn span(self, excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) -> Span {
        let text = &excerpt.text[value..end];
        match self {
            Convert::Text | Convert::Steps => plain_span(excerpt, value, end, cells),
            Convert::Plain if matches!(text.first(), Some(b'{' | b'[')) => (0, 0),
            Convert::Plain => plain_span(excerpt, value, end, cells),
            Convert::Number => {
                let number = plain(text);
                let sound = !number.is_empty() && number.iter().all(u8::is_ascii_digit);
                if sound { plain_span(excerpt, value, end, cells) } else { (0, 0) }
            }
            Convert::First if text.first() == Some(&b'[') => {
                let first = skip_space(excerpt.text, value + 1);
                let inside = excerpt.text[..end].get(first).is_some_and(|byte| *byte != b']');
                let first_end = if inside { sound_end(&excerpt.text[..end], first) } else { None };
                let first_end = first_end.filter(|end| *end > first);
                first_end.map_or((0, 0), |first_end| plain_span(excerpt, first, first_end, cells))
            }
            Convert::First => plain_span(excerpt, value, end, cells),
            Convert::Interactive => match interactive(text) {
                Some(true) => cells.make(b"interactiveUser"),
                Some(false) => cells.make(b"nonInteractiveUser"),
                None => (0, 0),
            },
            Convert::Category => cells.make(category(&plain(text))),
            Convert::Words(words) => {
                let text = plain(text);
                let word = words.iter().find(|(from, _)| from.as_bytes().eq_ignore_ascii_case(&text));
                match word {
                    Some((_, to)) => cells.make(to.as_bytes()),
                    None => plain_span(excerpt, value, end, cells),
                }
            }
        }
    }
}

/// Where a value stands as text: strings without their quotes, `null` empty, all else as it stands. Strings with escapes are made.
#[inline]
fn plain_span(excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) -> Span {
    match &excerpt.text[value..end] {
        b"null" => (0, 0),
        [b'"', inner @ .., b'"'] => match memchr::memchr(b'\\', inner) {
            None => excerpt.span(value + 1, end - 1),
            Some(_) => match plain(&excerpt.text[value..end]) {
                std::borrow::Cow::Owned(text) => cells.make(&text),
                std::borrow::Cow::Borrowed(_) => excerpt.span(value + 1, end - 1),
            },
        },
        _ => excerpt.span(value, end),
    }
}

fn interactive(value: &[u8]) -> Option<bool> {
    match value {
        b"true" => Some(true),
        b"false" => Some(false),
        other => flag(&String::from_utf8_lossy(&plain(other))),
    }
}

/// The event type that a category (or a table of Log Analytics) means; empty for what is no sign-in.
fn category(name: &[u8]) -> &'static [u8] {
    let name = String::from_utf8_lossy(name).to_lowercase();
    match name.as_str() {
        "signinlogs" | "signin" | "adfssigninlogs" => b"interactiveUser",
        "noninteractiveusersigninlogs" | "aadnoninteractiveusersigninlogs" => b"nonInteractiveUser",
        "serviceprincipalsigninlogs"
        | "aadserviceprincipalsigninlogs"
        | "microsoftserviceprincipalsigninlogs" => b"servicePrincipal",
        "managedidentitysigninlogs" | "aadmanagedidentitysigninlogs" => b"managedIdentity",
        _ => b"",
    }
}

/// Notes where the steps stand, and makes their digest: method, success and result of each, without times, so that it repeats.
fn write_steps(excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) {
    let list = &excerpt.text[value..end];
    if list.first() != Some(&b'[') {
        return;
    }
    let start = cells.made.len();
    for step in elements(list) {
        let (mut method, mut succeeded, mut result) = Default::default();
        for (key, value) in members(step).flatten() {
            if key.eq_ignore_ascii_case(b"authenticationMethod") {
                method = plain(value);
            } else if key.eq_ignore_ascii_case(b"succeeded") {
                succeeded = plain(value);
            } else if key.eq_ignore_ascii_case(b"authenticationStepResultDetail") {
                result = plain(value);
            }
        }
        let parts: [std::borrow::Cow<'_, [u8]>; 3] = [method, succeeded, result];
        for (number, part) in parts.iter().enumerate() {
            cells.made.extend((number > 0).then_some(PART));
            cells.made.extend_from_slice(part);
        }
        cells.made.push(STEP);
    }
    cells.spans[Field::Steps as usize] = excerpt.span(value, end);
    let made = |length: usize| MADE + length as u32;
    cells.spans[Field::StepsDigest as usize] = (made(start), made(cells.made.len()));
}
