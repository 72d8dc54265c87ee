//! One table as a sheet: a frozen header with filters, columns as wide as they need, words coloured by what they mean.

use std::collections::BTreeMap;

use entrasift_core::text::time::Time;
use entrasift_rollout::answer::{Show, Table, Tone, Value};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Url, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{LONGEST, Looks, cell, date, harmless, put, text, tint};
use crate::cell::Detail;
use crate::chart::Timeline;
use crate::curve::Curve;

/// The list that people work through, which gets columns to fill in.
const WORKLIST: &str = "dependencies";
const TO_FILL: [&str; 2] = ["Owner", "Due date"];

/// A column is at most this wide, in characters.
const WIDEST: usize = 60;

/// So many columns are printed on one page; more would be too small to read, and go on on the next.
const ABREAST: usize = 12;

/// Rows by which the width of a column is chosen.
const SAMPLE: usize = 500;

/// A sheet takes no more links than this.
const LINKS: usize = 65_000;

/// Bars of the chart.
const BARS: usize = 60;

/// Points of a line, which come after rows that a sheet has room for.
const POINTS: usize = 10_000;

/// Where the numbers of a chart stand: a header, then one row a stretch of time; the first column is the time.
pub(super) struct Plot {
    pub rows: u32,
    pub column: u16,
    pub tones: Vec<Tone>,
    pub drawn: Drawn,
}

/// What a chart looks like.
pub(super) enum Drawn {
    /// Sums on top of each other; how long the stretch of a bar is.
    Bars { length: String },
    /// Levels over time; the lowest that is shown.
    Lines { least: f64 },
}

/// How many rows of a table a sheet of so many rows holds: where not all fit, the last line says how many are missing.
pub(super) fn room(table: &Table, rows: usize) -> usize {
    match table.rows.len() < rows {
        true => table.rows.len(),
        false => rows.saturating_sub(2),
    }
}

/// Writes a table.
pub(super) fn write(
    sheet: &mut Worksheet,
    key: &str,
    table: &Table,
    looks: &Looks,
    rows: usize,
) -> Result<Option<Plot>, XlsxError> {
    let written = room(table, rows);
    header(sheet, table, looks)?;
    let mut links = 0;
    for (at, row) in table.rows.iter().take(written).enumerate() {
        for (column, value) in row.iter().enumerate().take(table.columns.len()) {
            let place = (at as u32 + 1, column as u16);
            let link =
                (table.columns[column].key == "user_id" && links < LINKS).then(|| profile(value)).flatten();
            match link {
                Some(link) => {
                    links += 1;
                    sheet.write_url(place.0, place.1, link)?;
                }
                None => put(sheet, place.0, place.1, value, looks)?,
            }
        }
    }
    let mut columns = table.columns.len();
    if key == WORKLIST {
        to_fill(sheet, columns as u16, looks)?;
        columns += TO_FILL.len();
    }
    if columns > 0 {
        sheet.autofilter(0, 0, (written as u32).max(1), columns as u16 - 1)?;
    }
    sheet.set_freeze_panes(1, 1)?.set_landscape().set_repeat_rows(0, 0)?;
    match columns {
        0..=ABREAST => sheet.set_print_fit_to_pages(1, 0),
        _ => sheet.set_print_scale(75).set_repeat_columns(0, 0)?,
    };
    for (column, _) in table.columns.iter().enumerate() {
        colours(sheet, table, column, written)?;
    }
    match (table.rows.is_empty(), table.rows.len() - written) {
        (true, _) => text(sheet, 1, 0, "none", looks)?,
        (false, 0) => {}
        (false, missing) => {
            let missing = format!("… and {} more rows; JSON and CSV hold all", cell::grouped(missing as u64));
            text(sheet, written as u32 + 1, 0, &missing, looks)?;
        }
    }
    plot(sheet, table, columns as u16 + 1, looks)
}

fn header(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    for (at, column) in table.columns.iter().enumerate() {
        let mut values = table.rows.column(at).filter(|value| *value != Value::Null);
        let look =
            if values.all(|value| cell::is_quantity(&value)) { &looks.header_right } else { &looks.header };
        sheet.write_string_with_format(0, at as u16, column.title, look)?;
        let told = table.rows.column(at).take(SAMPLE);
        let widest = told.map(|value| width(&cell::text(&value, Detail::WHOLE))).max().unwrap_or(0);
        // The button of the filter takes some characters.
        let widest = widest.max(column.title.width() + 3).min(WIDEST);
        sheet.set_column_width(at as u16, widest as f64 + 1.0)?;
        if column.show == Show::Never && column.key != "user_id" {
            sheet.set_column_hidden(at as u16)?;
        }
    }
    Ok(())
}

fn width(text: &str) -> usize {
    harmless::shortened(text, WIDEST).width()
}

