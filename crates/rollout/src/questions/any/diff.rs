//! `diff`: what changed between two exports: users, protocols, apps, and what the rules found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::log::ledger::PROBLEMS_KEPT;
use entrasift_core::text::time::Time;

use crate::answer::{
    Answer, Column, Holds, Outcome, Reading, Section, Show, Table, Tone, Totals, Value, Warning,
};
use crate::people::roster;
use crate::people::roster::{Found, Item, Roster};
use crate::reading::read_logs::some;
use crate::reading::request::{AnswerError, Request};

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    New,
    Gone,
    More,
    Fewer,
    Same,
}

impl Change {
    fn of(before: u64, after: u64) -> Change {
        match (before, after) {
            (0, 1..) => Change::New,
            (1.., 0) => Change::Gone,
            _ if after > before => Change::More,
            _ if after < before => Change::Fewer,
            _ => Change::Same,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Gone => "gone",
            Change::More => "more",
            Change::Fewer => "fewer",
            Change::Same => "same",
        }
    }

    /// For what nobody wants, such as findings and legacy protocols.
    fn of_evil(self) -> Value {
        let tone = match self {
            Change::New => Tone::Bad,
            Change::More => Tone::Warn,
            Change::Gone | Change::Fewer => Tone::Good,
            Change::Same => Tone::Dim,
        };
        Value::Word(self.name(), tone)
    }

    fn value(self) -> Value {
        Value::Word(self.name(), Tone::Plain)
    }
}

/// The answer: from the first export to the second.
///
/// # Errors
/// As [`AnswerError`] says, of either.
pub fn answer(before: &Request, after: &Request) -> Result<Answer, AnswerError> {
    let (before, after) = (roster::of(before)?, roster::of(after)?);
    let users = pairs(&before.users, &after.users);
    let protocols = pairs(&before.protocols, &after.protocols);
    let apps = pairs(&before.apps, &after.apps);
    let findings = findings(&before, &after);
    let people = people(&before, &after, &users);
    let mut reading = both(&before.reading, after.reading.clone(), people);
    reading.warnings.extend(unequal(&before, &after));
    let come_and_gone = |pair: &&Pair<'_>| matches!(pair.change(), Change::New | Change::Gone);
    let users: Vec<Pair<'_>> = users.iter().filter(come_and_gone).copied().collect();
    let (protocols, apps) = (changed(protocols), changed(apps));
    let lead = lead(&findings, &protocols, &apps, &users);
    let sections = vec![
        Section::table("changes", "", changes(&findings, &protocols, &apps, &users)),
        Section::table("counts", "In numbers", counts(&before, &after, people)),
        Section::table("findings", "What the rules found", findings_table(&findings)),
        Section::table("protocols", "Protocols", items(&protocols, "client_app", "Protocol", false)),
        Section::table("apps", "Apps", items(&apps, "app", "App", true)),
        Section::table("users", "Users who came and went", items(&users, "user", "User", true)),
    ];
    Ok(Answer {
        command: "diff",
        reading: Some(reading),
        lead,
        sections,
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    })
}

/// Those that are not the same.
fn changed(mut pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    pairs.retain(|pair| pair.change() != Change::Same);
    pairs
}

/// The same thing in both exports.
#[derive(Debug, Clone, Copy)]
struct Pair<'r> {
    before: Option<&'r Item>,
    after: Option<&'r Item>,
}

impl<'r> Pair<'r> {
    fn counts(&self) -> (u64, u64) {
        (self.before.map_or(0, |item| item.count), self.after.map_or(0, |item| item.count))
    }

    fn change(&self) -> Change {
        let (before, after) = self.counts();
        Change::of(before, after)
    }

    /// As the later export has it, else the earlier.
    fn item(&self) -> Option<&'r Item> {
        self.after.or(self.before)
    }

    fn name(&self) -> &'r str {
        self.item().map_or("", |item| &item.name)
    }

    fn id(&self) -> &'r str {
        self.item().map_or("", |item| &item.id)
    }
}

