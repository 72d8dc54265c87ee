//! Sources whose records are no plain rows (JSON, and CSV with JSON in its cells) are written into one table with a column for every
//! field. From there on everything is shared with plain CSV: chunks, dictionaries, projection.

use std::collections::HashMap;

use crate::dialect::registration::flag;
use crate::field::Field;
use crate::json::{elements, members, plain};

/// One name of a dialect that is transcoded.
#[derive(Debug, Clone, Copy)]
pub struct PathName {
    /// Keys from the outermost to the innermost, lower case, joined by `.`; for a CSV the normalised header, then the keys in its cell.
    pub path: &'static str,
    /// The field.
    pub field: Field,
    /// How the value becomes the field's text.
    pub convert: Convert,
    /// Counts only where nothing else fills the field.
    pub fallback: bool,
}

/// How a value becomes the text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convert {
    /// As it stands.
    Text,
    /// As it stands, but not where it is an object or a list.
    Plain,
    /// Only where it is a whole number.
    Number,
    /// The first element of a list.
    First,
    /// `true` means interactive.
    Interactive,
    /// An Azure Monitor category or a Log Analytics table name.
    Category,
    /// The authentication steps.
    Steps,
    /// The word of a number, by position.
    Words(&'static [(&'static str, &'static str)]),
}

/// A name that is taken as it stands.
pub const fn path(path: &'static str, field: Field) -> PathName {
    PathName { path, field, convert: Convert::Text, fallback: false }
}

/// A name that is converted.
pub const fn converted(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: false }
}

/// A name that counts only where nothing else fills the field.
pub const fn fallback(path: &'static str, field: Field, convert: Convert) -> PathName {
    PathName { path, field, convert, fallback: true }
}

#[derive(Debug, Clone, Default)]
struct Table(HashMap<String, Target>);

#[derive(Debug, Clone, Default)]
struct Target {
    fills: Vec<(Field, Convert, bool)>,
    inner: Table,
}

/// Writes the records of one dialect into rows of all fields.
#[derive(Debug, Clone)]
pub struct Transcoder {
    table: Table,
    columns: Vec<Option<Target>>,
}

/// The cells of one record, reused from record to record.
#[derive(Debug)]
pub struct Cells {
    /// One for each field; empty is absent.
    pub values: Vec<Vec<u8>>,
    second: Vec<(Field, Vec<u8>)>,
    key: String,
}

impl Default for Cells {
    fn default() -> Self {
        Cells { values: vec![Vec::new(); Field::COUNT], second: Vec::new(), key: String::new() }
    }
}

impl Cells {
    fn clear(&mut self) {
        self.values.iter_mut().for_each(Vec::clear);
        self.second.clear();
    }

    fn settle(&mut self) {
        for (field, text) in std::mem::take(&mut self.second) {
            let value = &mut self.values[field as usize];
            if value.is_empty() {
                *value = text;
            }
        }
    }
}

/// The record is broken JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenRecord;

impl Transcoder {
    /// For records of JSON.
    pub fn of_json(names: &[PathName]) -> Transcoder {
        Transcoder { table: Table::of(names), columns: Vec::new() }
    }

    /// For rows of a CSV with this header (already normalised).
    pub fn of_columns(names: &[PathName], header: &[String]) -> Transcoder {
        let table = Table::of(names);
        let columns = header.iter().map(|key| table.0.get(key).cloned()).collect();
        Transcoder { table, columns }
    }

    /// Reads one JSON object.
    ///
    /// # Errors
    /// The object is broken.
    pub fn read_object(&self, object: &[u8], cells: &mut Cells) -> Result<(), BrokenRecord> {
        cells.clear();
        self.table.read(object, cells)?;
        cells.settle();
        Ok(())
    }

    /// Reads one row of a CSV.
    ///
    /// # Errors
    /// A cell holds broken JSON.
    pub fn read_row<'c>(
        &self,
        row: impl Iterator<Item = std::borrow::Cow<'c, [u8]>>,
        cells: &mut Cells,
    ) -> Result<(), BrokenRecord> {
        cells.clear();
        for (cell, target) in row.zip(&self.columns) {
            if let Some(target) = target {
                target.read(cell.trim_ascii(), cells)?;
            }
        }
        cells.settle();
        Ok(())
    }
}

impl Table {
    fn of(names: &[PathName]) -> Table {
        let mut table = Table::default();
        for name in names {
            let mut parts = name.path.split('.').peekable();
            let mut here = &mut table;
            while let Some(part) = parts.next() {
                let target = here.0.entry(part.to_owned()).or_default();
                if parts.peek().is_none() {
                    target.fills.push((name.field, name.convert, name.fallback));
                }
                here = &mut target.inner;
            }
        }
        table
    }

