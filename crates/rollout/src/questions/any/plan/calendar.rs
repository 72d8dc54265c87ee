//! The calendar of a rollout: which step is on which days.

use entrasift_core::{DAY, Time};
use entrasift_rules::tenant::Rollout;

use crate::facts::weekday;
use crate::questions::register::campaign::REMINDER_DAY;

/// Days of the pilot where no date of enforcement is set.
const PILOT_DAYS: i64 = 3;

/// Days of the validation.
const VALIDATION_DAYS: i64 = 3;

/// The five steps, each from its first to its last day. Days are whole days of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// Day 1.
    pub start: Time,
    /// The registration campaign.
    pub register: (Time, Time),
    /// The pilot.
    pub pilot: (Time, Time),
    /// The day of enforcement.
    pub enforce: Time,
    /// The validation.
    pub validate: (Time, Time),
    /// The day of the reminder.
    pub remind: Time,
    /// From this day on people are contacted one by one.
    pub contact: Time,
}

impl Calendar {
    /// From day 1 and the lengths that the tenant file gives; its other dates count only where they belong to the same start.
    pub fn new(start: Time, rollout: &Rollout) -> Calendar {
        let start = midnight(start);
        let own = starts_at(rollout, start);
        let begun = rollout.registration_start.map(midnight).filter(|begun| own && *begun >= start);
        let begun = begun.unwrap_or(later(start, 2));
        let last = later(begun, i64::from(rollout.registration_days) - 1);
        let usual = later(last, PILOT_DAYS + 1);
        let enforce =
            rollout.enforced_at.map(midnight).filter(|at| own && *at >= later(last, 2)).unwrap_or(usual);
        let on = |day: i64| later(begun, day - 1).min(last);
        Calendar {
            start,
            register: (begun, last),
            pilot: (later(last, 1), later(enforce, -1)),
            enforce,
            validate: (later(enforce, 1), later(enforce, VALIDATION_DAYS)),
            remind: on(REMINDER_DAY),
            contact: on(i64::from(rollout.contact_from_day)),
        }
    }

    /// The dates in the tenant file belong to this start.
    pub fn is_own(&self, rollout: &Rollout) -> bool {
        starts_at(rollout, self.start)
    }

    /// The number of a day; day 1 is the start.
    pub fn number(&self, day: Time) -> i64 {
        day.day() - self.start.day() + 1
    }
}

/// The tenant file names no other day 1 than this one.
fn starts_at(rollout: &Rollout, start: Time) -> bool {
    rollout.start.map(midnight).is_none_or(|known| known == start)
}

fn midnight(time: Time) -> Time {
    Time(time.day().saturating_mul(DAY))
}

/// So many days later.
pub fn later(day: Time, days: i64) -> Time {
    Time(day.0.saturating_add(days.saturating_mul(DAY)))
}

/// `Monday` and so on.
pub fn weekday(day: Time) -> &'static str {
    weekday::weekday(day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Time {
        Time::parse_bound(text).expect("a date")
    }

    #[test]
    fn the_guide_s_days() {
        let calendar = Calendar::new(day("2026-11-04"), &Rollout::default());
        let numbers = |(first, last): (Time, Time)| (calendar.number(first), calendar.number(last));
        assert_eq!(numbers(calendar.register), (3, 16));
        assert_eq!(numbers(calendar.pilot), (17, 19));
        assert_eq!(calendar.number(calendar.enforce), 20);
        assert_eq!(numbers(calendar.validate), (21, 23));
        assert_eq!((calendar.number(calendar.remind), calendar.number(calendar.contact)), (12, 14));
        assert_eq!((calendar.enforce, weekday(calendar.enforce)), (day("2026-11-23"), "Monday"));
    }

    #[test]
    fn dates_of_the_tenant_file() {
        let rollout = Rollout {
            start: Some(day("2026-11-04")),
            registration_start: Some(day("2026-11-09")),
            enforced_at: Time::parse_bound("2026-12-01T08:00:00Z"),
            registration_days: 10,
            ..Rollout::default()
        };
        let calendar = Calendar::new(day("2026-11-04"), &rollout);
        assert_eq!(calendar.register, (day("2026-11-09"), day("2026-11-18")));
        assert_eq!(calendar.pilot, (day("2026-11-19"), day("2026-11-30")));
        assert_eq!(calendar.enforce, day("2026-12-01"));
        assert_eq!(calendar.contact, day("2026-11-18"));
        // Another start: the dates belong to another plan, the lengths stay.
        let other = Calendar::new(day("2027-01-11"), &rollout);
        assert_eq!(other.register, (day("2027-01-13"), day("2027-01-22")));
        assert_eq!(other.enforce, day("2027-01-26"));
    }

    #[test]
    fn the_ends_of_time() {
        for time in [Time::MIN, Time::MAX] {
            let calendar =
                Calendar::new(time, &Rollout { registration_days: u32::MAX, ..Rollout::default() });
            assert!(!weekday(calendar.enforce).is_empty());
        }
    }
}
