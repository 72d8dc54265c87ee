//! How `legacy` is said.

use std::collections::BTreeMap;
use std::sync::Arc;

use entrasift_core::Field;
use entrasift_rules::derive::person::Person;
use entrasift_rules::list;

use super::advice::Advice;
use super::definition::DEFINITIONS;
use super::line::{LegacyClients, LegacyLine, LegacyVerdict};
use crate::answer::wording::{count_of, some};
use crate::answer::{Answer, Column, Fact, Holds, Outcome, Rows, Section, Show, Step, Table, Tone, Value};
use crate::facts::deadline;
use crate::facts::policy_results::{Foreseen, NO_POLICIES};
use crate::reading::warnings;

pub(super) fn answer(clients: &Arc<LegacyClients>) -> Answer {
    let seen = &clients.seen;
    let rules: Vec<_> = list::named("legacy-auth").into_iter().collect();
    let more = warnings::short_log(seen).into_iter().collect();
    let mut reading = seen.reading(&rules, more);
    reading.not_evaluated.extend(seen.lacking("block-policy", Field::Policies, NO_POLICIES));
    let sections = vec![
        Section::table("dependencies", "Legacy dependencies", table(clients)),
        Section::value("by_verdict", "Entries by verdict", by_verdict(clients)),
        Section::value("by_client_app", "Legacy entries by protocol", by_client_app(clients)).headline(),
        Section::value("unclassified", "", unclassified(clients)),
        Section::table("definitions", "", definitions(clients)),
    ];
    Answer {
        command: "legacy",
        reading: Some(reading),
        lead: lead(clients),
        sections,
        next: next_steps(clients),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn tone(verdict: LegacyVerdict) -> Tone {
    match verdict {
        LegacyVerdict::Dependency => Tone::Bad,
        LegacyVerdict::Blocked => Tone::Warn,
        LegacyVerdict::Stale | LegacyVerdict::Attack => Tone::Dim,
    }
}

fn table(clients: &Arc<LegacyClients>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("client_app", "Protocol", Show::Always, Holds::Words),
        Column::new("device", "Device", Show::Wide, Holds::Words),
        Column::new("device_id", "Device ID", Show::Full, Holds::Device),
        Column::new("os", "OS", Show::Never, Holds::Words),
        Column::new("browser", "Browser", Show::Never, Holds::Words),
        Column::new("user_agent", "User agent", Show::Full, Holds::Words),
        Column::new("apps", "Apps", Show::Full, Holds::Words),
        Column::new("resources", "Resources", Show::Full, Holds::Words),
        Column::new("ips", "Addresses", Show::Full, Holds::Address),
        Column::new("countries", "Countries", Show::Full, Holds::Words),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Wide, Holds::Number),
        Column::new("failure", "Failed", Show::Full, Holds::Number),
        Column::new("interrupted", "Interrupted", Show::Full, Holds::Number),
        Column::new("credential_accepted", "Password right", Show::Full, Holds::Words),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Full, Holds::Time),
        Column::new("last_success", "Last success", Show::Wide, Holds::Time),
        Column::new("days", "Days", Show::Full, Holds::Number),
        Column::new("verdict", "Verdict", Show::Always, Holds::Words),
        Column::new("suspect", "Suspect", Show::Always, Holds::Number),
        Column::new("suspect_because", "Suspect because", Show::Full, Holds::Words),
        Column::new("likely", "Likely", Show::Full, Holds::Words),
        Column::new("likely_because", "Why we think so", Show::Full, Holds::Words),
        Column::new("remediation", "What to do", Show::Wide, Holds::Words),
        Column::new("turned_off", "Microsoft turns it off", Show::Full, Holds::Words),
        Column::new("turned_off_what", "What is turned off", Show::Full, Holds::Words),
        Column::new("block_policy", "A block policy", Show::Full, Holds::Words),
        Column::new("block_policy_names", "Report-only policies", Show::Full, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let folded = clients.lines.iter().filter(|line| line.verdict >= LegacyVerdict::Stale).count();
    let shared = clients.clone();
    Table {
        is_worklist: true,
        folded,
        folded_as: "stale entries and attacks that achieved nothing".to_owned(),
        ..Table::new(columns, Rows::pulled(clients.lines.len(), move |at| row(&shared, &shared.lines[at])))
    }
}

fn row(clients: &LegacyClients, line: &LegacyLine) -> Vec<Value> {
    let (seen, used) = (&clients.seen, clients.used(line));
    let client_app = clients.client_app(line);
    let list = |field, values| some(seen.texts(field, values));
    let first = |field, values| seen.texts(field, values).into_iter().next().unwrap_or_default();
    let advice = Advice::new(clients, line, used);
    let deadline = deadline::next(client_app, seen.as_of);
    let foreseen = Foreseen::new(seen, &used.policies);
    let suspicions: Vec<String> = line.suspicions.iter().map(|one| one.words(seen)).collect();
    vec![
        seen.shown(line.person).into(),
        seen.user_id(line.person).into(),
        client_app.into(),
        clients.device(line).into(),
        first(Field::DeviceId, &used.device_ids).into(),
        first(Field::Os, &used.os).into(),
        first(Field::Browser, &used.browsers).into(),
        first(Field::UserAgent, &used.user_agents).into(),
        list(Field::App, &used.apps),
        list(Field::Resource, &used.resources),
        list(Field::Ip, &used.ips),
        list(Field::Country, &used.countries),
        used.count.into(),
        used.success.into(),
        used.failure.into(),
        used.interrupted.into(),
        used.credential_accepted.into(),
        used.span.first().into(),
        used.span.last().into(),
        used.last_success.into(),
        used.rhythm.days.count().into(),
        Value::Word(line.verdict.name(), tone(line.verdict)),
        (!line.suspicions.is_empty()).into(),
        suspicions.join("; ").into(),
        advice.likely.into(),
        advice.because.join("; ").into(),
        advice.remediation().into(),
        deadline.map(|deadline| deadline.date).into(),
        deadline.map(|deadline| format!("{} ({})", deadline.what, deadline.source)).into(),
        foreseen.verdict().into(),
        some(foreseen.policies),
        seen.evidence(&used.evidence),
    ]
}

fn by_verdict(clients: &LegacyClients) -> Value {
    let count = |verdict: &LegacyVerdict| Fact::count(verdict.name(), clients.count(*verdict));
    Value::Map(LegacyVerdict::ALL.iter().map(count).collect())
}

fn by_client_app(clients: &LegacyClients) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for line in &clients.lines {
        *counts.entry(clients.client_app(line)).or_default() += 1;
    }
    Value::Map(counts.into_iter().map(|(app, count)| Fact::count(app.to_owned(), count)).collect())
}

