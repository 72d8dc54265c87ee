//! The transcoder: records that are not plain rows (JSON, and CSV with JSON in its cells) become rows with a cell for every field. From
//! there on, everything is shared with plain CSV.
//!
//! Nothing is copied: a cell is a place in the buffer. Only a text that is needed in another form (without escapes or doubled quotes, a
//! word for a number) is made, and appended to the buffer.

use std::collections::HashMap;

use crate::dialect::cells::Cells;
use crate::dialect::conversion::{Excerpt, write_steps};
use crate::dialect::key_order::KeyOrder;
use crate::dialect::path_name::{Convert, PathName};
use crate::field::Field;
use crate::text::json::{is_page_key, skip_space, sound_end, string_end};

/// The keys of one object that mean something, and what each means.
#[derive(Debug, Clone, Default)]
struct Table {
    /// Where each key stands in `targets`; keys are in lower case.
    places: HashMap<String, u16>,
    targets: Vec<Target>,
    /// The number of this table among all tables of the transcoder.
    number: usize,
}

#[derive(Debug, Clone, Default)]
struct Target {
    fills: Vec<(Field, Convert, bool)>,
    inner: Table,
}

/// Finds where the text of each field stands in the records of one dialect.
#[derive(Debug, Clone)]
pub struct Transcoder {
    table: Table,
    tables: usize,
    columns: Vec<Option<Target>>,
}

/// What an object turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// A record that ends here.
    Record(usize),
    /// A page whose elements begin here.
    Page(usize),
    /// Neither: it is broken, or goes on beyond the text.
    Neither,
}

/// Why reading the members of an object stopped early.
enum Halt {
    Broken,
    Page(usize),
}

/// The record is broken JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenRecord;

impl Transcoder {
    /// For records of JSON.
    pub fn for_json(names: &[PathName]) -> Transcoder {
        Transcoder::new(names, |_| Vec::new())
    }

    /// For rows of a CSV with this header (already normalised).
    pub fn for_columns(names: &[PathName], header: &[String]) -> Transcoder {
        Transcoder::new(names, |table| header.iter().map(|key| table.target(key).cloned()).collect())
    }

    fn new(names: &[PathName], columns: impl FnOnce(&Table) -> Vec<Option<Target>>) -> Transcoder {
        let mut table = Table::new(names);
        let tables = table.give_numbers(0);
        let columns = columns(&table);
        Transcoder { table, tables, columns }
    }

    /// Reads the record that opens at a place, and keeps its spans (see [`Cells::record`]).
    pub(crate) fn read_record(&self, text: &[u8], open: usize, cells: &mut Cells) -> Opened {
        cells.clear(std::ptr::from_ref(self) as usize, self.tables);
        match self.table.read::<true>(Excerpt { text, origin: 0 }, open, cells) {
            Ok(end) => {
                cells.settle();
                cells.keep(open as u32);
                Opened::Record(end)
            }
            Err(Halt::Page(elements)) => Opened::Page(elements),
            Err(Halt::Broken) => Opened::Neither,
        }
    }

    /// Reads one row of a CSV, given the place of each cell without its quotes.
    ///
    /// # Errors
    /// A cell holds broken JSON.
    pub(crate) fn read_row(
        &self,
        text: &[u8],
        row: impl Iterator<Item = std::ops::Range<usize>>,
        cells: &mut Cells,
    ) -> Result<(), BrokenRecord> {
        cells.clear(std::ptr::from_ref(self) as usize, self.tables);
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
    fn new(names: &[PathName]) -> Table {
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

    /// Numbers this table and those inside it from `next` on. Returns the next free number.
    fn give_numbers(&mut self, next: usize) -> usize {
        self.number = next;
        self.targets.iter_mut().fold(next + 1, |next, target| target.inner.give_numbers(next))
    }

    fn target(&self, key: &str) -> Option<&Target> {
        self.places.get(key).map(|place| &self.targets[*place as usize])
    }

    /// Reads the object that opens at a place; returns where it ends. Only an outermost object can be a page.
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
    /// Reads the value that begins at a place; returns where it ends.
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
