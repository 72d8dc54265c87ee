//! A value in the words that people read. The text is not harmless yet: the renderer makes it so, because it knows the medium.

use entrasift_core::Time;
use entrasift_rollout::answer::{Place, Table, Tone, Value};

/// How many items of a list are told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detail {
    /// Of a list; the rest is a number.
    pub items: usize,
    /// Of the rows that prove a claim.
    pub places: usize,
}

impl Detail {
    /// What fits into a line.
    pub(crate) const SHORT: Detail = Detail { items: 3, places: 1 };
    /// Everything.
    pub(crate) const WHOLE: Detail = Detail { items: usize::MAX, places: usize::MAX };
}

/// The value in words; empty for nothing.
pub(crate) fn text(value: &Value, detail: Detail) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Count(count) => grouped(*count),
        Value::Code(code) => code.to_string(),
        Value::Share(share) => percent(*share),
        Value::Number(number) if number.is_finite() => number.to_string(),
        Value::Number(_) => String::new(),
        Value::Text(text) | Value::Held(_, text) => text.clone(),
        Value::Word(word, _) => (*word).to_owned(),
        Value::Time(time) => minute(*time),
        Value::List(items) => list(items, 0, detail),
        Value::Some { items, more } => list(items, *more, detail),
        Value::Evidence { places, total } => evidence(places, *total, detail),
        Value::Map(entries) => {
            let told = entries.iter().map(|fact| match text(&fact.value, detail) {
                value if value.is_empty() => named(&fact.key),
                value => format!("{} {value}", named(&fact.key)),
            });
            told.collect::<Vec<_>>().join(", ")
        }
        Value::Table(table) => rows(table, detail),
    }
}

/// The tone of a value; plain for all but words.
pub(crate) fn tone(value: &Value) -> Tone {
    match value {
        Value::Word(_, tone) => *tone,
        _ => Tone::Plain,
    }
}

/// Whether the value is a quantity, which stands at the right of its column.
pub(crate) fn is_quantity(value: &Value) -> bool {
    matches!(value, Value::Count(_) | Value::Share(_) | Value::Number(_))
}

/// Which columns of a table hold quantities and nothing else, gathered from its rows one by one.
#[derive(Debug, Clone)]
pub(crate) struct Quantities(Vec<bool>);

impl Quantities {
    /// Nothing was seen in any of so many columns.
    pub(crate) fn new(columns: usize) -> Quantities {
        Quantities(vec![true; columns])
    }

    /// Looks at the next row.
    pub(crate) fn see(&mut self, row: &[Value]) {
        for (all, value) in self.0.iter_mut().zip(row) {
            *all &= matches!(value, Value::Null) || is_quantity(value);
        }
    }

    /// Whether every value of a column is a quantity, so that the column is aligned at its right.
    pub(crate) fn are_in(&self, column: usize) -> bool {
        self.0.get(column).copied().unwrap_or(false)
    }
}

/// The number a picture draws for the value.
pub(crate) fn count(value: &Value) -> u64 {
    match value {
        Value::Count(count) => *count,
        _ => 0,
    }
}

/// `12,480`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `61.2 %`. Only nothing is 0 %, and only all is 100 %.
pub(crate) fn percent(share: f64) -> String {
    if !share.is_finite() {
        return String::new();
    }
    let tenths = (share * 1000.0).round();
    match tenths {
        0.0 if share > 0.0 => "<0.1 %".to_owned(),
        1000.0 if share < 1.0 => "99.9 %".to_owned(),
        _ if tenths % 10.0 == 0.0 => format!("{} %", tenths / 10.0 + 0.0),
        _ => format!("{:.1} %", tenths / 10.0),
    }
}

/// `2026-11-03 09:15`.
pub(crate) fn minute(time: Time) -> String {
    let text = time.rfc3339();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(clock)) => format!("{day} {clock}"),
        _ => text,
    }
}