/// Pairs by key, and what is left by name where one side has no id. New, gone, more, fewer, same; within that the larger
/// difference first, then by name and id.
fn pairs<'r>(before: &'r BTreeMap<String, Item>, after: &'r BTreeMap<String, Item>) -> Vec<Pair<'r>> {
    let mut pairs: Vec<Pair<'r>> = Vec::new();
    // By name, whether it has an id, and key.
    let mut left: BTreeMap<(String, bool, &str), &Item> = BTreeMap::new();
    for (key, item) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        left.insert((item.name.to_lowercase(), item.id.is_empty(), key), item);
    }
    for (key, item) in before {
        let mut other = after.get(key);
        if other.is_none() {
            let name = item.name.to_lowercase();
            let first = (name.clone(), !item.id.is_empty(), "");
            let near = left.range(first..).next().map(|(near, _)| near.clone());
            let near = near.filter(|(known, has_none, _)| *known == name && *has_none != item.id.is_empty());
            other = near.and_then(|near| left.remove(&near));
        }
        pairs.push(Pair { before: Some(item), after: other });
    }
    pairs.extend(left.into_values().map(|item| Pair { before: None, after: Some(item) }));
    pairs.sort_by_key(|pair| {
        let (before, after) = pair.counts();
        (pair.change(), Reverse(before.abs_diff(after)), pair.name(), pair.id())
    });
    pairs
}

/// What one rule found in both.
struct FoundPair<'r> {
    rule: &'static str,
    before: Option<&'r Found>,
    after: Option<&'r Found>,
}

impl FoundPair<'_> {
    fn change(&self) -> Change {
        let signins = |found: Option<&Found>| found.map_or(0, |found| found.signins);
        match (self.before, self.after) {
            (None, Some(_)) => Change::New,
            (Some(_), None) => Change::Gone,
            (before, after) => Change::of(signins(before).max(1), signins(after).max(1)),
        }
    }

    fn any(&self) -> Option<&Found> {
        self.after.or(self.before)
    }

    /// People of the one who are not in the other.
    fn only(one: Option<&Found>, other: Option<&Found>) -> Value {
        let empty = BTreeSet::new();
        let (one, other) =
            (one.map_or(&empty, |found| &found.people), other.map_or(&empty, |found| &found.people));
        some(one.difference(other).cloned().collect())
    }
}

/// New, gone, more, fewer, same; within that the gravest first, then by rule.
fn findings<'r>(before: &'r Roster, after: &'r Roster) -> Vec<FoundPair<'r>> {
    let rules: BTreeSet<&'static str> =
        before.findings.keys().chain(after.findings.keys()).copied().collect();
    let pair = |rule| FoundPair { rule, before: before.findings.get(rule), after: after.findings.get(rule) };
    let mut pairs: Vec<_> = rules.into_iter().map(pair).collect();
    pairs.sort_by_key(|pair| (pair.change(), Reverse(pair.any().map(|found| found.severity)), pair.rule));
    pairs
}

