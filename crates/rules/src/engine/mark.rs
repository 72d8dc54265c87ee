//! Marks: short notes of single sign-ins, for detectors that need more than sums.

use entrasift_core::log::paged::Paged;
use entrasift_core::{Field, RowRef, Symbol, Time, Translation};

use crate::derive::person::Person;
use crate::derive::row::Row;

/// How many field values a mark holds.
pub const KEPT: usize = 3;

/// One sign-in, in 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub time: Time,
    /// The row in the input.
    pub row: RowRef,
    /// Whose it is.
    pub person: Person,
    /// The values of the fields that its list keeps.
    pub values: [Symbol; KEPT],
}

/// Marks in no particular order, and the fields whose values each of them keeps.
#[derive(Debug, Clone)]
pub struct Marks {
    fields: [Field; KEPT],
    list: Paged<Mark>,
}

impl Marks {
    /// An empty list; each mark will keep the values of these fields.
    pub fn new(fields: [Field; KEPT]) -> Marks {
        Marks { fields, list: Paged::default() }
    }

    /// Notes a row.
    pub fn note(&mut self, row: Row<'_>) {
        let values = self.fields.map(|field| row.symbol(field));
        self.push(Mark { time: row.time(), row: row.row_ref(), person: row.person(), values });
    }

    pub(crate) fn push(&mut self, mark: Mark) {
        self.list.push(mark);
    }

    /// Takes in what another worker noted.
    pub fn merge(&mut self, other: Marks, translation: &Translation) {
        self.list.extend(other.list.into_iter().map(|mark| {
            let mut values = mark.values;
            for (value, field) in values.iter_mut().zip(self.fields) {
                *value = translation.symbol(field, *value);
            }
            Mark { person: mark.person.translate(translation), values, ..mark }
        }));
    }

    /// Takes all marks out.
    pub fn take(&mut self) -> Vec<Mark> {
        std::mem::take(&mut self.list).into_iter().collect()
    }

    /// The marks.
    pub fn list(&self) -> impl Iterator<Item = &Mark> {
        self.list.iter()
    }
}
