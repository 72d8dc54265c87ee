//! A batch: some hundred sign-ins of one file, as columns that are filled when someone asks for them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::dialect::{CellPart, Format, Shape, portal};
use crate::field::method::Evidence;
use crate::field::status::{Code, Status};
use crate::field::{Field, FieldSet};
use crate::log::columns::Columns;
use crate::log::part::Part;
use crate::log::row_ref::RowRef;
use crate::log::steps::Steps;
use crate::log::symbols::{ABSENT, Dictionaries, Symbol};
use crate::text::rows::Rows;
use crate::text::structure::{RecordSpan, Structure};
use crate::text::time::Time;

/// Some sign-ins of one file. Reused from chunk to chunk by one worker, with that worker's dictionaries.
#[derive(Debug)]
pub struct Batch {
    pub(crate) file: u32,
    pub(crate) chunk: u32,
    pub(crate) format: Format,
    pub(crate) shape: Arc<Shape>,
    pub(crate) text: Vec<u8>,
    pub(crate) structure: Structure,
    pub(crate) refs: Vec<RowRef>,
    /// Where the buffer starts in the file.
    pub(crate) base: u64,
    /// Where the chunk's first record starts in the file, and the first record after the chunk.
    pub(crate) ends: (u64, u64),
    times: Vec<Time>,
    statuses: Vec<Status>,
    differs: Vec<bool>,
    columns: Columns,
    /// What each code, status word and digest of steps means, by symbol.
    codes: Vec<Code>,
    words: Vec<Option<Status>>,
    digests: Vec<Evidence>,
    pub(crate) steps: Arc<Steps>,
}

impl Batch {
    pub(crate) fn new(shape: Arc<Shape>, steps: Arc<Steps>) -> Batch {
        Batch {
            file: 0,
            chunk: 0,
            format: &portal::USER,
            shape,
            text: Vec::new(),
            structure: Structure::default(),
            refs: Vec::new(),
            base: 0,
            ends: (0, 0),
            times: Vec::new(),
            statuses: Vec::new(),
            differs: Vec::new(),
            columns: Columns::default(),
            codes: Vec::new(),
            words: Vec::new(),
            digests: Vec::new(),
            steps,
        }
    }

    /// Takes in merged sign-ins: each has a cell for every field, and its own reference.
    pub(crate) fn load(&mut self, rows: &[(RowRef, Vec<Vec<u8>>)]) {
        self.begin();
        (self.format, self.shape) = (&portal::USER, Shape::all_fields());
        self.begin_rows();
        self.text.clear();
        for (place, cells) in rows {
            let text = &mut self.text;
            let spans = cells.iter().map(|cell| {
                let start = text.len() as u32;
                text.extend_from_slice(cell);
                (start, text.len() as u32)
            });
            self.structure.push_spans(0, 0, spans);
            self.refs.push(*place);
        }
    }

    /// Prepares for rows with a cell for every field.
    pub(crate) fn begin_rows(&mut self) {
        self.structure.clear();
        self.structure.plain = true;
    }

    /// Where the record of a row starts in the buffer.
    pub(crate) fn raw_start(&self, row: usize) -> u64 {
        u64::from(self.structure.rows[row].start)
    }

    /// The part with the rows `first..end`, to be read again with [`crate::log::scan::Scanner::show_parts`]. If the chunk has a malformed
    /// record, it is the whole chunk. There must be a row `first`.
    pub fn part(&self, first: usize, end: usize) -> Part {
        let is_whole = !self.structure.broken.is_empty();
        let start = |row: usize| self.base + self.raw_start(row);
        Part {
            file: self.file,
            chunk: self.chunk,
            line: self.structure.rows[first].ordinal,
            from: if is_whole { self.ends.0 } else { start(first) },
            to: if is_whole || end >= self.len() { self.ends.1 } else { start(end) },
            is_whole,
        }
    }

