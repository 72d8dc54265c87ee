//! When an account signs in: by the clock, around the clock, on working days. A sum of hours and days, so that it merges.

use entrasift_core::{HOUR, Time};
use entrasift_rules::measure::Days;

use crate::facts::weekday::is_weekend;

/// Days under which nothing is called regular.
pub const REGULAR_DAYS: u64 = 5;
/// A clock strikes at this many hours of the day or fewer.
const CLOCK_HOURS: usize = 4;
/// Share of the sign-ins that these hours must hold, in percent.
const CLOCK_SHARE: u64 = 90;
/// Around the clock means in this many hours of the day or more.
const ROUND_HOURS: usize = 20;

/// How often in each hour of the day (UTC), and on which days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rhythm {
    hours: [u64; 24],
    /// The distinct days (UTC).
    pub days: Days,
}

/// What a rhythm is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// A few hours of the day hold nearly all of it: how many.
    Clock(usize),
    /// Every hour of the day alike.
    Round,
    /// Neither.
    Irregular,
}

impl Rhythm {
    /// Sees a time.
    pub fn see(&mut self, time: Time) {
        self.hours[time.0.div_euclid(HOUR).rem_euclid(24) as usize] += 1;
        self.days.see(time);
    }

    /// Takes in another rhythm.
    pub fn merge(&mut self, other: &Rhythm) {
        self.hours.iter_mut().zip(other.hours).for_each(|(ours, theirs)| *ours += theirs);
        self.days.merge(&other.days);
    }

    /// How many sign-ins.
    pub fn count(&self) -> u64 {
        self.hours.iter().sum()
    }

    /// The fewest hours of the day that hold nine tenths of the sign-ins.
    fn busy_hours(&self) -> usize {
        let mut hours = self.hours;
        hours.sort_unstable_by(|a, b| b.cmp(a));
        let (mut held, mut used) = (0, 0);
        for hour in hours {
            if held * 100 >= self.count() * CLOCK_SHARE {
                break;
            }
            held += hour;
            used += 1;
        }
        used
    }

    /// What it is.
    pub fn beat(&self) -> Beat {
        if self.days.count() < REGULAR_DAYS {
            return Beat::Irregular;
        }
        let busy = self.busy_hours();
        if busy <= CLOCK_HOURS {
            return Beat::Clock(busy);
        }
        let used = self.hours.iter().filter(|hour| **hour > 0).count();
        let most = self.hours.iter().max().copied().unwrap_or(0);
        if used >= ROUND_HOURS && most * 24 <= self.count() * 3 { Beat::Round } else { Beat::Irregular }
    }

    /// It runs by itself, as far as times can tell.
    pub fn is_regular(&self) -> bool {
        self.beat() != Beat::Irregular
    }

    /// It was seen on a Saturday or Sunday (UTC).
    pub fn has_weekends(&self) -> bool {
        self.days.iter().any(|day| is_weekend(i64::from(day)))
    }

    /// In words; `None` where it is irregular.
    pub fn words(&self) -> Option<String> {
        let days = self.days.count();
        let when = if self.has_weekends() { "" } else { ", never at a weekend" };
        match self.beat() {
            Beat::Clock(1) => Some(format!("at the same hour on {days} days{when}")),
            Beat::Clock(hours) => Some(format!("at the same {hours} hours of the day on {days} days{when}")),
            Beat::Round => Some(format!("around the clock on {days} days{when}")),
            Beat::Irregular => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use entrasift_core::DAY;

    use super::*;

    /// Sign-ins on days 4 (a Monday) and on, at these hours of each.
    fn rhythm(days: i64, hours: &[i64]) -> Rhythm {
        let mut rhythm = Rhythm::default();
        for day in 4..4 + days {
            hours.iter().for_each(|hour| rhythm.see(Time(day * DAY + hour * HOUR)));
        }
        rhythm
    }

    #[test]
    fn beats() {
        let check = |days, hours: &[i64], expect| assert_eq!(rhythm(days, hours).beat(), expect, "{days}");
        check(4, &[9], Beat::Irregular);
        check(5, &[9], Beat::Clock(1));
        check(5, &[0, 6, 12, 18], Beat::Clock(4));
        check(5, &[0, 3, 6, 12, 18], Beat::Irregular);
        let all: Vec<i64> = (0..24).collect();
        check(5, &all, Beat::Round);
    }

    #[test]
    fn words_name_weekends() {
        assert_eq!(
            rhythm(5, &[9]).words().as_deref(),
            Some("at the same hour on 5 days, never at a weekend")
        );
        assert_eq!(rhythm(6, &[9, 12]).words().as_deref(), Some("at the same 2 hours of the day on 6 days"));
        assert_eq!(rhythm(2, &[9]).words(), None);
    }

    #[test]
    fn merging_is_seeing_all() {
        let mut merged = rhythm(3, &[9]);
        let mut rest = Rhythm::default();
        (7..10).for_each(|day| rest.see(Time(day * DAY + 9 * HOUR)));
        merged.merge(&rest);
        assert_eq!(merged, rhythm(6, &[9]));
    }
}
