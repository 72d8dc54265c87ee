//! XLSX: a summary with a chart, and a sheet for each table, made for working through a list.

use std::io::{self, Write};

use entrasift_core::text::time::{SECOND, Time, Zone};
use entrasift_rollout::answer::{Answer, Body, Chart, Tone, Value};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::cell::{self, Detail};
use crate::{Style, harmless, shown};

mod sheet;
mod summary;

/// Rows of a sheet, the header among them.
const ROWS: usize = 1_048_576;

/// Columns that one text may take; a cell holds 32,767 characters.
const LONGEST: usize = 8_000;

/// Whole numbers beyond this are written as text, since a cell would round them.
const LARGEST: u64 = 1 << 53;

/// Writes an answer.
///
/// # Errors
/// What `out` says, and what the spreadsheet's own limits say.
pub fn write(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let buffer = workbook(answer, style, ROWS).map_err(io::Error::other)?;
    out.write_all(&buffer)
}

fn workbook(answer: &Answer, style: &Style, rows: usize) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(format!("entrasift {}", answer.command));
    if let Some(time) = date(style.generated) {
        properties = properties.set_creation_datetime(&time);
    }
    workbook.set_properties(&properties);
    workbook.add_worksheet().set_name("Summary")?;
    let looks = Looks::of(style.zone);
    let mut names = Names { taken: vec!["summary".to_owned()] };
    let mut sheets = Vec::new();
    for section in shown(answer) {
        match &section.body {
            Body::Table(table) | Body::Value(Value::Table(table)) => {
                let sheet = workbook.add_worksheet();
                let name = names.of(&section.title);
                sheet.set_name(&name)?;
                let plot = sheet::write(sheet, section.key, table, &looks, rows)?;
                let missing = table.rows.len().saturating_sub(sheet::room(table, rows));
                sheets.push(Sheet {
                    name,
                    rows: table.rows.len(),
                    missing,
                    chart: table.chart.as_ref().zip(plot),
                });
            }
            Body::Page(page) => {
                let sheet = workbook.add_worksheet();
                sheet.set_name(names.of(&section.title))?;
                sheet::page(sheet, page, rows)?;
            }
            Body::Value(_) => {}
        }
    }
    if let Some(reading) = &answer.reading {
        let parts = [
            ("Files", reading.inputs_table()),
            ("Ignored files", reading.ignored_table()),
            ("Unreadable rows", reading.problems_table()),
        ];
        for (title, table) in parts.into_iter().filter(|(_, table)| !table.rows.is_empty()) {
            let sheet = workbook.add_worksheet();
            sheet.set_name(names.of(title))?;
            sheet::write(sheet, "", &table, &looks, rows)?;
        }
    }
    summary::write(workbook.worksheet_from_index(0)?, answer, &sheets, &looks)?;
    workbook.save_to_buffer()
}

/// A sheet that holds a table.
struct Sheet<'a> {
    name: String,
    rows: usize,
    /// Rows for which a sheet has no room.
    missing: usize,
    chart: Option<(&'a Chart, sheet::Plot)>,
}

/// The names of sheets, of which no two are the same.
struct Names {
    taken: Vec<String>,
}

impl Names {
    fn of(&mut self, title: &str) -> String {
        let plain: String = harmless::visible(title)
            .chars()
            .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
            .collect();
        let plain = if plain.trim().is_empty() { "Sheet" } else { plain.trim() };
        let numbered = (1..).map(|number| match number {
            1 => plain.chars().take(28).collect::<String>(),
            _ => format!("{} {number}", plain.chars().take(24).collect::<String>()),
        });
        let free = numbered.into_iter().find(|name| !self.taken.contains(&name.to_lowercase()));
        let name = free.unwrap_or_default();
        self.taken.push(name.to_lowercase());
        name
    }
}

/// How cells look.
struct Looks {
    /// The zone of times.
    zone: Zone,
    plain: Format,
    title: Format,
    strong: Format,
    soft: Format,
    header: Format,
    header_right: Format,
    count: Format,
    share: Format,
    code: Format,
    time: Format,
    day: Format,
    quoted: Format,
}

