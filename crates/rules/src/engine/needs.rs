//! Needs: which fields an observer reads, of which rows. They are filled before the rows are shown.

use entrasift_core::{Batch, Field, FieldSet};

use crate::derive::derived::{Derived, FIELDS};
use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};

/// Says whether a row is concerned.
type Which = Box<dyn FnMut(Row<'_>) -> bool + Send>;
/// Says whether a success is concerned, by its class.
type WhichClass = Box<dyn FnMut(Row<'_>, Verdict) -> bool + Send>;

/// The fields that an observer reads as symbols, further to those of [`crate::derive::FIELDS`], which are always there.
///
/// To look up a value takes some nanoseconds; one that is new in nearly every row, such as an address, takes a hundred, and stays in
/// memory. So fields that few rows are asked for are named together with these rows.
pub struct Needs {
    /// The fields of every row, those included that are always there.
    known: FieldSet,
    /// Those that are not, as they were named. Neighbouring columns of one group are looked up together, so no field is in two groups.
    of_every_row: Vec<Box<[Field]>>,
    of_rows: Vec<(Box<[Field]>, Which)>,
    of_classified: Vec<(Box<[Field]>, WhichClass)>,
    rows: Vec<u32>,
}

impl Default for Needs {
    fn default() -> Needs {
        Needs {
            known: FieldSet::new(FIELDS.iter().copied()).with(Field::Code).with(Field::Status),
            of_every_row: Vec::new(),
            of_rows: Vec::new(),
            of_classified: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl Needs {
    /// Reads these fields of every row.
    pub fn of_every_row(&mut self, fields: &[Field]) {
        let fields: Box<[Field]> =
            fields.iter().copied().filter(|field| !self.known.contains(*field)).collect();
        if !fields.is_empty() {
            self.known = self.known.union(FieldSet::new(fields.iter().copied()));
            self.of_every_row.push(fields);
        }
    }

    /// Reads these fields of some rows while the batch is shown. What decides it may read the fields of every row.
    pub fn of_rows(&mut self, fields: &[Field], which: impl FnMut(Row<'_>) -> bool + Send + 'static) {
        self.of_rows.push((fields.into(), Box::new(which)));
    }

    /// Reads these fields of some successes when their classes are told.
    pub fn of_classified(
        &mut self,
        fields: &[Field],
        which: impl FnMut(Row<'_>, Verdict) -> bool + Send + 'static,
    ) {
        self.of_classified.push((fields.into(), Box::new(which)));
    }

    /// Fills what is needed of a batch that is to be shown, with the classes of its successes.
    pub(crate) fn fill(&mut self, batch: &mut Batch, derived: &[Derived], verdicts: &[(u32, Verdict)]) {
        let rows = &mut self.rows;
        for fields in &self.of_every_row {
            batch.fill(fields);
        }
        for (fields, which) in &mut self.of_rows {
            rows.clear();
            let concerned = View::new(batch, derived).rows().filter(|row| which(*row));
            rows.extend(concerned.map(|row| row.index() as u32));
            batch.fill_some(fields, rows);
        }
        for (fields, which) in &mut self.of_classified {
            rows.clear();
            let view = View::new(batch, derived);
            let concerned = verdicts.iter().filter(|(row, verdict)| which(view.row(*row as usize), *verdict));
            rows.extend(concerned.map(|(row, _)| *row));
            batch.fill_some(fields, rows);
        }
    }

    /// Fills what is needed of a few rows whose classes are told later.
    pub(crate) fn fill_classified(
        &mut self,
        batch: &mut Batch,
        derived: &[Derived],
        verdicts: &[(u32, Verdict)],
    ) {
        let rows = &mut self.rows;
        rows.clear();
        rows.extend(verdicts.iter().map(|(row, _)| *row));
        for fields in &self.of_every_row {
            batch.fill_some(fields, rows);
        }
        for (fields, which) in &mut self.of_classified {
            rows.clear();
            let view = View::new(batch, derived);
            let concerned = verdicts.iter().filter(|(row, verdict)| which(view.row(*row as usize), *verdict));
            rows.extend(concerned.map(|(row, _)| *row));
            batch.fill_some(fields, rows);
        }
    }
}
