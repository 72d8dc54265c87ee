//! `report`: all of it in one: what the rules found, emergency sign-ins, legacy dependencies, sign-ins without MFA, and the
//! registration campaign where there are reports of it.
//!
//! Each chapter reads the logs for itself: the work is the sum of the commands'.

use crate::answer::{Answer, Outcome, Reading, Table, Value};
use crate::request::{AnswerError, Request};
use crate::{analyze, break_glass, gaps, legacy, registration};

/// One chapter after the first.
struct Chapter {
    command: &'static str,
    /// These inputs are made for it.
    fits: fn(&Request<'_>) -> bool,
    ask: fn(&Request<'_>) -> Result<Answer, AnswerError>,
}

/// The chapters after the first, in the order in which they matter.
const CHAPTERS: [Chapter; 4] = [
    Chapter { command: "break-glass", fits: always, ask: break_glass::answer },
    Chapter { command: "legacy", fits: always, ask: legacy::answer },
    Chapter { command: "gaps", fits: always, ask: gaps::answer },
    Chapter { command: "registration", fits: has_reports, ask: registration_as_it_is },
];

fn always(_: &Request<'_>) -> bool {
    true
}

fn has_reports(request: &Request<'_>) -> bool {
    !request.intake.reports.is_empty()
}

fn registration_as_it_is(request: &Request<'_>) -> Result<Answer, AnswerError> {
    registration::answer(request, registration::Wishes::default())
}

/// The answer. A chapter that these files cannot answer is named as not evaluated.
///
/// # Errors
/// As [`AnswerError`] says, where not even `analyze` has an answer.
pub fn answer(request: &Request<'_>) -> Result<Answer, AnswerError> {
    let mut report = analyze::answer(request)?;
    report.command = "report";
    report.next.clear();
    let first: Vec<String> = std::mem::take(&mut report.lead).into_iter().take(1).collect();
    for Chapter { command, ask, .. } in CHAPTERS.iter().filter(|chapter| (chapter.fits)(request)) {
        match ask(request) {
            Ok(chapter) => add(&mut report, chapter),
            Err(AnswerError::MissingColumn { path, column, .. }) => {
                let because = format!("the file has no column `{column}`");
                not_evaluated(&mut report, vec![(*command).into(), because.into(), path.into(), Value::Null]);
            }
            Err(why @ AnswerError::NotFound(_)) => {
                let row = vec![(*command).into(), why.to_string().into(), Value::Null, Value::Null];
                not_evaluated(&mut report, row);
            }
            Err(why) => return Err(why),
        }
    }
    report.lead.extend(first);
    Ok(report)
}

fn add(report: &mut Answer, chapter: Answer) {
    let Answer { reading, lead, mut sections, outcome, .. } = chapter;
    if let Some(first) = sections.first_mut() {
        first.note = lead.join(" ");
    }
    for section in &mut sections {
        if section.key == "events" {
            section.title = "Break-glass events".to_owned();
        }
    }
    report.lead.extend(lead.into_iter().next());
    report.sections.append(&mut sections);
    if outcome != Outcome::Done {
        report.outcome = outcome;
    }
    if let (Some(ours), Some(theirs)) = (&mut report.reading, reading) {
        let Reading { warnings, not_evaluated, .. } = theirs;
        unite(&mut ours.warnings, warnings);
        unite(&mut ours.not_evaluated, not_evaluated);
    }
}

fn not_evaluated(report: &mut Answer, row: Vec<Value>) {
    if let Some(reading) = &mut report.reading {
        reading.not_evaluated.rows.push(row);
    }
}

/// Adds the rows that are not there yet.
fn unite(ours: &mut Table, theirs: Table) {
    for row in theirs.rows {
        if !ours.rows.contains(&row) {
            ours.rows.push(row);
        }
    }
}
