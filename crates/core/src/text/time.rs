//! Times: nanoseconds since 1970 in UTC, parsed by position and written as RFC 3339. No other module knows chrono.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, SecondsFormat, TimeZone, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::text::written::{DateOrder, Written};

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. Covers 1678 to 2262.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// Nanoseconds in one second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds in one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Nanoseconds in one hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Nanoseconds in one day.
pub const DAY: i64 = 24 * HOUR;

impl Time {
    /// The earliest time that can be represented.
    pub const MIN: Time = Time(i64::MIN);
    /// The latest time that can be represented.
    pub const MAX: Time = Time(i64::MAX);

    /// Parses the ISO forms of the exports: `2025-12-31T00:18:33Z`, with a space for the `T`, with 1 to 9 digits of fraction, with `Z`, an
    /// offset, or no zone (taken as UTC). Anything else and every impossible date is `None`.
    pub fn parse_iso(text: &[u8]) -> Option<Time> {
        let date_time = text.get(..19)?;
        let day = days(number(date_time, 0, 4)?, number(date_time, 5, 2)?, number(date_time, 8, 2)?)?;
        let (hour, minute, second) =
            (number(date_time, 11, 2)?, number(date_time, 14, 2)?, number(date_time, 17, 2)?);
        let marks = [date_time[4], date_time[7], date_time[13], date_time[16]];
        if marks != *b"--::" || !matches!(date_time[10], b'T' | b't' | b' ') {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = day * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
        let rest = &text[19..];
        if rest == b"Z" {
            return seconds.checked_mul(SECOND).map(Time);
        }
        let (nanos, zone) = fraction(rest)?;
        let offset = offset_seconds(zone)?;
        (seconds - offset).checked_mul(SECOND)?.checked_add(nanos).map(Time)
    }

    /// Parses the ISO forms, and those of spreadsheets and Log Analytics: `3/12/2026 9:05:00 PM`, `03/12/2026 21:05`, `12.03.2026
    /// 21:05:00`, `6/15/2026, 12:40:24.178 PM`. With slashes, `order` tells day from month. Dots mean that the day comes first; a comma
    /// after the date, the month.
    #[inline]
    pub fn parse(text: &[u8], order: Option<DateOrder>) -> Option<Time> {
        Time::parse_iso(text).or_else(|| parse_local(text, order))
    }

    /// Parses a time as people write it on a command line: RFC 3339, or `YYYY-MM-DD` (midnight UTC).
    pub fn parse_bound(text: &str) -> Option<Time> {
        match text.len() {
            10 => Time::parse_iso(format!("{text}T00:00:00Z").as_bytes()),
            _ => Time::parse_iso(text.as_bytes()),
        }
    }

    /// The start of the hour.
    #[must_use]
    pub fn hour(self) -> Time {
        Time(self.0.div_euclid(HOUR) * HOUR)
    }

    /// Days since 1970-01-01, in UTC.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// RFC 3339 in UTC with `Z`; whole seconds without a fraction, else with as many digits as it needs (3, 6 or 9).
    pub fn rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// `2 Nov 2026`, in UTC.
    pub fn day_words(self) -> String {
        let date = self.utc();
        format!("{} {} {}", date.day(), month(date.month()), date.year())
    }

    /// `2 Nov 2026 09:15`, in UTC.
    pub fn minute_words(self) -> String {
        let date = self.utc();
        format!("{} {:02}:{:02}", self.day_words(), date.hour(), date.minute())
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.0)
    }
}

/// A time zone in which people read times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// UTC, in which everything is stored and compared.
    pub const UTC: Zone = Zone(Tz::UTC);

    /// The zone with this name in the IANA list, such as `Europe/Berlin`, in any case.
    pub fn named(name: &str) -> Option<Zone> {
        TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(name.trim())).map(Zone)
    }

    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The time that clocks in the zone show, as if it were UTC. Only for showing.
    #[must_use]
    pub fn local(self, time: Time) -> Time {
        let offset = self.0.offset_from_utc_datetime(&time.utc().naive_utc()).fix().local_minus_utc();
        Time(time.0.saturating_add(i64::from(offset) * SECOND))
    }
}

#[cold]
fn parse_local(text: &[u8], order: Option<DateOrder>) -> Option<Time> {
    let written = Written::parse(text)?;
    let (year, month, day) = written.date(order)?;
    let (hour, minute, second) = written.clock;
    let seconds =
        days(year, month, day)? * 86_400 + i64::from(hour * 3600 + minute * 60 + second) - written.offset;
    seconds.checked_mul(SECOND)?.checked_add(i64::from(written.nanos)).map(Time)
}

fn month(number: u32) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][number as usize - 1]
}

fn number(text: &[u8], start: usize, digits: usize) -> Option<u32> {
    let mut value = 0;
    for byte in &text[start..start + digits] {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u32::from(digit);
    }
    Some(value)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (the algorithm of Howard Hinnant's "days_from_civil").
fn days(year: u32, month: u32, day: u32) -> Option<i64> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=12).contains(&month) || !(1678..2262).contains(&year) {
        return None;
    }
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if day == 0 || day > LENGTHS[month as usize - 1] + u32::from(leap && month == 2) {
        return None;
    }
    let shifted = i64::from(year) - i64::from(month <= 2);
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The nanoseconds of a fraction such as `.123`, and the rest.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.' | b',', digits)) = text.split_first() else { return Some((0, text)) };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 || length > 9 {
        return None;
    }
    let value = i64::from(number(digits, 0, length)?) * 10_i64.pow(9 - length as u32);
    Some((value, &digits[length..]))
}