fn to_fill(sheet: &mut Worksheet, first: u16, looks: &Looks) -> Result<(), XlsxError> {
    for (column, title) in (first..).zip(TO_FILL) {
        sheet.write_string_with_format(0, column, title, &looks.header)?;
        sheet.set_column_width(column, 18)?;
    }
    sheet.set_column_format(first + 1, &looks.day)?;
    Ok(())
}

/// The page of a user in the admin centre, for what is surely an id. The file holds the link; nothing opens it.
fn profile(value: &Value) -> Option<Url> {
    let Value::Text(id) = value else { return None };
    let is_id = id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let link = format!(
        "https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{id}"
    );
    is_id.then(|| Url::new(link).set_text(id))
}

/// Colours the words of a column by rules, so that a cell that somebody edits changes its colour.
fn colours(sheet: &mut Worksheet, table: &Table, column: usize, written: usize) -> Result<(), XlsxError> {
    let words: BTreeMap<&str, Tone> = table
        .rows
        .column(column)
        .filter_map(|value| match value {
            Value::Word(word, tone) => Some((word, tone)),
            _ => None,
        })
        .collect();
    for (word, tone) in words {
        let Some((fill, ink)) = tint(tone) else { continue };
        let format = Format::new().set_background_color(fill).set_font_color(ink);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word.to_owned()))
            .set_format(format);
        sheet.add_conditional_format(1, column as u16, written.max(1) as u32, column as u16, &rule)?;
    }
    Ok(())
}

/// Writes what the chart draws, beside the table.
fn plot(sheet: &mut Worksheet, table: &Table, column: u16, looks: &Looks) -> Result<Option<Plot>, XlsxError> {
    let Some(chart) = &table.chart else { return Ok(None) };
    if let Some(timeline) = Timeline::of(table, chart, BARS) {
        return sums(sheet, &timeline, column, looks).map(Some);
    }
    match Curve::of(table, chart) {
        Some(curve) => levels(sheet, &curve, column, looks).map(Some),
        None => Ok(None),
    }
}

/// The sums of each stretch of time.
fn sums(sheet: &mut Worksheet, timeline: &Timeline, column: u16, looks: &Looks) -> Result<Plot, XlsxError> {
    let title = format!("From ({}), {} each", looks.zone.name(), timeline.length());
    let times: Vec<Time> = (0..timeline.len()).map(|at| timeline.begin(at)).collect();
    axis(sheet, &title, &times, column, &looks.time)?;
    for (series, column) in timeline.series.iter().zip(column + 1..) {
        heading(sheet, series.label, column, looks)?;
        for (at, sum) in series.sums.iter().enumerate() {
            put(sheet, at as u32 + 1, column, &Value::Count(*sum), looks)?;
        }
    }
    let tones = timeline.series.iter().map(|series| series.tone).collect();
    let drawn = Drawn::Bars { length: timeline.length() };
    Ok(Plot { rows: times.len() as u32, column, tones, drawn })
}

/// The levels at each point in time.
fn levels(sheet: &mut Worksheet, curve: &Curve, column: u16, looks: &Looks) -> Result<Plot, XlsxError> {
    let mut times: Vec<Time> =
        curve.lines.iter().flat_map(|line| &line.points).map(|(time, _)| *time).collect();
    times.sort_unstable();
    times.dedup();
    times.truncate(POINTS);
    axis(sheet, &format!("Day ({})", looks.zone.name()), &times, column, &looks.day)?;
    for (line, column) in curve.lines.iter().zip(column + 1..) {
        heading(sheet, line.label, column, looks)?;
        for (time, share) in &line.points {
            if let Ok(at) = times.binary_search(time) {
                put(sheet, at as u32 + 1, column, &Value::Share(*share), looks)?;
            }
        }
    }
    let tones = curve.lines.iter().map(|line| line.tone).collect();
    Ok(Plot { rows: times.len() as u32, column, tones, drawn: Drawn::Lines { least: curve.range().0 } })
}

fn axis(
    sheet: &mut Worksheet,
    title: &str,
    times: &[Time],
    column: u16,
    look: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string(0, column, title)?.set_column_width(column, title.width() as f64 + 2.0)?;
    for (at, time) in times.iter().enumerate() {
        if let Some(date) = date(*time) {
            sheet.write_datetime_with_format(at as u32 + 1, column, &date, look)?;
        }
    }
    Ok(())
}

fn heading(sheet: &mut Worksheet, label: &str, column: u16, looks: &Looks) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, column, label, &looks.header_right)?;
    sheet.set_column_width(column, label.width().max(8) as f64 + 2.0)?;
    Ok(())
}

/// A page of text, a line a row.
pub(super) fn page(sheet: &mut Worksheet, page: &str, rows: usize) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 110)?;
    for (at, line) in page.lines().take(rows).enumerate().filter(|(_, line)| !line.is_empty()) {
        sheet.write_string(at as u32, 0, harmless::shortened(line, LONGEST))?;
    }
    Ok(())
}
