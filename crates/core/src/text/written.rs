//! Times as spreadsheets, PowerShell and portals write them in the culture of their computer: one grammar, which either reads a time
//! beyond doubt or refuses it. The page is `docs/dates.md`.
//!
//! ```text
//! time   = [half] date [","] [half] clock [half] [zone]   white space between parts, of any width
//! date   = year s number s number [s] | number s number s year [s] | month-name day [","] year | day month-name year
//! s      = "/" | "-" | "." with white space behind it | 年 月 日 | 년 월 일
//! clock  = hour (":" | ".") minute [(":" | ".") second ["." or "," digits]]
//! half   = AM | PM | a. m. | p. m. | 오전 | 오후 | 上午 | 下午 | 午前 | 午後, in any case
//! zone   = Z | UTC | GMT | +hh:mm | -hh:mm
//! ```
//!
//! A year has four digits. Where the year stands last and a number does not tell day from month by itself, the file has to tell, or
//! somebody who knows it: dots mean day first, all else is open.

/// Which number of a date such as `3/12/2026` comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// The month.
    MonthFirst,
    /// The day.
    DayFirst,
}

impl DateOrder {
    /// What one date tells: a first number above 12 is a day, a second one means that the first is the month, dots mean day first, and a comma
    /// with `AM` or `PM` month first. `None` where it is no such date or leaves no doubt by itself; `Some(None)` where it leaves the order
    /// open.
    pub fn told_by(text: &[u8]) -> Option<Option<DateOrder>> {
        Written::parse(text)?.tells()
    }
}

/// The parts of a written time, before day and month are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    year: u32,
    /// The two other numbers of the date, as they stand.
    pair: (u32, u32),
    order: Order,
    /// Hour of 24, minute, second.
    pub clock: (u32, u32, u32),
    /// Nanoseconds of the fraction.
    pub nanos: u32,
    /// Seconds east of UTC.
    pub offset: i64,
}

/// What the way of writing says about the two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The first is the month beyond doubt: the year stands first, or the month has a name.
    Certain,
    /// The month stands first, as everywhere in this file.
    MonthFirst,
    /// The day stands first, as everywhere in this file.
    DayFirst,
    /// It says nothing.
    Open,
}

impl Written {
    /// Reads a time; `None` where it is none of the grammar.
    pub(crate) fn parse(text: &[u8]) -> Option<Written> {
        let mut rest = Rest(std::str::from_utf8(text).ok()?);
        let early = rest.half();
        let (year, pair, mut order) = rest.date()?;
        rest.space();
        let comma = rest.take(",");
        rest.words(&["klo", "kl."]);
        let before = early.or_else(|| rest.half());
        let (mut hour, minute, second) = rest.clock()?;
        let nanos = rest.fraction()?;
        let half = before.or_else(|| rest.half());
        if comma && order == Order::Open && half.is_some_and(|half| half.is_american) {
            order = Order::MonthFirst;
        }
        if let Some(half) = half {
            (1..=12).contains(&hour).then_some(())?;
            hour = hour % 12 + if half.is_afternoon { 12 } else { 0 };
        }
        let offset = rest.zone()?;
        let possible = hour < 24 && minute < 60 && second < 60 && rest.is_done();
        possible.then_some(Written { year, pair, order, clock: (hour, minute, second), nanos, offset })
    }

    /// Year, month and day; `None` where nothing tells them apart.
    pub(crate) fn date(&self, order: Option<DateOrder>) -> Option<(u32, u32, u32)> {
        let (first, second) = self.pair;
        match self.order {
            Order::Certain | Order::MonthFirst => Some((self.year, first, second)),
            Order::DayFirst => Some((self.year, second, first)),
            Order::Open => match order? {
                DateOrder::MonthFirst => Some((self.year, first, second)),
                DateOrder::DayFirst => Some((self.year, second, first)),
            },
        }
    }

    /// What this date tells of others in its file: `None` where it says nothing of theirs, `Some(None)` where it leaves the order open.
    fn tells(&self) -> Option<Option<DateOrder>> {
        match (self.order, self.pair) {
            (Order::Certain, _) => None,
            (Order::DayFirst, _) | (Order::Open, (13.., _)) => Some(Some(DateOrder::DayFirst)),
            (Order::MonthFirst, _) | (Order::Open, (_, 13..)) => Some(Some(DateOrder::MonthFirst)),
            (Order::Open, _) => Some(None),
        }
    }
}

/// Before or after noon.
#[derive(Debug, Clone, Copy)]
struct Half {
    is_afternoon: bool,
    /// Written as American English does: `AM`, `PM`.
    is_american: bool,
}

const HALVES: [(&str, bool, bool); 14] = [
    ("AM", false, true),
    ("PM", true, true),
    ("am", false, false),
    ("pm", true, false),
    ("a.m.", false, false),
    ("p.m.", true, false),
    ("a. m.", false, false),
    ("p. m.", true, false),
    ("오전", false, false),
    ("오후", true, false),
    ("上午", false, false),
    ("下午", true, false),
    ("午前", false, false),
    ("午後", true, false),
];