/// How many people there are in either.
fn people(before: &Roster, after: &Roster, pairs: &[Pair<'_>]) -> [u64; 3] {
    [before.users.len() as u64, after.users.len() as u64, pairs.len() as u64]
}

/// What was read of both: the ledger is that of all files, a warning of both stands once.
fn both(before: &Reading, after: Reading, people: [u64; 3]) -> Reading {
    let mut reading = after;
    reading.inputs.splice(0..0, before.inputs.iter().cloned());
    reading.problems.splice(0..0, before.problems.iter().cloned());
    reading.problems.truncate(PROBLEMS_KEPT);
    add_new(&mut reading.ignored, &before.ignored);
    add_new(&mut reading.warnings, &before.warnings);
    add_new(&mut reading.not_evaluated, &before.not_evaluated);
    let (ours, theirs) = (reading.totals, before.totals);
    let earlier = [ours.first, theirs.first].into_iter().flatten().min();
    reading.totals = Totals {
        rows: ours.rows + theirs.rows,
        malformed: ours.malformed + theirs.malformed,
        duplicates: ours.duplicates + theirs.duplicates,
        out_of_window: ours.out_of_window + theirs.out_of_window,
        other: ours.other + theirs.other,
        signins: ours.signins + theirs.signins,
        users: people[2],
        success: ours.success + theirs.success,
        failure: ours.failure + theirs.failure,
        interrupted: ours.interrupted + theirs.interrupted,
        first: earlier,
        last: ours.last.max(theirs.last),
    };
    reading
}

/// Adds the lines of the other that are not there yet.
fn add_new<T: Clone + PartialEq>(ours: &mut Vec<T>, theirs: &[T]) {
    let more: Vec<T> = theirs.iter().filter(|line| !ours.contains(line)).cloned().collect();
    ours.extend(more);
}

/// Periods of which one is so much longer tell more only because they are longer.
const UNEQUAL: f64 = 1.5;

fn unequal(before: &Roster, after: &Roster) -> Option<Warning> {
    let hours = |period: Option<(Time, Time)>| {
        period.map(|(first, last)| {
            (last.0.saturating_sub(first.0)) as f64 / entrasift_core::text::time::HOUR as f64
        })
    };
    let (a, b) = (hours(before.period)?, hours(after.period)?);
    (a.max(b) > UNEQUAL * a.min(b) && a.max(b) > 1.0).then(|| {
        let message = format!(
            "the exports cover {a:.0} and {b:.0} hours: a count may differ for that alone; choose equal times with --from and --to"
        );
        Warning::new("unequal-periods", message)
    })
}

fn counts(before: &Roster, after: &Roster, people: [u64; 3]) -> Table {
    let columns = [
        ("what", "What", Holds::Words),
        ("before", "Before", Holds::Number),
        ("after", "After", Holds::Number),
        ("difference", "Difference", Holds::Number),
    ];
    let (was, is) = (&before.reading.totals, &after.reading.totals);
    let lines = [
        ("sign-ins", (was.signins, is.signins)),
        ("people", (people[0], people[1])),
        ("succeeded", (was.success, is.success)),
        ("with MFA", (before.with_mfa, after.with_mfa)),
        ("failed", (was.failure, is.failure)),
        ("interrupted", (was.interrupted, is.interrupted)),
        ("legacy", (before.legacy, after.legacy)),
        ("apps", (before.apps.len() as u64, after.apps.len() as u64)),
        ("rules that found something", (before.findings.len() as u64, after.findings.len() as u64)),
    ];
    let rows = lines.into_iter().map(|(what, (before, after))| {
        vec![what.into(), before.into(), after.into(), difference(before, after)]
    });
    Table::shown(&columns, rows.collect::<Vec<_>>())
}

fn difference(before: u64, after: u64) -> Value {
    let difference = i128::from(after) - i128::from(before);
    Value::Code(i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX }))
}

