//! Trails: the events of one key in time order, for what no sum can tell.
//!
//! While the logs are shown, each worker notes a [`Mark`] of 32 bytes for each sign-in that a rule's predicate holds for: failures
//! and interrupts, never all successes. The marks are merged, sorted by time and judged by exact sliding windows ([`runs`]), so the
//! answer depends on neither chunks nor threads nor the order of rows. What must be known of the few keys that came under suspicion,
//! above all their successes, is looked up in one more showing ([`plan`]).

use std::collections::hash_map::Entry;
use std::ops::Range;

use entrasift_core::dialect::registration::flag;
use entrasift_core::field::Field;
use entrasift_core::log::batch::RowRef;
use entrasift_core::log::paged::Paged;
use entrasift_core::log::symbols::{ABSENT, Dictionaries, Symbol, Translation};
use entrasift_core::text::time::Time;

use crate::derive::person::Person;
use crate::engine::population::Population;
use crate::engine::row::Row;
use crate::tenant::Tenant;

pub(crate) mod abroad;
pub mod burst;
pub mod case;
pub(crate) mod exempt;
pub mod flow;
pub(crate) mod index;
pub(crate) mod journey;
pub mod lookup;
pub(crate) mod proxied;
pub(crate) mod tracker;

/// How many values stand beside a mark.
pub const KEPT: usize = 3;

/// One event of a trail, in 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub time: Time,
    /// Where it stands.
    pub row: RowRef,
    /// Whose it is.
    pub person: Person,
    /// Values of the fields that the collector keeps.
    pub values: [Symbol; KEPT],
}

/// Events in no particular order, and the fields whose values stand beside each.
#[derive(Debug, Clone)]
pub struct Marks {
    fields: [Field; KEPT],
    list: Paged<Mark>,
}

impl Marks {
    /// No event yet; each will keep the values of these fields.
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

    /// The events, and none is left.
    pub fn take(&mut self) -> Vec<Mark> {
        std::mem::take(&mut self.list).into_iter().collect()
    }

    /// The events.
    pub fn list(&self) -> impl Iterator<Item = &Mark> {
        self.list.iter()
    }
}

/// The events of each key in time order (of one time: by row). Events without a key are left out.
pub fn trails(marks: &[Mark], key: impl Fn(&Mark) -> u32) -> Vec<Vec<Mark>> {
    let mut keyed: Vec<(u32, Mark)> = marks.iter().map(|mark| (key(mark), *mark)).collect();
    keyed.retain(|(key, _)| *key != ABSENT);
    keyed.sort_unstable_by_key(|(key, mark)| (*key, mark.time, mark.row));
    let groups = keyed.chunk_by(|(one, _), (other, _)| one == other);
    groups.map(|group| group.iter().map(|(_, mark)| *mark).collect()).collect()
}

/// Events that stand together in windows of enough of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Which events.
    pub events: Range<usize>,
    /// When the first window was full.
    pub reached: Time,
}

/// The runs of a trail: every window of at most `within` nanoseconds (both ends in it) that holds `least` distinct values makes its events
/// part of a run; windows that share an event are one run. `distinct` gives an event's value; an event without one counts for
/// nothing, but may stand within a run. `events` must be in time order.
pub fn runs(
    events: &[Mark],
    within: i64,
    least: usize,
    distinct: impl Fn(usize, &Mark) -> Option<u32>,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut counts: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
    let mut first = 0;
    for (last, event) in events.iter().enumerate() {
        if let Some(value) = distinct(last, event) {
            *counts.entry(value).or_default() += 1;
        }
        while event.time.0.saturating_sub(events[first].time.0) > within {
            if let Some(Entry::Occupied(mut count)) =
                distinct(first, &events[first]).map(|value| counts.entry(value))
            {
                *count.get_mut() -= 1;
                if *count.get() == 0 {
                    count.remove();
                }
            }
            first += 1;
        }
        if counts.len() < least {
            continue;
        }
        match runs.last_mut() {
            Some(run) if first < run.events.end => run.events.end = last + 1,
            _ => runs.push(Run { events: first..last + 1, reached: event.time }),
        }
    }
    runs
}

/// What is known when trails are judged.
#[derive(Debug, Clone, Copy)]
pub struct Background<'c> {
    /// What the administrator says.
    pub tenant: &'c Tenant,
    /// Who was there.
    pub population: &'c Population,
    /// The values behind all symbols.
    pub dictionaries: &'c Dictionaries,
}

impl Background<'_> {
    /// The text of a value.
    pub fn text(&self, field: Field, value: Symbol) -> &str {
        self.dictionaries.text(field, value)
    }

    /// The address is one of ours.
    pub fn trusts(&self, address: Symbol) -> bool {
        address != ABSENT && self.tenant.trusts(self.text(Field::Ip, address))
    }
}

/// Text of a flag says yes.
pub(crate) fn says_yes(text: &str) -> bool {
    flag(text) == Some(true)
}

#[cfg(test)]
mod tests;
