//! Moment and Date: seconds since 1970 in UTC, and the calendar days that they fall on.

use std::fmt;

/// Seconds in one day.
pub const DAY: i64 = 86_400;

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// A calendar day, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i64);

impl Date {
    /// The day of a year, month (1 to 12) and day of month.
    pub const fn new(year: i64, month: i64, day: i64) -> Date {
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Date(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month and day of month.
    pub const fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, doy - (153 * mp + 2) / 5 + 1)
    }

    /// The moment at so many hours, minutes and seconds into the day.
    pub const fn at(self, hour: i64, minute: i64, second: i64) -> Moment {
        Moment(self.0 * DAY + hour * 3600 + minute * 60 + second)
    }

    /// The day so many days later.
    pub const fn plus(self, days: i64) -> Date {
        Date(self.0 + days)
    }

    /// Saturday or Sunday.
    pub const fn is_weekend(self) -> bool {
        matches!((self.0 + 3).rem_euclid(7), 5 | 6)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Moment {
    /// The day it falls on.
    pub const fn date(self) -> Date {
        Date(self.0.div_euclid(DAY))
    }

    /// Hour, minute and second of its day.
    pub const fn clock(self) -> (i64, i64, i64) {
        let seconds = self.0.rem_euclid(DAY);
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// The moment so many seconds later.
    pub const fn plus(self, seconds: i64) -> Moment {
        Moment(self.0 + seconds)
    }

    /// The 19 bytes `2026-11-04T07:15:30`, for years of four digits.
    pub fn text(self) -> [u8; 19] {
        let mut text = *b"0000-00-00T00:00:00";
        let ((year, month, day), (hour, minute, second)) = (self.date().civil(), self.clock());
        let two = |text: &mut [u8; 19], at: usize, value: i64| {
            text[at] = b'0' + (value / 10 % 10) as u8;
            text[at + 1] = b'0' + (value % 10) as u8;
        };
        two(&mut text, 0, year / 100);
        two(&mut text, 2, year % 100);
        for (at, value) in [(5, month), (8, day), (11, hour), (14, minute), (17, second)] {
            two(&mut text, at, value);
        }
        text
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).map_err(|_| fmt::Error)?)?;
        f.write_str("Z")
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Moment};

    #[test]
    fn known_days() {
        assert_eq!(Date::new(1970, 1, 1).0, 0);
        assert_eq!(Date::new(2024, 2, 29).plus(1).civil(), (2024, 3, 1));
        assert_eq!(Date::new(2026, 11, 4).at(7, 15, 30).to_string(), "2026-11-04T07:15:30Z");
        assert_eq!(Moment(1_795_420_800).to_string(), "2026-11-23T08:00:00Z");
    }

    #[test]
    fn the_guide_starts_on_a_wednesday() {
        let start = Date::new(2026, 11, 4);
        let weekend: Vec<i64> = (0..7).filter(|day| start.plus(*day).is_weekend()).collect();
        assert_eq!(weekend, [3, 4]);
    }
}
