//! The terminal: one screen answers, fitted to its width; detail is asked for with `--full`.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};
use entrasift_rollout::answer::{Answer, Body, Chart, Fact, Reading, Section, Step, Table, Tone, Value};
use unicode_width::UnicodeWidthStr;

use crate::cell::{self, Detail};
use crate::chart::Timeline;
use crate::curve::Curve;
use crate::wrap::{self, Long};
use crate::{Style, harmless, reading, shown};

mod page;
mod rows;

/// Rows of the first table, unless more are asked for.
const ROWS: usize = 20;

/// Rows of each table after it that is longer than the first may be; a shorter one is shown whole, since a day or an hour that is left
/// out is missed.
const FEWER_ROWS: usize = 8;

/// Warnings and other remarks of one kind, unless more are asked for.
const REMARKS: usize = 8;

/// Columns that one text may take in all its lines: more is nothing that anybody reads.
const LONGEST: usize = 2_000;

/// A sparkline of fewer marks says nothing.
const FEWEST_MARKS: usize = 8;

/// Writes an answer.
///
/// # Errors
/// Only what `out` says.
pub fn write(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut screen =
        Screen { out, style, width: style.width.max(1), written: false, inline: false, tables: 0 };
    if let Some(reading) = &answer.reading {
        let parts: Vec<String> = reading::parts(reading, style.zone)
            .iter()
            .map(|part| harmless::shortened(part, LONGEST).into_owned())
            .collect();
        wrap::joined(&parts, screen.width).iter().try_for_each(|line| screen.line(line, DIM))?;
        for line in reading::losses(reading) {
            screen.prose(&line, "", DIM)?;
        }
        let warnings = match style.full {
            true => reading::warnings(reading),
            false => reading::warnings_folded(reading),
        };
        screen.remarks("warning: ", &warnings, YELLOW)?;
    }
    if !answer.lead.is_empty() {
        screen.blank()?;
    }
    for sentence in &answer.lead {
        screen.prose(sentence, "", BOLD)?;
    }
    for section in ordered(answer) {
        screen.section(section)?;
    }
    screen.ending(answer)
}

/// The sections, but that a sparkline which stands for the answer comes before the lists.
fn ordered(answer: &Answer) -> Vec<&Section> {
    let mut sections: Vec<&Section> = shown(answer).collect();
    let is_list = |section: &&Section| matches!(section.body, Body::Table(_));
    let first_list = sections.iter().position(is_list).unwrap_or(sections.len());
    let is_sparkline = |section: &Section| match &section.body {
        Body::Table(table) if section.headline && section.chapter.is_none() => {
            table.chart.as_ref().is_some_and(|drawn| Timeline::of(table, drawn, 1).is_some())
        }
        _ => false,
    };
    sections[first_list..].sort_by_key(|section| !is_sparkline(section));
    sections
}

const PLAIN: Paint = Paint::new();
const BOLD: Paint = Paint::new().bold();
const DIM: Paint = Paint::new().dimmed();
const YELLOW: Paint = AnsiColor::Yellow.on_default();

fn paint(tone: Tone) -> Paint {
    match tone {
        Tone::Plain => PLAIN,
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warn => YELLOW,
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Dim => DIM,
    }
}

/// Where the lines go.
struct Screen<'a, W> {
    out: &'a mut W,
    style: &'a Style,
    width: usize,
    written: bool,
    /// Whether the last section was one line, after which another may follow without a blank line.
    inline: bool,
    /// How many tables were begun.
    tables: usize,
}

