//! The first sheet: the answer, what it rests on, the key numbers, and a chart.

use entrasift_rollout::answer::{self, Answer, Body, Tone, Value};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartSolidFill,
    ChartType, ConditionalFormatDataBar, Format, Url, Worksheet, XlsxError,
};

use super::cells::{LONGEST, put, text};
use super::looks::{Looks, colour, tint};
use super::plot::{Drawn, Plot};
use super::sheet::Sheet;
use crate::{cell, harmless, reading};

/// Column of the chart: beside names and numbers.
const CHART: u16 = 3;

/// Bars behind numbers, light enough to read them.
const BAR: u32 = 0x00B8_CBF5;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    answer: &Answer,
    sheets: &[Sheet<'_>],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 42)?.set_column_width(1, 20)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    let mut page = Page { sheet, looks, row: 0 };
    page.line(&format!("entrasift {}", answer.command), &looks.title)?;
    page.row += 1;
    answer.lead.iter().try_for_each(|line| page.line(line, &looks.strong))?;
    if let Some(reading) = &answer.reading {
        page.line(&reading::line(reading, looks.zone), &looks.soft)?;
        reading::losses(reading).iter().try_for_each(|line| page.line(line, &looks.soft))?;
        page.list("Warnings", &reading::warnings(reading))?;
    }
    let charts = page.row + 1;
    numbers(&mut page, answer)?;
    contents(&mut page, sheets)?;
    if let Some(reading) = &answer.reading {
        page.list("Not evaluated", &reading::not_evaluated(reading))?;
    }
    let next = answer.next.iter().map(|step| match step.words() {
        (command, "") => command,
        (command, what_for) => format!("{command} – {what_for}"),
    });
    page.list("Next", &next.collect::<Vec<_>>())?;
    let drawn = sheets
        .iter()
        .filter_map(|sheet| sheet.chart.as_ref().map(|(chart, plot)| (&sheet.name, chart, plot)));
    for (at, (name, drawn, plot)) in drawn.enumerate() {
        page.sheet.insert_chart(charts + at as u32 * 18, CHART, &chart(name, drawn, plot)?)?;
    }
    Ok(())
}

/// Where the next line goes.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    row: u32,
}

impl Page<'_> {
    fn line(&mut self, line: &str, look: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, harmless::shortened(line, LONGEST), look)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self, title: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.sheet.write_string_with_format(self.row, 1, "", &self.looks.header)?;
        self.line(title, &self.looks.header)
    }

    fn list(&mut self, title: &str, lines: &[String]) -> Result<(), XlsxError> {
        if lines.is_empty() {
            return Ok(());
        }
        self.heading(title)?;
        for line in lines {
            text(self.sheet, self.row, 0, line, self.looks)?;
            self.row += 1;
        }
        Ok(())
    }

    fn fact(&mut self, name: &str, value: &Value) -> Result<(), XlsxError> {
        text(self.sheet, self.row, 0, name, self.looks)?;
        match (value, tint(cell::tone(value))) {
            (Value::Word(word, _), Some((fill, ink))) => {
                let look = Format::new().set_background_color(fill).set_font_color(ink);
                self.sheet.write_string_with_format(self.row, 1, *word, &look)?;
            }
            _ => put(self.sheet, self.row, 1, value, self.looks)?,
        }
        self.row += 1;
        Ok(())
    }
}

/// The sections of one value, the ledger, and the sections of named values.
fn numbers(page: &mut Page<'_>, answer: &Answer) -> Result<(), XlsxError> {
    page.heading("Key numbers")?;
    for section in answer.shown() {
        match &section.body {
            Body::Value(Value::Map(_) | Value::Table(_)) => {}
            Body::Value(value) => page.fact(&section.title, value)?,
            _ => {}
        }
    }
    if let Some(reading) = &answer.reading {
        for fact in reading::ledger(reading) {
            page.fact(&fact.key, &fact.value)?;
        }
    }
    for section in answer.shown() {
        let Body::Value(Value::Map(entries)) = &section.body else { continue };
        page.heading(&section.title)?;
        let first = page.row;
        entries.iter().try_for_each(|fact| page.fact(&cell::named(&fact.key), &fact.value))?;
        if entries.len() > 1 && entries.iter().all(|fact| matches!(fact.value, Value::Count(_))) {
            let bar = ConditionalFormatDataBar::new().set_solid_fill(true).set_fill_color(BAR);
            page.sheet.add_conditional_format(first, 1, page.row - 1, 1, &bar)?;
        }
    }
    Ok(())
}

/// The sheets, with the number of their rows, and what they have no room for.
fn contents(page: &mut Page<'_>, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
    if sheets.is_empty() {
        return Ok(());
    }
    page.heading("Sheets")?;
    for sheet in sheets {
        let link = Url::new(format!("internal:'{}'!A1", sheet.name)).set_text(&sheet.name);
        page.sheet.write_url(page.row, 0, link)?;
        put(page.sheet, page.row, 1, &Value::from(sheet.rows), page.looks)?;
        if sheet.missing > 0 {
            let missing =
                format!("the last {} are missing: a sheet has no room", cell::grouped(sheet.missing as u64));
            text(page.sheet, page.row, 2, &missing, page.looks)?;
        }
        page.row += 1;
    }
    Ok(())
}

fn chart(name: &str, chart: &answer::Chart, plot: &Plot) -> Result<Chart, XlsxError> {
    let caption = harmless::shortened(&chart.caption, 200);
    let (kind, caption) = match &plot.drawn {
        Drawn::Bars { length } => (ChartType::ColumnStacked, format!("{caption}, {length} a bar")),
        Drawn::Lines { .. } => (ChartType::Line, caption.into_owned()),
    };
    let mut chart = Chart::new(kind);
    for (column, tone) in (plot.column + 1..).zip(&plot.tones) {
        let series = chart
            .add_series()
            .set_name((name, 0, column))
            .set_categories((name, 1, plot.column, plot.rows, plot.column))
            .set_values((name, 1, column, plot.rows, column));
        match plot.drawn {
            Drawn::Bars { .. } => {
                let mut fill = ChartSolidFill::new();
                fill.set_color(colour(*tone));
                series.set_format(ChartFormat::new().set_solid_fill(&fill)).set_gap(25).set_overlap(100);
            }
            Drawn::Lines { .. } => {
                let mut line = ChartLine::new();
                line.set_color(colour(*tone)).set_width(2.25);
                if *tone == Tone::Dim {
                    line.set_dash_type(ChartLineDashType::Dash);
                }
                series.set_format(ChartFormat::new().set_line(&line));
            }
        }
    }
    chart.title().set_name(&caption).set_font(ChartFont::new().set_size(12));
    chart.set_alt_text(&caption);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.x_axis().set_num_format("d mmm");
    match plot.drawn {
        Drawn::Bars { .. } => {
            chart.x_axis().set_text_axis(true);
            chart.y_axis().set_num_format("#,##0");
        }
        Drawn::Lines { least } => {
            chart.x_axis().set_date_axis(true);
            chart.y_axis().set_num_format("0 %").set_min(least);
        }
    }
    chart.set_width(820).set_height(340).show_hidden_data();
    Ok(chart)
}
