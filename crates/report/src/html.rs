//! HTML: one file that shows everything and fetches nothing. It works, without sorting and filtering, where scripts do not run.

use std::io::{self, Write};

use entrasift_core::time::Zone;
use entrasift_rollout::answer::{Answer, Body, Outcome, Reading, Section, Tone, Value};

use crate::cell::{self, Detail};
use crate::{Style, harmless, reading, shown};

mod figure;
mod page;
mod rows;

use rows::Tables;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// SHA-256 of the style sheet and of the script in base64: the only ones that the page allows. A test keeps them true.
const STYLE_HASH: &str = "HL5+1JGYlyqteChgdNRpwNvKG4TNhP4kPfYz858i9Po=";
const SCRIPT_HASH: &str = "qNfz6ORM8hh0/TWXfA7yJwpyWQANWu2MtnuYjuR6KrY=";

/// Columns that one text may take.
const LONGEST: usize = 4_000;

/// Writes an answer.
///
/// # Errors
/// Only what `out` says.
pub fn write(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut tables = Tables::of(style.zone);
    head(answer, out)?;
    header(answer, style.zone, out)?;
    writeln!(out, "<main>")?;
    if let Some(reading) = &answer.reading {
        remarks("Warnings", "", &reading::warnings(reading), out)?;
    }
    numbers(answer, out)?;
    if let Some(reading) = &answer.reading {
        figure::outcomes(reading, out)?;
    }
    for section in shown(answer).filter(|section| !is_number(section)) {
        part(section, &mut tables, out)?;
    }
    if let Some(reading) = &answer.reading {
        remarks("Not evaluated", " quiet", &reading::not_evaluated(reading), out)?;
    }
    next(&answer.next, out)?;
    if let Some(reading) = &answer.reading {
        ledger(reading, &mut tables, out)?;
    }
    writeln!(out, "</main>")?;
    footer(answer, style, out)?;
    tables.write_data(out)?;
    writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
}

/// A text from anywhere, as it may stand in an element or an attribute.
fn escaped(text: &str) -> String {
    harmless::html(&harmless::shortened(text, LONGEST))
}

fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Dim => "dim",
    }
}

fn head(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let tenant = answer.reading.as_ref().and_then(|reading| reading.tenant.as_deref());
    let tenant = tenant.map_or_else(String::new, |tenant| format!(" · {}", escaped(tenant)));
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; \
         script-src 'sha256-{SCRIPT_HASH}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>entrasift {}{tenant}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>",
        escaped(answer.command)
    )
}

/// The first thing to see: the answer, and what it rests on.
fn header(answer: &Answer, zone: Zone, out: &mut impl Write) -> io::Result<()> {
    let verdict = match answer.outcome {
        Outcome::Done => "",
        Outcome::No => " no",
        Outcome::Inconclusive => " inconclusive",
    };
    let command = escaped(answer.command);
    writeln!(
        out,
        "<header>\n<p class=\"brand\">entrasift <b>{command}</b></p>\n<div class=\"verdict{verdict}\">"
    )?;
    match answer.lead.split_first() {
        Some((first, rest)) => {
            writeln!(out, "<h1>{}</h1>", escaped(first))?;
            rest.iter().try_for_each(|line| writeln!(out, "<p class=\"lead\">{}</p>", escaped(line)))?;
        }
        None => writeln!(out, "<h1>{command}</h1>")?,
    }
    writeln!(out, "</div>")?;
    if let Some(reading) = &answer.reading {
        for parts in [reading::parts(reading, zone), reading::losses(reading)] {
            let parts: Vec<String> = parts.iter().map(|part| format!("<li>{}</li>", escaped(part))).collect();
            writeln!(out, "<ul class=\"read hostile\">{}</ul>", parts.concat())?;
        }
    }
    writeln!(out, "</header>")?;
    contents(answer, out)
}

fn contents(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let parts: Vec<&Section> =
        shown(answer).filter(|section| !is_number(section) && !section.title.is_empty()).collect();
    if parts.len() < 3 {
        return Ok(());
    }
    writeln!(out, "<nav aria-label=\"Contents\">")?;
    for part in parts {
        writeln!(out, "<a href=\"#{}\">{}</a>", escaped(part.key), escaped(&part.title))?;
    }
    writeln!(out, "</nav>")
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
                | Value::Text(_)
                | Value::Word(..)
                | Value::Time(_)
        )
    )
}

