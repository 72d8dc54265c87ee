//! JSON: the promise. Every section and every column, exact values, written as it goes.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Fact, Reading, Table, Value};

use crate::format::{Format, Out};
use crate::harmless;
use crate::style::Style;

/// Every section and every column, exact values.
pub static FORMAT: Format =
    Format { name: "json", extensions: &["json"], is_text: true, is_zoned: false, write };

/// The version of the shape; a change that breaks a reader changes it.
pub const SCHEMA: &str = "entrasift/1";

/// Writes an answer, with two spaces of indentation and a newline at the end.
fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
    let mut json = Writer::indented(&mut *out);
    json.open('{')?;
    json.named("schema", SCHEMA)?;
    json.named("command", answer.command)?;
    json.named("version", env!("CARGO_PKG_VERSION"))?;
    json.named("generated", &style.generated.rfc3339())?;
    if let Some(reading) = &answer.reading {
        read(&mut json, reading)?;
    }
    for section in &answer.sections {
        match &section.body {
            Body::Table(table) => {
                json.key(section.key)?;
                rows(&mut json, table)?;
            }
            Body::Value(value) => entry(&mut json, section.key, value)?,
            Body::Page(page) => json.named(section.key, page)?,
        }
    }
    json.close('}')?;
    out.write_all(b"\n")
}

/// One value on one line.
pub(crate) fn compact(value: &Value) -> String {
    let mut text = Vec::new();
    let written = plain(&mut Writer::compact(&mut text), value);
    debug_assert!(written.is_ok(), "memory takes everything");
    String::from_utf8_lossy(&text).into_owned()
}

fn read<W: Write>(json: &mut Writer<W>, reading: &Reading) -> io::Result<()> {
    json.key("as_of")?;
    plain(json, &Value::from(reading.as_of))?;
    for (key, table) in [
        ("inputs", reading.inputs_table()),
        ("ignored", reading.ignored_table()),
        ("problems", reading.problems_table()),
    ] {
        json.key(key)?;
        rows(json, &table)?;
    }
    json.key("totals")?;
    json.open('{')?;
    for (key, value) in reading.totals.entries() {
        entry(json, key, &value)?;
    }
    json.close('}')?;
    for (key, table) in
        [("warnings", reading.warnings_table()), ("not_evaluated", reading.not_evaluated_table())]
    {
        json.key(key)?;
        rows(json, &table)?;
    }
    Ok(())
}

fn rows<W: Write>(json: &mut Writer<W>, table: &Table) -> io::Result<()> {
    json.open('[')?;
    for row in table.rows.iter() {
        json.item()?;
        json.open('{')?;
        for (column, value) in table.columns.iter().zip(&*row) {
            entry(json, column.key, value)?;
        }
        json.close('}')?;
    }
    json.close(']')
}