/// English, as the Defender portal writes them whatever the language.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What is not read yet.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn is_done(&mut self) -> bool {
        self.space();
        self.0.is_empty()
    }

    /// White space of any width, and marks of the direction of writing.
    fn space(&mut self) {
        self.0 =
            self.0.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}'));
    }

    fn take(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// One of some words, in any case, where it stands.
    fn words(&mut self, words: &[&str]) {
        self.space();
        for word in words {
            if self.0.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)) {
                self.0 = &self.0[word.len()..];
                return;
            }
        }
    }

    /// A number and how many digits it has.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&length).then_some(())?;
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        Some((digits.parse().ok()?, length))
    }

    fn separator(&mut self) -> Option<char> {
        let separator = self.0.chars().next()?;
        matches!(separator, '/' | '-' | '.' | '年' | '月' | '日' | '년' | '월' | '일').then_some(())?;
        self.0 = &self.0[separator.len_utf8()..];
        if !matches!(separator, '/' | '-') {
            self.space();
        }
        Some(separator)
    }

    fn date(&mut self) -> Option<(u32, (u32, u32), Order)> {
        self.space();
        if self.0.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let month = self.month()?;
            self.space();
            let (day, _) = self.number(2)?;
            self.space();
            self.take(",");
            self.space();
            return Some((self.year()?, (month, day), Order::Certain));
        }
        let (first, length) = self.number(4)?;
        if length < 4
            && matches!(self.0.chars().next()?, ' ' | '-' if self.0[1..].starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            let separator = self.0.chars().next()?;
            self.0 = &self.0[1..];
            let month = self.month()?;
            self.take(&separator.to_string()).then_some(())?;
            return Some((self.year()?, (month, first), Order::Certain));
        }
        let separator = self.separator()?;
        let (second, _) = self.number(2)?;
        let again = self.separator()?;
        (again == separator || !separator.is_ascii()).then_some(())?;
        if length == 4 {
            let (third, _) = self.number(2)?;
            // Hungarian ends its dates with a dot, Chinese with the word for day.
            if matches!(self.0.chars().next(), Some('.' | '日' | '일')) {
                self.separator();
            }
            return Some((first, (second, third), Order::Certain));
        }
        let year = self.year()?;
        let order = if separator == '.' { Order::DayFirst } else { Order::Open };
        Some((year, (first, second), order))
    }

    fn year(&mut self) -> Option<u32> {
        let (year, length) = self.number(4)?;
        (length == 4).then_some(year)
    }

    fn month(&mut self) -> Option<u32> {
        let length = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = self.0[..length].to_ascii_lowercase();
        let known = MONTHS.iter().position(|month| *month == word || length == 3 && month.starts_with(&word));
        self.0 = &self.0[length..];
        self.take(".");
        known.map(|at| at as u32 + 1)
    }

    fn clock(&mut self) -> Option<(u32, u32, u32)> {
        self.space();
        let (hour, _) = self.number(2)?;
        let separator = if self.take(":") { ":" } else { self.take(".").then_some(".")? };
        let (minute, length) = self.number(2)?;
        (length == 2).then_some(())?;
        let has_seconds =
            self.0.strip_prefix(separator).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !has_seconds {
            return Some((hour, minute, 0));
        }
        self.take(separator);
        let (second, length) = self.number(2)?;
        (length == 2).then_some((hour, minute, second))
    }

    /// Nanoseconds of a fraction; `None` where a mark has no digits, or too many.
    fn fraction(&mut self) -> Option<u32> {
        if !self.0.starts_with(['.', ',']) {
            return Some(0);
        }
        self.0 = &self.0[1..];
        let (value, length) = self.number(9)?;
        Some(value * 10_u32.pow(9 - length as u32))
    }

    fn half(&mut self) -> Option<Half> {
        self.space();
        let found = HALVES.iter().find(|(word, ..)| self.0.starts_with(word)).or_else(|| {
            let head =
                |word: &str| self.0.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
            HALVES[2..8].iter().find(|(word, ..)| head(word))
        });
        let (word, is_afternoon, is_american) = *found?;
        self.0 = &self.0[word.len()..];
        Some(Half { is_afternoon, is_american })
    }

    /// Seconds east of UTC; 0 where no zone is said.
    fn zone(&mut self) -> Option<i64> {
        self.space();
        if self.0.is_empty() || ["Z", "z", "UTC", "GMT"].iter().any(|zone| self.take(zone)) {
            return Some(0);
        }
        let sign = if self.take("+") { 1 } else { self.take("-").then_some(-1)? };
        let (hours, _) = self.number(2)?;
        self.take(":").then_some(())?;
        let (minutes, _) = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * i64::from(hours * 3600 + minutes * 60))
    }
}

#[cfg(test)]
mod tests;
