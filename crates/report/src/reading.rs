//! What was read and what was lost, in the sentences with which every screen begins.

use entrasift_core::text::time::{Time, Zone};
use entrasift_rollout::answer::{Reading, Table, Value};

use crate::cell::{self, Detail};

/// How many malformed rows and ignored files are named before the rest is a number.
const NAMED: usize = 3;

/// `Northwind Engineering · 4 files · 12,480 sign-ins of 231 people · 2 Nov – 25 Nov 2026 UTC · 0 rows lost`.
pub(crate) fn line(reading: &Reading, zone: Zone) -> String {
    parts(reading, zone).join(" · ")
}

/// The parts of that line.
pub(crate) fn parts(reading: &Reading, zone: Zone) -> Vec<String> {
    let lost = cell::of(total(reading, "malformed"), "row lost", "rows lost");
    if reading.inputs.rows.is_empty() {
        return reading.tenant.iter().cloned().chain(["no file was given".to_owned()]).collect();
    }
    if is_of_reports(reading) {
        let reports = reading.inputs.rows.len() as u64;
        let reports = cell::of(reports, "registration report", "registration reports");
        let lines = cell::of(total(reading, "other"), "line", "lines");
        return reading.tenant.iter().cloned().chain([reports, lines, lost]).collect();
    }
    let files = cell::of(reading.inputs.rows.len() as u64, "file", "files");
    let signins = cell::of(total(reading, "signins"), "sign-in", "sign-ins");
    let people = cell::of(total(reading, "users"), "person", "people");
    let mut parts = vec![files, format!("{signins} of {people}")];
    parts.splice(0..0, reading.tenant.clone());
    parts.extend(period(reading, zone));
    parts.push(lost);
    parts
}

/// Whether all that was read are registration reports, in which no sign-in is looked for.
fn is_of_reports(reading: &Reading) -> bool {
    let table = &reading.inputs;
    !table.rows.is_empty() && table.rows.iter().all(|row| text(table, row, "format") == "registration")
}

/// What became of the rows that are no sign-in of the answer: malformed, merged, out of the window, other records, ignored files.
pub(crate) fn losses(reading: &Reading) -> Vec<String> {
    let mut lines = Vec::new();
    let malformed = total(reading, "malformed");
    if malformed > 0 {
        let told = &reading.problems.rows[..reading.problems.rows.len().min(NAMED)];
        let more = malformed.saturating_sub(told.len() as u64);
        let told = folded(problems(&reading.problems, told), more);
        lines.push(format!("{} could not be read: {told}", cell::of(malformed, "row", "rows")));
    }
    let apart = [
        ("duplicates", "duplicate merged", "duplicates merged"),
        ("out_of_window", "row outside the period asked for", "rows outside the period asked for"),
        ("other", "record that is no sign-in", "records that are no sign-in"),
    ];
    let apart = apart.map(|(key, one, many)| (key, total(reading, key), one, many));
    let told = |(key, count, ..): &(&str, u64, &str, &str)| {
        *count > 0 && !(*key == "other" && is_of_reports(reading))
    };
    let apart: Vec<_> = apart.into_iter().filter(told).collect();
    if !apart.is_empty() {
        let told: Vec<_> =
            apart.into_iter().map(|(_, count, one, many)| cell::of(count, one, many)).collect();
        lines.push(told.join(" · "));
    }
    let ignored = reading.ignored.rows.len() as u64;
    if ignored > 0 {
        let told = reading
            .ignored
            .rows
            .iter()
            .take(NAMED)
            .map(|row| because(&reading.ignored, row, "path", "reason"));
        let told = folded(told.collect(), ignored.saturating_sub(NAMED as u64));
        lines.push(format!("{} ignored: {told}", cell::of(ignored, "file", "files")));
    }
    lines
}

/// One sentence for each warning.
pub(crate) fn warnings(reading: &Reading) -> Vec<String> {
    let table = &reading.warnings;
    let rows = table.rows.iter();
    rows.map(|row| because(table, row, "message", "path")).collect()
}