/// Writes the rows of a table, an object a line.
///
/// # Errors
/// Only what `out` says.
pub fn lines(table: &Table, out: &mut impl Write) -> io::Result<()> {
    for row in table.rows.iter() {
        let mut json = Writer::compact(&mut *out);
        json.open('{')?;
        for (column, value) in table.columns.iter().zip(&*row) {
            entry(&mut json, column.key, value)?;
        }
        json.close('}')?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A key and its value, and what stands beside it: `…_more` for a list that goes on, `…_total` for evidence.
fn entry<W: Write>(json: &mut Writer<W>, key: &str, value: &Value) -> io::Result<()> {
    json.key(key)?;
    plain(json, value)?;
    let (beside, number) = match value {
        Value::Some { more, .. } => ("more", more),
        Value::Evidence { total, .. } => ("total", total),
        _ => return Ok(()),
    };
    json.key(&format!("{key}_{beside}"))?;
    json.raw(&number.to_string())
}

fn plain<W: Write>(json: &mut Writer<W>, value: &Value) -> io::Result<()> {
    match value {
        Value::Null => json.raw("null"),
        Value::Bool(yes) => json.raw(if *yes { "true" } else { "false" }),
        Value::Count(count) => json.raw(&count.to_string()),
        Value::Code(code) => json.raw(&code.to_string()),
        Value::Share(number) | Value::Number(number) if number.is_finite() => json.raw(&number.to_string()),
        Value::Share(_) | Value::Number(_) => json.raw("null"),
        Value::Text(text) | Value::Held(_, text) => json.string(text),
        Value::Word(word, _) => json.string(word),
        Value::Time(time) => json.string(&time.rfc3339()),
        Value::List(items) | Value::Some { items, .. } => {
            json.open('[')?;
            for item in items {
                json.item()?;
                plain(json, item)?;
            }
            json.close(']')
        }
        Value::Evidence { places, .. } => {
            json.open('[')?;
            for place in places {
                json.item()?;
                json.open('{')?;
                json.named("path", &place.path)?;
                json.key("row")?;
                json.raw(&place.row.to_string())?;
                json.close('}')?;
            }
            json.close(']')
        }
        Value::Map(entries) => {
            json.open('{')?;
            for Fact { key, value, .. } in entries {
                entry(json, key, value)?;
            }
            json.close('}')
        }
        Value::Table(table) => rows(json, table),
    }
}

/// Writes JSON as it goes, so that no list is held twice. Characters that a terminal, an editor or a browser would obey are
/// escaped: the value is the same, the bytes are harmless wherever they are shown or embedded.
pub(crate) struct Writer<W> {
    out: W,
    indented: bool,
    embedded: bool,
    depth: usize,
    empty: bool,
}

impl<W: Write> Writer<W> {
    pub(crate) fn indented(out: W) -> Writer<W> {
        Writer { out, indented: true, embedded: false, depth: 0, empty: true }
    }

    pub(crate) fn compact(out: W) -> Writer<W> {
        Writer { out, indented: false, embedded: false, depth: 0, empty: true }
    }

    /// On one line, within HTML, which no text can end.
    pub(crate) fn embedded(out: W) -> Writer<W> {
        Writer { embedded: true, ..Writer::compact(out) }
    }

    /// Opens an object or a list.
    pub(crate) fn open(&mut self, bracket: char) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        write!(self.out, "{bracket}")
    }

    /// Closes it.
    pub(crate) fn close(&mut self, bracket: char) -> io::Result<()> {
        self.depth -= 1;
        if !self.empty {
            self.line()?;
        }
        self.empty = false;
        write!(self.out, "{bracket}")
    }

    /// Comes before each item of a list.
    pub(crate) fn item(&mut self) -> io::Result<()> {
        if !self.empty {
            self.out.write_all(b",")?;
        }
        self.empty = false;
        self.line()
    }

    /// Comes before each value of an object.
    pub(crate) fn key(&mut self, key: &str) -> io::Result<()> {
        self.item()?;
        self.string(key)?;
        self.out.write_all(if self.indented { b": " } else { b":" })
    }

    /// A text under a key.
    pub(crate) fn named(&mut self, key: &str, text: &str) -> io::Result<()> {
        self.key(key)?;
        self.string(text)
    }

    /// A number, `true`, `false` or `null`.
    pub(crate) fn raw(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// A text.
    pub(crate) fn string(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(b"\"")?;
        let mut from = 0;
        for (at, c) in text.char_indices() {
            let escaped = match c {
                '"' | '\\' => true,
                '<' | '>' | '&' => self.embedded,
                _ => harmless::is_obeyed(c),
            };
            if escaped {
                self.out.write_all(&text.as_bytes()[from..at])?;
                self.escape(c)?;
                from = at + c.len_utf8();
            }
        }
        self.out.write_all(&text.as_bytes()[from..])?;
        self.out.write_all(b"\"")
    }

    fn escape(&mut self, c: char) -> io::Result<()> {
        match c {
            '"' | '\\' => write!(self.out, "\\{c}"),
            '\n' => self.out.write_all(b"\\n"),
            '\r' => self.out.write_all(b"\\r"),
            '\t' => self.out.write_all(b"\\t"),
            _ => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(self.out, "\\u{unit:04x}")),
        }
    }

    fn line(&mut self) -> io::Result<()> {
        if self.indented {
            write!(self.out, "\n{:1$}", "", self.depth * 2)?;
        }
        Ok(())
    }
}
