//! Columns: one symbol for each row, for each field that someone asked for.
//!
//! Neighbouring columns repeat together: the id, names and type of a user; the name, ids and tenants of an application. So the bytes of
//! such neighbours are looked up as one bundle, and only a bundle that is new is taken apart into its fields.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::dialect::{CellPart, Shape};
use crate::field::{Field, Kind};
use crate::log::recent::Recent;
use crate::log::symbols::{ABSENT, Dictionaries, Symbol, TOGETHER};
use crate::text::bytes::{self, same_bytes};
use crate::text::rows::Rows;
use crate::text::structure::RecordSpan;

/// A bundle with more distinct values than this hardly repeats: its columns are looked up one by one.
const BUNDLE_VALUES: usize = 1 << 16;

/// The columns of one worker, reused from batch to batch.
#[derive(Debug)]
pub(crate) struct Columns {
    values: Vec<Vec<Symbol>>,
    filled: Vec<Filled>,
    pub dictionaries: Dictionaries,
    plans: Vec<Plan>,
}

/// Which rows of a column hold their symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    None,
    Some,
    All,
}

/// What stands in the rows of a column that it was not filled for. Nobody asks for them: the tests would see it.
const UNFILLED: Symbol = if cfg!(debug_assertions) { Symbol::MAX } else { ABSENT };

/// How to fill some fields of one shape.
#[derive(Debug)]
struct Plan {
    shape: Arc<Shape>,
    fields: Box<[Field]>,
    bundles: Vec<Bundle>,
}

/// Neighbouring columns, looked up together.
#[derive(Debug)]
struct Bundle {
    first: u16,
    last: u16,
    fields: Vec<(Field, u16, CellPart)>,
    table: HashTable<(u32, u32)>,
    spans: Vec<(usize, u32)>,
    bytes: Vec<u8>,
    /// The symbol of each number, for each field.
    symbols: Vec<Vec<Symbol>>,
    /// The number of each row of the current batch.
    numbers: Vec<u32>,
    hasher: FixedState,
    recent: Recent,
}

impl Default for Columns {
    fn default() -> Self {
        Columns {
            values: vec![Vec::new(); Field::COUNT],
            filled: vec![Filled::None; Field::COUNT],
            dictionaries: Dictionaries::default(),
            plans: Vec::new(),
        }
    }
}

impl Columns {
    /// Marks all columns as not filled.
    pub(crate) fn clear(&mut self) {
        self.filled.fill(Filled::None);
        self.values.iter_mut().for_each(Vec::clear);
    }

    /// The column of a field is filled for every row.
    #[inline]
    pub(crate) fn has(&self, field: Field) -> bool {
        self.filled[field as usize] == Filled::All
    }

    /// The symbol of a row in a column that was filled for it.
    #[inline]
    pub(crate) fn symbol(&self, row: usize, field: Field) -> Symbol {
        debug_assert_ne!(self.filled[field as usize], Filled::None, "{} was not filled", field.name());
        let symbol = self.values[field as usize].get(row).copied().unwrap_or(UNFILLED);
        debug_assert_ne!(symbol, Symbol::MAX, "{} was not filled for row {row}", field.name());
        symbol
    }

    /// A column that was filled.
    #[inline]
    pub(crate) fn values(&self, field: Field) -> &[Symbol] {
        debug_assert!(self.has(field), "{} was not filled", field.name());
        &self.values[field as usize]
    }

    /// Every filled column, to take rows out of it.
    pub(crate) fn filled_mut(&mut self) -> impl Iterator<Item = &mut Vec<Symbol>> {
        self.values
            .iter_mut()
            .zip(&self.filled)
            .filter(|(_, filled)| **filled != Filled::None)
            .map(|(values, _)| values)
    }

    /// Fills some fields for every row.
    pub(crate) fn fill(&mut self, fields: &[Field], shape: &Arc<Shape>, rows: Rows<'_>) {
        for field in fields.iter().filter(|field| shape.place(**field).is_none()) {
            self.fill_absent(*field, rows);
        }
        let plan = self.plan(fields, shape);
        let Columns { values, filled, dictionaries, plans } = self;
        for bundle in &mut plans[plan].bundles {
            if bundle.fields.iter().all(|(field, _, _)| filled[*field as usize] == Filled::All) {
                continue;
            }
            for (field, _, _) in &bundle.fields {
                values[*field as usize].clear();
                filled[*field as usize] = Filled::All;
            }
            bundle.fill(rows, values, dictionaries);
        }
    }

