//! `report`: all of it in one: what the rules found, and a chapter for each question that the inputs are made for.
//!
//! Each chapter reads the logs for itself: the work is the sum of the commands'.

use std::collections::BTreeSet;

use entrasift_core::text::time::{HOUR, Time};

use crate::answer::{self, Answer, Body, NotEvaluated, Reading, Section, Table, Value};
use crate::questions::any::{analyze, break_glass, gaps};
use crate::questions::ask;
use crate::questions::enforce::enforcement;
use crate::questions::prepare::legacy;
use crate::questions::register::registration;
use crate::questions::validate;
use crate::reading::request::{AnswerError, Request};

/// One chapter after the first.
struct Chapter {
    command: &'static str,
    title: &'static str,
    /// These inputs are made for it.
    fits: fn(&Request, Option<Time>) -> bool,
    ask: fn(&Request) -> Result<Answer, AnswerError>,
}

/// The chapters after the first, in the order in which they matter.
const CHAPTERS: [Chapter; 6] = [
    Chapter {
        command: "validate",
        title: "Is the log after enforcement clean",
        fits: |request, as_of| is_enforced(request, as_of, FIRST_HOURS),
        ask: |request| ask(&validate::ValidateOptions::default(), request),
    },
    Chapter {
        command: "enforcement",
        title: "Since enforcement",
        fits: |request, as_of| is_enforced(request, as_of, 0),
        ask: |request| ask(&enforcement::EnforcementOptions::default(), request),
    },
    Chapter {
        command: "break-glass",
        title: "Emergency accounts",
        fits: |_, _| true,
        ask: |request| ask(&break_glass::BreakGlassOptions, request),
    },
    Chapter {
        command: "legacy",
        title: "Legacy authentication",
        fits: |_, _| true,
        ask: |request| ask(&legacy::LegacyOptions, request),
    },
    Chapter {
        command: "gaps",
        title: "Sign-ins without MFA",
        fits: |_, _| true,
        ask: |request| ask(&gaps::GapsOptions, request),
    },
    Chapter {
        command: "registration",
        title: "The registration campaign",
        fits: |request, _| !request.intake.reports.is_empty(),
        ask: |request| ask(&registration::RegistrationOptions::default(), request),
    },
];

/// Until then `enforcement` says what is to be done, and a verdict could only be that it is too early.
const FIRST_HOURS: i64 = 48;

/// Sections of a chapter that need another name beside those of other chapters.
const RENAMED: [(&str, &str, &str); 1] = [("enforcement", "window", "enforcement_window")];

/// The tenant file says when the policy was switched on, and the logs go on for so many hours after it.
fn is_enforced(request: &Request, as_of: Option<Time>, hours: i64) -> bool {
    let enforced_at = request.tenant.rollout.enforced_at;
    enforced_at.zip(as_of).is_some_and(|(from, now)| now.0 > from.0.saturating_add(hours * HOUR))
}

/// The answer. A chapter that these files cannot answer is named as not evaluated. The exit code is that of a report that was made: the
/// verdict stands in it, and `validate` has the code for it.
///
/// # Errors
/// As [`AnswerError`] says, where not even `analyze` has an answer.
pub fn answer(request: &Request) -> Result<Answer, AnswerError> {
    let mut report = ask(&analyze::AnalyzeOptions, request)?;
    report.command = "report";
    report.next.clear();
    let as_of = report.reading.as_ref().and_then(|reading| reading.as_of);
    let first: Vec<String> = std::mem::take(&mut report.lead).into_iter().take(1).collect();
    begin(&mut report.sections, "analyze", "What stands out", Vec::new());
    for chapter in CHAPTERS.iter().filter(|chapter| (chapter.fits)(request, as_of)) {
        match (chapter.ask)(request) {
            Ok(answer) => add(&mut report, chapter, answer),
            Err(AnswerError::MissingColumn { path, column, .. }) => {
                let because = format!("the file has no column `{column}`");
                let path = Some(path);
                let line = NotEvaluated { rule: chapter.command.into(), because, path, rows: None };
                not_evaluated(&mut report, line);
            }
            Err(why @ AnswerError::NotFound(_)) => {
                not_evaluated(&mut report, NotEvaluated::new(chapter.command, why.to_string()));
            }
            Err(why) => return Err(why),
        }
    }
    report.lead.extend(first);
    let numbers = numbers(&mut report.sections);
    report.sections.splice(0..0, numbers);
    Ok(report)
}

