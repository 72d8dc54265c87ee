//! Recognising: what a file is, told from its content. The file name decides only what the content cannot.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::content::date_order::date_order;
use crate::content::definition::Content;
use crate::content::input::Input;
use crate::content::list::CONTENTS;
use crate::content::rejection::{Rejection, foreign_log};
use crate::dialect::path_name::PathName;
use crate::dialect::transcoder::Transcoder;
use crate::dialect::{CellPart, Format, Head, Likeness, LogType, Names, Shape};
use crate::field::{Field, FieldSet};
use crate::text::json::{self, Next};
use crate::text::layout::Layout;
use crate::text::record::{Ending, Record, records};
use crate::text::source::{Source, read_full};
use crate::text::unpack::Packing;
use crate::text::words::header_key;
use crate::text::written::DateOrder;

/// How many bytes of a file are looked at. A header that is longer is not a header.
const HEAD_BYTES: usize = 1 << 20;

/// Tells what a source holds.
///
/// # Errors
/// The reason why the file cannot be used.
pub fn recognise(source: Arc<dyn Source>, log_type: LogType) -> Result<Input, Rejection> {
    recognise_dated(source, log_type, None)
}

/// Tells what a source holds. `order` is used for dates whose order of day and month the file itself leaves open.
///
/// # Errors
/// The reason why the file cannot be used.
pub fn recognise_dated(
    source: Arc<dyn Source>,
    log_type: LogType,
    order: Option<DateOrder>,
) -> Result<Input, Rejection> {
    recognise_among(CONTENTS, source, log_type, order)
}

/// Tells which of these contents a source holds.
fn recognise_among(
    contents: &[&'static Content],
    source: Arc<dyn Source>,
    log_type: LogType,
    order: Option<DateOrder>,
) -> Result<Input, Rejection> {
    let mut input = by_content(contents, source, log_type)?;
    if input.is_log() {
        let date_order = match (date_order(&input)?, order) {
            (Ok(told), _) => told,
            (Err(_), Some(order)) => Some(order),
            (Err(example), None) => return Err(Rejection::AmbiguousDates(example)),
        };
        if date_order.is_some() {
            Arc::make_mut(&mut input.shape).date_order = date_order;
        }
    }
    Ok(input)
}

fn by_content(
    contents: &[&'static Content],
    source: Arc<dyn Source>,
    log_type: LogType,
) -> Result<Input, Rejection> {
    let length = usize::try_from(source.length()).unwrap_or(usize::MAX).min(HEAD_BYTES);
    let mut head = vec![0; length];
    let length = read_full(&*source, 0, &mut head)?;
    head.truncate(length);
    refuse_by_bytes(&head)?;
    let start = skip_preamble(&head);
    let text = &head[start..];
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Rejection::Empty);
    }
    if matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return json_input(contents, source, text, start);
    }
    csv_input(contents, source, text, start, log_type)
}

