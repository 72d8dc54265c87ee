//! The index: notes roughly where in the logs each person and address succeeded, so that a second showing reads only what may concern
//! a suspect.
//!
//! While the logs are shown, 4 bytes are noted of each row (16 bits of hash of the person and of the address), 24 bytes of each block of
//! sixteen rows, and 2 bytes of each user agent and each network of a chunk. What the index lets through is looked at again by exact
//! values; what it holds back cannot concern anyone who is asked for.

use entrasift_core::{ABSENT, Field, Part, Parts, Symbol, Time};

use super::print::{LookupTarget, LookupTargets, Print, VALUES, print_of, print_of_text};
use super::request::is_sought;
use crate::derive::person::PerPerson;
use crate::derive::row::{Row, View};
use crate::memo::Memo;

/// How many rows a block has.
const ROWS: usize = 16;

/// The prints of one row's person and address; 0 where there is none, or where no look-up asks for such a row.
type Glance = [Print; 2];

/// The rows of one chunk, in blocks.
#[derive(Debug)]
struct Page {
    file: u32,
    chunk: u32,
    is_whole: bool,
    begin: u64,
    end: u64,
    first: Time,
    last: Time,
    /// The prints of all user agents, and of all networks; ascending.
    values: [Box<[Print]>; 2],
    blocks: Box<[Block]>,
    glances: Box<[Glance]>,
}

/// Some neighbouring rows.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// Where they start, in bytes from the start of the page.
    start: u32,
    line: u32,
    /// A bit for each user agent, and for each network.
    bits: [u64; 2],
}

/// Notes of all rows, page by page.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pages: Vec<Page>,
    people: PerPerson<Print>,
    addresses: Memo<Print>,
    values: [Values; 2],
}

/// The values of one field.
#[derive(Debug, Default)]
struct Values {
    prints: Memo<Print>,
    /// By symbol, the page on which the value was met last.
    met: Vec<u32>,
    /// The prints of the values of the current page.
    here: Vec<Print>,
}

impl Values {
    /// The bit of a value, and a note that the value is on this page.
    fn meet(&mut self, symbol: Symbol, page: u32, ask: impl FnOnce() -> Print) -> u64 {
        let print = self.prints.get(symbol, ask);
        let index = symbol as usize;
        if self.met.len() <= index {
            self.met.resize((index + 1).next_power_of_two(), 0);
        }
        if self.met[index] != page {
            self.met[index] = page;
            self.here.push(print);
        }
        bit(print)
    }

    fn take(&mut self) -> Box<[Print]> {
        self.here.sort_unstable();
        self.here.dedup();
        self.here.drain(..).collect()
    }
}

/// The bit of a print in a block.
fn bit(print: Print) -> u64 {
    1 << (print & 63)
}

impl Index {
    /// The fields that it reads of every row.
    pub(crate) const FIELDS: &[Field] = &[Field::Ip, Field::UserAgent, Field::Asn];

    /// Notes the rows of a chunk.
    pub(crate) fn note(&mut self, view: View<'_>) {
        let batch = view.batch();
        let (Some(first), Some(last)) = (batch.times().iter().min(), batch.times().iter().max()) else {
            return;
        };
        let (first, last) = (*first, *last);
        let mut blocks: Vec<Block> = Vec::with_capacity(batch.len() / ROWS + 1);
        let mut glances: Vec<Glance> = Vec::with_capacity(batch.len());
        let whole = batch.part(0, batch.len());
        let page = self.pages.len() as u32 + 1;
        for start in (0..batch.len()).step_by(ROWS) {
            let part = batch.part(start, (start + ROWS).min(batch.len()));
            let mut bits = [0; 2];
            for row in view.rows().skip(start).take(ROWS) {
                glances.push(self.glance(row, page, &mut bits));
            }
            let start = u32::try_from(part.from - whole.from).unwrap_or(u32::MAX);
            blocks.push(Block { start, line: part.line, bits });
        }
        self.pages.push(Page {
            file: whole.file,
            chunk: whole.chunk,
            is_whole: whole.is_whole,
            begin: whole.from,
            end: whole.to,
            first,
            last,
            values: self.values.each_mut().map(Values::take),
            blocks: blocks.into(),
            glances: glances.into(),
        });
    }

    fn glance(&mut self, row: Row<'_>, page: u32, bits: &mut [u64; 2]) -> Glance {
        if !is_sought(*row) {
            return [0; 2];
        }
        for ((field, values), bits) in VALUES.into_iter().zip(&mut self.values).zip(bits) {
            let symbol = row.symbol(field);
            if symbol != ABSENT {
                *bits |= values.meet(symbol, page, || print_of_text(row.text_of(field, symbol)));
            }
        }
        let address = row.symbol(Field::Ip);
        let of_person = self.people.entry(row.person());
        if *of_person == 0 {
            *of_person = print_of(row.person(), row.dictionaries());
        }
        let at = if address == ABSENT {
            0
        } else {
            self.addresses.get(address, || print_of_text(row.text_of(Field::Ip, address)))
        };
        [*of_person, at]
    }

