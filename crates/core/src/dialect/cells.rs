//! Cells: where the text of each field of a record stands.

use crate::dialect::key_order::KeyOrder;
use crate::field::Field;

/// Where a text begins and ends. Places from [`MADE`] on are those of texts that were made.
pub(crate) type Span = (u32, u32);

/// The first place of texts that were made: larger than any place in a buffer.
const MADE: u32 = 1 << 31;

/// The cells of one record, and the texts that were made for earlier records of the same buffer. Used again for the next record.
#[derive(Debug)]
pub(crate) struct Cells {
    pub(super) spans: Vec<Span>,
    /// Values that count only if nothing else fills their field.
    pub(super) second: Vec<(Field, Span)>,
    pub(super) made: Vec<u8>,
    /// The start of each record that was read, and its spans.
    records: Vec<u32>,
    kept: Vec<Span>,
    /// For each table of keys of the transcoder: the order in which the keys stood in the record before.
    pub(super) orders: Vec<KeyOrder>,
    /// The transcoder to which the orders belong.
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
    /// Starts with a new buffer: no record was read, and no text was made.
    pub(crate) fn begin(&mut self) {
        self.made.clear();
        self.records.clear();
        self.kept.clear();
    }

    /// The texts that were made. They belong behind the text of the buffer.
    pub(crate) fn made(&self) -> &[u8] {
        &self.made
    }

    /// Where the text of each field is in the record that was read last. An empty span means that the field is absent.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The spans of the record that starts at a place; `None` if it was not read. Must be called with ascending places: `turn` counts them.
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

    /// Starts with a new record. `owner` identifies the transcoder, which has this many tables of keys.
    pub(super) fn clear(&mut self, owner: usize, tables: usize) {
        self.spans.fill((0, 0));
        self.second.clear();
        if self.owner != owner || self.orders.len() != tables {
            self.owner = owner;
            self.orders.clear();
            self.orders.resize_with(tables, KeyOrder::default);
        }
    }

    /// Keeps the spans of the record that starts at a place, for [`Cells::record`].
    pub(super) fn keep(&mut self, start: u32) {
        self.records.push(start);
        self.kept.extend_from_slice(&self.spans);
    }

    /// The place of the next text that is made.
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

    /// Keeps a text that is not in the buffer as it is needed.
    pub(super) fn make(&mut self, text: &[u8]) -> Span {
        let start = MADE + self.made.len() as u32;
        self.made.extend_from_slice(text);
        (start, start + text.len() as u32)
    }
}

/// The spans once the texts that were made are appended to a buffer of this length.
pub(crate) fn settled(spans: &[Span], length: usize) -> impl Iterator<Item = Span> + '_ {
    let place = move |place: u32| place.checked_sub(MADE).map_or(place, |made| length as u32 + made);
    spans.iter().map(move |(start, end)| (place(*start), place(*end)))
}