    fn texts(&self) -> Rows<'_> {
        Rows { text: &self.text, structure: &self.structure }
    }

    /// The bytes by which two rows of the same shape are compared: the row of a CSV, or the cells of another record.
    pub(crate) fn bytes(&self, row: usize) -> Cow<'_, [u8]> {
        let place = &self.structure.rows[row];
        if self.structure.plain {
            let cells: Vec<_> =
                (0..self.shape.width).map(|column| self.texts().cell(place, column)).collect();
            return Cow::Owned(cells.join(&b","[..]));
        }
        let last = self.structure.field_ends[place.first as usize + self.shape.width - 1];
        Cow::Borrowed(&self.text[place.start as usize..last as usize])
    }

    /// How many cells of a row are not empty.
    pub(crate) fn filled_cells(&self, row: usize) -> usize {
        let place = &self.structure.rows[row];
        let cells = (0..self.shape.width).map(|column| self.texts().cell(place, column));
        cells.filter(|cell| !cell.is_empty()).count()
    }

    /// How many sign-ins the batch holds.
    pub fn len(&self) -> usize {
        self.structure.rows.len()
    }

    /// Whether it holds no sign-in.
    pub fn is_empty(&self) -> bool {
        self.structure.rows.is_empty()
    }

    /// The number of the input that its rows come from.
    pub fn file(&self) -> u32 {
        self.file
    }

    /// The dialect of that input.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where a row stands.
    #[inline]
    pub(crate) fn row_ref(&self, row: usize) -> RowRef {
        match self.refs.get(row) {
            Some(known) => *known,
            None => RowRef::new(self.file, self.chunk, self.structure.rows[row].ordinal),
        }
    }

    /// When each sign-in was made.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// What became of each sign-in.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// The fields that the file can fill, in some row.
    pub fn fills(&self) -> FieldSet {
        let mut fills = self.shape.fills;
        if !self.steps.is_empty() {
            fills = fills.with(Field::Steps);
        }
        if self.format.interactive().is_some() || self.format.is_workload() {
            fills = fills.with(Field::EventType);
        }
        fills
    }

    /// The values of a field in all rows, as [`Batch::cell`] gives them. Nothing if the file cannot fill it.
    pub(crate) fn cells(&self, field: Field) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let place = self.shape.place(field);
        let rows = if place.is_some() { &self.structure.rows[..] } else { &[] };
        let (column, part) = place.unwrap_or((0, CellPart::Whole));
        rows.iter().map(move |row| self.cell_at(row, column, part))
    }

    #[inline]
    fn cell_at(&self, row: &RecordSpan, column: u16, part: CellPart) -> Cow<'_, [u8]> {
        match self.texts().cell(row, column as usize) {
            Cow::Borrowed(cell) => Cow::Borrowed(part.cut(cell)),
            Cow::Owned(cell) => Cow::Owned(part.cut(&cell).to_vec()),
        }
    }

    /// The value of a field in a row as the file spells it, without quotes; empty if it is absent.
    pub(crate) fn cell(&self, row: usize, field: Field) -> Cow<'_, [u8]> {
        let Some((column, part)) = self.shape.place(field) else { return Cow::Borrowed(b"") };
        self.cell_at(&self.structure.rows[row], column, part)
    }

    /// The value of a field in a row as text, trimmed.
    pub(crate) fn cell_text(&self, row: usize, field: Field) -> String {
        String::from_utf8_lossy(&self.cell(row, field)).trim().to_owned()
    }

    /// Fills the columns of some fields for every row.
    pub fn fill(&mut self, fields: &[Field]) {
        if fields.iter().any(|field| !self.columns.has(*field)) {
            let rows = Rows { text: &self.text, structure: &self.structure };
            self.columns.fill(fields, &self.shape, rows);
            self.learn_digests();
        }
    }

    /// Fills the columns of some fields for some rows only: for values that few rows are asked for, and that most rows bring anew.
    pub fn fill_some(&mut self, fields: &[Field], rows: &[u32]) {
        if !rows.is_empty() {
            let texts = Rows { text: &self.text, structure: &self.structure };
            self.columns.fill_some(fields, &self.shape, texts, rows);
            self.learn_digests();
        }
    }

    /// The symbol of one row, whether the column is filled or not: for who still holds the batch to itself. An observer names the
    /// fields that it needs beforehand.
    #[inline]
    pub fn intern(&mut self, row: usize, field: Field) -> Symbol {
        if self.columns.has(field) {
            return self.columns.values(field)[row];
        }
        let Some((column, part)) = self.shape.place(field) else { return ABSENT };
        let rows = Rows { text: &self.text, structure: &self.structure };
        let cell = rows.cell(&self.structure.rows[row], column as usize);
        self.columns.dictionaries.dictionary_mut(field).symbol(part.cut(&cell))
    }

    /// A column that was filled for every row: one symbol a row.
    #[inline]
    pub fn column(&self, field: Field) -> &[Symbol] {
        self.columns.values(field)
    }

    /// The symbol of a row in a column that was filled for it; absent where it was not.
    #[inline]
    pub(crate) fn symbol(&self, row: usize, field: Field) -> Symbol {
        self.columns.symbol(row, field)
    }

    /// The dictionaries of the worker that reads this batch.
    pub fn dictionaries(&self) -> &Dictionaries {
        &self.columns.dictionaries
    }

    /// The dictionaries, to add values that are derived.
    pub fn dictionaries_mut(&mut self) -> &mut Dictionaries {
        &mut self.columns.dictionaries
    }

    pub(crate) fn into_dictionaries(self) -> Dictionaries {
        self.columns.dictionaries
    }

    /// The text of a symbol of a field.
    pub fn text_of(&self, field: Field, symbol: Symbol) -> &str {
        self.columns.dictionaries.text(field, symbol)
    }

    /// What a symbol of an error code says.
    #[inline]
    pub(crate) fn code_of(&self, symbol: Symbol) -> Code {
        self.codes.get(symbol as usize).copied().unwrap_or(Code::NONE)
    }

    /// What a symbol of the digest of a row's own steps proves.
    #[inline]
    pub(crate) fn digest_of(&self, symbol: Symbol) -> Evidence {
        self.digests.get(symbol as usize).copied().unwrap_or(Evidence::NONE)
    }

    /// What the codes and words say that were met for the first time.
    fn learn_outcomes(&mut self) {
        let dictionaries = &self.columns.dictionaries;
        for symbol in self.codes.len()..dictionaries.dictionary(Field::Code).len() {
            self.codes.push(Code::parse(dictionaries.text(Field::Code, symbol as Symbol)));
        }
        for symbol in self.words.len()..dictionaries.dictionary(Field::Status).len() {
            self.words.push(Status::from_word(dictionaries.text(Field::Status, symbol as Symbol)));
        }
    }

    /// What the digests prove that were met for the first time.
    fn learn_digests(&mut self) {
        let dictionary = self.columns.dictionaries.dictionary(Field::StepsDigest);
        for symbol in self.digests.len()..dictionary.len() {
            self.digests.push(Evidence::from_digest(dictionary.text(symbol as Symbol)));
        }
    }

    /// Prepares for a new chunk: no column is filled.
    pub(crate) fn begin(&mut self) {
        self.columns.clear();
        self.refs.clear();
        self.times.clear();
        self.statuses.clear();
        self.differs.clear();
    }

    /// Parses the time of every row; [`Time::MIN`] if it is missing or impossible. Returns whether all are possible.
    pub(crate) fn read_times(&mut self) -> bool {
        let mut all = true;
        let Some((column, part)) = self.shape.place(Field::Time) else {
            self.times.resize(self.len(), Time::MIN);
            return self.is_empty();
        };
        for row in &self.structure.rows {
            let cell = Rows { text: &self.text, structure: &self.structure }.cell(row, column as usize);
            let time = Time::parse(part.cut(&cell).trim_ascii(), self.shape.date_order);
            all &= time.is_some();
            self.times.push(time.unwrap_or(Time::MIN));
        }
        all
    }

    /// Decides the status of every row. Returns the rows that have neither a code nor a status word.
    pub(crate) fn read_statuses(&mut self) -> Vec<usize> {
        self.fill(&[Field::Code, Field::Status]);
        self.learn_outcomes();
        let mut without = Vec::new();
        let columns = self.columns.values(Field::Code).iter().zip(self.columns.values(Field::Status));
        for (row, (code, word)) in columns.enumerate() {
            if *code == ABSENT && *word == ABSENT {
                without.push(row);
            }
            let (code, word) = (self.codes[*code as usize].status, self.words[*word as usize]);
            self.differs.push(matches!((code, word), (Some(code), Some(word)) if code != word));
            self.statuses.push(code.or(word).unwrap_or(Status::Failure));
        }
        without
    }

    /// How many rows have a status word that contradicts the code.
    pub(crate) fn differing_words(&self) -> u64 {
        self.differs.iter().filter(|differs| **differs).count() as u64
    }

    /// Keeps the rows for which `keep` is true.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        fn sift<T>(values: &mut Vec<T>, keep: &[bool]) {
            let mut answers = keep.iter();
            if values.len() == keep.len() {
                values.retain(|_| *answers.next().expect("one answer a value"));
            }
        }
        sift(&mut self.structure.rows, keep);
        sift(&mut self.times, keep);
        sift(&mut self.statuses, keep);
        sift(&mut self.differs, keep);
        sift(&mut self.refs, keep);
        self.columns.filled_mut().for_each(|column| sift(column, keep));
    }
}
