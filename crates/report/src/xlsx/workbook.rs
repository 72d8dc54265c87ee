//! The workbook: the summary first, then a sheet for each table.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Value};
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::cells::date;
use super::looks::Looks;
use super::names::SheetNames;
use super::sheet::{self, Sheet};
use super::summary;
use crate::format::Out;
use crate::style::Style;

/// Rows of a sheet, the header among them.
const ROWS: usize = 1_048_576;

/// Writes an answer.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
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
    let looks = Looks::new(style.zone);
    let mut names = SheetNames::new("Summary");
    let mut sheets = Vec::new();
    for section in answer.shown() {
        match &section.body {
            Body::Table(table) | Body::Value(Value::Table(table)) => {
                let sheet = workbook.add_worksheet();
                let name = names.take(&section.title);
                sheet.set_name(&name)?;
                let plot = sheet::write(sheet, table, &looks, rows)?;
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
                sheet.set_name(names.take(&section.title))?;
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
            sheet.set_name(names.take(title))?;
            sheet::write(sheet, &table, &looks, rows)?;
        }
    }
    summary::write(workbook.worksheet_from_index(0)?, answer, &sheets, &looks)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use entrasift_core::Time;
    use entrasift_rollout::answer::{Column, Holds, Outcome, Section, Show, Table};

    use super::*;

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
        let style = Style::new(Time(0));
        assert!(workbook(&answer, &style, 10).is_ok());
    }
}