fn offset_seconds(zone: &[u8]) -> Option<i64> {
    match zone {
        b"" | b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), hours @ .., b':', m1, m2] if hours.len() == 2 => {
            let (hours, minutes) = (number(hours, 0, 2)?, number(&[*m1, *m2], 0, 2)?);
            let seconds = i64::from(hours * 3600 + minutes * 60);
            (hours < 24 && minutes < 60).then_some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

/// The same as [`Time::parse_iso`] with chrono's general parsers, which are slow: for tests.
pub fn parse_slowly(text: &str) -> Option<Time> {
    let parsed = match DateTime::parse_from_rfc3339(text) {
        Ok(time) => time.naive_utc(),
        Err(_) => ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
            .iter()
            .find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok())?,
    };
    (parsed.date() >= NaiveDate::from_ymd_opt(1678, 1, 1)?).then_some(())?;
    parsed.and_utc().timestamp_nanos_opt().map(Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(Time::parse_iso(text.as_bytes()).map(Time::rfc3339).as_deref(), expect, "{text}");
        assert_eq!(parse_slowly(text).map(Time::rfc3339).as_deref(), expect, "slow twin: {text}");
    }

    #[test]
    fn shapes() {
        check("2025-12-31T00:18:33Z", Some("2025-12-31T00:18:33Z"));
        check("2025-12-31 00:18:33", Some("2025-12-31T00:18:33Z"));
        check("2019-10-18T04:45:48.0729893-05:00", Some("2019-10-18T09:45:48.072989300Z"));
        check("2024-02-29T23:59:59.5Z", Some("2024-02-29T23:59:59.500Z"));
        check("2023-02-29T00:00:00Z", None);
        check("2024-13-01T00:00:00Z", None);
        check("2024-00-01T00:00:00Z", None);
        check("2024-01-01T24:00:00Z", None);
        check("2024-01-01T00:00:00+24:00", None);
        check("0001-01-01T00:00:00Z", None);
        check("2024-1-1T00:00:00Z", None);
        check("", None);
    }

    #[test]
    fn shapes_of_spreadsheets() {
        let check = |text: &str, order, expect: Option<&str>| {
            assert_eq!(Time::parse(text.as_bytes(), order).map(Time::rfc3339).as_deref(), expect, "{text}");
        };
        let (day, month) = (Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst));
        check("3/12/2026 9:05:00 PM", month, Some("2026-03-12T21:05:00Z"));
        check("3/12/2026 12:05:00 AM", day, Some("2026-12-03T00:05:00Z"));
        check("03/12/2026 21:05", day, Some("2026-12-03T21:05:00Z"));
        check("03/12/2026 21:05", None, None);
        check("03.12.2026 21:05:09", None, Some("2026-12-03T21:05:09Z"));
        check("6/15/2026, 12:40:24.178 PM", day, Some("2026-06-15T12:40:24.178Z"));
        check("1/9/2007 10:41:00 AM +01:00", month, Some("2007-01-09T09:41:00Z"));
        check("13/13/2026 10:41:00", day, None);
        check("1/9/2007 13:41:00 AM", month, None);
        check("1/9/2007", month, None);
        assert_eq!(DateOrder::told_by(b"13/1/2026 1:00"), Some(day));
        assert_eq!(DateOrder::told_by(b"1/13/2026 1:00"), Some(month));
        assert_eq!(DateOrder::told_by(b"1/1/2026 1:00"), Some(None));
        assert_eq!(DateOrder::told_by(b"2026-01-01T00:00:00Z"), None);
        assert_eq!(DateOrder::told_by(b"2026-01-02 10:00"), None);
        assert_eq!(DateOrder::told_by(b"1.1.2026 1:00"), Some(day));
    }

    #[test]
    fn every_day_of_two_centuries() {
        let mut day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        while day.year() < 2101 {
            let text = format!("{}T12:00:00Z", day.format("%Y-%m-%d"));
            assert_eq!(Time::parse_iso(text.as_bytes()), parse_slowly(&text), "{text}");
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn zones() {
        let local = |zone: &str, time: &str| {
            let zone = Zone::named(zone).unwrap();
            zone.local(Time::parse_iso(time.as_bytes()).unwrap()).rfc3339()
        };
        assert_eq!(local("europe/berlin", "2026-07-01T22:30:00Z"), "2026-07-02T00:30:00Z");
        assert_eq!(local("Europe/Berlin", "2026-11-01T22:30:00Z"), "2026-11-01T23:30:00Z");
        assert_eq!(local("Asia/Kathmandu", "2026-11-01T18:30:00Z"), "2026-11-02T00:15:00Z");
        assert_eq!(Zone::UTC.local(Time::MAX), Time::MAX);
        assert_eq!(Zone::named("Europe/Bielefeld"), None);
        assert_eq!(Zone::named("utc"), Some(Zone::UTC));
        assert!(Zone::names().any(|name| name == "America/New_York"));
    }

    #[test]
    fn hours_and_days() {
        let time = Time::parse_iso(b"1969-12-31T23:30:00Z").unwrap();
        assert_eq!(time.hour().rfc3339(), "1969-12-31T23:00:00Z");
        assert_eq!(time.day(), -1);
        assert_eq!(time.minute_words(), "31 Dec 1969 23:30");
    }
}
