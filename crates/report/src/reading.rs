//! What was read and what was lost, in the sentences with which every screen begins.

use entrasift_core::Zone;
use entrasift_rollout::answer::{Fact, Holds, ProblemLine, Reading, Warning};

use crate::cell;

/// How many malformed rows and ignored files are named before the rest is a number.
const NAMED: usize = 3;

/// `Northwind Engineering · 4 files · 12,480 sign-ins of 231 people · 2 Nov – 25 Nov 2026 UTC · 0 rows lost`.
pub(crate) fn line(reading: &Reading, zone: Zone) -> String {
    parts(reading, zone).join(" · ")
}

/// The parts of that line.
pub(crate) fn parts(reading: &Reading, zone: Zone) -> Vec<String> {
    let lost = cell::counted(reading.totals.malformed, "row lost", "rows lost");
    if reading.inputs.is_empty() {
        return reading.tenant.iter().cloned().chain(["no file was given".to_owned()]).collect();
    }
    if is_of_reports(reading) {
        let reports = reading.inputs.len() as u64;
        let reports = cell::counted(reports, "registration report", "registration reports");
        let lines = cell::counted(reading.totals.other, "line", "lines");
        return reading.tenant.iter().cloned().chain([reports, lines, lost]).collect();
    }
    let files = cell::counted(reading.inputs.len() as u64, "file", "files");
    let signins = cell::counted(reading.totals.signins, "sign-in", "sign-ins");
    let people = cell::counted(reading.totals.users, "person", "people");
    let mut parts = vec![files, format!("{signins} of {people}")];
    parts.splice(0..0, reading.tenant.clone());
    parts.extend(period(reading, zone));
    parts.push(lost);
    parts
}

/// Whether all that was read are registration reports, in which no sign-in is looked for.
fn is_of_reports(reading: &Reading) -> bool {
    !reading.inputs.is_empty() && reading.inputs.iter().all(|line| line.is_report)
}

/// What became of the rows that are no sign-in of the answer: malformed, merged, out of the window, other records, ignored files.
pub(crate) fn losses(reading: &Reading) -> Vec<String> {
    let mut lines = Vec::new();
    let malformed = reading.totals.malformed;
    if malformed > 0 {
        let told = &reading.problems[..reading.problems.len().min(NAMED)];
        let more = malformed.saturating_sub(told.len() as u64);
        let told = folded(problems(told), more);
        lines.push(format!("{} could not be read: {told}", cell::counted(malformed, "row", "rows")));
    }
    let totals = &reading.totals;
    let other = if is_of_reports(reading) { 0 } else { totals.other };
    let apart = [
        (totals.duplicates, "duplicate merged", "duplicates merged"),
        (totals.out_of_window, "row outside the period asked for", "rows outside the period asked for"),
        (other, "record that is no sign-in", "records that are no sign-in"),
    ];
    let apart = apart.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<_> = apart.map(|(count, one, many)| cell::counted(count, one, many)).collect();
    if !told.is_empty() {
        lines.push(told.join(" · "));
    }
    let ignored = reading.ignored.len() as u64;
    if ignored > 0 {
        let told = reading.ignored.iter().take(NAMED).map(|one| bracketed(one.path.clone(), &one.reason));
        let told = folded(told.collect(), ignored.saturating_sub(NAMED as u64));
        lines.push(format!("{} ignored: {told}", cell::counted(ignored, "file", "files")));
    }
    lines
}

/// One sentence for each warning.
pub(crate) fn warnings(reading: &Reading) -> Vec<String> {
    let told = |one: &Warning| bracketed(one.message.clone(), one.path.as_deref().unwrap_or_default());
    reading.warnings.iter().map(told).collect()
}

/// One sentence for each kind of warning: the first, and how many more there are of it.
pub(crate) fn warnings_folded(reading: &Reading) -> Vec<String> {
    let mut kinds: Vec<(&Warning, u64)> = Vec::new();
    for warning in &reading.warnings {
        match kinds.iter_mut().find(|(known, _)| known.code == warning.code) {
            Some((_, more)) => *more += 1,
            None => kinds.push((warning, 0)),
        }
    }
    let lines = kinds.into_iter().map(|(warning, more)| {
        let path = warning.path.as_deref().unwrap_or_default();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let line = bracketed(warning.message.clone(), name);
        match more {
            0 => line,
            more => format!("{line}, and {} of this kind", cell::counted(more, "more", "more")),
        }
    });
    lines.collect()
}

/// One sentence for each thing that could not be told, once however many files it concerns.
pub(crate) fn not_evaluated(reading: &Reading) -> Vec<String> {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in &reading.not_evaluated {
        let (rule, why) = (&*line.rule, line.because.as_str());
        match told.iter_mut().find(|(because, _)| *because == why) {
            Some((_, rules)) if rules.contains(&rule) => {}
            Some((_, rules)) => rules.push(rule),
            None => told.push((why, vec![rule])),
        }
    }
    told.into_iter().map(|(why, rules)| bracketed(rules.join(", "), why)).collect()
}

/// The ledger in the words that people read.
pub(crate) fn ledger(reading: &Reading) -> Vec<Fact> {
    let totals = &reading.totals;
    let count = |words: &'static str, count: u64| Fact::count(words, count);
    vec![
        count("Rows read", totals.rows),
        count("Rows lost", totals.malformed),
        count("Duplicates merged", totals.duplicates),
        count("Outside the period asked for", totals.out_of_window),
        count("Records that are no sign-in", totals.other),
        count("Sign-ins", totals.signins),
        count("People", totals.users),
        count("Succeeded", totals.success),
        count("Failed", totals.failure),
        count("Interrupted", totals.interrupted),
        Fact::new("First sign-in", Holds::Time, totals.first),
        Fact::new("Last sign-in", Holds::Time, totals.last),
    ]
}

/// `2 Nov – 25 Nov 2026 UTC`.
fn period(reading: &Reading, zone: Zone) -> Option<String> {
    let (first, last) = (reading.totals.first?, reading.totals.last?);
    Some(format!("{} {}", cell::days(first, last), zone.name()))
}

/// `a.csv rows 17, 18 (field-count)`.
fn problems(lines: &[ProblemLine]) -> Vec<String> {
    let files = lines.chunk_by(|a, b| (&a.path, a.class) == (&b.path, b.class));
    let told = files.map(|lines| {
        let (path, class) = (&lines[0].path, lines[0].class);
        let numbers: Vec<String> = lines.iter().map(|line| cell::grouped(line.row)).collect();
        match numbers.len() {
            1 => bracketed(format!("{path} row {}", numbers[0]), class),
            _ => bracketed(format!("{path} rows {}", numbers.join(", ")), class),
        }
    });
    told.collect()
}

fn bracketed(text: String, why: &str) -> String {
    if why.is_empty() { text } else { format!("{text} ({why})") }
}

fn folded(told: Vec<String>, more: u64) -> String {
    match more {
        0 => told.join(", "),
        _ => format!("{}, and {} more", told.join(", "), cell::grouped(more)),
    }
}
