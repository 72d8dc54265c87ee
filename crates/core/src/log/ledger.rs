//! The ledger: what became of every record of every file.

use crate::field::status::Status;
use crate::log::hours::{HourSet, longest_pause};
use crate::text::fault::Fault;
use crate::text::time::{HOUR, Time};

/// One malformed record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Which input.
    pub file: u32,
    /// The row; the header is row 1.
    pub row: u64,
    /// Where it starts in the file, in bytes.
    pub offset: u64,
    /// What is wrong.
    pub fault: Fault,
    /// The fault in words, with the value if that helps.
    pub detail: String,
}

/// How many problems are kept for each file. All are counted.
pub const PROBLEMS_KEPT: usize = 100;

/// What became of the records of one file: `rows = malformed + duplicates + out_of_window + other + signins`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// Data rows.
    pub rows: u64,
    /// Rows that could not be used.
    pub malformed: u64,
    /// Copies of a sign-in that is counted elsewhere.
    pub duplicates: u64,
    /// Sign-ins outside of the time window.
    pub out_of_window: u64,
    /// Rows that are not sign-ins, such as those of companions and reports.
    pub other: u64,
    /// Sign-ins that count.
    pub signins: u64,
    /// Sign-ins that succeeded.
    pub success: u64,
    /// Sign-ins that failed.
    pub failure: u64,
    /// Sign-ins that were interrupted.
    pub interrupted: u64,
    /// Sign-ins whose status word contradicts the code.
    pub status_differs: u64,
    /// Time of the earliest usable row in the window, copies included.
    pub first: Option<Time>,
    /// Time of the last.
    pub last: Option<Time>,
    /// Time of the earliest sign-in that counts. For copies with different times it is that of the merged sign-in.
    pub first_signin: Option<Time>,
    /// Time of the last.
    pub last_signin: Option<Time>,
    /// Whether the file ended within a record.
    pub cut: bool,
    /// The hours in which usable rows in the window lie, copies included: hours since 1970.
    pub hours: HourSet,
}

/// A time without rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub to: Time,
    /// How many hours there are from the first row to the last.
    pub all: u64,
    /// How many of them have no row.
    pub without: u64,
}

impl Ledger {
    /// Adds the sums of another part of the same file, or of another file for the total.
    pub fn add(&mut self, other: &Ledger) {
        self.rows += other.rows;
        self.malformed += other.malformed;
        self.duplicates += other.duplicates;
        self.out_of_window += other.out_of_window;
        self.other += other.other;
        self.signins += other.signins;
        self.success += other.success;
        self.failure += other.failure;
        self.interrupted += other.interrupted;
        self.status_differs += other.status_differs;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).max();
        self.first_signin = self.first_signin.into_iter().chain(other.first_signin).min();
        self.last_signin = self.last_signin.into_iter().chain(other.last_signin).max();
        self.cut |= other.cut;
        self.hours.merge(&other.hours);
    }

    /// Takes into account the times of usable rows.
    pub(crate) fn saw(&mut self, times: &[Time]) {
        self.first = self.first.into_iter().chain(times.iter().copied().min()).min();
        self.last = self.last.into_iter().chain(times.iter().copied().max()).max();
        // Most rows are of the same hour as the row before.
        let mut begin: Option<i64> = None;
        for time in times {
            if begin.is_none_or(|begin| !(0..HOUR).contains(&time.0.wrapping_sub(begin))) {
                let hour = time.0.div_euclid(HOUR);
                begin = Some(hour.saturating_mul(HOUR));
                self.hours.insert(hour);
            }
        }
    }

    /// The longest pause between the first and the last row, in whole hours. The first, if several are equally long; `None` if every hour
    /// has a row.
    pub fn longest_pause(&self) -> Option<Pause> {
        let hours = self.hours.sorted();
        let all = (hours.last()? - hours.first()? + 1) as u64;
        let (from, to) = longest_pause(&hours).filter(|(from, to)| to > from)?;
        let time = |hour: i64| Time(hour.saturating_mul(HOUR));
        Some(Pause { from: time(from), to: time(to), all, without: all - hours.len() as u64 })
    }

    /// Counts a sign-in.
    #[inline]
    pub(crate) fn count(&mut self, time: Time, status: Status) {
        self.signins += 1;
        self.first_signin = Some(self.first_signin.map_or(time, |first| first.min(time)));
        self.last_signin = Some(self.last_signin.map_or(time, |last| last.max(time)));
        match status {
            Status::Success => self.success += 1,
            Status::Failure => self.failure += 1,
            Status::Interrupted => self.interrupted += 1,
        }
    }

    /// Whether every row is accounted for.
    pub fn reconciles(&self) -> bool {
        self.rows == self.malformed + self.duplicates + self.out_of_window + self.other + self.signins
    }
}
