//! What look-ups found.

use std::sync::Arc;

use entrasift_core::{Field, Time, Translation};
use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::request::{Lookup, Split};
use crate::engine::mark::{KEPT, Mark, Marks};
use crate::measure::{Evidence, Span};

/// What was found with one value.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// From when to when.
    pub span: Span,
    /// The rows that prove it.
    pub evidence: Evidence,
}

/// What one look-up found.
#[derive(Debug, Clone)]
pub struct Found {
    split: Split,
    start: Time,
    pub(super) firsts: Arc<Firsts>,
    traces: HashMap<u32, Trace, FixedState>,
    most: usize,
    /// There were more values than the look-up wants to know of, so that nothing was kept.
    pub too_many: bool,
    /// The sign-ins themselves, if they were asked for.
    pub marks: Marks,
}

/// When each value was first seen, history included. Look-ups that differ only in their times share one: if one user agent had a
/// burst every day, each burst would otherwise count its users anew.
pub(super) type Firsts = HashMap<u32, Time, FixedState>;

/// What was found for all look-ups, each observer's in the order in which it asked.
pub type AllFound = std::vec::IntoIter<Found>;

impl Found {
    /// Nothing found yet.
    pub(super) fn new(lookup: &Lookup) -> Found {
        let fields = lookup.keep.unwrap_or([Field::Country; KEPT]);
        Found {
            split: lookup.split,
            start: lookup.start,
            firsts: Arc::default(),
            traces: HashMap::default(),
            most: lookup.most,
            too_many: false,
            marks: Marks::new(fields),
        }
    }

    /// The value was seen before the look-up's start.
    pub fn knew(&self, value: u32) -> bool {
        self.firsts.get(&value).is_some_and(|first| *first < self.start)
    }

    /// Each value that was found, in no particular order.
    pub fn traces(&self) -> impl Iterator<Item = (u32, &Trace)> {
        self.traces.iter().map(|(value, trace)| (*value, trace))
    }

    /// Takes in a sign-in; it is kept as a mark, too, where `keep` makes one.
    pub(super) fn see(&mut self, value: u32, mark: Mark, keep: bool) {
        let trace = self.traces.entry(value).or_default();
        trace.span.see(mark.time);
        trace.evidence.see(mark.row);
        if keep {
            self.marks.push(mark);
        }
        self.bound();
    }

    /// Gives up where there are more values than wanted.
    fn bound(&mut self) {
        if self.traces.len() > self.most {
            self.give_up();
        }
    }

    fn give_up(&mut self) {
        self.too_many = true;
        self.traces = HashMap::default();
        self.marks.take();
    }

    /// Takes in what another worker found for the same look-up.
    pub(super) fn merge(&mut self, other: Found, translation: &Translation) {
        if self.too_many || other.too_many {
            self.give_up();
            return;
        }
        for (value, theirs) in other.traces {
            let ours = self.traces.entry(self.split.translate(value, translation)).or_default();
            ours.span.merge(theirs.span);
            ours.evidence.merge(&theirs.evidence);
        }
        self.marks.merge(other.marks, translation);
        self.bound();
    }
}
