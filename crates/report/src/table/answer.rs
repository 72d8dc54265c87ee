//! An answer on a terminal: what was read, the answer, its sections, and what to do next.

use std::io::{self, Write};

use anstyle::Style as Paint;
use entrasift_rollout::answer::{Answer, Body, Fact, Reading, Section, Step, Table, Value};
use unicode_width::UnicodeWidthStr;

use super::measure::Measure;
use super::page;
use super::rows;
use super::screen::{BOLD, DIM, FEWEST_MARKS, LONGEST, PLAIN, ROWS, Screen, YELLOW, paint, painted};
use crate::cell;
use crate::curve::Curve;
use crate::format::Out;
use crate::points::Points;
use crate::style::Style;
use crate::timeline::Timeline;
use crate::{harmless, reading, wrap};

/// Warnings and other remarks of one kind, unless more are asked for.
const REMARKS: usize = 8;

/// Writes an answer.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
    let mut screen = Screen::new(out, style);
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
    for part in ordered(answer, style) {
        screen.section(part)?;
    }
    screen.ending(answer)
}

/// A section, and what one pass over the rows of its table tells where it has a picture.
struct ScreenPart<'a> {
    section: &'a Section,
    points: Option<Points>,
    /// How wide the columns are; `None` where the table has no picture, or only few of its rows are shown.
    measure: Option<Measure>,
}

impl<'a> ScreenPart<'a> {
    fn new(section: &'a Section, style: &Style) -> ScreenPart<'a> {
        let (Body::Table(table) | Body::Value(Value::Table(table))) = &section.body else {
            return ScreenPart { section, points: None, measure: None };
        };
        let mut points = Points::new(table);
        let mut measure = Measure::new(table, style.full);
        let measured = rows::shown_of_each(table, style);
        if let Some(points) = &mut points {
            for (at, row) in table.rows.iter().enumerate() {
                points.see(&row);
                if measured.is_some_and(|shown| at < shown) {
                    measure.see(&row);
                }
            }
        }
        let measure = points.as_ref().and(measured).map(|_| measure);
        ScreenPart { section, points, measure }
    }

    /// Whether it is drawn as a sparkline that answers the question of the command.
    fn is_headline(&self) -> bool {
        let is_drawn = || self.points.as_ref().is_some_and(|points| Timeline::new(points, 1).is_some());
        self.section.headline && self.section.chapter.is_none() && is_drawn()
    }
}

/// The sections in their order, except that a sparkline which answers the question comes before the lists.
fn ordered<'a>(answer: &'a Answer, style: &Style) -> Vec<ScreenPart<'a>> {
    let mut parts: Vec<ScreenPart<'_>> =
        answer.shown().map(|section| ScreenPart::new(section, style)).collect();
    let is_list = |part: &ScreenPart<'_>| matches!(part.section.body, Body::Table(_));
    let first_list = parts.iter().position(is_list).unwrap_or(parts.len());
    parts[first_list..].sort_by_cached_key(|part| !part.is_headline());
    parts
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

    fn section(&mut self, part: ScreenPart<'_>) -> io::Result<()> {
        let section = part.section;
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
            Body::Table(table) | Body::Value(Value::Table(table)) => self.table(table, part),
            Body::Value(Value::Map(entries)) => self.facts(entries),
            Body::Value(_) => Ok(()),
            Body::Page(text) => page::write(self, text),
        }
    }

    fn table(&mut self, table: &Table, part: ScreenPart<'_>) -> io::Result<()> {
        if table.rows.is_empty() {
            return self.prose("none", "", DIM);
        }
        if let Some(points) = part.points {
            self.curve(&points)?;
            if self.sparklines(&points)? && !self.style.full {
                return Ok(());
            }
        }
        self.tables += 1;
        rows::write(self, table, part.measure)
    }

    /// Lines over time, where the numbers are shares.
    fn curve(&mut self, points: &Points) -> io::Result<()> {
        let Some(curve) = Curve::new(points) else { return Ok(()) };
        let width = self.width;
        for line in curve.text(width, self.style.zone).iter().filter(|line| line.width() <= width) {
            self.line(line, PLAIN)?;
        }
        self.line("", PLAIN)
    }

    /// One line for each series, with its sum; `false` where nothing was drawn.
    fn sparklines(&mut self, points: &Points) -> io::Result<bool> {
        // One mark for everything tells how wide the sums are.
        let Some(whole) = Timeline::new(points, 1) else { return Ok(false) };
        let labels = whole.series.iter().map(|series| series.label.width()).max().unwrap_or(0);
        let totals =
            whole.series.iter().map(|series| cell::grouped(series.total()).width()).max().unwrap_or(0);
        let beside = labels + totals + 4;
        let narrow = beside + FEWEST_MARKS > self.width;
        let room = if narrow { self.width } else { self.width - beside };
        let Some(timeline) = Timeline::new(points, room) else { return Ok(false) };
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
}