    /// Fills some fields for some rows.
    pub(crate) fn fill_some(&mut self, fields: &[Field], shape: &Shape, texts: Rows<'_>, rows: &[u32]) {
        for field in fields {
            if self.has(*field) {
                continue;
            }
            let Some((place, part)) = shape.place(*field) else {
                self.fill_absent(*field, texts);
                continue;
            };
            let (column, filled) = (&mut self.values[*field as usize], &mut self.filled[*field as usize]);
            if *filled == Filled::None {
                column.clear();
                column.resize(texts.structure.rows.len(), UNFILLED);
                *filled = Filled::Some;
            }
            let dictionary = self.dictionaries.dictionary_mut(*field);
            for row in rows {
                let cell = texts.cell(&texts.structure.rows[*row as usize], place as usize);
                column[*row as usize] = dictionary.symbol(part.cut(&cell));
            }
        }
    }

    fn fill_absent(&mut self, field: Field, rows: Rows<'_>) {
        let column = &mut self.values[field as usize];
        column.clear();
        column.resize(rows.structure.rows.len(), ABSENT);
        self.filled[field as usize] = Filled::All;
    }

    fn plan(&mut self, fields: &[Field], shape: &Arc<Shape>) -> usize {
        let same = |plan: &Plan| {
            *plan.fields == *fields && (Arc::ptr_eq(&plan.shape, shape) || plan.shape == *shape)
        };
        if let Some(known) = self.plans.iter().position(same) {
            return known;
        }
        let plan = Plan { shape: shape.clone(), fields: fields.into(), bundles: bundles(fields, shape) };
        self.plans.push(plan);
        self.plans.len() - 1
    }
}

/// Groups fields whose columns are neighbours, or have one column of repeating values between them.
fn bundles(fields: &[Field], shape: &Shape) -> Vec<Bundle> {
    let mut placed: Vec<(u16, Field, CellPart)> = fields
        .iter()
        .filter_map(|field| shape.place(*field).map(|(column, part)| (column, *field, part)))
        .collect();
    placed.sort_unstable_by_key(|(column, field, _)| (*column, *field));
    let mut bundles: Vec<Bundle> = Vec::new();
    for (column, field, part) in placed {
        match bundles.last_mut() {
            Some(bundle)
                if joins(shape, bundle.last, column) && repeats(field) && repeats(bundle.fields[0].0) =>
            {
                bundle.last = column;
                bundle.fields.push((field, column, part));
                bundle.symbols.push(Vec::new());
            }
            _ => bundles.push(Bundle::new(field, column, part)),
        }
    }
    bundles
}

fn joins(shape: &Shape, last: u16, column: u16) -> bool {
    column - last <= 1 || column - last == 2 && shape.field_at(last + 1).is_some_and(repeats)
}

/// Whether values of the field repeat so often that they may be looked up together with others.
fn repeats(field: Field) -> bool {
    let varied = matches!(field, Field::UserAgent | Field::DeviceName | Field::SignInIdentifier);
    !varied && !matches!(field.kind(), Kind::UniqueId | Kind::Address | Kind::Time | Kind::List)
}

impl Bundle {
    fn new(field: Field, column: u16, part: CellPart) -> Bundle {
        Bundle {
            first: column,
            last: column,
            fields: vec![(field, column, part)],
            table: HashTable::new(),
            spans: Vec::new(),
            bytes: Vec::new(),
            symbols: vec![Vec::new()],
            numbers: Vec::new(),
            hasher: FixedState::with_seed(0x2545_f491_4f6c_dd1d),
            recent: Recent::default(),
        }
    }

