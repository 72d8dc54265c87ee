//! The campaign: its days, its target line, where it stands on it, and when it will be there.

use entrasift_core::{DAY, Time};
use entrasift_rules::tenant::Rollout;

/// The day on which a campaign that is behind sends its reminder.
pub const REMINDER_DAY: i64 = 10;

/// Days that the pace of registering is measured over.
const PACE_DAYS: i64 = 7;

/// A registration campaign as it was planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Campaign {
    /// When its first day begins; `None` where nobody says.
    pub start: Option<Time>,
    /// Its length in days.
    pub days: i64,
    /// The share wanted at its end.
    pub target: f64,
    /// The share below which a reminder goes out.
    pub remind_below: f64,
    /// From this day on people are contacted one by one.
    pub contact_from_day: i64,
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignStanding {
    /// Go on.
    OnTrack,
    /// Send the reminder.
    Remind,
    /// Contact those who are missing, one by one.
    Contact,
    /// The target is reached.
    Complete,
    /// The last day is over, and the target is not reached.
    Overdue,
}

impl CampaignStanding {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            CampaignStanding::OnTrack => "on-track",
            CampaignStanding::Remind => "remind",
            CampaignStanding::Contact => "contact",
            CampaignStanding::Complete => "complete",
            CampaignStanding::Overdue => "overdue",
        }
    }
}

impl Campaign {
    /// As the tenant file has it.
    pub fn new(rollout: &Rollout) -> Campaign {
        Campaign {
            start: rollout.registration_start,
            days: i64::from(rollout.registration_days),
            target: rollout.target_rate,
            remind_below: rollout.remind_below,
            contact_from_day: i64::from(rollout.contact_from_day),
        }
    }

    /// The day of the campaign at a time: 1 in the 24 hours from its start, 0 or less before.
    pub fn day(&self, time: Time) -> Option<i64> {
        Some(time.0.saturating_sub(self.start?.0).div_euclid(DAY) + 1)
    }

    /// When a day of the campaign begins.
    pub fn begin(&self, day: i64) -> Option<Time> {
        Some(Time(self.start?.0.saturating_add((day - 1).saturating_mul(DAY))))
    }

    /// When its last day begins.
    pub fn deadline(&self) -> Option<Time> {
        self.begin(self.days)
    }

    /// The share that is needed on a day to be on the straight line from a first day and its rate to the target on the last day.
    pub fn required(&self, (first, rate): (i64, f64), day: i64) -> f64 {
        if rate >= self.target || day >= self.days || first >= self.days {
            return self.target;
        }
        let done = (day - first).max(0) as f64 / (self.days - first) as f64;
        rate + (self.target - rate) * done
    }

    /// The target is reached.
    pub fn is_reached(&self, rate: f64) -> bool {
        rate >= self.target
    }

    /// How many people must be able to use MFA to reach the target, out of this many.
    pub fn wanted(&self, eligible: usize) -> usize {
        let guess = (self.target * eligible as f64).floor() as usize;
        (guess.saturating_sub(1)..=eligible)
            .find(|capable| eligible == 0 || self.is_reached(*capable as f64 / eligible as f64))
            .unwrap_or(eligible)
    }

    /// What is to be done on a day at a rate.
    pub fn standing(&self, day: i64, rate: f64) -> CampaignStanding {
        match () {
            () if self.is_reached(rate) => CampaignStanding::Complete,
            () if day > self.days => CampaignStanding::Overdue,
            () if day >= self.contact_from_day => CampaignStanding::Contact,
            () if day >= REMINDER_DAY && rate < self.remind_below => CampaignStanding::Remind,
            () => CampaignStanding::OnTrack,
        }
    }
}

/// How much the rate rises each day: from the latest of `rates` that is at least a week older than the last one, else from the first,
/// up to the last. `None` where all are of one day.
pub fn pace(rates: &[(Time, f64)]) -> Option<f64> {
    let (last, rate) = *rates.last()?;
    let age = |time: Time| last.day() - time.day();
    let week_ago = rates.iter().rev().find(|(time, _)| age(*time) >= PACE_DAYS);
    let (since, before) = *week_ago.or(rates.first())?;
    (age(since) > 0).then(|| (rate - before) / age(since) as f64)
}

