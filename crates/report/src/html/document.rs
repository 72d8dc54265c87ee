//! The page around the sections of an answer.

use std::borrow::Cow;
use std::io::{self, Write};

use entrasift_core::Zone;
use entrasift_rollout::answer::{Answer, Chapter, Outcome, Reading, Step, Tone};

use super::escape::escaped;
use super::rows::Tables;
use super::section::Part;
use super::survey::Survey;
use super::{figure, first_screen};
use crate::format::Out;
use crate::style::Style;
use crate::{cell, reading};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// SHA-256 of the style sheet and of the script in base64: the only ones that the page allows. A test keeps them true.
const STYLE_HASH: &str = "tri3ssUXc1KRF4NyaDFA3q+cwTg9regon2vscK2udAY=";
const SCRIPT_HASH: &str = "rqwo4V1GOT1nKTSCGvLxNMv/cDy8XCNtGdPHtFOPffc=";

/// Writes an answer.
pub(super) fn write(answer: &Answer, style: &Style, out: &mut Out<'_>) -> io::Result<()> {
    let mut tables = Tables::new(style.zone);
    let parts: Vec<Part<'_>> = answer.shown().map(Part::new).collect();
    head(answer, out)?;
    header(answer, &parts, style.zone, out)?;
    writeln!(out, "<main>")?;
    first_screen::write(answer, &parts, &mut tables, out)?;
    if let Some(reading) = &answer.reading {
        remarks("Warnings", "", &reading::warnings(reading), out)?;
    }
    let chapters = answer.sections.iter().any(|section| section.chapter.is_some());
    for part in parts {
        if let Some(chapter) = &part.section.chapter {
            heading(chapter, out)?;
        }
        if !part.is_first() {
            part.write(chapters, &mut tables, out)?;
        }
    }
    if let Some(reading) = &answer.reading {
        remarks("Not evaluated", " quiet", &reading::not_evaluated(reading), out)?;
    }
    next(&answer.next, out)?;
    tables.glossary.write(out)?;
    if let Some(reading) = &answer.reading {
        ledger(reading, &mut tables, out)?;
    }
    writeln!(out, "</main>")?;
    footer(answer, style, out)?;
    tables.write_data(out)?;
    writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
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
fn header(answer: &Answer, parts: &[Part<'_>], zone: Zone, out: &mut impl Write) -> io::Result<()> {
    let verdict = parts.iter().find(|part| part.section.is_verdict).map(|part| part.section.tone());
    let verdict = match (answer.outcome, verdict) {
        (Outcome::No, _) | (_, Some(Tone::Bad)) => " no",
        (Outcome::Inconclusive, _) | (_, Some(Tone::Warn)) => " inconclusive",
        (_, Some(Tone::Good)) => " yes",
        (Outcome::Done, _) => "",
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
    contents(parts, out)
}

/// Links to the chapters, or to the parts of an answer that has none.
fn contents(parts: &[Part<'_>], out: &mut impl Write) -> io::Result<()> {
    let chapters = parts.iter().filter_map(|part| part.section.chapter.as_ref());
    let mut links: Vec<(String, &str)> =
        chapters.map(|chapter| (format!("chapter-{}", chapter.command), chapter.title)).collect();
    if links.is_empty() {
        let parts = parts.iter().filter(|part| !part.is_number() && !part.section.title.is_empty());
        links = parts.map(|part| (part.section.key.to_owned(), part.section.title.as_str())).collect();
    }
    if links.len() < 3 {
        return Ok(());
    }
    writeln!(out, "<nav aria-label=\"Contents\">")?;
    for (anchor, title) in links {
        writeln!(out, "<a href=\"#{}\">{}</a>", escaped(&anchor), escaped(title))?;
    }
    writeln!(out, "</nav>")
}

fn heading(chapter: &Chapter, out: &mut impl Write) -> io::Result<()> {
    let (anchor, title) = (escaped(chapter.command), escaped(chapter.title));
    writeln!(out, "<div class=\"chapter\" id=\"chapter-{anchor}\"><h2>{title}</h2>")?;
    chapter.lead.iter().try_for_each(|line| writeln!(out, "<p class=\"hostile\">{}</p>", escaped(line)))?;
    writeln!(out, "</div>")
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
fn next(steps: &[Step], out: &mut impl Write) -> io::Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"remarks quiet\"><h2>Next</h2><ul class=\"hostile\">")?;
    for step in steps {
        let ((command, what_for), is_command) = (step.words(), matches!(step, Step::Run { .. }));
        let command = escaped(&command);
        let command = if is_command { format!("<code>{command}</code>") } else { command };
        writeln!(out, "<li>{command} {}</li>", escaped(what_for))?;
    }
    writeln!(out, "</ul></section>")
}

/// The files, and what was lost of each.
fn ledger(reading: &Reading, tables: &mut Tables<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<details class=\"part\" id=\"inputs\"><summary><h2>What was read</h2></summary>")?;
    figure::facts(&reading::ledger(reading), out)?;
    let parts = [
        ("Files", reading.inputs_table()),
        ("Ignored files", reading.ignored_table()),
        ("Rows that could not be read", reading.problems_table()),
    ];
    for (title, table) in parts.into_iter().filter(|(_, table)| !table.rows.is_empty()) {
        writeln!(out, "<h3>{title}</h3>")?;
        let survey = Survey::new(&table);
        tables.place(Cow::Owned(table), &survey, out)?;
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
