//! Rollout: the dates of the guide's five steps, counted from day 1.

use crate::moment::{DAY, Date, Moment};

/// The first day of the default story, a Wednesday.
pub const DEFAULT_START: Date = Date::new(2026, 11, 4);

/// The guide's length in days.
pub const DEFAULT_DAYS: u32 = 23;

/// When each step of the rollout begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// Day 1: prepare.
    pub start: Date,
    /// Day 3: the first day of the registration campaign.
    pub registration_start: Date,
    /// Day 17, 07:00 UTC: the policy for the IT team is switched on.
    pub pilot_at: Moment,
    /// Day 20, 08:00 UTC: the policy for everyone is switched on.
    pub enforced_at: Moment,
}

impl Rollout {
    /// The rollout that begins on `start`.
    pub const fn new(start: Date) -> Rollout {
        Rollout {
            start,
            registration_start: start.plus(2),
            pilot_at: start.plus(16).at(7, 0, 0),
            enforced_at: start.plus(19).at(8, 0, 0),
        }
    }

    /// A moment on day `day` (the first is 1) of the rollout.
    pub const fn on(&self, day: i64, hour: i64, minute: i64) -> Moment {
        self.start.plus(day - 1).at(hour, minute, 0)
    }

    /// The first moment that lies outside the validation window of 72 hours.
    pub const fn validated_at(&self) -> Moment {
        self.enforced_at.plus(3 * DAY)
    }

    /// The 14 days of the campaign and day 23: when a registration report is downloaded.
    pub fn report_days(&self) -> Vec<Date> {
        (0..14).map(|day| self.registration_start.plus(day)).chain([self.start.plus(22)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT_START, Rollout};

    #[test]
    fn the_default_dates_are_the_contract_s() {
        let rollout = Rollout::new(DEFAULT_START);
        assert_eq!(rollout.registration_start.to_string(), "2026-11-06");
        assert_eq!(rollout.enforced_at.to_string(), "2026-11-23T08:00:00Z");
        assert_eq!(rollout.report_days().len(), 15);
    }
}
