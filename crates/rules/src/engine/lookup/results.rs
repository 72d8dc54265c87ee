//! Results: what one worker, or all of them, found for the look-ups of a plan.

use std::sync::Arc;

use entrasift_core::{Time, Translation};

use super::found::{Firsts, Found};
use super::plan::LookupPlan;

/// What was found.
#[derive(Debug)]
pub(super) struct LookupResults {
    /// By look-up.
    pub found: Vec<Found>,
    /// By group of look-ups.
    firsts: Vec<Firsts>,
}

impl LookupResults {
    /// Nothing found yet.
    pub(super) fn new(plan: &LookupPlan) -> LookupResults {
        LookupResults {
            found: plan.lookups.iter().map(Found::new).collect(),
            firsts: plan.groups.iter().map(|_| Firsts::default()).collect(),
        }
    }

    /// Notes when a value was seen by a group of look-ups.
    pub(super) fn note_first(&mut self, group: u32, value: u32, time: Time) {
        let first = self.firsts[group as usize].entry(value).or_insert(time);
        *first = time.min(*first);
    }

    /// Takes in what another worker found.
    pub(super) fn merge(&mut self, theirs: LookupResults, plan: &LookupPlan, translation: &Translation) {
        for (ours, theirs) in self.found.iter_mut().zip(theirs.found) {
            ours.merge(theirs, translation);
        }
        for ((ours, theirs), group) in self.firsts.iter_mut().zip(theirs.firsts).zip(&plan.groups) {
            for (value, time) in theirs {
                let first = ours.entry(group.split.translate(value, translation)).or_insert(time);
                *first = time.min(*first);
            }
        }
    }

    /// What each look-up found, in the order of the look-ups.
    pub(super) fn into_found(mut self, plan: &LookupPlan) -> Vec<Found> {
        for (group, firsts) in plan.groups.iter().zip(self.firsts) {
            let firsts = Arc::new(firsts);
            for lookup in &group.lookups {
                self.found[*lookup as usize].firsts = firsts.clone();
            }
        }
        self.found
    }
}