    fn read(&self, object: &[u8], cells: &mut Cells) -> Result<(), BrokenRecord> {
        for member in members(object) {
            let (key, value) = member.map_err(|_| BrokenRecord)?;
            let mut lower = std::mem::take(&mut cells.key);
            lower.clear();
            lower.extend(key.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
            let target = self.0.get(lower.as_str());
            cells.key = lower;
            if let Some(target) = target {
                target.read(value, cells)?;
            }
        }
        Ok(())
    }
}

impl Target {
    fn read(&self, value: &[u8], cells: &mut Cells) -> Result<(), BrokenRecord> {
        if !self.inner.0.is_empty() && value.first() == Some(&b'{') {
            self.inner.read(value, cells)?;
        }
        for (field, convert, fallback) in &self.fills {
            if *convert == Convert::Steps {
                write_steps(value, cells);
                continue;
            }
            let text = convert.text(value);
            if *fallback {
                cells.second.push((*field, text));
            } else if cells.values[*field as usize].is_empty() {
                cells.values[*field as usize] = text;
            }
        }
        Ok(())
    }
}

impl Convert {
    fn text(self, value: &[u8]) -> Vec<u8> {
        let text = plain(value);
        match self {
            Convert::Text | Convert::Steps => text.into_owned(),
            Convert::Plain if matches!(value.first(), Some(b'{' | b'[')) => Vec::new(),
            Convert::Number if text.is_empty() || !text.iter().all(u8::is_ascii_digit) => Vec::new(),
            Convert::Plain | Convert::Number => text.into_owned(),
            Convert::First => match value.first() {
                Some(b'[') => {
                    elements(value).next().map(|first| plain(first).into_owned()).unwrap_or_default()
                }
                _ => text.into_owned(),
            },
            Convert::Interactive => match flag(&String::from_utf8_lossy(&text)) {
                Some(true) => b"interactiveUser".to_vec(),
                Some(false) => b"nonInteractiveUser".to_vec(),
                None => Vec::new(),
            },
            Convert::Category => category(&text).into(),
            Convert::Words(words) => {
                let word = words.iter().find(|(from, _)| from.as_bytes().eq_ignore_ascii_case(&text));
                word.map_or_else(|| text.to_vec(), |(_, to)| to.as_bytes().to_vec())
            }
        }
    }
}

/// The event type that a category (or a table of Log Analytics) means; empty for what is no sign-in.
fn category(name: &[u8]) -> &'static [u8] {
    let name = String::from_utf8_lossy(name).to_lowercase();
    match name.as_str() {
        "signinlogs" | "signin" | "adfssigninlogs" => b"interactiveUser",
        "noninteractiveusersigninlogs" | "aadnoninteractiveusersigninlogs" => b"nonInteractiveUser",
        "serviceprincipalsigninlogs"
        | "aadserviceprincipalsigninlogs"
        | "microsoftserviceprincipalsigninlogs" => b"servicePrincipal",
        "managedidentitysigninlogs" | "aadmanagedidentitysigninlogs" => b"managedIdentity",
        _ => b"",
    }
}

/// Between the parts of one step in [`Field::StepsDigest`].
pub const PART: u8 = 0x1f;
/// Between steps in [`Field::StepsDigest`].
pub const STEP: u8 = 0x1e;

/// Writes the steps as they stand, and their digest: method, success and result of each, without times, so that it repeats.
fn write_steps(list: &[u8], cells: &mut Cells) {
    if list.first() != Some(&b'[') {
        return;
    }
    let mut digest = Vec::new();
    for step in elements(list) {
        let (mut method, mut succeeded, mut result) = Default::default();
        for (key, value) in members(step).flatten() {
            if key.eq_ignore_ascii_case(b"authenticationMethod") {
                method = plain(value);
            } else if key.eq_ignore_ascii_case(b"succeeded") {
                succeeded = plain(value);
            } else if key.eq_ignore_ascii_case(b"authenticationStepResultDetail") {
                result = plain(value);
            }
        }
        let parts: [std::borrow::Cow<'_, [u8]>; 3] = [method, succeeded, result];
        digest.extend_from_slice(&parts.join(&[PART][..]));
        digest.push(STEP);
    }
    cells.values[Field::Steps as usize] = list.to_vec();
    cells.values[Field::StepsDigest as usize] = digest;
}