fn unclassified(clients: &LegacyClients) -> Value {
    let unclassified = &clients.unclassified;
    let [signins, success, failure, interrupted] = unclassified.counts;
    let users = unclassified.users.iter().filter(|person| **person != Person::NOBODY).count();
    Value::Map(vec![
        Fact::new("signins", Holds::Number, signins),
        Fact::new("success", Holds::Number, success),
        Fact::new("failure", Holds::Number, failure),
        Fact::new("interrupted", Holds::Number, interrupted),
        Fact::new("users", Holds::User, users),
        Fact::new("evidence", Holds::Number, clients.seen.evidence(&unclassified.evidence)),
    ])
}

fn definitions(clients: &LegacyClients) -> Table {
    let rows = DEFINITIONS.iter().zip(clients.definitions);
    let rows = rows.map(|((name, source), rows)| vec![(*name).into(), (*source).into(), rows.into()]);
    Table::shown(
        &[
            ("name", "Definition", Holds::Words),
            ("source", "Source", Holds::Words),
            ("rows", "Sign-ins", Holds::Number),
        ],
        rows.collect::<Vec<_>>(),
    )
}

fn lead(clients: &LegacyClients) -> Vec<String> {
    let mut lead = vec![match clients.count(LegacyVerdict::Dependency) {
        0 => "No legacy protocol got in.".to_owned(),
        live => format!(
            "{} would break when legacy authentication is blocked or MFA is enforced.",
            count_of(live, "dependency", "dependencies")
        ),
    }];
    let suspect = clients.lines.iter().filter(|line| line.is_suspect()).count() as u64;
    if suspect > 0 {
        let of_them = count_of(suspect, "is suspect", "are suspect");
        lead.push(format!("{of_them}: reset those passwords before any migration."));
    }
    let blocked = clients.count(LegacyVerdict::Blocked);
    if blocked > 0 {
        let blocked = count_of(blocked, "entry is", "entries are");
        lead.push(format!(
            "{blocked} blocked already with the right password: broken dependencies or stolen passwords."
        ));
    }
    let unclassified = clients.unclassified.counts[0];
    if unclassified > 0 {
        let rows = count_of(unclassified, "sign-in has", "sign-ins have");
        lead.push(format!("{rows} no client app: neither legacy nor modern, counted apart."));
    }
    lead
}

fn next_steps(clients: &LegacyClients) -> Vec<Step> {
    match clients.count(LegacyVerdict::Dependency) {
        0 => Vec::new(),
        _ => vec![
            Step::run("legacy", "the list for those who work it off").with("-o dependencies.csv"),
            Step::run("legacy", "addresses, user agents, remediation, stale entries and attacks")
                .with("--full"),
        ],
    }
}
