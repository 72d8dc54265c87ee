use entrasift_core::RowRef;
use proptest::prelude::*;

use super::*;
use crate::derive::person::Person;

fn marks(events: &[(i64, u32)]) -> Vec<Mark> {
    let mark = |(place, (time, value)): (usize, &(i64, u32))| Mark {
        time: Time(*time),
        row: RowRef::default(),
        person: Person(place as u32 + 1),
        values: [*value, 0, 0],
    };
    events.iter().enumerate().map(mark).collect()
}

fn value(_: usize, mark: &Mark) -> Option<u32> {
    (mark.values[0] != ABSENT).then_some(mark.values[0])
}

fn each(place: usize, _: &Mark) -> Option<u32> {
    Some(place as u32)
}

/// Tries every window, and joins those that share an event.
fn naive(events: &[Mark], within: i64, least: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for first in 0..events.len() {
        for last in first..events.len() {
            let window = &events[first..=last];
            let mut values: Vec<u32> =
                window.iter().map(|mark| mark.values[0]).filter(|value| *value != 0).collect();
            values.sort_unstable();
            values.dedup();
            if events[last].time.0 - events[first].time.0 <= within && values.len() >= least {
                found.push(first..last + 1);
            }
        }
    }
    loop {
        let shared = (0..found.len())
            .flat_map(|a| (a + 1..found.len()).map(move |b| (a, b)))
            .find(|(a, b)| found[*a].start < found[*b].end && found[*b].start < found[*a].end);
        let Some((a, b)) = shared else { break };
        let other = found.remove(b);
        found[a] = found[a].start.min(other.start)..found[a].end.max(other.end);
    }
    found.sort_by_key(|range| range.start);
    found
}

#[test]
fn windows_hold_both_ends_and_no_more() {
    let check = |times: &[i64], within, least, expect: &[(usize, usize)]| {
        let events = marks(&times.iter().map(|time| (*time, 1)).collect::<Vec<_>>());
        let found: Vec<_> = runs(&events, within, least, each)
            .into_iter()
            .map(|run| (run.events.start, run.events.end))
            .collect();
        assert_eq!(found, expect, "{times:?}");
    };
    check(&[0, 30, 60], 60, 3, &[(0, 3)]);
    check(&[0, 30, 61], 60, 3, &[]);
    // The first two are as much a pair as any other.
    check(&[0, 1], 60, 2, &[(0, 2)]);
    check(&[0, 1, 100, 101], 60, 2, &[(0, 2), (2, 4)]);
    // Windows that share an event are one run, longer than a window.
    check(&[0, 50, 100, 150], 60, 2, &[(0, 4)]);
    check(&[], 60, 1, &[]);
    check(&[7, 7, 7], 0, 3, &[(0, 3)]);
    check(&[i64::MIN, i64::MAX], 60, 2, &[]);
}

#[test]
fn distinct_values_count_once_and_absent_ones_not() {
    let events = marks(&[(0, 1), (1, 1), (2, 0), (3, 2), (4, 1)]);
    assert_eq!(runs(&events, 10, 3, value), []);
    let found = runs(&events, 10, 2, value);
    assert_eq!(found, [Run { events: 0..5, reached: Time(3) }]);
}

#[test]
fn trails_keep_keys_apart() {
    let events = marks(&[(5, 2), (1, 1), (3, 0), (2, 2), (4, 1)]);
    let found = trails(&events, |mark| mark.values[0]);
    let times: Vec<Vec<i64>> =
        found.iter().map(|trail| trail.iter().map(|mark| mark.time.0).collect()).collect();
    assert_eq!(times, [vec![1, 4], vec![2, 5]]);
}

#[test]
fn a_mark_has_32_bytes() {
    assert_eq!(size_of::<Mark>(), 32);
}

proptest! {
    #[test]
    fn sliding_equals_trying_every_window(
        mut events in prop::collection::vec((0_i64..60, 0_u32..5), 0..24),
        within in 0_i64..30,
        least in 1_usize..5,
        seed in any::<u64>(),
    ) {
        let mut shuffled = events.clone();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, (seed.wrapping_mul(at as u64 + 7) >> 7) as usize % (at + 1));
        }
        events.sort_by_key(|(time, _)| *time);
        shuffled.sort_by_key(|(time, _)| *time);
        let expect = naive(&marks(&events), within, least);
        for events in [events, shuffled] {
            let found: Vec<_> = runs(&marks(&events), within, least, value).into_iter().map(|run| run.events).collect();
            prop_assert_eq!(&found, &expect);
        }
    }
}