    /// Takes in what another worker noted.
    pub(crate) fn merge(&mut self, other: Index) {
        self.pages.extend(other.pages);
    }

    /// The parts that may concern those who are asked for. With `by_chunk` all of a chunk is read at once where more than half of it may.
    pub(super) fn select<'s, R: LookupTargets>(
        &'s mut self,
        targets: &'s R,
        by_chunk: bool,
    ) -> Selection<'s, R> {
        self.pages.sort_unstable_by_key(|page| (page.file, page.chunk));
        Selection { pages: &self.pages, targets, by_chunk }
    }
}

/// The parts of an index that may concern someone.
pub(super) struct Selection<'s, R> {
    pages: &'s [Page],
    targets: &'s R,
    by_chunk: bool,
}

impl<R: LookupTargets> Parts for Selection<'_, R> {
    fn pages(&self) -> usize {
        self.pages.len()
    }

    fn page(&self, page: usize) -> impl Iterator<Item = Part> {
        let page = &self.pages[page];
        let mut settled = self.targets.settled();
        let mut wanted = Wanted::new(self.targets, page);
        let blocks = page.blocks.len();
        let concerns = |wanted: &Wanted, block: usize| wanted.has(&page.blocks[block], page.glances(block));
        let all = wanted.as_ref().is_some_and(|wanted| {
            let count = || (0..blocks).filter(|block| concerns(wanted, *block)).count();
            if page.is_whole { count() > 0 } else { self.by_chunk && 2 * count() > blocks }
        });
        let mut next = if page.is_whole { blocks } else { 0 };
        let mut all = all.then(|| page.part(0, blocks));
        std::iter::from_fn(move || {
            if let Some(part) = all.take() {
                next = blocks;
                return Some(part);
            }
            if next < blocks && settled != self.targets.settled() {
                settled = self.targets.settled();
                wanted = Wanted::new(self.targets, page);
            }
            let wanted = wanted.as_ref()?;
            let block = (next..blocks).find(|block| concerns(wanted, *block))?;
            next = block + 1;
            Some(page.part(block, next))
        })
    }
}

/// Those who are asked for and whom a page may concern.
struct Wanted {
    /// A bit for each print of a person, and of an address.
    prints: [Box<[u64]>; 2],
    bits: [u64; 2],
    everyone: bool,
}

impl Wanted {
    fn new(targets: &impl LookupTargets, page: &Page) -> Option<Wanted> {
        let mut wanted: Option<Wanted> = None;
        targets.each(page.first, page.last, |target| {
            if let LookupTarget::Value(side, print) = target
                && page.values[side].binary_search(&print).is_err()
            {
                return;
            }
            let wanted = wanted.get_or_insert_with(|| Wanted {
                prints: [vec![0; 1 << 10].into(), vec![0; 1 << 10].into()],
                bits: [0; 2],
                everyone: false,
            });
            match target {
                LookupTarget::Person(print) => wanted.prints[0][usize::from(print >> 6)] |= bit(print),
                LookupTarget::Address(print) => wanted.prints[1][usize::from(print >> 6)] |= bit(print),
                LookupTarget::Value(side, print) => wanted.bits[side] |= bit(print),
                LookupTarget::Everyone => wanted.everyone = true,
            }
        });
        wanted
    }

    fn has(&self, block: &Block, glances: &[Glance]) -> bool {
        let prints = |glance: &Glance| {
            let has =
                |side: usize| self.prints[side][usize::from(glance[side] >> 6)] & bit(glance[side]) != 0;
            has(0) || has(1)
        };
        self.everyone
            || self.bits[0] & block.bits[0] != 0
            || self.bits[1] & block.bits[1] != 0
            || glances.iter().any(prints)
    }
}

impl Page {
    fn glances(&self, block: usize) -> &[Glance] {
        &self.glances[block * ROWS..self.glances.len().min((block + 1) * ROWS)]
    }

    /// The blocks from `first` up to `end`.
    fn part(&self, first: usize, end: usize) -> Part {
        let Page { file, chunk, is_whole, .. } = *self;
        let Block { start, line, .. } = self.blocks[first];
        let to = self.blocks.get(end).map_or(self.end, |next| self.begin + u64::from(next.start));
        Part { file, chunk, line, from: self.begin + u64::from(start), to, is_whole }
    }
}
