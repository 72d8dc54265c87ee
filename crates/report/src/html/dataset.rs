//! All rows of a page as a block of data, from which its script draws a page at a time.

use std::collections::HashMap;
use std::io::{self, Write};

use entrasift_rollout::answer::{Holds, Show, Table, Tone, Value};

use super::escape::LONGEST;
use super::glossary::Glossary;
use super::survey::Kind;
use crate::cell::{self, Detail};
use crate::harmless;
use crate::json::Writer;

/// Writes the rows of some tables as JSON, which no text in it can end; each table with how its columns sort.
pub(super) fn write<'t>(
    tables: impl Iterator<Item = (&'t Table, &'t [Kind])>,
    glossary: &Glossary,
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"data\">")?;
    let mut dictionary = Dictionary::default();
    let mut json = Writer::embedded(&mut *out);
    json.open('{')?;
    json.key("tables")?;
    json.open('[')?;
    for (table, kinds) in tables {
        json.item()?;
        data(&mut json, table, kinds, &mut dictionary)?;
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
    for (code, told) in glossary.entries() {
        json.named(&code.to_string(), &told)?;
    }
    json.close('}')?;
    json.close('}')?;
    writeln!(out, "</script>")
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

fn data<W: Write>(
    json: &mut Writer<W>,
    table: &Table,
    kinds: &[Kind],
    dictionary: &mut Dictionary,
) -> io::Result<()> {
    let columns = kinds.iter().copied().enumerate().filter(|(at, _)| table.columns[*at].show <= Show::Full);
    let columns: Vec<(usize, Kind)> = columns.collect();
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
        if table.columns[*at].holds == Holds::ErrorCode {
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