    fn fill(&mut self, rows: Rows<'_>, values: &mut [Vec<Symbol>], dictionaries: &mut Dictionaries) {
        // Cells that are anywhere in the text are not neighbours.
        let together = self.fields.len() > 1 && self.spans.len() < BUNDLE_VALUES && !rows.structure.plain;
        if !together {
            for (field, column, part) in &self.fields {
                fill_alone(rows, (*field, *column, *part), &mut values[*field as usize], dictionaries);
            }
            return;
        }
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.clear();
        for block in rows.structure.rows.chunks(TOGETHER) {
            let (mut spans, mut hashes) = ([&b""[..]; TOGETHER], [0; TOGETHER]);
            for ((span, hash), row) in spans.iter_mut().zip(&mut hashes).zip(block) {
                *span = rows.span(row, self.first as usize, self.last as usize);
                *hash = bytes::hash(span);
            }
            self.recent.approach(&hashes[..block.len()], &self.bytes);
            for ((span, hash), row) in spans.into_iter().zip(hashes).zip(block) {
                numbers.push(match self.recent.find_hashed(span, hash, &self.bytes) {
                    Some(number) => number,
                    None => self.number(span, rows, row, dictionaries),
                });
            }
        }
        for ((field, _, _), symbols) in self.fields.iter().zip(&self.symbols) {
            values[*field as usize].extend(numbers.iter().map(|number| symbols[*number as usize]));
        }
        self.numbers = numbers;
    }

    /// The number of a bundle's bytes. New bytes are taken apart.
    #[inline(never)]
    fn number(
        &mut self,
        span: &[u8],
        rows: Rows<'_>,
        row: &RecordSpan,
        dictionaries: &mut Dictionaries,
    ) -> u32 {
        let number = self.look_up(span, rows, row, dictionaries);
        self.recent.keep(span, self.spans[number as usize].0, number);
        number
    }

    fn look_up(
        &mut self,
        span: &[u8],
        rows: Rows<'_>,
        row: &RecordSpan,
        dictionaries: &mut Dictionaries,
    ) -> u32 {
        let hash = self.hasher.hash_one(span);
        let short = (hash >> 32) as u32;
        let (spans, bytes) = (&self.spans, &self.bytes);
        let same = |&(other, number): &(u32, u32)| {
            let (start, length) = spans[number as usize];
            other == short && same_bytes(&bytes[start..start + length as usize], span)
        };
        match self.table.find(hash, same) {
            Some((_, number)) => *number,
            None => self.learn(span, hash, rows, row, dictionaries),
        }
    }

    #[cold]
    fn learn(
        &mut self,
        span: &[u8],
        hash: u64,
        rows: Rows<'_>,
        row: &RecordSpan,
        dictionaries: &mut Dictionaries,
    ) -> u32 {
        let number = self.spans.len() as u32;
        self.spans.push((self.bytes.len(), span.len() as u32));
        self.bytes.extend_from_slice(span);
        for ((field, column, part), symbols) in self.fields.iter().zip(&mut self.symbols) {
            let cell = rows.cell(row, *column as usize);
            symbols.push(dictionaries.dictionary_mut(*field).symbol(part.cut(&cell)));
        }
        let (spans, bytes, hasher) = (&self.spans, &self.bytes, &self.hasher);
        let rehash = |&(_, number): &(u32, u32)| {
            let (start, length) = spans[number as usize];
            hasher.hash_one(&bytes[start..start + length as usize])
        };
        self.table.insert_unique(hash, ((hash >> 32) as u32, number), rehash);
        number
    }
}

fn fill_alone(
    rows: Rows<'_>,
    (field, place, part): (Field, u16, CellPart),
    column: &mut Vec<Symbol>,
    dictionaries: &mut Dictionaries,
) {
    let dictionary = dictionaries.dictionary_mut(field);
    if rows.structure.doubled_quotes {
        for row in &rows.structure.rows {
            let cell = rows.cell(row, place as usize);
            column.push(dictionary.symbol(part.cut(&cell)));
        }
        return;
    }
    column.resize(rows.structure.rows.len(), ABSENT);
    for (block, symbols) in rows.structure.rows.chunks(TOGETHER).zip(column.chunks_mut(TOGETHER)) {
        let mut cells = [&b""[..]; TOGETHER];
        for (cell, row) in cells.iter_mut().zip(block) {
            *cell = part.cut(rows.text_of(row, place as usize));
        }
        dictionary.symbols(&cells, symbols);
    }
}