/// The content and the dialect of a file: the first dialect that is certain, else the first that guesses.
fn known(contents: &[&'static Content], head: &Head<'_>) -> Result<(&'static Content, Format), Rejection> {
    let dialects =
        || contents.iter().flat_map(|content| content.dialects.iter().map(|dialect| (*content, *dialect)));
    let like = |wanted: Likeness| {
        dialects().find(|(_, dialect)| {
            dialect.layouts.contains(&head.layout) && (dialect.fingerprint)(head) == wanted
        })
    };
    // In JSON, the records of an audit log may also have the keys of a sign-in, so that they are looked for first.
    if head.layout == Layout::Json
        && let Some(foreign) = foreign_log(head)
    {
        return Err(foreign);
    }
    if let Some(certain) = like(Likeness::Certain) {
        return Ok(certain);
    }
    if let Some(foreign) = foreign_log(head) {
        return Err(foreign);
    }
    like(Likeness::Guessed).ok_or_else(|| unknown(dialects().map(|(_, dialect)| dialect), head))
}

/// The reason why no dialect knows a file.
fn unknown(mut dialects: impl Iterator<Item = Format>, head: &Head<'_>) -> Rejection {
    if head.layout == Layout::Json {
        let shown: Vec<&str> = head.keys.iter().take(6).map(String::as_str).collect();
        return Rejection::UnknownJson(shown.join(", "));
    }
    match dialects.find_map(|dialect| (dialect.lacks)(head)) {
        Some(column) => Rejection::MissingColumn { column, needed_for: "every question" },
        None => Rejection::UnknownHeader { first: String::new(), columns: head.keys.len() },
    }
}

fn csv_input(
    contents: &[&'static Content],
    source: Arc<dyn Source>,
    text: &[u8],
    start: usize,
    log_type: LogType,
) -> Result<Input, Rejection> {
    let delimiter = delimiter_of(text);
    let record = Record::at(text, 0, delimiter).expect("the text is not empty");
    if record.ending != Ending::Complete {
        return Err(Rejection::UnknownHeader { first: first_words(text), columns: 0 });
    }
    let header: Vec<String> =
        record.fields(text).map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
    let keys: Vec<String> = header.iter().map(|title| header_key(title)).collect();
    let rows = first_rows(text, record.next, delimiter);
    let head = Head { layout: Layout::Csv, name: source.name(), log_type, keys: &keys, rows: &rows };
    let (content, format) = known(contents, &head).map_err(|why| match why {
        Rejection::UnknownHeader { columns, .. } => {
            let first = header.first().cloned().unwrap_or_default().chars().take(40).collect();
            Rejection::UnknownHeader { first, columns }
        }
        why => why,
    })?;
    let keys = (format.keys)(&head).map_err(Rejection::OtherZone)?;
    refuse_destroyed(&header, &rows)?;
    let (shape, time_column, transcoder) = match format.names {
        Names::Headers(names) => {
            let shape = Shape::from_header(&keys, names);
            let time_column = shape.place(Field::Time);
            (shape, time_column, None)
        }
        Names::Paths(names) => {
            let names = names();
            let has = |name: &&PathName| {
                let column = keys.iter().position(|key| name.path.split('.').next() == Some(key));
                column.is_some_and(|column| (format.may_fill)(name, &head, column))
            };
            let time = names.iter().find(|name| name.field == Field::Time && has(name));
            let place = time.and_then(|time| keys.iter().position(|key| key == time.path));
            let shape = Shape::transcoded(fills_of(names.iter().filter(has)));
            let transcoder = Arc::new(Transcoder::for_columns(names, &keys));
            (shape, place.map(|place| (place as u16, CellPart::Whole)), Some(transcoder))
        }
    };
    refuse_useless(content, &shape)?;
    Ok(Input {
        content,
        format,
        start: (start + record.next) as u64,
        layout: Layout::Csv,
        delimiter,
        width: header.len(),
        time_column,
        record_keys: &[],
        transcoder,
        shape: Arc::new(shape),
        header,
        source,
    })
}

fn json_input(
    contents: &[&'static Content],
    source: Arc<dyn Source>,
    text: &[u8],
    start: usize,
) -> Result<Input, Rejection> {
    let keys = json_keys(text);
    if keys.is_empty() {
        let is_something = !text.contains(&b'{') && text.iter().any(u8::is_ascii_alphanumeric);
        return Err(if is_something { Rejection::NoRecord } else { Rejection::Empty });
    }
    let log_type = LogType::ByName;
    let head = Head { layout: Layout::Json, name: source.name(), log_type, keys: &keys, rows: &[] };
    let (content, format) = known(contents, &head)?;
    let names = match format.names {
        Names::Headers(_) => &[],
        Names::Paths(names) => names(),
    };
    let fills = fills_of(names.iter().filter(|name| (format.may_fill)(name, &head, 0)));
    Ok(Input {
        content,
        format,
        start: start as u64,
        layout: Layout::Json,
        delimiter: b',',
        width: 1,
        time_column: None,
        record_keys: format.record_keys,
        transcoder: Some(Arc::new(Transcoder::for_json(names))),
        shape: Arc::new(Shape::transcoded(fills)),
        header: keys,
        source,
    })
}

/// The fields that some names can fill. Who fills the steps also fills their digest.
fn fills_of<'n>(names: impl Iterator<Item = &'n PathName>) -> FieldSet {
    let fills = FieldSet::new(names.map(|name| name.field));
    if fills.contains(Field::Steps) { fills.with(Field::StepsDigest) } else { fills }
}

fn refuse_useless(content: &Content, shape: &Shape) -> Result<(), Rejection> {
    match content.needs {
        Some(need) if !need.any_of.iter().any(|field| shape.fills.contains(*field)) => {
            Err(Rejection::MissingColumn { column: need.column, needed_for: need.needed_for })
        }
        _ => Ok(()),
    }
}

/// The keys of the first records in lower case, also those of a first record that goes on beyond the text.
fn json_keys(text: &[u8]) -> Vec<String> {
    let (mut at, mut keys) = (0, Vec::new());
    for _ in 0..20 {
        let (start, end) = match json::next_record(text, at) {
            Next::Record { start, end } => (start, end),
            Next::Open(start) | Next::Crossed(start) => (start, text.len()),
            Next::End => break,
        };
        for (key, _) in json::members(&text[start..end]).map_while(Result::ok) {
            let key = String::from_utf8_lossy(key).to_lowercase();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        at = end;
    }
    keys
}

fn refuse_by_bytes(head: &[u8]) -> Result<(), Rejection> {
    match head {
        [] => Err(Rejection::Empty),
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => Err(Rejection::Utf16),
        _ if Packing::from_head(head) != Packing::None => {
            Err(Rejection::Compressed(Packing::from_head(head).name()))
        }
        _ => {
            let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let control = |byte: &u8| *byte < 9 || (14..32).contains(byte) && *byte != 27;
            if first_line.iter().any(control) { Err(Rejection::Binary) } else { Ok(()) }
        }
    }
}

/// The length of what stands before the data: a byte order mark, and a first line `sep=…` or `#TYPE …` as spreadsheets and PowerShell write
/// it.
fn skip_preamble(head: &[u8]) -> usize {
    let start = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let text = &head[start..];
    let special = text.len() >= 4 && (text[..4].eq_ignore_ascii_case(b"sep=") || text.starts_with(b"#TYPE"));
    match memchr::memchr(b'\n', text) {
        Some(line) if special => start + line + 1,
        _ => start,
    }
}

/// The delimiter that occurs most often in the first line, outside of quotes.
fn delimiter_of(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line {
        quoted ^= *byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

fn first_words(text: &[u8]) -> String {
    String::from_utf8_lossy(&text[..text.len().min(40)]).lines().next().unwrap_or_default().to_owned()
}

/// How many rows are looked at where the header alone does not tell what a column holds.
const ROWS_LOOKED_AT: usize = 50;

/// The cells of the first whole rows.
fn first_rows(text: &[u8], start: usize, delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    let rows = records(text, start, delimiter);
    let whole = rows.filter(|row| !row.is_blank() && row.ending == Ending::Complete).take(ROWS_LOOKED_AT);
    whole.map(|row| row.fields(text).map(|cell| cell.into_owned()).collect()).collect()
}

/// Columns with nested values, which `Export-Csv` replaces with the name of their type. Other columns are not searched: a user agent may
/// contain such a name on purpose.
const NESTED: &[&str] =
    &["status", "devicedetail", "location", "appliedconditionalaccesspolicies", "mfadetail"];

fn refuse_destroyed(header: &[String], rows: &[Vec<Vec<u8>>]) -> Result<(), Rejection> {
    let is_nested = |title: &&String| NESTED.contains(&header_key(title).as_str());
    let columns = header.iter().enumerate().filter(|(_, title)| is_nested(title)).map(|(column, _)| column);
    let cells = columns.flat_map(|column| rows.iter().filter_map(move |row| row.get(column)));
    let names = [&b"Microsoft.Graph.PowerShell.Models."[..], b"Microsoft.PowerShell.Models."];
    match cells.into_iter().find(|cell| names.iter().any(|name| cell.starts_with(name))) {
        Some(cell) => Err(Rejection::DestroyedCells(String::from_utf8_lossy(cell).into_owned())),
        None => Ok(()),
    }
}