impl Looks {
    fn of(zone: Zone) -> Looks {
        let plain = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_EDF5))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x009A_A7BB));
        Looks {
            zone,
            title: Format::new().set_bold().set_font_size(16),
            strong: Format::new().set_bold(),
            soft: Format::new().set_font_color(Color::RGB(0x0059_657A)),
            header_right: header.clone().set_align(FormatAlign::Right),
            header,
            count: plain.clone().set_num_format("#,##0"),
            share: plain.clone().set_num_format("0.0 %"),
            code: plain.clone().set_num_format("0").set_align(FormatAlign::Left),
            time: plain.clone().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            day: plain.clone().set_num_format("yyyy-mm-dd"),
            quoted: plain.clone().set_quote_prefix(),
            plain,
        }
    }
}

/// The fill and the ink of a tone.
fn tint(tone: Tone) -> Option<(Color, Color)> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some((Color::RGB(0x00DF_F2E7), Color::RGB(0x0012_6B3E))),
        Tone::Warn => Some((Color::RGB(0x00FD_EED5), Color::RGB(0x008A_5000))),
        Tone::Bad => Some((Color::RGB(0x00FC_E1E3), Color::RGB(0x00A5_1D29))),
        Tone::Dim => Some((Color::RGB(0x00ED_F0F4), Color::RGB(0x0059_657A))),
    }
}

/// The colour of a series.
fn colour(tone: Tone) -> Color {
    match tone {
        Tone::Plain => Color::RGB(0x004B_78DD),
        Tone::Good => Color::RGB(0x005B_B98B),
        Tone::Warn => Color::RGB(0x00E8_A33D),
        Tone::Bad => Color::RGB(0x00DC_4C56),
        Tone::Dim => Color::RGB(0x00B3_BDCC),
    }
}

fn date(time: Time) -> Option<ExcelDateTime> {
    ExcelDateTime::from_timestamp(time.0.div_euclid(SECOND)).ok()
}

/// Writes a value: numbers as numbers, times as times, everything else as text that is never a formula.
fn put(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, looks: &Looks) -> Result<(), XlsxError> {
    match value {
        Value::Null => {}
        Value::Count(count) if *count < LARGEST => {
            sheet.write_number_with_format(row, column, *count as f64, &looks.count)?;
        }
        Value::Code(code) if code.unsigned_abs() < LARGEST => {
            sheet.write_number_with_format(row, column, *code as f64, &looks.code)?;
        }
        Value::Number(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Share(share) if share.is_finite() => {
            sheet.write_number_with_format(row, column, *share, &looks.share)?;
        }
        Value::Time(time) => match date(*time) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, &looks.time)?;
            }
            None => text(sheet, row, column, &cell::minute(*time), looks)?,
        },
        _ => text(sheet, row, column, &cell::text(value, Detail::WHOLE), looks)?,
    }
    Ok(())
}

/// Writes a text. What looks like a formula stays a text even when somebody edits the cell.
fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, looks: &Looks) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let look = if harmless::is_formula(text) { &looks.quoted } else { &looks.plain };
    sheet.write_string_with_format(row, column, harmless::shortened(text, LONGEST), look)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use entrasift_rollout::answer::{Column, Holds, Outcome, Section, Show, Table};

    use super::*;

    #[test]
    fn sheet_names_are_allowed_and_distinct() {
        let mut names = Names { taken: vec!["summary".to_owned()] };
        let titles =
            ["Summary", "a/b: [c]*?", "'quoted'", "", "x".repeat(40).as_str(), "X".repeat(40).as_str()]
                .map(str::to_owned);
        let given = titles.map(|title| names.of(&title));
        let expect =
            ["Summary 2", "ab c", "quoted", "Sheet", &"x".repeat(28), &format!("{} 2", "X".repeat(24))];
        assert_eq!(given, expect);
    }

    #[test]
    fn a_sheet_that_is_full_says_so() {
        let columns = vec![Column::new("count", "Count", Show::Always, Holds::Number)];
        let rows = (0..100_u64).map(|count| vec![count.into()]).collect();
        let table = Table { columns, rows, ..Table::default() };
        assert_eq!(sheet::room(&table, 1_000), 100);
        assert_eq!(sheet::room(&table, 101), 100);
        assert_eq!(sheet::room(&table, 100), 98);
        let answer = Answer {
            command: "test",
            reading: None,
            lead: Vec::new(),
            sections: vec![Section::table("rows", "Rows", table)],
            next: Vec::new(),
            gravest: None,
            outcome: Outcome::Done,
        };
        let style = Style::new(crate::Format::Xlsx, Time(0));
        assert!(workbook(&answer, &style, 10).is_ok());
    }
}
