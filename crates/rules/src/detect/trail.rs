//! Trails: the sign-ins of one key in time order, and the windows in which they stand close together.
//!
//! While the logs are shown, a detector notes a [`Mark`] of 32 bytes for each sign-in that its rule's predicate holds for: failures and
//! interrupts, never all successes. The marks are merged, sorted by time and judged by exact sliding windows ([`runs`]), so the answer
//! depends neither on chunks nor on threads nor on the order of rows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use entrasift_core::{ABSENT, Time};

use crate::engine::mark::Mark;

/// The events of each key in time order (of one time: by row). Events without a key are left out.
pub fn trails(marks: &[Mark], key: impl Fn(&Mark) -> u32) -> Vec<Vec<Mark>> {
    let mut keyed: Vec<(u32, Mark)> = marks.iter().map(|mark| (key(mark), *mark)).collect();
    keyed.retain(|(key, _)| *key != ABSENT);
    keyed.sort_unstable_by_key(|(key, mark)| (*key, mark.time, mark.row));
    let groups = keyed.chunk_by(|(one, _), (other, _)| one == other);
    groups.map(|group| group.iter().map(|(_, mark)| *mark).collect()).collect()
}

/// Events of a trail that are close enough together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The places of the events in the trail.
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
    let mut counts: HashMap<u32, usize> = HashMap::new();
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

#[cfg(test)]
mod tests;
