//! A row and a view: one sign-in, or those of one batch, with what is derived of each.

use std::ops::Deref;

use entrasift_core::{Batch, FieldSet, Row as LogRow};

use crate::derive::derived::{Derived, Legacy};
use crate::derive::person::Person;

/// One sign-in of a batch, with what is derived of it. What its file says is there too ([`LogRow`]).
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    row: LogRow<'b>,
    derived: &'b Derived,
}

impl<'b> Deref for Row<'b> {
    type Target = LogRow<'b>;

    #[inline]
    fn deref(&self) -> &LogRow<'b> {
        &self.row
    }
}

impl<'b> Row<'b> {
    /// A row of a log, with what was derived of it.
    #[inline]
    pub fn new(row: LogRow<'b>, derived: &'b Derived) -> Row<'b> {
        Row { row, derived }
    }

    /// Whose it is.
    #[inline]
    pub fn person(self) -> Person {
        self.derived.person
    }

    /// It is a user's, not a workload's.
    #[inline]
    pub fn is_user(self) -> bool {
        self.derived.is_user
    }

    /// Its user is a guest.
    #[inline]
    pub fn is_guest(self) -> bool {
        self.derived.is_guest
    }

    /// The declared break-glass account, counted from 1; 0 is none.
    #[inline]
    pub fn break_glass(self) -> u16 {
        self.derived.break_glass
    }

    /// Whether it used a legacy protocol.
    #[inline]
    pub fn legacy(self) -> Legacy {
        self.derived.legacy
    }

    /// It is a user's whose account is not declared as break-glass, and it says whose.
    #[inline]
    pub fn is_ordinary(self) -> bool {
        self.is_user() && self.break_glass() == 0 && self.person() != Person::NOBODY
    }

    /// It is a user's, and succeeded: it has a class.
    #[inline]
    pub fn is_user_success(self) -> bool {
        self.is_user() && self.is_success()
    }

    /// All that is derived of it.
    #[inline]
    pub fn derived(self) -> Derived {
        *self.derived
    }
}

/// The sign-ins of one batch, with what is derived of each.
#[derive(Debug, Clone, Copy)]
pub struct View<'b> {
    batch: &'b Batch,
    derived: &'b [Derived],
}

impl<'b> View<'b> {
    /// A batch, with what was derived of each of its rows.
    pub fn new(batch: &'b Batch, derived: &'b [Derived]) -> View<'b> {
        debug_assert_eq!(batch.len(), derived.len());
        View { batch, derived }
    }

    /// Its sign-ins, in the order of the file.
    #[inline]
    pub fn rows(self) -> impl ExactSizeIterator<Item = Row<'b>> + Clone {
        self.batch.rows().zip(self.derived).map(|(row, derived)| Row { row, derived })
    }

    /// One of its sign-ins, by its place in the batch.
    #[inline]
    pub fn row(self, index: usize) -> Row<'b> {
        Row { row: self.batch.row(index), derived: &self.derived[index] }
    }

    /// The fields that its file can fill, in some row.
    pub fn fills(self) -> FieldSet {
        self.batch.fills()
    }

    /// The batch: its columns, times and statuses.
    pub fn batch(self) -> &'b Batch {
        self.batch
    }
}
