//! The first screen: the numbers that matter, and the pictures of the parts that stand for the answer.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body, Section, Tone, Value};

use super::rows::Tables;
use super::{body, escaped, figure, is_number, note, tone_name};
use crate::cell::{self, Detail};
use crate::shown;

/// With so many numbers of its own an answer needs none of the ledger, which stands above them in words.
const ENOUGH: usize = 3;

/// Whether a section stands here, and not below.
pub(super) fn holds(section: &Section) -> bool {
    is_number(section) || section.headline && is_drawn(section)
}

/// What a headline has a picture of.
fn is_drawn(section: &Section) -> bool {
    match &section.body {
        Body::Table(table) => figure::is_drawn(table),
        Body::Value(Value::Map(entries)) => !entries.is_empty(),
        _ => false,
    }
}

/// What the verdict means, where the answer is one.
pub(super) fn verdict(answer: &Answer) -> Option<Tone> {
    shown(answer).find_map(|section| match section.body {
        Body::Value(Value::Word(_, tone)) => Some(tone),
        _ => None,
    })
}

/// Writes the numbers, then the pictures: those over time as wide as the page, the others beside each other.
pub(super) fn write<'a>(answer: &'a Answer, tables: &mut Tables<'a>, out: &mut impl Write) -> io::Result<()> {
    numbers(answer, out)?;
    let drawn: Vec<&Section> =
        shown(answer).filter(|section| !is_number(section) && holds(section)).collect();
    if !drawn.is_empty() {
        writeln!(out, "<div class=\"pictures\">")?;
        for section in drawn {
            let wide = matches!(&section.body, Body::Table(table) if figure::is_of_counts(table));
            let (key, title) = (escaped(section.key), escaped(&section.title));
            let wide = if wide { " wide" } else { "" };
            writeln!(out, "<section class=\"part picture{wide}\" id=\"{key}\"><h2>{title}</h2>")?;
            note(section, out)?;
            body(section, tables, out)?;
            writeln!(out, "</section>")?;
        }
        writeln!(out, "</div>")?;
    }
    match &answer.reading {
        Some(reading) => figure::outcomes(reading, out),
        None => Ok(()),
    }
}

/// The key numbers: the sections of one value, then what the ledger says.
fn numbers(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let own: Vec<&Section> = shown(answer).filter(|section| is_number(section)).collect();
    let ledger = answer.reading.as_ref().filter(|_| own.len() < ENOUGH);
    if own.is_empty() && ledger.is_none() {
        return Ok(());
    }
    writeln!(out, "<div class=\"numbers\">")?;
    for section in own {
        if let Body::Value(value) = &section.body {
            let tone = tone_name(cell::tone(value));
            number(&cell::text(value, Detail::WHOLE), tone, &section.title, out)?;
        }
    }
    if let Some(reading) = ledger {
        let lost = reading.totals.malformed;
        let people = reading.totals.users;
        number(&cell::grouped(people), "plain", if people == 1 { "person" } else { "people" }, out)?;
        let signins = reading.totals.signins;
        number(&cell::grouped(signins), "plain", if signins == 1 { "sign-in" } else { "sign-ins" }, out)?;
        let tone = if lost > 0 { "warn" } else { "plain" };
        number(&cell::grouped(lost), tone, if lost == 1 { "row lost" } else { "rows lost" }, out)?;
    }
    writeln!(out, "</div>")
}

fn number(amount: &str, tone: &str, what: &str, out: &mut impl Write) -> io::Result<()> {
    let amount = if amount.is_empty() { "–" } else { amount };
    writeln!(
        out,
        "<div class=\"number\"><b class=\"{tone}\">{}</b><span>{}</span></div>",
        escaped(amount),
        escaped(what)
    )
}