fn findings_table(pairs: &[FoundPair<'_>]) -> Table {
    let columns = vec![
        Column::new("rule", "Rule", Show::Always, Holds::Words),
        Column::new("severity", "Severity", Show::Wide, Holds::Words),
        Column::new("title", "What was seen", Show::Wide, Holds::Words),
        Column::new("change", "Change", Show::Always, Holds::Words),
        Column::new("before", "Before", Show::Always, Holds::Number),
        Column::new("after", "After", Show::Always, Holds::Number),
        Column::new("users_before", "Users before", Show::Full, Holds::Number),
        Column::new("users_after", "Users after", Show::Full, Holds::Number),
        Column::new("who_new", "New people", Show::Wide, Holds::CountedUser),
        Column::new("who_gone", "People gone", Show::Full, Holds::CountedUser),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = pairs.iter().map(|pair| {
        let signins = |found: Option<&Found>| Value::Count(found.map_or(0, |found| found.signins));
        let users = |found: Option<&Found>| Value::from(found.map_or(0, |found| found.people.len()));
        vec![
            pair.rule.into(),
            pair.any().map_or(Value::Null, |found| found.severity.name().into()),
            pair.any().map_or(Value::Null, |found| found.title.into()),
            pair.change().of_evil(),
            signins(pair.before),
            signins(pair.after),
            users(pair.before),
            users(pair.after),
            FoundPair::only(pair.after, pair.before),
            FoundPair::only(pair.before, pair.after),
            pair.any().map_or(Value::Null, |found| found.evidence.clone()),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn items(pairs: &[Pair<'_>], key: &'static str, title: &'static str, has_id: bool) -> Table {
    let mut columns =
        vec![Column::new(key, title, Show::Always, if key == "user" { Holds::User } else { Holds::Words })];
    match key {
        "user" => columns.push(Column::new("user_id", "User ID", Show::Full, Holds::User)),
        "app" => columns.push(Column::new("app_id", "App ID", Show::Full, Holds::PublicId)),
        _ => {}
    }
    columns.extend([
        Column::new("change", "Change", Show::Always, Holds::Words),
        Column::new("before", "Before", Show::Always, Holds::Number),
        Column::new("after", "After", Show::Always, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Wide, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ]);
    let rows = pairs.iter().map(|pair| {
        let (before, after) = pair.counts();
        let mut row = vec![pair.name().into()];
        if has_id {
            row.push(pair.id().into());
        }
        row.extend([
            pair.change().value(),
            before.into(),
            after.into(),
            pair.item().and_then(|item| item.first).into(),
            pair.item().and_then(|item| item.last).into(),
            pair.item().map_or(Value::Null, |item| item.evidence.clone()),
        ]);
        row
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// All of it in one list, for programs.
fn changes(
    findings: &[FoundPair<'_>],
    protocols: &[Pair<'_>],
    apps: &[Pair<'_>],
    users: &[Pair<'_>],
) -> Table {
    let columns = [
        ("kind", "Kind", Holds::Words),
        ("what", "What", Holds::Words),
        ("change", "Change", Holds::Words),
        ("before", "Before", Holds::Number),
        ("after", "After", Holds::Number),
    ];
    let found = findings.iter().filter(|pair| pair.change() != Change::Same).map(|pair| {
        let signins = |found: Option<&Found>| Value::Count(found.map_or(0, |found| found.signins));
        vec![
            "finding".into(),
            pair.rule.into(),
            pair.change().value(),
            signins(pair.before),
            signins(pair.after),
        ]
    });
    let lists = [("protocol", protocols), ("app", apps), ("user", users)];
    let items = lists.into_iter().flat_map(|(kind, pairs)| {
        pairs.iter().map(move |pair| {
            let (before, after) = pair.counts();
            vec![kind.into(), pair.name().into(), pair.change().value(), before.into(), after.into()]
        })
    });
    Table::shown(&columns, found.chain(items).collect::<Vec<_>>())
}

fn lead(
    findings: &[FoundPair<'_>],
    protocols: &[Pair<'_>],
    apps: &[Pair<'_>],
    users: &[Pair<'_>],
) -> Vec<String> {
    let rules = |change: Change| -> Vec<&str> {
        findings.iter().filter(|pair| pair.change() == change).map(|pair| pair.rule).collect()
    };
    let mut lead = Vec::new();
    for (change, word) in [(Change::New, "New"), (Change::Gone, "Gone")] {
        let rules = rules(change);
        if !rules.is_empty() {
            lead.push(format!("{word} in the findings: {}.", rules.join(", ")));
        }
    }
    let count =
        |pairs: &[Pair<'_>], change: Change| pairs.iter().filter(|pair| pair.change() == change).count();
    let kinds = [("Users", users), ("protocols", protocols), ("apps", apps)];
    if kinds.iter().any(|(_, pairs)| count(pairs, Change::New) + count(pairs, Change::Gone) > 0) {
        let told = kinds.map(|(what, pairs)| {
            format!("{what}: {} new, {} gone", count(pairs, Change::New), count(pairs, Change::Gone))
        });
        lead.push(format!("{}.", told.join("; ")));
    }
    if lead.is_empty() {
        lead.push("No user, protocol, app or finding is new or gone.".to_owned());
    }
    lead
}
