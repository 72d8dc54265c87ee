//! Measures: what a tally remembers of the sign-ins of one group. Each is a sum: seeing and merging in any order give the same.

use std::collections::BTreeSet;

use entrasift_core::{RowRef, Symbol, Time};
use hashbrown::HashMap;

/// Rows kept as evidence.
pub const EVIDENCE_KEPT: usize = 5;

/// The smallest rows of those seen, and how many there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    smallest: [RowRef; EVIDENCE_KEPT],
    total: u64,
}

impl Evidence {
    /// Sees a row.
    #[inline]
    pub fn see(&mut self, row: RowRef) {
        let kept = self.rows().len();
        self.total += 1;
        if kept < EVIDENCE_KEPT {
            self.smallest[kept] = row;
            self.smallest[..=kept].sort_unstable();
        } else if row < self.smallest[EVIDENCE_KEPT - 1] {
            self.smallest[EVIDENCE_KEPT - 1] = row;
            self.smallest.sort_unstable();
        }
    }

    /// The evidence of cases that may share rows; `total` is the number of distinct rows where it is known to be larger than what was kept of each.
    pub(crate) fn from_cases<'e>(cases: impl Iterator<Item = &'e Evidence>, total: u64) -> Evidence {
        let rows: BTreeSet<RowRef> = cases.flat_map(|case| case.rows().iter().copied()).collect();
        let mut evidence = Evidence::default();
        rows.iter().take(EVIDENCE_KEPT).for_each(|row| evidence.see(*row));
        evidence.total = total.max(rows.len() as u64);
        evidence
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: &Evidence) {
        let mut rows = [self.rows(), other.rows()].concat();
        rows.sort_unstable();
        rows.truncate(EVIDENCE_KEPT);
        self.smallest[..rows.len()].copy_from_slice(&rows);
        self.total += other.total;
    }

    /// At most five rows, ascending.
    pub fn rows(&self) -> &[RowRef] {
        &self.smallest[..(self.total as usize).min(EVIDENCE_KEPT)]
    }

    /// How many rows were seen.
    pub fn total(&self) -> u64 {
        self.total
    }
}

/// The first and the last time seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span(Option<(Time, Time)>);

impl Span {
    /// Sees a time.
    #[inline]
    pub fn see(&mut self, time: Time) {
        self.0 = Some(self.0.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
    }

    /// Takes in another span.
    pub fn merge(&mut self, other: Span) {
        if let Some((first, last)) = other.0 {
            self.see(first);
            self.see(last);
        }
    }

    /// The first time.
    pub fn first(&self) -> Option<Time> {
        self.0.map(|(first, _)| first)
    }

    /// The last time.
    pub fn last(&self) -> Option<Time> {
        self.0.map(|(_, last)| last)
    }
}

/// Distinct values of one field, each with how often it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distinct {
    few: Vec<(Symbol, u64)>,
    many: HashMap<Symbol, u64>,
}

const FEW: usize = 12;

impl Distinct {
    /// Sees a value; absent values are not counted.
    #[inline]
    pub fn see(&mut self, value: Symbol) {
        self.add(value, 1);
    }

    /// Sees a value several times.
    pub fn add(&mut self, value: Symbol, times: u64) {
        if value == entrasift_core::ABSENT {
            return;
        }
        if let Some((_, count)) = self.few.iter_mut().find(|(known, _)| *known == value) {
            *count += times;
        } else if self.few.len() < FEW {
            self.few.push((value, times));
        } else {
            *self.many.entry(value).or_default() += times;
        }
    }

    /// Takes in the values of another worker; `ours` translates its symbols.
    pub fn merge(&mut self, other: &Distinct, ours: impl Fn(Symbol) -> Symbol) {
        for (value, times) in other.iter() {
            self.add(ours(value), times);
        }
    }

    /// Values and how often each was seen, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, u64)> + '_ {
        self.few.iter().copied().chain(self.many.iter().map(|(value, times)| (*value, *times)))
    }

    /// How many distinct values were seen.
    pub fn len(&self) -> usize {
        self.few.len() + self.many.len()
    }

    /// No value was seen.
    pub fn is_empty(&self) -> bool {
        self.few.is_empty()
    }

    /// The value was seen.
    pub fn contains(&self, value: Symbol) -> bool {
        self.few.iter().any(|(known, _)| *known == value) || self.many.contains_key(&value)
    }
}

/// The distinct days (UTC) seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days(BTreeSet<i32>);

impl Days {
    /// Sees a time.
    pub fn see(&mut self, time: Time) {
        self.0.insert(time.day() as i32);
    }

    /// Takes in other days.
    pub fn merge(&mut self, other: &Days) {
        self.0.extend(&other.0);
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The days since 1970-01-01, ascending.
    pub fn iter(&self) -> impl Iterator<Item = i32> + '_ {
        self.0.iter().copied()
    }
}