/// The key numbers: the sections of one value, then what the ledger says.
fn numbers(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<div class=\"numbers\">")?;
    for section in shown(answer).filter(|section| is_number(section)) {
        if let Body::Value(value) = &section.body {
            let tone = tone_name(cell::tone(value));
            number(&cell::text(value, Detail::WHOLE), tone, &section.title, out)?;
        }
    }
    if let Some(reading) = &answer.reading {
        let lost = reading::total(reading, "malformed");
        let people = reading::total(reading, "users");
        number(&cell::grouped(people), "plain", if people == 1 { "person" } else { "people" }, out)?;
        let signins = reading::total(reading, "signins");
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

fn remarks(title: &str, class: &str, told: &[String], out: &mut impl Write) -> io::Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"remarks{class}\"><h2>{title}</h2><ul class=\"hostile\">")?;
    told.iter().try_for_each(|remark| writeln!(out, "<li>{}</li>", escaped(remark)))?;
    writeln!(out, "</ul></section>")
}

/// The proposed commands, which can be copied.
fn next(steps: &[String], out: &mut impl Write) -> io::Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"remarks quiet\"><h2>Next</h2><ul class=\"hostile\">")?;
    for (command, what_for) in steps.iter().map(|step| reading::step(step)) {
        writeln!(out, "<li><code>{}</code> {}</li>", escaped(command), escaped(what_for))?;
    }
    writeln!(out, "</ul></section>")
}

fn part<'a>(section: &'a Section, tables: &mut Tables<'a>, out: &mut impl Write) -> io::Result<()> {
    let count = match &section.body {
        Body::Table(table) if table.chart.is_none() => cell::grouped(table.rows.len() as u64),
        _ => String::new(),
    };
    if section.title.is_empty() {
        writeln!(out, "<section class=\"part\">")?;
        body(section, tables, out)?;
        return writeln!(out, "</section>");
    }
    writeln!(
        out,
        "<details class=\"part\" id=\"{}\" open><summary><h2>{}</h2><span class=\"count\">{count}</span></summary>",
        escaped(section.key),
        escaped(&section.title)
    )?;
    if !section.note.is_empty() {
        writeln!(out, "<p class=\"note hostile\">{}</p>", escaped(&section.note))?;
    }
    body(section, tables, out)?;
    writeln!(out, "</details>")
}

fn body<'a>(section: &'a Section, tables: &mut Tables<'a>, out: &mut impl Write) -> io::Result<()> {
    match &section.body {
        Body::Table(table) | Body::Value(Value::Table(table)) => {
            figure::curve(table, out)?;
            match figure::timeline(table, tables.zone, out)? {
                true => {
                    writeln!(out, "<details><summary class=\"soft\">The numbers</summary>")?;
                    tables.place(table, out)?;
                    writeln!(out, "</details>")?;
                }
                false => tables.place(table, out)?,
            }
        }
        Body::Value(Value::Map(entries)) => figure::facts(entries, out)?,
        Body::Value(value) => {
            writeln!(out, "<p class=\"hostile\">{}</p>", escaped(&cell::text(value, Detail::WHOLE)))?;
        }
        Body::Page(text) => page::write(text, out)?,
    }
    Ok(())
}

/// The files, and what was lost of each.
fn ledger<'a>(reading: &'a Reading, tables: &mut Tables<'a>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<details class=\"part\" id=\"inputs\"><summary><h2>What was read</h2></summary>")?;
    let ledger = reading::ledger(reading).map(|(name, value)| (name.to_owned(), value.clone()));
    figure::facts(&ledger.collect::<Vec<_>>(), out)?;
    let parts = [
        ("Files", &reading.inputs),
        ("Ignored files", &reading.ignored),
        ("Rows that could not be read", &reading.problems),
    ];
    for (title, table) in parts.into_iter().filter(|(_, table)| !table.rows.is_empty()) {
        writeln!(out, "<h3>{title}</h3>")?;
        tables.place(table, out)?;
    }
    writeln!(out, "</details>")
}

fn footer(answer: &Answer, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let as_of = answer.reading.as_ref().and_then(|reading| reading.as_of);
    let as_of = as_of.map_or_else(String::new, |time| format!(" · as of {}", cell::minute(time)));
    writeln!(
        out,
        "<footer>entrasift {} · made {}{as_of} · times are {} · this file fetches nothing</footer>",
        env!("CARGO_PKG_VERSION"),
        cell::minute(style.zone.local(style.generated)),
        style.zone.name()
    )
}
