//! The tables of a page: their first rows as markup, and all of them in its data.

use std::borrow::Cow;
use std::io::{self, Write};

use entrasift_core::Zone;
use entrasift_rollout::answer::{Show, Table, Value};

use super::dataset;
use super::escape::{escaped, tone_name};
use super::glossary::Glossary;
use super::survey::{Kind, Survey};
use crate::cell::{self, Detail};

/// The tables of a page, in the order of their places.
pub(super) struct Tables<'a> {
    /// The zone of times.
    pub zone: Zone,
    /// The codes that stand in the tables so far.
    pub glossary: Glossary,
    placed: Vec<(Cow<'a, Table>, Vec<Kind>)>,
}

impl<'a> Tables<'a> {
    /// No table yet.
    pub(super) fn new(zone: Zone) -> Tables<'a> {
        Tables { zone, glossary: Glossary::default(), placed: Vec::new() }
    }

    /// Puts a table here: its first rows, which the script replaces.
    pub(super) fn place(
        &mut self,
        table: Cow<'a, Table>,
        survey: &Survey,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if table.rows.is_empty() {
            return writeln!(out, "<p class=\"soft\">none</p>");
        }
        writeln!(out, "<div data-table=\"{}\"><div class=\"scroll\"><table><thead><tr>", self.placed.len())?;
        let columns = (0..table.columns.len()).filter(|at| table.columns[*at].show <= Show::Wide);
        let columns: Vec<usize> = columns.collect();
        for at in &columns {
            write!(out, "<th scope=\"col\" class=\"plain\">{}</th>", escaped(table.columns[*at].title))?;
        }
        writeln!(out, "</tr></thead><tbody>")?;
        for row in &survey.first {
            write!(out, "<tr class=\"row\">")?;
            for at in &columns {
                let value = row.get(*at).unwrap_or(&Value::Null);
                let class = match value {
                    Value::Time(_) => "is-time",
                    _ if cell::is_quantity(value) => "right",
                    _ => "is-text",
                };
                let label = escaped(table.columns[*at].title);
                write!(out, "<td class=\"{class}\" data-label=\"{label}\">{}</td>", markup(value))?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody></table></div>")?;
        let missing = table.rows.len().saturating_sub(survey.first.len());
        if missing > 0 {
            let more = cell::grouped(missing as u64);
            writeln!(
                out,
                "<noscript><p class=\"soft\">… and {more} more, which need the script of this page</p></noscript>"
            )?;
        }
        writeln!(out, "</div>")?;
        self.glossary.take(&survey.glossary);
        self.placed.push((table, survey.kinds.clone()));
        Ok(())
    }

    /// Writes all rows as the data of the page's script.
    pub(super) fn write_data(&self, out: &mut impl Write) -> io::Result<()> {
        let tables = self.placed.iter().map(|(table, kinds)| (&**table, kinds.as_slice()));
        dataset::write(tables, &self.glossary, out)
    }
}

fn markup(value: &Value) -> String {
    let text = escaped(&cell::text(value, Detail::WHOLE));
    match value {
        Value::Word(_, tone) => format!("<span class=\"word {}\">{text}</span>", tone_name(*tone)),
        _ => text,
    }
}
