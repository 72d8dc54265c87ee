//! Tables in HTML: the first rows as markup, all rows as a block of data from which the script draws a page at a time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use entrasift_core::text::time::Zone;
use entrasift_rollout::answer::{Show, Table, Tone, Value};

use super::{LONGEST, escaped, glossary, tone_name};
use crate::cell::{self, Detail};
use crate::harmless;
use crate::json::Writer;

/// Rows that are seen where scripts do not run.
const FIRST: usize = 25;

/// The tables of a page, in the order of their places.
pub(super) struct Tables<'a> {
    /// The zone of times.
    pub zone: Zone,
    placed: Vec<Cow<'a, Table>>,
}

/// What the values of a column are, which decides how they sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Count,
    Share,
    Code,
    Bool,
    Word,
    Time,
    Text,
}

impl Kind {
    /// The kind of a column: that of its values where they agree, else text.
    fn of(table: &Table, column: usize) -> Kind {
        let mut kinds = table.rows.column(column).filter_map(|value| match value {
            Value::Null => None,
            Value::Count(_) => Some(Kind::Count),
            Value::Share(_) => Some(Kind::Share),
            Value::Number(_) => Some(Kind::Code),
            Value::Code(_) => Some(Kind::Code),
            Value::Bool(_) => Some(Kind::Bool),
            Value::Word(..) => Some(Kind::Word),
            Value::Time(_) => Some(Kind::Time),
            _ => Some(Kind::Text),
        });
        let Some(first) = kinds.next() else { return Kind::Text };
        if kinds.all(|kind| kind == first) { first } else { Kind::Text }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Share => "share",
            Kind::Code => "code",
            Kind::Bool => "bool",
            Kind::Word => "word",
            Kind::Time => "time",
            Kind::Text => "text",
        }
    }
}

/// The distinct texts and words of a page, by number.
#[derive(Default)]
struct Dictionary {
    texts: Vec<String>,
    numbers: HashMap<String, usize>,
    words: Vec<(&'static str, Tone)>,
}

impl Dictionary {
    fn text(&mut self, text: String) -> usize {
        *self.numbers.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.texts.len() - 1
        })
    }

    fn word(&mut self, word: &'static str, tone: Tone) -> usize {
        self.words.iter().position(|known| *known == (word, tone)).unwrap_or_else(|| {
            self.words.push((word, tone));
            self.words.len() - 1
        })
    }
}

impl<'a> Tables<'a> {
    /// No table yet.
    pub(super) fn of(zone: Zone) -> Tables<'a> {
        Tables { zone, placed: Vec::new() }
    }

    /// The tables so far.
    pub(super) fn placed(&self) -> &[Cow<'a, Table>] {
        &self.placed
    }

    /// Puts a table here: its first rows, which the script replaces.
    pub(super) fn place(&mut self, table: impl Into<Cow<'a, Table>>, out: &mut impl Write) -> io::Result<()> {
        let table: Cow<'a, Table> = table.into();
        if table.rows.is_empty() {
            return writeln!(out, "<p class=\"soft\">none</p>");
        }
        writeln!(out, "<div data-table=\"{}\"><div class=\"scroll\"><table><thead><tr>", self.placed.len())?;
        let columns: Vec<usize> = shown(&table).filter(|at| table.columns[*at].show <= Show::Wide).collect();
        for at in &columns {
            write!(out, "<th scope=\"col\" class=\"plain\">{}</th>", escaped(table.columns[*at].title))?;
        }
        writeln!(out, "</tr></thead><tbody>")?;
        let unfolded = table.rows.len() - table.folded.min(table.rows.len());
        let first = unfolded.min(FIRST);
        for row in table.rows.iter().take(first) {
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
        if first < table.rows.len() {
            let more = cell::grouped((table.rows.len() - first) as u64);
            writeln!(
                out,
                "<noscript><p class=\"soft\">… and {more} more, which need the script of this page</p></noscript>"
            )?;
        }
        writeln!(out, "</div>")?;
        self.placed.push(table);
        Ok(())
    }

    /// Writes all rows as JSON, which no text in it can end.
    pub(super) fn write_data(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "<script type=\"application/json\" id=\"data\">")?;
        let mut dictionary = Dictionary::default();
        let mut json = Writer::embedded(&mut *out);
        json.open('{')?;
        json.key("tables")?;
        json.open('[')?;
        for table in &self.placed {
            json.item()?;
            data(&mut json, table, &mut dictionary)?;
        }
        json.close(']')?;
        json.key("words")?;
        json.open('[')?;
        for (word, tone) in &dictionary.words {
            json.item()?;
            json.open('[')?;
            json.item()?;
            json.string(word)?;
            json.item()?;
            json.raw(&(*tone as usize).to_string())?;
            json.close(']')?;
        }
        json.close(']')?;
        json.key("texts")?;
        json.open('[')?;
        for text in &dictionary.texts {
            json.item()?;
            json.string(text)?;
        }
        json.close(']')?;
        json.key("codes")?;
        json.open('{')?;
        for (code, entry) in glossary::codes(&self.placed) {
            json.named(&code.to_string(), &glossary::told(entry))?;
        }
        json.close('}')?;
        json.close('}')?;
        writeln!(out, "</script>")
    }
}

