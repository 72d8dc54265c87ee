//! Shifts: the hours in which a policy was at work, and the stretches in which it was not although people got in.

use std::collections::BTreeMap;

use entrasift_core::{HOUR, Time};

use super::window::Window;

/// A shorter stretch without the policy proves nothing: a policy may take a day to reach everybody.
const LONG_HOURS: i64 = 24;

/// A stretch with fewer sign-ins than this proves nothing.
const FEW: u64 = 10;

/// The interactive successes that a policy is meant for, by hour since 1970: how many a policy applied to, and how many there were.
#[derive(Debug, Default)]
pub struct Shifts(BTreeMap<i64, (u64, u64)>);

/// A stretch of the window in which the policy applied to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// It begins with the hour after the last sign-in to which the policy applied.
    pub from: Time,
    /// It ends with the hour of the next such sign-in.
    pub to: Time,
    /// How many successes it has.
    pub signins: u64,
}

impl Shifts {
    /// Counts one success.
    pub fn see(&mut self, time: Time, applied: bool) {
        let (some, all) = self.0.entry(time.0.div_euclid(HOUR)).or_default();
        *some += u64::from(applied);
        *all += 1;
    }

    /// Adds what another worker counted.
    pub fn merge(&mut self, other: Shifts) {
        for (hour, (some, all)) in other.0 {
            let ours = self.0.entry(hour).or_default();
            *ours = (ours.0 + some, ours.1 + all);
        }
    }

    /// The longest stretch of the window without the policy, where it is long and people got in; the earliest of several.
    pub fn idle(&self, window: Window) -> Option<Stretch> {
        let hour = |time: Time| time.0.div_euclid(HOUR);
        let (first, end) = (hour(window.from), hour(window.to));
        let at_work = self.0.iter().filter(|(_, (some, _))| *some > 0).map(|(hour, _)| *hour);
        let marks: Vec<i64> = std::iter::once(first - 1).chain(at_work).chain(std::iter::once(end)).collect();
        let stretches = marks.windows(2).map(|pair| (pair[0] + 1, pair[1]));
        let long = stretches.filter(|(from, to)| to - from >= LONG_HOURS).map(|(from, to)| {
            let signins = self.0.range(from..to).map(|(_, (_, all))| all).sum();
            Stretch { from: Time(from.max(first) * HOUR), to: Time(to * HOUR), signins }
        });
        long.filter(|one| one.signins >= FEW).max_by_key(|one| (one.to.0 - one.from.0, -one.from.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches() {
        let window = Window { from: Time(0), to: Time(72 * HOUR) };
        let check = |at_work: &[i64], idle: &[i64], expect: Option<(i64, i64, u64)>| {
            let mut shifts = Shifts::default();
            at_work.iter().for_each(|hour| shifts.see(Time(hour * HOUR), true));
            idle.iter().flat_map(|hour| [*hour; 5]).for_each(|hour| shifts.see(Time(hour * HOUR), false));
            let found = shifts.idle(window);
            let found = found.map(|one| (one.from.0 / HOUR, one.to.0 / HOUR, one.signins));
            assert_eq!(found, expect, "{at_work:?} {idle:?}");
        };
        check(&[1, 20, 40, 60], &[2, 21, 41, 61], None);
        check(&[1, 20], &[30, 50], Some((21, 72, 10)));
        check(&[40, 60], &[3, 9], Some((0, 40, 10)));
        check(&[1, 30, 60], &[5, 8], Some((2, 30, 10)));
        check(&[1, 30, 60], &[5], None);
        check(&[], &[5, 9], Some((0, 72, 10)));
    }
}
