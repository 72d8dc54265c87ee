//! One table as a sheet: a frozen header with filters, columns as wide as they need, words coloured by what they mean.

use std::collections::BTreeMap;

use entrasift_rollout::answer::{Chart, Column, Holds, Show, Table, Tone, Value};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Url, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cells::{LONGEST, put, text};
use super::looks::{Looks, tint};
use super::plot::{self, Plot};
use crate::cell::{self, Detail, Quantities};
use crate::harmless;
use crate::points::Points;

/// The columns to fill in that a list gets which people work through.
const TO_FILL: [&str; 2] = ["Owner", "Due date"];

/// A column is at most this wide, in characters.
const WIDEST: usize = 60;

/// So many columns are printed on one page; more would be too small to read, and go on on the next.
const ABREAST: usize = 12;

/// Rows by which the width of a column is chosen.
const SAMPLE: usize = 500;

/// A sheet takes no more links than this.
const LINKS: usize = 65_000;

/// A sheet that holds a table.
pub(super) struct Sheet<'a> {
    /// Its name.
    pub name: String,
    /// How many rows the table has.
    pub rows: usize,
    /// Rows for which a sheet has no room.
    pub missing: usize,
    /// What is drawn of it.
    pub chart: Option<(&'a Chart, Plot)>,
}

/// How many rows of a table a sheet of so many rows holds: where not all fit, the last line says how many are missing.
pub(super) fn room(table: &Table, rows: usize) -> usize {
    match table.rows.len() < rows {
        true => table.rows.len(),
        false => rows.saturating_sub(2),
    }
}

/// What one pass over the rows tells of a table.
struct SheetSurvey {
    quantities: Quantities,
    /// The widest of the first cells of each column.
    widths: Vec<usize>,
    /// The words of each column with what they mean.
    words: Vec<BTreeMap<&'static str, Tone>>,
    points: Option<Points>,
}

impl SheetSurvey {
    fn new(table: &Table) -> SheetSurvey {
        let columns = table.columns.len();
        SheetSurvey {
            quantities: Quantities::new(columns),
            widths: vec![0; columns],
            words: vec![BTreeMap::new(); columns],
            points: Points::new(table),
        }
    }

    fn see(&mut self, at: usize, row: &[Value]) {
        self.quantities.see(row);
        if let Some(points) = &mut self.points {
            points.see(row);
        }
        for ((value, widest), words) in row.iter().zip(&mut self.widths).zip(&mut self.words) {
            if at < SAMPLE {
                *widest = (*widest).max(width(&cell::text(value, Detail::WHOLE)));
            }
            if let Value::Word(word, tone) = value {
                words.insert(word, *tone);
            }
        }
    }
}

/// Writes a table, pulling each of its rows once.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    looks: &Looks,
    rows: usize,
) -> Result<Option<Plot>, XlsxError> {
    let written = room(table, rows);
    let mut survey = SheetSurvey::new(table);
    let mut links = 0;
    for (at, row) in table.rows.iter().enumerate() {
        survey.see(at, &row);
        for (column, value) in row.iter().enumerate().take(table.columns.len()).filter(|_| at < written) {
            let place = (at as u32 + 1, column as u16);
            let is_id = table.columns[column].holds == Holds::UserId;
            match (is_id && links < LINKS).then(|| profile(value)).flatten() {
                Some(link) => {
                    links += 1;
                    sheet.write_url(place.0, place.1, link)?;
                }
                None => put(sheet, place.0, place.1, value, looks)?,
            }
        }
    }
    for (at, column) in table.columns.iter().enumerate() {
        header(sheet, at, column, &survey, looks)?;
        colours(sheet, at as u16, &survey.words[at], written)?;
    }
    let mut columns = table.columns.len();
    if table.is_worklist {
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
    match (table.rows.is_empty(), table.rows.len() - written) {
        (true, _) => text(sheet, 1, 0, "none", looks)?,
        (false, 0) => {}
        (false, missing) => {
            let missing = format!("… and {} more rows; JSON and CSV hold all", cell::grouped(missing as u64));
            text(sheet, written as u32 + 1, 0, &missing, looks)?;
        }
    }
    match &survey.points {
        Some(points) => plot::write(sheet, points, columns as u16 + 1, looks),
        None => Ok(None),
    }
}

fn header(
    sheet: &mut Worksheet,
    at: usize,
    column: &Column,
    survey: &SheetSurvey,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let look = if survey.quantities.are_in(at) { &looks.header_right } else { &looks.header };
    let place = at as u16;
    sheet.write_string_with_format(0, place, column.title, look)?;
    // The button of the filter takes some characters.
    let widest = survey.widths[at].max(column.title.width() + 3).min(WIDEST);
    sheet.set_column_width(place, widest as f64 + 1.0)?;
    if column.show == Show::Never && column.holds != Holds::UserId {
        sheet.set_column_hidden(place)?;
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
fn colours(
    sheet: &mut Worksheet,
    column: u16,
    words: &BTreeMap<&'static str, Tone>,
    written: usize,
) -> Result<(), XlsxError> {
    for (word, tone) in words {
        let Some((fill, ink)) = tint(*tone) else { continue };
        let format = Format::new().set_background_color(fill).set_font_color(ink);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo((*word).to_owned()))
            .set_format(format);
        sheet.add_conditional_format(1, column, written.max(1) as u32, column, &rule)?;
    }
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
