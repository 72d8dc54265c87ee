//! The pulse of a log: when it has sign-ins, how long its pauses are, and how long they usually are at that time of the day.

use entrasift_core::{DAY, HOUR, MINUTE};
use entrasift_rules::engine::population::EventKind;

use crate::questions::checks::material::Material;

/// The minutes with sign-ins of one kind, ascending.
#[derive(Debug)]
pub struct Pulse(Vec<i64>);

impl Pulse {
    /// There is no sign-in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The minutes of some kinds of sign-ins.
    pub fn new(material: &Material<'_>, kinds: &[EventKind]) -> Pulse {
        let minutes = material.sums.minutes.iter();
        let mut minutes: Vec<i64> =
            minutes.filter(|(kind, _)| kinds.contains(kind)).map(|(_, minute)| *minute).collect();
        minutes.sort_unstable();
        minutes.dedup();
        Pulse(minutes)
    }

    /// The pause that a moment falls into: the minute before it with sign-ins, and the one at or after it.
    pub fn around(&self, minute: i64) -> (Option<i64>, Option<i64>) {
        let at = self.0.partition_point(|one| *one < minute);
        (at.checked_sub(1).map(|before| self.0[before]), self.0.get(at).copied())
    }

    /// How long the pause at this time of the day usually is, in minutes: the median over the other days of the data; 0 where there
    /// is no other day.
    fn usual(&self, minute: i64) -> i64 {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return 0 };
        let day = DAY / MINUTE;
        let mut pauses = Vec::new();
        let (earliest, latest) = ((first - minute).div_euclid(day), (last - minute).div_euclid(day) + 1);
        for offset in (earliest..=latest).filter(|offset| *offset != 0) {
            if let (Some(before), Some(after)) = self.around(minute + offset * day) {
                pauses.push(after - before);
            }
        }
        pauses.sort_unstable();
        pauses.get(pauses.len() / 2).copied().unwrap_or(0)
    }

    /// A pause from or up to a moment is too long to be believed: over an hour, and over three times the usual one at that hour.
    pub fn is_too_long(&self, minute: i64, pause: i64) -> bool {
        pause > HOUR / MINUTE && pause > 3 * self.usual(minute)
    }

    /// The longest pause in a window, its edges included.
    pub fn longest(&self, from: i64, to: i64) -> (i64, i64) {
        let inside = self.0.iter().copied().filter(|minute| (from..to).contains(minute));
        let marks: Vec<i64> = std::iter::once(from).chain(inside).chain(std::iter::once(to)).collect();
        let pauses = marks.windows(2).map(|pair| (pair[0], pair[1]));
        pauses.max_by_key(|(from, to)| (to - from, -from)).unwrap_or((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(days: std::ops::Range<i64>, minutes: &[i64]) -> Pulse {
        let mut all: Vec<i64> =
            days.flat_map(|day| minutes.iter().map(move |minute| day * 1440 + minute)).collect();
        all.sort_unstable();
        Pulse(all)
    }

    #[test]
    fn usual_pauses() {
        let pulse = daily(0..5, &[480, 500, 520, 1000]);
        assert_eq!(pulse.usual(2 * 1440 + 510), 20);
        assert_eq!(pulse.usual(2 * 1440 + 700), 480);
        assert_eq!(daily(2..3, &[480, 500]).usual(2 * 1440 + 490), 0);
        assert_eq!(Pulse(Vec::new()).usual(490), 0);
    }

    #[test]
    fn long_pauses() {
        let pulse = daily(0..5, &[480, 500, 520, 1000]);
        let check = |minute: i64, pause: i64, expect: bool| {
            assert_eq!(pulse.is_too_long(2 * 1440 + minute, pause), expect, "{minute} {pause}");
        };
        check(510, 60, false);
        check(510, 61, true);
        check(700, 1440, false);
        check(700, 1441, true);
    }

    #[test]
    fn the_longest_pause_counts_the_edges() {
        let pulse = Pulse(vec![100, 150, 400]);
        assert_eq!(pulse.longest(0, 1000), (400, 1000));
        assert_eq!(pulse.longest(90, 450), (150, 400));
        assert_eq!(Pulse(Vec::new()).longest(0, 10), (0, 10));
    }
}
