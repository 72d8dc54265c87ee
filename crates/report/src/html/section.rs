//! The sections of an answer, each with what one pass over the rows of its table tells.

use std::borrow::Cow;
use std::io::{self, Write};

use entrasift_rollout::answer::{Body, Section, Table, Value};

use super::escape::escaped;
use super::rows::Tables;
use super::survey::Survey;
use super::{figure, page};
use crate::cell::{self, Detail};

/// A section to be written.
pub(super) struct Part<'a> {
    /// The section itself.
    pub section: &'a Section,
    /// What is known of its table, where it is one.
    survey: Option<(&'a Table, Survey)>,
}

impl<'a> Part<'a> {
    /// Looks at a section, pulling each row of its table once.
    pub(super) fn new(section: &'a Section) -> Part<'a> {
        let survey = match &section.body {
            Body::Table(table) | Body::Value(Value::Table(table)) => Some((table, Survey::new(table))),
            _ => None,
        };
        Part { section, survey }
    }

    /// Whether it is one value, which stands among the key numbers.
    pub(super) fn is_number(&self) -> bool {
        is_number(self.section)
    }

    /// Whether it stands on the first screen, and not below.
    pub(super) fn is_first(&self) -> bool {
        self.is_number() || self.section.headline && self.has_picture()
    }

    /// Whether its picture shows bars over time, which take the width of the page.
    pub(super) fn is_wide(&self) -> bool {
        let is_table = matches!(self.section.body, Body::Table(_));
        let survey = self.survey.as_ref().filter(|_| is_table);
        survey.is_some_and(|(_, survey)| matches!(survey.figure, Some(figure::Figure::Bars(_))))
    }

    fn has_picture(&self) -> bool {
        match &self.section.body {
            Body::Table(_) => self.survey.as_ref().is_some_and(|(_, survey)| survey.figure.is_some()),
            Body::Value(Value::Map(entries)) => !entries.is_empty(),
            _ => false,
        }
    }

    /// Writes it with its title, below a chapter where there are `chapters`.
    pub(super) fn write(
        &self,
        chapters: bool,
        tables: &mut Tables<'a>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let section = self.section;
        if section.title.is_empty() {
            writeln!(out, "<section class=\"part\">")?;
            self.body(tables, out)?;
            return writeln!(out, "</section>");
        }
        let (key, title) = (escaped(section.key), escaped(&section.title));
        let level = if chapters { "h3" } else { "h2" };
        let count = match &section.body {
            Body::Table(table) if table.rows.is_empty() => {
                return writeln!(
                    out,
                    "<section class=\"part none\" id=\"{key}\"><{level}>{title}</{level}> <span class=\"soft\">none</span></section>"
                );
            }
            Body::Table(table) => cell::grouped(table.rows.len() as u64),
            _ => String::new(),
        };
        writeln!(
            out,
            "<details class=\"part\" id=\"{key}\" open><summary><{level}>{title}</{level}><span class=\"count\">{count}</span></summary>"
        )?;
        self.note(out)?;
        self.body(tables, out)?;
        writeln!(out, "</details>")
    }

    /// Writes the sentence under its title.
    pub(super) fn note(&self, out: &mut impl Write) -> io::Result<()> {
        if self.section.note.is_empty() {
            return Ok(());
        }
        writeln!(out, "<p class=\"note hostile\">{}</p>", escaped(&self.section.note))
    }

    /// Writes what it holds.
    pub(super) fn body(&self, tables: &mut Tables<'a>, out: &mut impl Write) -> io::Result<()> {
        if let Some((table, survey)) = &self.survey {
            let caption = table.chart.as_ref().map_or("", |chart| &chart.caption);
            let Some(figure) = &survey.figure else {
                return tables.place(Cow::Borrowed(*table), survey, out);
            };
            figure.write(caption, tables.zone, out)?;
            writeln!(out, "<details><summary class=\"soft\">The numbers</summary>")?;
            tables.place(Cow::Borrowed(*table), survey, out)?;
            return writeln!(out, "</details>");
        }
        match &self.section.body {
            Body::Table(_) => Ok(()),
            Body::Value(Value::Map(entries)) => figure::facts(entries, out),
            Body::Value(value) => {
                writeln!(out, "<p class=\"hostile\">{}</p>", escaped(&cell::text(value, Detail::WHOLE)))
            }
            Body::Page(text) => page::write(text, out),
        }
    }
}

/// Whether a section is one value, which stands among the key numbers.
fn is_number(section: &Section) -> bool {
    matches!(
        &section.body,
        Body::Value(
            Value::Null
                | Value::Bool(_)
                | Value::Count(_)
                | Value::Code(_)
                | Value::Share(_)
                | Value::Number(_)
                | Value::Text(_)
                | Value::Held(..)
                | Value::Word(..)
                | Value::Time(_)
        )
    )
}
