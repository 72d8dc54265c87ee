//! How `exceptions` is said.

use std::sync::Arc;

use entrasift_core::{Field, Symbol};

use super::exemption::Exemption;
use super::line::{SpecialAccount, SpecialAccounts};
use super::statement;
use crate::answer::wording::{count_of, some};
use crate::answer::{
    Answer, Body, Column, Fact, Holds, Outcome, Rows, Section, Show, Step, Table, Tone, Value,
};
use crate::people::account::Account;
use crate::people::special_accounts::AccountKind;
use crate::reading::read_logs::Seen;

pub(super) fn answer(accounts: &Arc<SpecialAccounts>) -> Answer {
    let is_asked = !accounts.exemptions.is_empty();
    // What was asked for comes first.
    let mut sections: Vec<Section> = is_asked.then(|| risk(accounts)).into_iter().collect();
    sections.extend([
        Section::table("accounts", "Accounts that need special handling", table(accounts)),
        Section::table("kinds", "What to do with each kind", kinds(accounts)),
        Section::value("by_kind", "", by_kind(accounts)),
    ]);
    sections.extend(is_asked.then(|| Section::table("exempt", "", exempt(accounts))));
    let mut reading = accounts.seen.reading(&[], Vec::new());
    reading.not_evaluated.extend(accounts.seen.lacking(
        "no-phone-seen",
        Field::Os,
        "the file has no operating systems: who owns a phone cannot be told",
    ));
    let mut lead = lead(accounts);
    lead.extend(accounts.exemptions.iter().map(|one| sentence(&accounts.seen, one)));
    Answer {
        command: "exceptions",
        reading: Some(reading),
        lead,
        sections,
        next: next_steps(accounts),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn table(accounts: &Arc<SpecialAccounts>) -> Table {
    let columns = vec![
        Column::new("user", "Account", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("kind", "Kind", Show::Always, Holds::Words),
        Column::new("why", "Why", Show::Always, Holds::Words),
        Column::new("suggestion", "What to do", Show::Full, Holds::Words),
        Column::new("signins", "Sign-ins", Show::Full, Holds::Number),
        Column::new("success", "Succeeded", Show::Full, Holds::Number),
        Column::new("with_mfa", "With MFA", Show::Full, Holds::Number),
        Column::new("days", "Days", Show::Full, Holds::Number),
        Column::new("addresses", "Addresses", Show::Full, Holds::Number),
        Column::new("last_success", "Last success", Show::Full, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = accounts.clone();
    Table::new(columns, Rows::pulled(accounts.lines.len(), move |at| row(&shared, &shared.lines[at])))
}

fn row(accounts: &SpecialAccounts, line: &SpecialAccount) -> Vec<Value> {
    let (seen, account) = (&accounts.seen, accounts.account(line));
    let count = |of: fn(&Account) -> u64| account.map_or(0, of);
    let silent = Account::default();
    let why = line.sign.words(account.unwrap_or(&silent), line.addresses, &seen.request.intake);
    let tone = if line.kind == AccountKind::Sync { Tone::Bad } else { Tone::Plain };
    vec![
        line.who.user(seen).into_owned().into(),
        line.who.user_id(seen).into(),
        Value::Word(line.kind.name(), tone),
        why.join("; ").into(),
        line.kind.suggestion().into(),
        count(|account| account.signins).into(),
        count(|account| account.success).into(),
        count(|account| account.protected).into(),
        count(|account| account.rhythm.days.count()).into(),
        line.addresses.into(),
        account.and_then(|account| account.last_success).into(),
        accounts.evidence(line),
    ]
}

/// What to do, once for each kind that is there.
fn kinds(accounts: &SpecialAccounts) -> Table {
    let columns = vec![
        Column::new("kind", "Kind", Show::Always, Holds::Words),
        Column::new("accounts", "Accounts", Show::Always, Holds::Number),
        Column::new("suggestion", "What to do", Show::Always, Holds::Words),
    ];
    let rows = AccountKind::ALL.into_iter().filter_map(|kind| {
        let count = accounts.count(kind);
        (count > 0).then(|| vec![kind.name().into(), count.into(), kind.suggestion().into()])
    });
    Table::new(columns, rows.collect::<Vec<_>>())
}

fn by_kind(accounts: &SpecialAccounts) -> Value {
    let count = |kind: AccountKind| Fact::count(kind.name(), accounts.count(kind));
    Value::Map(AccountKind::ALL.into_iter().map(count).collect())
}

fn lead(accounts: &SpecialAccounts) -> Vec<String> {
    if accounts.lines.is_empty() {
        return vec!["No account needs special handling, as far as these files can show.".to_owned()];
    }
    let counts = AccountKind::ALL.into_iter().filter_map(|kind| {
        let (count, (one, many)) = (accounts.count(kind), kind.words());
        (count > 0).then(|| count_of(count, one, many))
    });
    let all = count_of(accounts.lines.len() as u64, "account needs", "accounts need");
    let mut lead = vec![format!("{all} special handling: {}.", counts.collect::<Vec<_>>().join(", "))];
    if accounts.count(AccountKind::Sync) > 0 {
        lead.push("Enforcing MFA on the synchronisation account stops directory synchronisation: exclude it by name.".to_owned());
    }
    lead
}

/// One sentence on what an exemption would open.
fn sentence(seen: &Seen, exemption: &Exemption) -> String {
    let user = exemption.user(seen);
    if exemption.person.is_none() {
        return format!("{user} has no sign-in in these logs.");
    }
    format!(
        "Exempting {user} opens {} to a password alone; strangers tried it {}.",
        count_of(exemption.apps.len() as u64, "application", "applications"),
        count_of(exemption.attempts.count(), "time", "times")
    )
}

fn next_steps(accounts: &SpecialAccounts) -> Vec<Step> {
    let mut next = Vec::new();
    if !accounts.lines.is_empty() {
        next.push(Step::run("exceptions", "the list, with what to do for each").with("-o exceptions.csv"));
    }
    if accounts.exemptions.is_empty() {
        next.push(Step::run("exceptions", "the risk of exempting someone, in writing").with("--exempt UPN"));
    }
    next
}

/// The statements of risk.
fn risk(accounts: &SpecialAccounts) -> Section {
    let texts = accounts.exemptions.iter().map(|one| statement::text(&accounts.seen, one));
    Section::new("risk", "To send upwards", Body::Page(texts.collect::<Vec<_>>().join("\n\n")))
}

/// The same as data.
fn exempt(accounts: &Arc<SpecialAccounts>) -> Table {
    let columns = [
        ("user", Holds::User),
        ("found", Holds::Number),
        ("admin", Holds::Words),
        ("apps", Holds::Words),
        ("app_priority", Holds::Words),
        ("countries", Holds::Words),
        ("addresses", Holds::Number),
        ("success", Holds::Number),
        ("without_mfa", Holds::Number),
        ("attacks", Holds::Number),
        ("password_known", Holds::Number),
        ("attack_addresses", Holds::Number),
        ("attack_countries", Holds::Number),
        ("last_attack", Holds::Time),
        ("statement", Holds::Words),
        ("evidence", Holds::Number),
    ];
    let columns = columns.map(|(key, holds)| Column::new(key, key, Show::Never, holds)).to_vec();
    let shared = accounts.clone();
    let row = move |at: usize| exempt_row(&shared.seen, &shared.exemptions[at]);
    Table::new(columns, Rows::pulled(accounts.exemptions.len(), row))
}

fn exempt_row(seen: &Seen, one: &Exemption) -> Vec<Value> {
    let countries = |list: &[Symbol]| {
        some(list.iter().map(|country| seen.text(Field::Country, *country).to_owned()).collect())
    };
    vec![
        one.user(seen).into(),
        one.person.is_some().into(),
        one.is_admin.into(),
        some(one.apps.iter().map(|reached| reached.app.text(seen).to_owned()).collect()),
        one.apps.first().map(|reached| reached.priority.name()).into(),
        countries(&one.countries),
        one.addresses.into(),
        one.success.into(),
        one.without_mfa.into(),
        one.attempts.count().into(),
        one.attempts.stopped.into(),
        one.attempts.addresses.into(),
        countries(&one.attempts.countries),
        one.attempts.last.into(),
        statement::text(seen, one).into(),
        seen.evidence(&one.evidence),
    ]
}
