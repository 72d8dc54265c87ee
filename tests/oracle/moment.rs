//! Points in time: reading the shapes of the exports, and writing RFC 3339.

/// Nanoseconds since 1970-01-01T00:00:00Z.
pub type Moment = i128;

/// One second.
pub const SECOND: Moment = 1_000_000_000;

/// One day.
pub const DAY: Moment = 86_400 * SECOND;

/// Which number of a date like `3/12/2026` comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateOrder {
    /// The month.
    MonthFirst,
    /// The day.
    DayFirst,
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, if there is such a date.
fn days(year: i128, month: i128, day: i128) -> Option<i128> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if day < 1 || day > lengths[month as usize - 1] {
        return None;
    }
    let mut count = 0;
    let before = year - 1;
    count += before * 365 + before / 4 - before / 100 + before / 400;
    for length in &lengths[..month as usize - 1] {
        count += length;
    }
    Some(count + day - 1 - 719_162)
}

/// The digits of `text` as a number, if it is one to `most` digits and nothing else.
fn number(text: &str, most: usize) -> Option<i128> {
    let fits = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Reads a time of an export. `order` is needed for dates that begin with the day or the month.
pub fn parse(text: &str, order: Option<DateOrder>) -> Option<Moment> {
    let text = text.trim();
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let comma = date.ends_with(',');
    let date = date.trim_end_matches(',');
    let day = match numbers_of(date) {
        Some((first, second, year)) => {
            let order = if comma { Some(DateOrder::MonthFirst) } else { order };
            match order? {
                DateOrder::MonthFirst => days(year, first, second)?,
                DateOrder::DayFirst => days(year, second, first)?,
            }
        }
        None => {
            let parts: Vec<&str> = date.split('-').collect();
            let [year, month, day] = parts[..] else { return None };
            if year.len() != 4 || month.len() != 2 || day.len() != 2 {
                return None;
            }
            days(number(year, 4)?, number(month, 2)?, number(day, 2)?)?
        }
    };
    Some(day * DAY + clock(rest.trim())?)
}

/// The three numbers of a date such as `3/12/2026` or `03.12.2026`: first, second, year.
pub fn numbers_of(date: &str) -> Option<(i128, i128, i128)> {
    let date = date.trim_end_matches(',');
    let parts: Vec<&str> = date.split(['/', '.']).collect();
    let [first, second, year] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    Some((number(first, 2)?, number(second, 2)?, number(year, 4)?))
}

/// Reads the part after the date: `h:mm:ss`, a fraction, `AM` or `PM`, a zone.
fn clock(text: &str) -> Option<Moment> {
    let upper = text.to_ascii_uppercase();
    let mut rest = upper.as_str();
    let mut shift = 0;
    if let Some(shorter) = rest.strip_suffix('Z') {
        rest = shorter;
    } else if let Some(at) = rest.rfind(['+', '-']) {
        let (hours, minutes) = rest[at + 1..].split_once(':')?;
        let ahead = number(hours, 2)? * 3600 + number(minutes, 2)? * 60;
        shift = if rest[at..].starts_with('-') { -ahead } else { ahead };
        rest = &rest[..at];
    }
    let rest = rest.trim();
    let (rest, half) = match (rest.strip_suffix("AM"), rest.strip_suffix("PM")) {
        (Some(rest), _) => (rest.trim(), Some(0)),
        (_, Some(rest)) => (rest.trim(), Some(12)),
        _ => (rest, None),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let [hour, minute, second] = parts[..] else { return None };
    let (mut hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let nanos = number(&format!("{fraction:0<9}"), 9)?;
    Some((hour * 3600 + minute * 60 + second - shift) * SECOND + nanos)
}

/// Reads an option: RFC 3339, or a date alone.
pub fn of_option(text: &str) -> Moment {
    let text = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_string() };
    parse(&text, None).expect("a time of an option")
}

/// Writes RFC 3339 in UTC; whole seconds without a fraction.
pub fn text(moment: Moment) -> String {
    let mut day = moment.div_euclid(DAY);
    let inside = moment.rem_euclid(DAY);
    let mut year = 1970;
    while days(year + 1, 1, 1).is_some_and(|start| start <= day) {
        year += 1;
    }
    while days(year, 1, 1).is_some_and(|start| start > day) {
        year -= 1;
    }
    let mut month = 12;
    while days(year, month, 1).is_some_and(|start| start > day) {
        month -= 1;
    }
    day -= days(year, month, 1).expect("a month of a year");
    let seconds = inside / SECOND;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = format!("{:09}", inside % SECOND);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}{point}{fraction}Z", day + 1)
}
