//! How `validate` is said.

use std::sync::Arc;

use entrasift_core::{DAY, Time};

use super::validation::{GUIDE_HOURS, Validation};
use crate::answer::wording::count_of;
use crate::answer::{Answer, Fact, Holds, Section, Step, Value, Warning};
use crate::questions::checks::check::CheckStatus;
use crate::questions::checks::list::CheckVerdict;

pub(super) fn answer(validation: &Arc<Validation>) -> Answer {
    let (checks, window) = (&validation.checks, validation.window);
    let mut warnings = checks.warnings();
    warnings.extend(window_warnings(validation));
    let bounds = vec![Fact::new("from", Holds::Words, window.from), Fact::new("to", Holds::Words, window.to)];
    let sections = vec![
        Section::verdict(checks.verdict().value()),
        Section::value("window", "Window", Value::Map(bounds)),
        Section::table("checks", "Checks", checks.table(&validation.seen)),
        Section::table("accepted", "Accepted exceptions", checks.accepted_table()),
    ];
    Answer {
        command: "validate",
        reading: Some(validation.seen.reading(&[], warnings)),
        lead: lead(validation),
        sections,
        next: next_steps(validation),
        gravest: None,
        outcome: checks.verdict().outcome(),
    }
}

/// What the window itself makes doubtful.
fn window_warnings(validation: &Validation) -> Vec<Warning> {
    let mut warnings = vec![Warning::new(
        "first-day",
        "a policy may take up to 24 hours to reach everybody: what happened on the first day may be of before",
    )];
    if validation.is_short() {
        let message = format!("the window has {} hours; the guide judges {GUIDE_HOURS}", validation.hours);
        warnings.push(Warning::new("short-window", message));
    }
    if validation.holds_weekend() {
        let message = "the window holds a weekend: fewer people sign in then, and it proves less";
        warnings.push(Warning::new("weekend", message));
    }
    warnings
}

fn lead(validation: &Validation) -> Vec<String> {
    let checks = &validation.checks;
    let with = match validation.exceptions() as u64 {
        0 => String::new(),
        some => format!(", with {}", count_of(some, "accepted exception", "accepted exceptions")),
    };
    let mut lead = vec![match checks.verdict() {
        CheckVerdict::Clean => format!(
            "Clean{with}: MFA on every sign-in of the {} hours, nobody stopped, nothing missing.",
            validation.hours
        ),
        CheckVerdict::NotClean => format!(
            "Not clean{with}: {} of {} failed.",
            checks.ending(CheckStatus::Fail).count(),
            count_of(checks.checks().len() as u64, "check", "checks")
        ),
        CheckVerdict::Inconclusive => format!(
            "Inconclusive{with}: nothing bad was found, but {} cannot be told from these files.",
            count_of(checks.ending(CheckStatus::Inconclusive).count() as u64, "thing", "things")
        ),
    }];
    lead.extend(checks.sentences());
    lead
}

/// What to do for each check that does not pass, and the command that shows more.
fn next_steps(validation: &Validation) -> Vec<Step> {
    let mut next = validation.checks.steps();
    if next.is_empty() {
        let after = Time(validation.window.to.0.saturating_add(DAY));
        next.push(Step::Do(format!("keep the answer (-o), and look again after {}", after.day_words())));
    }
    next.dedup();
    next
}