impl<W: Write> Screen<'_, W> {
    fn ending(&mut self, answer: &Answer) -> io::Result<()> {
        if let Some(reading) = &answer.reading {
            self.not_evaluated(reading)?;
        }
        if !answer.next.is_empty() {
            self.blank()?;
            self.prose("next", "", BOLD)?;
        }
        let steps: Vec<_> = answer.next.iter().map(Step::words).collect();
        let widest = steps.iter().map(|(command, _)| harmless::visible(command).width()).max().unwrap_or(0);
        let abreast = steps.iter().all(|(_, what_for)| widest + what_for.width() + 4 <= self.width);
        steps.into_iter().try_for_each(|(command, what_for)| match abreast {
            true => {
                let command = harmless::visible(&command);
                let blanks = widest - command.width() + 2;
                let what_for = painted(what_for, DIM, self.style.colour);
                self.line(&format!("  {command}{:blanks$}{what_for}", ""), PLAIN)
            }
            false => {
                self.prose(&command, "  ", PLAIN)?;
                self.prose(what_for, "      ", DIM)
            }
        })
    }

    fn not_evaluated(&mut self, reading: &Reading) -> io::Result<()> {
        let told = reading::not_evaluated(reading);
        if !told.is_empty() {
            self.blank()?;
        }
        self.remarks("not evaluated: ", &told, DIM)
    }

    fn section(&mut self, section: &Section) -> io::Result<()> {
        if let Some(chapter) = &section.chapter {
            self.inline = false;
            self.blank()?;
            self.prose(&format!("── {} ──", chapter.title), "", BOLD)?;
            chapter.lead.iter().try_for_each(|sentence| self.prose(sentence, "", PLAIN))?;
        }
        if let Body::Value(value) = &section.body
            && !matches!(value, Value::Map(_) | Value::Table(_))
        {
            if !std::mem::replace(&mut self.inline, true) {
                self.blank()?;
            }
            let told = cell::text(value, self.detail());
            return self.prose(&format!("{}: {told}", section.title), "", paint(cell::tone(value)));
        }
        self.inline = false;
        self.blank()?;
        self.prose(&section.title, "", BOLD)?;
        if !section.note.is_empty() {
            self.prose(&section.note, "", DIM)?;
        }
        match &section.body {
            Body::Table(table) | Body::Value(Value::Table(table)) => self.table(table),
            Body::Value(Value::Map(entries)) => self.facts(entries),
            Body::Value(_) => Ok(()),
            Body::Page(text) => page::write(self, text),
        }
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        if table.rows.is_empty() {
            return self.prose("none", "", DIM);
        }
        if let Some(curve) = table.chart.as_ref().and_then(|drawn| Curve::of(table, drawn)) {
            let width = self.width;
            let lines = curve.text(width, self.style.zone);
            for line in lines.iter().filter(|line| line.width() <= width) {
                self.line(line, PLAIN)?;
            }
            self.line("", PLAIN)?;
        }
        if let Some(drawn) = &table.chart
            && self.sparklines(table, drawn)?
            && !self.style.full
        {
            return Ok(());
        }
        self.tables += 1;
        rows::write(self, table)
    }

    /// One line for each series, with its sum; `false` where nothing was drawn.
    fn sparklines(&mut self, table: &Table, drawn: &Chart) -> io::Result<bool> {
        let labels = drawn.series.iter().map(|(_, label, _)| label.width()).max().unwrap_or(0);
        // One mark for everything tells how wide the sums are.
        let Some(whole) = Timeline::of(table, drawn, 1) else { return Ok(false) };
        let totals =
            whole.series.iter().map(|series| cell::grouped(series.total()).width()).max().unwrap_or(0);
        let beside = labels + totals + 4;
        let narrow = beside + FEWEST_MARKS > self.width;
        let room = if narrow { self.width } else { self.width - beside };
        let Some(timeline) = Timeline::of(table, drawn, room) else { return Ok(false) };
        for series in &timeline.series {
            let (total, marks) = (cell::grouped(series.total()), series.marks());
            let blanks = marks.width() - marks.trim_end().width();
            let marks = painted(marks.trim_end(), paint(series.tone), self.style.colour);
            if narrow {
                self.prose(&format!("{} {total}", series.label), "", PLAIN)?;
                self.line(&marks, PLAIN)?;
            } else {
                self.line(
                    &format!("{:labels$}  {marks}{:blanks$}  {total:>totals$}", series.label, ""),
                    PLAIN,
                )?;
            }
        }
        self.prose(&timeline.axis(self.style.zone), &" ".repeat(if narrow { 0 } else { labels + 2 }), DIM)?;
        Ok(true)
    }

    /// Named values, one a line, the names aligned.
    fn facts(&mut self, entries: &[Fact]) -> io::Result<()> {
        if entries.is_empty() {
            return self.prose("none", "", DIM);
        }
        let most = if self.style.full { usize::MAX } else { ROWS };
        let names: Vec<String> = entries
            .iter()
            .take(most)
            .map(|fact| harmless::shortened(&cell::named(&fact.key), (self.width / 2).max(1)).into_owned())
            .collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
        let numbers = entries.iter().take(most).all(|fact| cell::is_quantity(&fact.value));
        let told: Vec<String> =
            entries.iter().take(most).map(|fact| cell::text(&fact.value, self.detail())).collect();
        let digits = told.iter().map(|text| text.width()).max().unwrap_or(0);
        for ((name, text), Fact { value, .. }) in names.iter().zip(&told).zip(entries) {
            let text = if text.is_empty() { "–" } else { text };
            let blanks = widest - name.width() + 2 + if numbers { digits - text.width() } else { 0 };
            let label = format!("{name}{:blanks$}", "");
            self.hanging(&label, &harmless::visible(text), paint(cell::tone(value)))?;
        }
        self.more(entries.len() - names.len(), "more")
    }

    fn remarks(&mut self, label: &str, told: &[String], style: Paint) -> io::Result<()> {
        let most = if self.style.full { usize::MAX } else { REMARKS };
        told.iter().take(most).try_for_each(|remark| self.prose(&format!("{label}{remark}"), "", style))?;
        self.more(told.len().saturating_sub(most), "more")
    }

    /// `… and 12 more (--full)`, where there are any.
    fn more(&mut self, count: usize, what: &str) -> io::Result<()> {
        match count {
            0 => Ok(()),
            _ => {
                let how = if self.style.full { "" } else { " (--full)" };
                self.prose(&format!("… and {} {what}{how}", cell::grouped(count as u64)), "", DIM)
            }
        }
    }

    /// A label and a text that wraps beside it.
    fn hanging(&mut self, label: &str, text: &str, style: Paint) -> io::Result<()> {
        let indent = label.width();
        if indent >= self.width {
            self.prose(label, "", PLAIN)?;
            return self.prose(text, "", style);
        }
        let lines = wrap::lines(&harmless::shortened(text, LONGEST), self.width - indent, Long::Broken);
        let first = lines.first().map_or("", String::as_str);
        let first = format!("{label}{}", painted(first, style, self.style.colour));
        self.line(if lines.is_empty() { label } else { &first }, PLAIN)?;
        let blank = " ".repeat(indent);
        lines.iter().skip(1).try_for_each(|line| {
            let line = format!("{blank}{}", painted(line, style, self.style.colour));
            self.line(&line, PLAIN)
        })
    }

    /// A text from anywhere, wrapped.
    fn prose(&mut self, text: &str, indent: &str, style: Paint) -> io::Result<()> {
        let indent = if indent.width() + FEWEST_MARKS > self.width { "" } else { indent };
        let lines =
            wrap::lines(&harmless::shortened(text, LONGEST), self.width - indent.width(), Long::Broken);
        lines.iter().try_for_each(|line| self.line(&format!("{indent}{line}"), style))
    }

    fn blank(&mut self) -> io::Result<()> {
        if self.written { writeln!(self.out) } else { Ok(()) }
    }

    /// One line that is harmless and fits.
    fn line(&mut self, text: &str, style: Paint) -> io::Result<()> {
        self.written = true;
        writeln!(self.out, "{}", painted(text.trim_end(), style, self.style.colour))
    }

    fn detail(&self) -> Detail {
        if self.style.full { Detail::WHOLE } else { Detail::SHORT }
    }

    /// How many of so many rows are shown.
    fn rows_of(&self, rows: usize) -> usize {
        let most = self.style.top.unwrap_or(match (self.style.full, self.tables) {
            (true, _) => usize::MAX,
            (_, 2..) if rows > ROWS => FEWER_ROWS,
            _ => ROWS,
        });
        rows.min(most)
    }
}

fn painted(text: &str, style: Paint, colour: bool) -> String {
    match colour && style != PLAIN && !text.is_empty() {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}