/// `2 Nov – 25 Nov 2026`.
pub(crate) fn days(first: Time, last: Time) -> String {
    let (from, to) = (first.day_words(), last.day_words());
    match (from.rsplit_once(' '), to.rsplit_once(' ')) {
        _ if from == to => to,
        (Some((day, from_year)), Some((_, year))) if from_year == year => format!("{day} – {to}"),
        _ => format!("{from} – {to}"),
    }
}

/// A key of the JSON as people read it.
pub(crate) fn named(key: &str) -> String {
    key.replace('_', " ")
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

fn list(items: &[Value], more: u64, detail: Detail) -> String {
    let told: Vec<String> = items.iter().take(detail.items).map(|item| text(item, detail)).collect();
    with_more(told.join(", "), more + (items.len() - told.len()) as u64)
}

/// `file.csv rows 2, 3, 17 (+12)`.
fn evidence(places: &[Place], total: u64, detail: Detail) -> String {
    let told = &places[..places.len().min(detail.places)];
    let files = told.chunk_by(|a, b| a.path == b.path).map(|places| {
        let rows: Vec<String> = places.iter().map(|place| place.row.to_string()).collect();
        format!("{} {} {}", places[0].path, if rows.len() == 1 { "row" } else { "rows" }, rows.join(", "))
    });
    with_more(files.collect::<Vec<_>>().join("; "), total.saturating_sub(told.len() as u64))
}

/// `text (+12)`.
fn with_more(text: String, more: u64) -> String {
    match (text.is_empty(), more) {
        (_, 0) => text,
        (true, _) => grouped(more),
        (false, _) => format!("{text} (+{})", grouped(more)),
    }
}

fn rows(table: &Table, detail: Detail) -> String {
    let told: Vec<String> = table.rows.iter().take(detail.items).map(|row| row_words(&row, detail)).collect();
    with_more(told.join("; "), (table.rows.len() - told.len()) as u64)
}

fn row_words(row: &[Value], detail: Detail) -> String {
    let words: Vec<String> =
        row.iter().map(|value| text(value, detail)).filter(|text| !text.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use entrasift_rollout::answer::{Fact, Holds};

    use super::*;

    #[track_caller]
    fn check(value: Value, expect: &str) {
        assert_eq!(text(&value, Detail::SHORT), expect);
    }

    #[test]
    fn numbers() {
        check(Value::Count(0), "0");
        check(Value::Count(999), "999");
        check(Value::Count(12_480), "12,480");
        check(Value::Count(u64::MAX), "18,446,744,073,709,551,615");
        check(Value::Code(50_126), "50126");
    }

    #[test]
    fn shares_are_never_rounded_to_none_or_all() {
        let shares = [
            (0.0, "0 %"),
            (1.0, "100 %"),
            (0.61, "61 %"),
            (0.9996, "99.9 %"),
            (0.0001, "<0.1 %"),
            (0.9465, "94.7 %"),
        ];
        for (share, expect) in shares {
            check(Value::Share(share), expect);
        }
        check(Value::Share(f64::NAN), "");
        check(Value::Share(f64::INFINITY), "");
    }

    #[test]
    fn lists_tell_how_much_they_leave_out() {
        let items: Vec<Value> = ["a", "b", "c", "d"].map(Value::from).to_vec();
        check(Value::List(items.clone()), "a, b, c (+1)");
        check(Value::Some { items, more: 1_000 }, "a, b, c (+1,001)");
        check(Value::Some { items: Vec::new(), more: 2 }, "2");
        let place = |row| Place { path: "a.csv".to_owned(), row };
        let evidence = Value::Evidence { places: vec![place(2), place(3)], total: 7 };
        check(evidence.clone(), "a.csv row 2 (+6)");
        assert_eq!(text(&evidence, Detail::WHOLE), "a.csv rows 2, 3 (+5)");
    }

    #[test]
    fn the_rest() {
        check(Value::Null, "");
        check(Value::Bool(true), "yes");
        check(Value::Time(Time(0)), "1970-01-01 00:00");
        check(
            Value::Map(vec![Fact::count("by_policy", 2), Fact::new("none", Holds::Number, Value::Null)]),
            "by policy 2, none",
        );
    }
}
