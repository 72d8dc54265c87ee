//! Cells: where the text of each field of a record stands.

use crate::dialect::key_order::KeyOrder;
use crate::field::Field;

/// Where a text begins and ends. Places beyond every buffer mean texts that were made.
pub type Span = (u32, u32);

/// More than any buffer holds.
const MADE: u32 = 1 << 31;

/// The cells of one record, reused from record to record; and what was made of those of earlier records.
#[derive(Debug)]
pub struct Cells {
    pub(super) spans: Vec<Span>,
    /// What counts where nothing else fills the field.
    pub(super) second: Vec<(Field, Span)>,
    pub(super) made: Vec<u8>,
    /// Where the records that were read start, and the spans of each.
    records: Vec<u32>,
    kept: Vec<Span>,
    /// For each table of keys of the transcoder, the order in which the keys stood last.
    pub(super) orders: Vec<KeyOrder>,
    /// The transcoder whose keys the orders are.
    owner: usize,
    /// The key that is looked up, in lower case.
    pub(super) key: String,
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

    pub(super) fn is_empty(&self, field: Field) -> bool {
        let (start, end) = self.spans[field as usize];
        start == end
    }

    /// Takes in a new record; `owner` tells its transcoder from others, which has so many tables of keys.
    pub(super) fn clear(&mut self, owner: usize, tables: usize) {
        self.spans.fill((0, 0));
        self.second.clear();
        if self.owner != owner || self.orders.len() != tables {
            self.owner = owner;
            self.orders.clear();
            self.orders.resize_with(tables, KeyOrder::default);
        }
    }

    /// Keeps where the record that starts at a place has its cells, for [`Cells::record`].
    pub(super) fn keep(&mut self, start: u32) {
        self.records.push(start);
        self.kept.extend_from_slice(&self.spans);
    }

    /// What is made from now on stands from here on.
    pub(super) fn made_end(&self) -> u32 {
        MADE + self.made.len() as u32
    }

    pub(super) fn settle(&mut self) {
        for (field, span) in std::mem::take(&mut self.second) {
            if self.is_empty(field) {
                self.spans[field as usize] = span;
            }
        }
    }

    /// Keeps a text that stands nowhere in what was read.
    pub(super) fn make(&mut self, text: &[u8]) -> Span {
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