/// One sentence for each kind of warning: the first, and how many more there are of it.
pub(crate) fn warnings_folded(reading: &Reading) -> Vec<String> {
    let table = &reading.warnings;
    let mut kinds: Vec<(String, &[Value], u64)> = Vec::new();
    for row in &table.rows {
        let code = text(table, row, "code");
        match kinds.iter_mut().find(|(known, ..)| *known == code) {
            Some((.., more)) => *more += 1,
            None => kinds.push((code, row, 0)),
        }
    }
    let lines = kinds.into_iter().map(|(_, row, more)| {
        let path = text(table, row, "path");
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let line = bracketed(text(table, row, "message"), &name);
        match more {
            0 => line,
            more => format!("{line}, and {} of this kind", cell::of(more, "more", "more")),
        }
    });
    lines.collect()
}

/// A proposed command, and what it is for.
pub(crate) fn step(step: &str) -> (&str, &str) {
    let (command, what_for) = step.split_once("   ").unwrap_or((step, ""));
    (command.trim(), what_for.trim())
}

/// One sentence for each thing that could not be told, once however many files it concerns.
pub(crate) fn not_evaluated(reading: &Reading) -> Vec<String> {
    let table = &reading.not_evaluated;
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for row in &table.rows {
        let (rule, why) = (text(table, row, "rule"), text(table, row, "because"));
        match told.iter_mut().find(|(because, _)| *because == why) {
            Some((_, rules)) if rules.contains(&rule) => {}
            Some((_, rules)) => rules.push(rule),
            None => told.push((why, vec![rule])),
        }
    }
    let lines = told.into_iter().map(|(why, rules)| bracketed(rules.join(", "), &why));
    lines.collect()
}

/// The number under a key of the ledger.
pub(crate) fn total(reading: &Reading, key: &str) -> u64 {
    find(reading, key).map_or(0, cell::count)
}

/// The ledger in the words that people read.
pub(crate) fn ledger(reading: &Reading) -> impl Iterator<Item = (&str, &Value)> {
    let words = |key: &'static str| match key {
        "rows" => "Rows read",
        "malformed" => "Rows lost",
        "duplicates" => "Duplicates merged",
        "out_of_window" => "Outside the period asked for",
        "other" => "Records that are no sign-in",
        "signins" => "Sign-ins",
        "users" => "People",
        "success" => "Succeeded",
        "failure" => "Failed",
        "interrupted" => "Interrupted",
        "first" => "First sign-in",
        "last" => "Last sign-in",
        _ => key,
    };
    reading.totals.iter().map(move |(key, value)| (words(key), value))
}

fn find<'a>(reading: &'a Reading, key: &str) -> Option<&'a Value> {
    reading.totals.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// `2 Nov – 25 Nov 2026 UTC`.
fn period(reading: &Reading, zone: Zone) -> Option<String> {
    let time = |key| match find(reading, key) {
        Some(Value::Time(time)) => Some(*time),
        _ => None,
    };
    let (first, last): (Time, Time) = (time("first")?, time("last")?);
    Some(format!("{} {}", cell::days(first, last), zone.name()))
}

/// `a.csv rows 17, 18 (field-count)`.
fn problems(table: &Table, rows: &[Vec<Value>]) -> Vec<String> {
    let place = |row: &Vec<Value>| (text(table, row, "path"), text(table, row, "class"));
    let files = rows.chunk_by(|a, b| place(a) == place(b));
    let told = files.map(|rows| {
        let (path, class) = place(&rows[0]);
        let numbers = rows.iter().map(|row| text(table, row, "row")).filter(|number| !number.is_empty());
        let numbers: Vec<String> = numbers.collect();
        match numbers.len() {
            0 => bracketed(path, &class),
            1 => bracketed(format!("{path} row {}", numbers[0]), &class),
            _ => bracketed(format!("{path} rows {}", numbers.join(", ")), &class),
        }
    });
    told.collect()
}

fn because(table: &Table, row: &[Value], what: &str, why: &str) -> String {
    bracketed(text(table, row, what), &text(table, row, why))
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

fn text(table: &Table, row: &[Value], key: &str) -> String {
    let column = table.columns.iter().position(|column| column.key == key);
    column.and_then(|at| row.get(at)).map_or_else(String::new, |value| cell::text(value, Detail::WHOLE))
}