/// After how many days a rate reaches a target at a pace; `None`: never.
pub fn days_to(target: f64, rate: f64, pace: f64) -> Option<i64> {
    let days = ((target - rate) / pace).ceil();
    (pace > 0.0 && days.is_finite() && days < 36_500.0).then_some(days.max(0.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMPAIGN: Campaign =
        Campaign { start: Some(Time(0)), days: 14, target: 0.95, remind_below: 0.9, contact_from_day: 12 };

    #[test]
    fn standings() {
        let check = |day: i64, rate: f64, expect: CampaignStanding| {
            assert_eq!(CAMPAIGN.standing(day, rate), expect, "day {day}, {rate}");
        };
        check(-3, 0.1, CampaignStanding::OnTrack);
        check(9, 0.1, CampaignStanding::OnTrack);
        check(10, 0.899, CampaignStanding::Remind);
        check(10, 0.9, CampaignStanding::OnTrack);
        check(11, 0.85, CampaignStanding::Remind);
        check(12, 0.9499, CampaignStanding::Contact);
        check(14, 0.5, CampaignStanding::Contact);
        check(15, 0.9499, CampaignStanding::Overdue);
        check(1, 0.95, CampaignStanding::Complete);
        check(40, 0.95, CampaignStanding::Complete);
    }

    #[test]
    fn days() {
        assert_eq!(CAMPAIGN.day(Time(0)), Some(1));
        assert_eq!(CAMPAIGN.day(Time(DAY - 1)), Some(1));
        assert_eq!(CAMPAIGN.day(Time(-1)), Some(0));
        assert_eq!(CAMPAIGN.day(Time::MAX).map(|day| day > 1), Some(true));
        assert_eq!(CAMPAIGN.deadline(), Some(Time(13 * DAY)));
        assert_eq!(Campaign { start: None, ..CAMPAIGN }.day(Time(0)), None);
    }

    #[test]
    fn the_target_line() {
        let check = |first: (i64, f64), day: i64, expect: f64| {
            let required = CAMPAIGN.required(first, day);
            assert!((required - expect).abs() < 1e-12, "{first:?} on day {day}: {required}");
        };
        check((1, 0.82), 1, 0.82);
        check((1, 0.82), 14, 0.95);
        check((1, 0.82), 2, 0.83);
        check((1, 0.82), -5, 0.82);
        check((1, 0.82), 99, 0.95);
        check((14, 0.5), 14, 0.95);
        check((3, 0.99), 3, 0.95);
    }

    #[test]
    fn people_wanted() {
        let check =
            |eligible: usize, expect: usize| assert_eq!(CAMPAIGN.wanted(eligible), expect, "{eligible}");
        check(206, 196);
        check(100, 95);
        check(20, 19);
        check(1, 1);
        check(0, 0);
    }

    #[test]
    fn paces() {
        let check = |rates: &[(i64, f64)], expect: Option<f64>| {
            let rates: Vec<_> = rates.iter().map(|(day, rate)| (Time(day * DAY + 5), *rate)).collect();
            let found = pace(&rates);
            assert_eq!(found.map(|pace| (pace * 1e9).round()), expect.map(|pace| (pace * 1e9).round()));
        };
        check(&[], None);
        check(&[(1, 0.5)], None);
        check(&[(1, 0.5), (1, 0.6)], None);
        check(&[(1, 0.5), (2, 0.6)], Some(0.1));
        check(&[(1, 0.0), (2, 0.5), (9, 0.85), (10, 0.9)], Some(0.05));
        check(&[(1, 0.5), (3, 0.4)], Some(-0.05));
        assert_eq!(days_to(0.95, 0.9, 0.02), Some(3));
        assert_eq!(days_to(0.95, 0.9, 0.0), None);
        assert_eq!(days_to(0.95, 0.9, -0.1), None);
        assert_eq!(days_to(0.95, 0.96, 0.1), Some(0));
        assert_eq!(days_to(0.95, 0.0, 1e-9), None);
    }
}
