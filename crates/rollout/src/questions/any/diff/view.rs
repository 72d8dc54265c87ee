//! How `diff` is said.

use std::sync::Arc;

use entrasift_core::PROBLEMS_KEPT;
use entrasift_rules::list;

use super::comparison::{ComparedExport, Comparison};
use super::pair::{Change, FindingPair, ItemPair};
use super::roster::{RosterFinding, Shown};
use crate::answer::wording::some;
use crate::answer::{
    Answer, Column, Holds, Outcome, Reading, Rows, Section, Show, Table, Tone, Totals, Value, Warning,
};

pub(super) fn answer(comparison: &Arc<Comparison>) -> Answer {
    let [before, after] = [&comparison.before, &comparison.after].map(reading);
    let mut reading = both(before, after, comparison.people);
    reading.warnings.extend(unequal(comparison));
    let protocols = items(comparison, |all| &all.protocols, "client_app", "Protocol", false);
    let apps = items(comparison, |all| &all.apps, "app", "App", true);
    let users = items(comparison, |all| &all.users, "user", "User", true);
    Answer {
        command: "diff",
        reading: Some(reading),
        lead: lead(comparison),
        sections: vec![
            Section::table("changes", "", changes(comparison)),
            Section::table("counts", "In numbers", counts(comparison)),
            Section::table("findings", "What the rules found", findings_table(&comparison.findings)),
            Section::table("protocols", "Protocols", protocols),
            Section::table("apps", "Apps", apps),
            Section::table("users", "Users who came and went", users),
        ],
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn reading(export: &ComparedExport) -> Reading {
    export.seen.reading(&list::all_for(&export.seen.request.tenant), Vec::new())
}

/// For what nobody wants, such as findings and legacy protocols.
fn of_evil(change: Change) -> Value {
    let tone = match change {
        Change::New => Tone::Bad,
        Change::More => Tone::Warn,
        Change::Gone | Change::Fewer => Tone::Good,
        Change::Same => Tone::Dim,
    };
    Value::Word(change.name(), tone)
}

fn value(change: Change) -> Value {
    Value::Word(change.name(), Tone::Plain)
}

fn evidence(shown: &Shown) -> Value {
    Value::Evidence { places: shown.places.clone(), total: shown.total }
}

/// People of the one who are not in the other.
fn only(one: &Option<RosterFinding>, other: &Option<RosterFinding>) -> Value {
    let is_other = |name: &&String| other.as_ref().is_some_and(|found| found.people.contains(*name));
    let people = one.iter().flat_map(|found| &found.people);
    some(people.filter(|name| !is_other(name)).cloned().collect())
}

/// What was read of both: the ledger is that of all files, a warning of both stands once.
fn both(before: Reading, after: Reading, people: u64) -> Reading {
    let mut reading = after;
    reading.inputs.splice(0..0, before.inputs);
    reading.problems.splice(0..0, before.problems);
    reading.problems.truncate(PROBLEMS_KEPT);
    add_new(&mut reading.ignored, before.ignored);
    add_new(&mut reading.warnings, before.warnings);
    add_new(&mut reading.not_evaluated, before.not_evaluated);
    let (ours, theirs) = (reading.totals, before.totals);
    let earlier = [ours.first, theirs.first].into_iter().flatten().min();
    reading.totals = Totals {
        rows: ours.rows + theirs.rows,
        malformed: ours.malformed + theirs.malformed,
        duplicates: ours.duplicates + theirs.duplicates,
        out_of_window: ours.out_of_window + theirs.out_of_window,
        other: ours.other + theirs.other,
        signins: ours.signins + theirs.signins,
        users: people,
        success: ours.success + theirs.success,
        failure: ours.failure + theirs.failure,
        interrupted: ours.interrupted + theirs.interrupted,
        first: earlier,
        last: ours.last.max(theirs.last),
    };
    reading
}

/// Adds the lines of the other that are not there yet.
fn add_new<T: PartialEq>(ours: &mut Vec<T>, theirs: Vec<T>) {
    let known = ours.len();
    for line in theirs {
        if !ours[..known].contains(&line) {
            ours.push(line);
        }
    }
}

/// Periods of which one is so much longer tell more only because they are longer.
const UNEQUAL: f64 = 1.5;

fn unequal(comparison: &Comparison) -> Option<Warning> {
    let (a, b) = (comparison.before.hours()?, comparison.after.hours()?);
    (a.max(b) > UNEQUAL * a.min(b) && a.max(b) > 1.0).then(|| {
        let message = format!(
            "the exports cover {a:.0} and {b:.0} hours: a count may differ for that alone; choose equal times with --from and --to"
        );
        Warning::new("unequal-periods", message)
    })
}

fn counts(comparison: &Comparison) -> Table {
    let columns = [
        ("what", "What", Holds::Words),
        ("before", "Before", Holds::Number),
        ("after", "After", Holds::Number),
        ("difference", "Difference", Holds::Number),
    ];
    let Comparison { before, after, .. } = comparison;
    let (was, is) = (&before.seen.totals, &after.seen.totals);
    let lines = [
        ("sign-ins", (was.signins, is.signins)),
        ("people", (before.people, after.people)),
        ("succeeded", (was.success, is.success)),
        ("with MFA", (before.with_mfa, after.with_mfa)),
        ("failed", (was.failure, is.failure)),
        ("interrupted", (was.interrupted, is.interrupted)),
        ("legacy", (before.legacy, after.legacy)),
        ("apps", (before.apps, after.apps)),
        ("rules that found something", (before.findings, after.findings)),
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

fn findings_table(pairs: &[FindingPair]) -> Table {
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
        let signins =
            |found: &Option<RosterFinding>| Value::Count(found.as_ref().map_or(0, |found| found.signins));
        let users =
            |found: &Option<RosterFinding>| Value::from(found.as_ref().map_or(0, |found| found.people.len()));
        vec![
            pair.rule.into(),
            pair.any().map_or(Value::Null, |found| found.severity.name().into()),
            pair.any().map_or(Value::Null, |found| found.title.into()),
            of_evil(pair.change()),
            signins(&pair.before),
            signins(&pair.after),
            users(&pair.before),
            users(&pair.after),
            only(&pair.after, &pair.before),
            only(&pair.before, &pair.after),
            pair.any().map_or(Value::Null, |found| evidence(&found.shown)),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn items(
    comparison: &Arc<Comparison>,
    pairs: fn(&Comparison) -> &[ItemPair],
    key: &'static str,
    title: &'static str,
    has_id: bool,
) -> Table {
    let mut columns =
        vec![Column::new(key, title, Show::Always, if key == "user" { Holds::User } else { Holds::Words })];
    match key {
        "user" => columns.push(Column::new("user_id", "User ID", Show::Full, Holds::UserId)),
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
    let shared = comparison.clone();
    let rows = Rows::pulled(pairs(comparison).len(), move |at| item_row(&pairs(&shared)[at], has_id));
    Table::new(columns, rows)
}

fn item_row(pair: &ItemPair, has_id: bool) -> Vec<Value> {
    let (before, after) = pair.counts();
    let mut row = vec![pair.name().into()];
    if has_id {
        row.push(pair.id().into());
    }
    row.extend([
        value(pair.change()),
        before.into(),
        after.into(),
        pair.item().and_then(|item| item.first).into(),
        pair.item().and_then(|item| item.last).into(),
        pair.item().map_or(Value::Null, |item| evidence(&item.shown)),
    ]);
    row
}

/// All of it in one list, for programs.
fn changes(comparison: &Arc<Comparison>) -> Table {
    let columns = [
        ("kind", "Kind", Holds::Words),
        ("what", "What", Holds::Words),
        ("change", "Change", Holds::Words),
        ("before", "Before", Holds::Number),
        ("after", "After", Holds::Number),
    ];
    let changed = |pair: &&FindingPair| pair.change() != Change::Same;
    let found: Vec<Vec<Value>> = comparison.findings.iter().filter(changed).map(found_change).collect();
    let Comparison { protocols, apps, users, .. } = &**comparison;
    let length = found.len() + protocols.len() + apps.len() + users.len();
    let shared = comparison.clone();
    let rows = Rows::pulled(length, move |mut at| {
        if let Some(row) = found.get(at) {
            return row.clone();
        }
        at -= found.len();
        let Comparison { protocols, apps, users, .. } = &*shared;
        for (kind, pairs) in [("protocol", protocols), ("app", apps), ("user", users)] {
            match pairs.get(at) {
                Some(pair) => return item_change(kind, pair),
                None => at -= pairs.len(),
            }
        }
        Vec::new()
    });
    Table::shown(&columns, rows)
}

fn found_change(pair: &FindingPair) -> Vec<Value> {
    let signins =
        |found: &Option<RosterFinding>| Value::Count(found.as_ref().map_or(0, |found| found.signins));
    vec![
        "finding".into(),
        pair.rule.into(),
        value(pair.change()),
        signins(&pair.before),
        signins(&pair.after),
    ]
}

fn item_change(kind: &'static str, pair: &ItemPair) -> Vec<Value> {
    let (before, after) = pair.counts();
    vec![kind.into(), pair.name().into(), value(pair.change()), before.into(), after.into()]
}

fn lead(Comparison { findings, protocols, apps, users, .. }: &Comparison) -> Vec<String> {
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
        |pairs: &[ItemPair], change: Change| pairs.iter().filter(|pair| pair.change() == change).count();
    let kinds = [("Users", &users[..]), ("protocols", protocols), ("apps", apps)];
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
