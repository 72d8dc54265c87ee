//! The timeline: sign-ins hour by hour, with and without MFA.

use entrasift_core::{HOUR, Status, Time, Translation};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::engine::{Observe, Row, View};
use entrasift_rules::tally::{Part, Remember, Tally};

/// Sign-ins hour by hour.
#[derive(Debug)]
pub struct Timeline {
    hours: Tally<1, HourCounts>,
    /// Protected successes of one hour that are not entered yet: rows of one hour stand together.
    open: (u32, u64),
}

/// How many sign-ins of one hour there are of each kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct HourCounts {
    /// They succeeded.
    pub success: u64,
    /// They failed.
    pub failure: u64,
    /// They were interrupted.
    pub interrupted: u64,
    /// They succeeded, and a second factor protects them.
    pub mfa: u64,
    /// They used legacy authentication, whatever became of them.
    pub legacy: u64,
}

impl HourCounts {
    /// Successes with a single factor.
    pub fn single_factor(&self) -> u64 {
        self.success - self.mfa
    }
}

impl Remember for HourCounts {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.success += other.success;
        self.failure += other.failure;
        self.interrupted += other.interrupted;
        self.mfa += other.mfa;
        self.legacy += other.legacy;
    }
}

impl Default for Timeline {
    fn default() -> Self {
        Timeline { hours: Tally::per([Part::Number]), open: (0, 0) }
    }
}

/// The number of an hour since 1970: every time that can be said fits after an offset.
fn hour_number(time: Time) -> u32 {
    (time.0.div_euclid(HOUR) + i64::from(u32::MAX / 2)) as u32
}

fn hour_time(number: u32) -> Time {
    Time((i64::from(number) - i64::from(u32::MAX / 2)) * HOUR)
}

impl Observe for Timeline {
    fn observe(&mut self, view: View<'_>) {
        let mut rows = view.rows().peekable();
        while let Some(first) = rows.peek() {
            let number = hour_number(first.time());
            let hour = self.hours.group([number]);
            while let Some(row) = rows.next_if(|row| hour_number(row.time()) == number) {
                match row.status() {
                    Status::Success => hour.success += 1,
                    Status::Failure => hour.failure += 1,
                    Status::Interrupted => hour.interrupted += 1,
                }
                hour.legacy += u64::from(row.legacy().is_legacy());
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, _) in rows.iter().filter(|(_, verdict)| verdict.class.is_protected()) {
            let number = hour_number(row.time());
            if number != self.open.0 {
                self.enter_open();
                self.open.0 = number;
            }
            self.open.1 += 1;
        }
    }

    fn merge(&mut self, mut other: Self, translation: &Translation) {
        self.enter_open();
        other.enter_open();
        self.hours.merge(other.hours, translation);
    }
}

impl Timeline {
    fn enter_open(&mut self) {
        let (number, protected) = std::mem::take(&mut self.open);
        if protected > 0 {
            self.hours.group([number]).mfa += protected;
        }
    }

    /// When each hour begins in which somebody signed in, in time order, and what happened in it.
    pub(super) fn into_hours(mut self) -> Vec<(Time, HourCounts)> {
        // Where there is one worker only, nothing was merged.
        self.enter_open();
        let mut hours: Vec<_> =
            self.hours.iter().map(|([number], hour)| (hour_time(*number), *hour)).collect();
        hours.sort_unstable_by_key(|(time, _)| *time);
        hours
    }
}
