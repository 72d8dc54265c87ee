//! Markdown: for tickets and wikis. No text from an export can become markup, a link or a mention.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Reading, Section, Show, Table, Value};

use crate::cell::{self, Detail, Quantities};
use crate::curve::Curve;
use crate::format::{Format, Out};
use crate::points::Points;
use crate::style::Style;
use crate::timeline::Timeline;
use crate::{harmless, reading};

/// For tickets and wikis.
pub static FORMAT: Format =
    Format { name: "markdown", extensions: &["md", "markdown"], is_text: true, is_zoned: true, write };

/// Columns that one cell may take in the source.
const WIDEST: usize = 300;

/// What a cell of a ticket tells of a list.
const DETAIL: Detail = Detail { items: 5, places: 2 };

/// Marks of a chart, which a ticket shows in one line.
const MARKS: usize = 72;

/// Writes an answer. Of the style it takes `full` and `top`; without them, all rows but the folded ones.
fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
    writeln!(out, "# entrasift {}", harmless::markdown(answer.command))?;
    for sentence in &answer.lead {
        writeln!(out, "\n**{}**", harmless::markdown(sentence.trim()))?;
    }
    if let Some(reading) = &answer.reading {
        head(reading, style, out)?;
    }
    let chapters = answer.sections.iter().any(|section| section.chapter.is_some());
    for section in answer.shown() {
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
            let mut points = Points::new(table);
            let mut quantities = Quantities::new(table.columns.len());
            for row in table.rows.iter() {
                points.iter_mut().for_each(|points| points.see(&row));
                quantities.see(&row);
            }
            if let Some(curve) = points.as_ref().and_then(Curve::new) {
                writeln!(out, "```text")?;
                curve.text(MARKS, style.zone).iter().try_for_each(|line| writeln!(out, "{line}"))?;
                writeln!(out, "```\n")?;
            }
            if let Some(timeline) = points.and_then(|points| Timeline::new(&points, MARKS)) {
                sparklines(&timeline, style, out)?;
                if !style.full {
                    return Ok(());
                }
            }
            rows(table, &quantities, style, out)
        }
        Body::Value(Value::Map(entries)) => entries.iter().try_for_each(|fact| {
            writeln!(out, "- {}: {}", harmless::markdown(&cell::named(&fact.key)), text(&fact.value))
        }),
        Body::Value(value) => writeln!(out, "{}", text(value)),
        Body::Page(page) => page.lines().try_for_each(|line| writeln!(out, "{}", harmless::visible(line))),
    }
}

/// The chart as a block of text, which shows with equal widths wherever it is pasted.
fn sparklines(timeline: &Timeline, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let labels = timeline.series.iter().map(|series| series.label.len()).max().unwrap_or(0);
    writeln!(out, "```text")?;
    for series in &timeline.series {
        writeln!(out, "{:labels$}  {}  {}", series.label, series.marks(), cell::grouped(series.total()))?;
    }
    writeln!(out, "{:labels$}  {}\n```", "", timeline.axis(style.zone))
}

fn rows(table: &Table, quantities: &Quantities, style: &Style, out: &mut impl Write) -> io::Result<()> {
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
        write!(out, "| {} ", if quantities.are_in(*at) { "---:" } else { "---" })?;
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
