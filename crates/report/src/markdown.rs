//! Markdown: for tickets and wikis. No text from an export can become markup, a link or a mention.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Chart, Reading, Section, Show, Table, Value};

use crate::cell::{self, Detail};
use crate::chart::Timeline;
use crate::curve::Curve;
use crate::{Style, harmless, reading, shown};

/// Columns that one cell may take in the source.
const WIDEST: usize = 300;

/// What a cell of a ticket tells of a list.
const DETAIL: Detail = Detail { items: 5, places: 2 };

/// Marks of a chart, which a ticket shows in one line.
const MARKS: usize = 72;

/// Writes an answer. Of the style it takes `full` and `top`; without them, all rows but the folded ones.
///
/// # Errors
/// Only what `out` says.
pub fn write(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# entrasift {}", harmless::markdown(answer.command))?;
    for sentence in &answer.lead {
        writeln!(out, "\n**{}**", harmless::markdown(sentence.trim()))?;
    }
    if let Some(reading) = &answer.reading {
        head(reading, style, out)?;
    }
    let chapters = answer.sections.iter().any(|section| section.chapter.is_some());
    for section in shown(answer) {
        part(section, chapters, style, out)?;
    }
    if let Some(reading) = &answer.reading {
        list("Not evaluated", &reading::not_evaluated(reading), out)?;
    }
    let told = answer.next.iter().map(|step| match step.words() {
        (command, "") => command,
        (command, what_for) => format!("{command} – {what_for}"),
    });
    list("Next", &told.collect::<Vec<_>>(), out)
}

fn head(reading: &Reading, style: &Style, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{}", harmless::markdown(&reading::line(reading, style.zone)))?;
    for line in reading::losses(reading) {
        writeln!(out, "\n{}", harmless::markdown(&line))?;
    }
    list("Warnings", &reading::warnings(reading), out)
}

fn list(title: &str, items: &[String], out: &mut impl Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    items.iter().try_for_each(|item| writeln!(out, "- {}", harmless::markdown(item)))
}

fn part(section: &Section, chapters: bool, style: &Style, out: &mut impl Write) -> io::Result<()> {
    if let Some(chapter) = &section.chapter {
        writeln!(out, "\n## {}", harmless::markdown(chapter.title))?;
        chapter
            .lead
            .iter()
            .try_for_each(|sentence| writeln!(out, "\n{}", harmless::markdown(sentence.trim())))?;
    }
    if let Body::Value(value) = &section.body
        && !matches!(value, Value::Map(_) | Value::Table(_))
    {
        return writeln!(out, "\n{}: **{}**", harmless::markdown(&section.title), text(value));
    }
    if !section.title.is_empty() {
        writeln!(out, "\n{} {}", if chapters { "###" } else { "##" }, harmless::markdown(&section.title))?;
    }
    if !section.note.is_empty() {
        writeln!(out, "\n{}", harmless::markdown(&section.note))?;
    }
    writeln!(out)?;
    match &section.body {
        Body::Table(table) | Body::Value(Value::Table(table)) => {
            if let Some(curve) = table.chart.as_ref().and_then(|drawn| Curve::of(table, drawn)) {
                writeln!(out, "```text")?;
                curve.text(MARKS, style.zone).iter().try_for_each(|line| writeln!(out, "{line}"))?;
                writeln!(out, "```\n")?;
            }
            if let Some(drawn) = &table.chart
                && sparklines(table, drawn, style, out)?
                && !style.full
            {
                return Ok(());
            }
            rows(table, style, out)
        }
        Body::Value(Value::Map(entries)) => entries.iter().try_for_each(|fact| {
            writeln!(out, "- {}: {}", harmless::markdown(&cell::named(&fact.key)), text(&fact.value))
        }),
        Body::Value(value) => writeln!(out, "{}", text(value)),
        Body::Page(page) => page.lines().try_for_each(|line| writeln!(out, "{}", harmless::visible(line))),
    }
}

/// The chart as a block of text, which shows with equal widths wherever it is pasted.
fn sparklines(table: &Table, drawn: &Chart, style: &Style, out: &mut impl Write) -> io::Result<bool> {
    let Some(timeline) = Timeline::of(table, drawn, MARKS) else { return Ok(false) };
    let labels = timeline.series.iter().map(|series| series.label.len()).max().unwrap_or(0);
    writeln!(out, "```text")?;
    for series in &timeline.series {
        writeln!(out, "{:labels$}  {}  {}", series.label, series.marks(), cell::grouped(series.total()))?;
    }
    writeln!(out, "{:labels$}  {}\n```", "", timeline.axis(style.zone))?;
    Ok(true)
}

fn rows(table: &Table, style: &Style, out: &mut impl Write) -> io::Result<()> {
    if table.rows.is_empty() {
        return writeln!(out, "none");
    }
    let folded = if style.full { 0 } else { table.folded.min(table.rows.len()) };
    let unfolded = table.rows.len() - folded;
    let shown = unfolded.min(style.top.unwrap_or(usize::MAX));
    let columns = table.columns.iter().enumerate().filter(|(_, column)| column.show <= Show::Wide);
    let columns: Vec<_> = columns.collect();
    for (_, column) in &columns {
        write!(out, "| {} ", column.title)?;
    }
    writeln!(out, "|")?;
    for (at, _) in &columns {
        let mut values = table.rows.column(*at).filter(|value| *value != Value::Null);
        write!(out, "| {} ", if values.all(|value| cell::is_quantity(&value)) { "---:" } else { "---" })?;
    }
    writeln!(out, "|")?;
    for row in table.rows.iter().take(shown) {
        for (at, _) in &columns {
            write!(out, "| {} ", row.get(*at).map_or_else(String::new, text))?;
        }
        writeln!(out, "|")?;
    }
    if shown < unfolded {
        writeln!(out, "\n… and {} more", cell::grouped((unfolded - shown) as u64))?;
    }
    if folded > 0 {
        let what = if table.folded_as.is_empty() { "more" } else { &table.folded_as };
        writeln!(out, "\n{} {}", cell::grouped(folded as u64), harmless::markdown(what))?;
    }
    Ok(())
}

fn text(value: &Value) -> String {
    harmless::markdown(&harmless::shortened(&cell::text(value, DETAIL), WIDEST))
}