fn add(report: &mut Answer, chapter: &Chapter, answer: Answer) {
    let Answer { reading, lead, mut sections, .. } = answer;
    for section in &mut sections {
        let renamed = RENAMED.iter().find(|(of, key, _)| *of == chapter.command && *key == section.key);
        section.key = renamed.map_or(section.key, |(.., key)| key);
        match section.key {
            "events" => section.title = "Break-glass events".to_owned(),
            // Said in the sentences above it.
            "window" => section.title.clear(),
            // One picture over time is enough for a first screen.
            "failures_by_hour" => section.headline = false,
            _ => {}
        }
    }
    report.lead.extend(lead.first().cloned());
    begin(&mut sections, chapter.command, chapter.title, lead);
    report.sections.append(&mut sections);
    if let (Some(ours), Some(theirs)) = (&mut report.reading, reading) {
        let Reading { warnings, not_evaluated, .. } = theirs;
        unite(&mut ours.warnings, warnings);
        unite(&mut ours.not_evaluated, not_evaluated);
    }
}

/// Begins a chapter at its first section that stays where it is.
fn begin(sections: &mut [Section], command: &'static str, title: &'static str, lead: Vec<String>) {
    let stays = |section: &&mut Section| !section.title.is_empty() && section.key != "verdict";
    if let Some(first) = sections.iter_mut().find(stays) {
        first.chapter = Some(answer::Chapter { command, title, lead });
    }
}

/// The numbers that a manager asks for, from the chapters that are there: the verdict, and counts of people before counts of rows.
fn numbers(sections: &mut Vec<Section>) -> Vec<Section> {
    let verdict = sections.iter().position(|section| section.key == "verdict");
    let mut numbers: Vec<Section> = verdict.map(|at| sections.remove(at)).into_iter().collect();
    let body = |key: &str| sections.iter().find(|section| section.key == key).map(|section| &section.body);
    if let Some(Body::Table(stopped)) = body("stopped") {
        let locked_out =
            cells(stopped, "state").filter(|state| matches!(state, Value::Word("locked-out", _))).count();
        numbers.push(Section::value("locked_out", "People locked out", locked_out.into()));
    }
    if let Some(Body::Table(gaps)) = body("gaps") {
        let people: BTreeSet<String> = cells(gaps, "user")
            .filter_map(|user| match user {
                Value::Text(user) => Some(user),
                _ => None,
            })
            .collect();
        numbers.push(Section::value("without_mfa", "People who got in without MFA", people.len().into()));
    }
    if let Some(live) = fact(body("by_verdict"), "dependency") {
        numbers.push(Section::value("live_dependencies", "Legacy dependencies to replace", live.clone()));
    }
    if let Some(rate) = fact(body("campaign"), "rate") {
        numbers.push(Section::value("can_use_mfa", "Can use MFA", rate.clone()));
    }
    numbers
}

/// The values of one column.
fn cells(table: &Table, key: &str) -> impl Iterator<Item = Value> {
    let column = table.columns.iter().position(|column| column.key == key);
    column.into_iter().flat_map(|at| table.rows.column(at))
}

/// One of named values.
fn fact<'s>(body: Option<&'s Body>, name: &str) -> Option<&'s Value> {
    let Some(Body::Value(Value::Map(entries))) = body else { return None };
    entries.iter().find(|fact| fact.key == name).map(|fact| &fact.value)
}

fn not_evaluated(report: &mut Answer, line: NotEvaluated) {
    if let Some(reading) = &mut report.reading {
        reading.not_evaluated.push(line);
    }
}

/// Adds the lines that are not there yet.
fn unite<T: PartialEq>(ours: &mut Vec<T>, theirs: Vec<T>) {
    for line in theirs {
        if !ours.contains(&line) {
            ours.push(line);
        }
    }
}
