//! Moments: what a key that holds a time can say.

use entrasift_core::{DAY, Time};

/// A date, which lasts a day, or a point in time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    Day(Time),
    Point(Time),
}

impl Moment {
    /// The moment itself, or the first one of the day.
    pub(super) fn begin(self) -> Time {
        match self {
            Moment::Day(time) | Moment::Point(time) => time,
        }
    }

    /// The moment itself, or the first one after the day.
    pub(super) fn end(self) -> Time {
        match self {
            Moment::Day(time) => Time(time.0.saturating_add(DAY)),
            Moment::Point(time) => time,
        }
    }
}
