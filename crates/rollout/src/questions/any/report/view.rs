//! How `report` is said: the numbers that a manager asks for, then chapter by chapter as each command says it.

use super::chapters::Chapters;
use crate::answer::{Answer, Chapter, Reading, Section, Value};
use crate::questions::any::analyze::AnalyzeOptions;
use crate::questions::enforce::enforcement::StopState;
use crate::questions::joined::Joined;
use crate::questions::prepare::legacy::LegacyVerdict;
use crate::questions::question::Question;

pub(super) fn answer(chapters: &Chapters) -> Answer {
    let mut report = AnalyzeOptions::answer(&chapters.analysis);
    report.command = "report";
    report.next.clear();
    let first: Vec<String> = std::mem::take(&mut report.lead).into_iter().take(1).collect();
    begin(&mut report.sections, "analyze", "What stands out", Vec::new());
    add(&mut report, "Is the log after enforcement clean", &chapters.validation);
    add(&mut report, "Since enforcement", &chapters.enforcement);
    add(&mut report, "Emergency accounts", &chapters.break_glass);
    add(&mut report, "Legacy authentication", &chapters.legacy);
    add(&mut report, "Sign-ins without MFA", &chapters.gaps);
    add(&mut report, "The registration campaign", &chapters.registration);
    report.lead.extend(first);
    report.sections.splice(0..0, numbers(chapters));
    report
}

/// The numbers that a manager asks for, from the chapters that are there: the verdict, and counts of people before counts of rows.
fn numbers(chapters: &Chapters) -> Vec<Section> {
    let verdict = chapters
        .validation
        .conclusion()
        .map(|validation| Section::verdict(validation.checks.verdict().value()));
    let locked_out = chapters.enforcement.conclusion().map(|hours| {
        Section::value("locked_out", "People locked out", hours.in_state(StopState::LockedOut).into())
    });
    let without_mfa = chapters.gaps.conclusion().map(|gaps| {
        let people = gaps.people(|_| true).len();
        Section::value("without_mfa", "People who got in without MFA", people.into())
    });
    let live = chapters.legacy.conclusion().map(|clients| {
        let live = clients.count(LegacyVerdict::Dependency);
        Section::value("live_dependencies", "Legacy dependencies to replace", live.into())
    });
    let can_use_mfa = chapters.registration.conclusion().map(|registrations| {
        let rate = registrations.rate().map_or(Value::Null, Value::Share);
        Section::value("can_use_mfa", "Can use MFA", rate)
    });
    [verdict, locked_out, without_mfa, live, can_use_mfa].into_iter().flatten().collect()
}

/// Adds a chapter as its command says it, or why there is none.
fn add<Q: Question>(report: &mut Answer, title: &'static str, joined: &Joined<Q>) {
    let Some(Answer { reading, lead, mut sections, .. }) = joined.answer() else {
        if let (Some(reading), Some(line)) = (&mut report.reading, joined.unanswered()) {
            reading.not_evaluated.push(line.clone());
        }
        return;
    };
    // The verdict stands on the first screen.
    sections.retain(|section| !section.is_verdict);
    sections.iter_mut().for_each(|section| fit(section, Q::NAME));
    report.lead.extend(lead.first().cloned());
    begin(&mut sections, Q::NAME, title, lead);
    report.sections.append(&mut sections);
    if let (Some(ours), Some(theirs)) = (&mut report.reading, reading) {
        let Reading { warnings, not_evaluated, .. } = theirs;
        unite(&mut ours.warnings, warnings);
        unite(&mut ours.not_evaluated, not_evaluated);
    }
}

/// Fits a section of a chapter in among those of the others.
fn fit(section: &mut Section, command: &str) {
    match (command, section.key) {
        // `validate` has a window, too. Either is said in the sentences above it.
        ("enforcement", "window") => (section.key, section.title) = ("enforcement_window", String::new()),
        ("validate", "window") => section.title.clear(),
        ("break-glass", "events") => section.title = "Break-glass events".to_owned(),
        // One picture over time is enough for a first screen.
        ("enforcement", "failures_by_hour") => section.headline = false,
        _ => {}
    }
}

/// Begins a chapter at its first section that people see.
fn begin(sections: &mut [Section], command: &'static str, title: &'static str, lead: Vec<String>) {
    if let Some(first) = sections.iter_mut().find(|section| !section.title.is_empty()) {
        first.chapter = Some(Chapter { command, title, lead });
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
