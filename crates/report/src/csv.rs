//! CSV: the answer's main list, every column, one line a row.

use std::borrow::Cow;
use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Table, Value};

use crate::format::{Format, Out};
use crate::style::Style;
use crate::{harmless, json};

/// The answer's main list, every column.
pub static FORMAT: Format =
    Format { name: "csv", extensions: &["csv"], is_text: true, is_zoned: false, write };

/// Writes the main list of an answer, or `key,value` lines where it has none.
fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
    match answer.main_list() {
        Some(table) => part(table, true, style.bom, out),
        None => values(answer, style.bom, out),
    }
}

/// Writes a table that comes in parts; the header stands before the first.
///
/// # Errors
/// Only what `out` says.
pub fn part(table: &Table, is_first: bool, bom: bool, out: &mut impl Write) -> io::Result<()> {
    if is_first {
        if bom {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        line(table.columns.iter().map(|column| Cow::Borrowed(column.key)), out)?;
    }
    table.rows.iter().try_for_each(|row| line(row.iter().map(text), out))
}

fn values(answer: &Answer, bom: bool, out: &mut impl Write) -> io::Result<()> {
    if bom {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    out.write_all(b"key,value\n")?;
    answer.sections.iter().try_for_each(|section| {
        let value = match &section.body {
            Body::Value(value) => text(value),
            Body::Page(page) => harmless::spreadsheet(page),
            Body::Table(_) => Cow::Borrowed(""),
        };
        line([section.key.into(), value].into_iter(), out)
    })
}

fn line<'a>(cells: impl Iterator<Item = Cow<'a, str>>, out: &mut impl Write) -> io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        match cell.contains([',', ';', '"', '\n', '\r', '\t']) || cell.starts_with(' ') || cell.ends_with(' ')
        {
            true => write!(out, "\"{}\"", cell.replace('"', "\"\""))?,
            false => out.write_all(cell.as_bytes())?,
        }
    }
    out.write_all(b"\n")
}

/// A value as a program reads it: exact numbers, RFC 3339, lists joined by `; `.
fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) | Value::Held(_, text) => harmless::spreadsheet(text),
        Value::Word(word, _) => Cow::Borrowed(word),
        Value::Null => Cow::Borrowed(""),
        Value::Share(number) | Value::Number(number) if !number.is_finite() => Cow::Borrowed(""),
        Value::Bool(_) | Value::Count(_) | Value::Code(_) => json::compact(value).into(),
        Value::Share(_) | Value::Number(_) => json::compact(value).into(),
        Value::Time(time) => time.rfc3339().into(),
        Value::List(items) if is_flat(items) => list(items.iter().map(raw), 0),
        Value::Some { items, more } if is_flat(items) => list(items.iter().map(raw), *more),
        Value::Evidence { places, total } => {
            let places_told = places.iter().map(|place| format!("{}:{}", place.path, place.row));
            list(places_told, total.saturating_sub(places.len() as u64))
        }
        Value::List(_) | Value::Some { .. } | Value::Map(_) | Value::Table(_) => json::compact(value).into(),
    }
}

fn is_flat(items: &[Value]) -> bool {
    !items.iter().any(|item| {
        matches!(
            item,
            Value::List(_) | Value::Some { .. } | Value::Evidence { .. } | Value::Map(_) | Value::Table(_)
        )
    })
}

fn raw(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => text(value).into_owned(),
    }
}

fn list(items: impl Iterator<Item = String>, more: u64) -> Cow<'static, str> {
    let mut text = items.collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!(" (+{more})"));
    }
    harmless::spreadsheet(&text).into_owned().into()
}