fn shown(table: &Table) -> impl Iterator<Item = usize> {
    (0..table.columns.len()).filter(|at| table.columns[*at].show <= Show::Full)
}

fn markup(value: &Value) -> String {
    let text = escaped(&cell::text(value, Detail::WHOLE));
    match value {
        Value::Word(_, tone) => format!("<span class=\"word {}\">{text}</span>", tone_name(*tone)),
        _ => text,
    }
}

fn data<W: Write>(json: &mut Writer<W>, table: &Table, dictionary: &mut Dictionary) -> io::Result<()> {
    let columns: Vec<(usize, Kind)> = shown(table).map(|at| (at, Kind::of(table, at))).collect();
    json.open('{')?;
    json.key("columns")?;
    json.open('[')?;
    for (place, (at, kind)) in columns.iter().enumerate() {
        json.item()?;
        json.open('{')?;
        json.key("at")?;
        json.raw(&place.to_string())?;
        json.named("title", table.columns[*at].title)?;
        json.key("show")?;
        json.raw(&(table.columns[*at].show as usize).to_string())?;
        json.named("kind", kind.name())?;
        if glossary::is_of_codes(&table.columns[*at]) {
            json.key("codes")?;
            json.raw("true")?;
        }
        json.close('}')?;
    }
    json.close(']')?;
    json.key("folded")?;
    json.raw(&table.folded.min(table.rows.len()).to_string())?;
    json.named("folded_as", &harmless::visible(&table.folded_as))?;
    json.key("rows")?;
    json.open('[')?;
    for row in table.rows.iter() {
        json.item()?;
        json.open('[')?;
        for (at, kind) in &columns {
            json.item()?;
            json.raw(&coded(row.get(*at).unwrap_or(&Value::Null), *kind, dictionary))?;
        }
        json.close(']')?;
    }
    json.close(']')?;
    json.close('}')
}

/// A value as a number, by which the script sorts.
fn coded(value: &Value, kind: Kind, dictionary: &mut Dictionary) -> String {
    match (value, kind) {
        (Value::Null, _) => "null".to_owned(),
        (Value::Count(count), Kind::Count) => count.to_string(),
        (Value::Code(code), Kind::Code) => code.to_string(),
        (Value::Share(share), Kind::Share) if share.is_finite() => share.to_string(),
        (Value::Share(_), Kind::Share) => "null".to_owned(),
        (Value::Number(number), Kind::Code) if number.is_finite() => number.to_string(),
        (Value::Bool(yes), Kind::Bool) => yes.to_string(),
        (Value::Word(word, tone), Kind::Word) => dictionary.word(word, *tone).to_string(),
        _ => {
            let text = cell::text(value, Detail::WHOLE);
            match text.is_empty() {
                true => "null".to_owned(),
                false => dictionary.text(harmless::shortened(&text, LONGEST).into_owned()).to_string(),
            }
        }
    }
}
