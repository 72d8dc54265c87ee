//! Workers: each reads chunks, accounts for their rows in its ledgers, and shows the rows that count to its visitor.

use crate::field::Field;
use crate::log::chunk_reader::{ChunkRead, ChunkReader};
use crate::log::copies::{Fingerprints, Judgement, Survey, Suspects};
use crate::log::extent::Extent;
use crate::log::ledger::{Ledger, PROBLEMS_KEPT};
use crate::log::options::Options;
use crate::log::row_ref::RowRef;
use crate::log::visit::Visit;
use crate::text::fault::Fault;
use crate::text::time::Time;

/// Which rows a pass shows.
pub(super) enum Admit<'j> {
    /// All rows; fingerprints of request ids are collected.
    All,
    /// All rows; it is known that there are no copies.
    AllAgain,
    /// No row; copies are collected.
    Survey(&'j Suspects),
    /// All rows but copies; copies that must be merged are collected.
    Judged(&'j Judgement),
    /// All rows, which are not sign-ins.
    Companions,
}

/// A worker, and what it has found.
pub(super) struct Worker<V> {
    pub visitor: V,
    pub reader: ChunkReader,
    pub ledgers: Vec<Ledger>,
    pub problems: Vec<Vec<(RowRef, u64, Fault, String)>>,
    has_room: bool,
    pub extents: Vec<(usize, u64, Extent)>,
    pub fingerprints: Fingerprints,
    pub survey: Survey,
}

impl<V: Visit> Worker<V> {
    /// A worker that has read nothing yet, for this many files.
    pub(super) fn new(visitor: V, reader: ChunkReader, files: usize) -> Worker<V> {
        Worker {
            visitor,
            reader,
            ledgers: vec![Ledger::default(); files],
            problems: vec![Vec::new(); files],
            has_room: true,
            extents: Vec::new(),
            fingerprints: Fingerprints::default(),
            survey: Survey::default(),
        }
    }

    /// Shows the batch to the visitor, unless it is empty.
    pub(super) fn show(&mut self) {
        if !self.reader.batch.is_empty() {
            self.visitor.visit(&mut self.reader.batch);
        }
    }

    /// Accounts for the rows of a chunk in the ledger, and keeps those that the pass shows.
    pub(super) fn enter(&mut self, read: &ChunkRead, width: usize, admit: &Admit<'_>, options: &Options) {
        let base = read.base;
        let file = self.reader.batch.file as usize;
        self.ledgers[file].rows += read.others;
        self.ledgers[file].other += read.others;
        self.make_room(file);
        let broken = std::mem::take(&mut self.reader.batch.structure.broken);
        self.ledgers[file].rows += (self.reader.batch.len() + broken.len()) as u64;
        self.ledgers[file].cut |= self.reader.batch.structure.cut;
        for one in &broken {
            let detail = match one.fault {
                Fault::FieldCount => {
                    format!("{} fields, the header has {width}", one.fields)
                }
                Fault::Cut => "the file ends within this row".to_owned(),
                Fault::BadJson => {
                    "a quote, bracket, comma or colon is missing, or stands in a wrong place".to_owned()
                }
                _ => String::new(),
            };
            let place = RowRef::new(self.reader.batch.file, self.reader.batch.chunk, one.ordinal);
            self.malformed(place, base + u64::from(one.start), one.fault, detail);
        }
        self.reader.batch.structure.broken = broken;
        if matches!(admit, Admit::Companions) {
            self.ledgers[file].other += self.reader.batch.len() as u64;
            return;
        }
        self.take_out_impossible_times(base);
        self.take_out_without_status(base);
        self.take_out_of_window(options);
        self.ledgers[file].saw(self.reader.batch.times());
        match admit {
            Admit::All => self.fingerprints.add(&self.reader.batch),
            Admit::Survey(suspects) => return self.survey.look(&self.reader.batch, suspects),
            Admit::Judged(judgement) => {
                if let Some((keep, dropped)) = self.survey.judge(&self.reader.batch, judgement) {
                    self.ledgers[file].duplicates += dropped;
                    self.reader.batch.retain(&keep);
                }
            }
            Admit::Companions | Admit::AllAgain => {}
        }
        self.ledgers[file].status_differs += self.reader.batch.differing_words();
        for (time, status) in self.reader.batch.times().iter().zip(self.reader.batch.statuses()) {
            self.ledgers[file].count(*time, *status);
        }
    }

    fn malformed(&mut self, place: RowRef, offset: u64, fault: Fault, detail: String) {
        let file = self.reader.batch.file as usize;
        self.ledgers[file].malformed += 1;
        if self.has_room {
            self.problems[file].push((place, offset, fault, detail));
        }
    }

    /// Keeps the first problems of a file. Those of one chunk are not found in the order of their rows, so either all or none of them are
    /// kept.
    fn make_room(&mut self, file: usize) {
        let kept = &mut self.problems[file];
        if kept.len() > PROBLEMS_KEPT {
            kept.sort_by_key(|(place, ..)| *place);
            kept.truncate(PROBLEMS_KEPT);
        }
        self.has_room = kept.len() < PROBLEMS_KEPT;
    }

    /// Takes out rows without a possible time: they are malformed.
    fn take_out_impossible_times(&mut self, base: u64) {
        if self.reader.batch.read_times() {
            return;
        }
        let mut keep = vec![true; self.reader.batch.len()];
        for (row, keep) in keep.iter_mut().enumerate() {
            if self.reader.batch.times()[row] == Time::MIN {
                let value = self.reader.batch.cell_text(row, Field::Time);
                let detail = format!("`{}` is no date", value.chars().take(40).collect::<String>());
                let offset = base + self.reader.batch.raw_start(row);
                self.malformed(self.reader.batch.row_ref(row), offset, Fault::BadDate, detail);
                *keep = false;
            }
        }
        self.reader.batch.retain(&keep);
    }

    /// Takes out rows outside of the time window.
    fn take_out_of_window(&mut self, options: &Options) {
        if options.from.is_none() && options.to.is_none() {
            return;
        }
        let inside = |time: &Time| {
            options.from.is_none_or(|from| *time >= from) && options.to.is_none_or(|to| *time < to)
        };
        let keep: Vec<bool> = self.reader.batch.times().iter().map(inside).collect();
        let outside = keep.iter().filter(|keep| !**keep).count();
        self.ledgers[self.reader.batch.file as usize].out_of_window += outside as u64;
        self.reader.batch.retain(&keep);
    }

    fn take_out_without_status(&mut self, base: u64) {
        let without = self.reader.batch.read_statuses();
        if without.is_empty() {
            return;
        }
        let mut keep = vec![true; self.reader.batch.len()];
        for row in without {
            let offset = base + self.reader.batch.raw_start(row);
            self.malformed(self.reader.batch.row_ref(row), offset, Fault::NoStatus, String::new());
            keep[row] = false;
        }
        self.reader.batch.retain(&keep);
    }
}
