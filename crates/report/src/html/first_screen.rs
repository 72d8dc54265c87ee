//! The first screen: the numbers that matter, and the pictures of the parts that stand for the answer.

use std::io::{self, Write};

use entrasift_rollout::answer::{Answer, Body};

use super::escape::{escaped, tone_name};
use super::figure;
use super::rows::Tables;
use super::section::Part;
use crate::cell::{self, Detail};

/// With so many numbers of its own an answer needs none of the ledger, which stands above them in words.
const ENOUGH: usize = 3;

/// Writes the numbers, then the pictures: those over time as wide as the page, the others beside each other.
pub(super) fn write<'a>(
    answer: &Answer,
    parts: &[Part<'a>],
    tables: &mut Tables<'a>,
    out: &mut impl Write,
) -> io::Result<()> {
    numbers(answer, parts, out)?;
    let mut drawn = parts.iter().filter(|part| !part.is_number() && part.is_first()).peekable();
    if drawn.peek().is_some() {
        writeln!(out, "<div class=\"pictures\">")?;
        for part in drawn {
            let (key, title) = (escaped(part.section.key), escaped(&part.section.title));
            let wide = if part.is_wide() { " wide" } else { "" };
            writeln!(out, "<section class=\"part picture{wide}\" id=\"{key}\"><h2>{title}</h2>")?;
            part.note(out)?;
            part.body(tables, out)?;
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
fn numbers(answer: &Answer, parts: &[Part<'_>], out: &mut impl Write) -> io::Result<()> {
    let own: Vec<&Part<'_>> = parts.iter().filter(|part| part.is_number()).collect();
    let ledger = answer.reading.as_ref().filter(|_| own.len() < ENOUGH);
    if own.is_empty() && ledger.is_none() {
        return Ok(());
    }
    writeln!(out, "<div class=\"numbers\">")?;
    for part in own {
        if let Body::Value(value) = &part.section.body {
            let tone = tone_name(cell::tone(value));
            number(&cell::text(value, Detail::WHOLE), tone, &part.section.title, out)?;
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
