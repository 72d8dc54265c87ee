//! `exceptions`: accounts that need special handling, and the risk of exempting one.

use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_rules::derive::person::Person;
use hashbrown::HashMap;

use crate::answer::{
    Answer, Body, Column, Fact, Holds, Outcome, Place, Section, Show, Step, Table, Tone, Value,
};
use crate::people::account::{Account, Accounts, AtAddress};
use crate::people::special_accounts::{Judge, Kind};
use crate::reading::read_logs::{Seen, count_of, see};
use crate::reading::request::{AnswerError, Request};

mod exempt;

/// The answer. `exempt` are accounts, by name or object id, that someone wants to exempt from the policy.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request, exempt: &[String]) -> Result<Answer, AnswerError> {
    let (accounts, seen) = see(request, "exceptions", &[Field::ClientApp], Accounts::default)?;
    let lines = lines(&seen, &accounts);
    let mut sections = vec![
        Section::table("accounts", "Accounts that need special handling", table(&seen, &lines)),
        Section::table("kinds", "What to do with each kind", kinds(&lines)),
        Section::value("by_kind", "", by_kind(&lines)),
    ];
    let mut lead = lead(&lines);
    if !exempt.is_empty() {
        let statements = exempt::statements(&seen, &accounts, exempt);
        lead.extend(exempt::lead(&statements));
        // What was asked for comes first.
        let (text, rest): (Vec<_>, Vec<_>) =
            exempt::sections(statements).into_iter().partition(|one| matches!(one.body, Body::Page(_)));
        sections.splice(0..0, text);
        sections.extend(rest);
    }
    let next = next_steps(&lines, exempt);
    let mut reading = seen.reading(&[], Vec::new());
    reading.not_evaluated.extend(seen.lacking(
        "no-phone-seen",
        Field::Os,
        "the file has no operating systems: who owns a phone cannot be told",
    ));
    Ok(Answer {
        command: "exceptions",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

/// How many addresses each account was seen at.
fn address_counts(accounts: &Accounts) -> HashMap<u32, usize> {
    let mut counts = HashMap::new();
    for ([person, ip], _) in accounts.addresses.iter() {
        *counts.entry(*person).or_default() += usize::from(*ip != 0);
    }
    counts
}

struct Line<'a> {
    user: String,
    user_id: String,
    kind: Kind,
    why: Vec<String>,
    addresses: usize,
    account: Option<&'a Account>,
    /// Where it stands in the report, for an account without sign-ins.
    place: Option<Place>,
}

/// By kind, then user. An account that only fails with 50034 does not exist and is left out.
fn lines<'a>(seen: &Seen, accounts: &'a Accounts) -> Vec<Line<'a>> {
    let judge = Judge::of(&seen.request);
    let addresses = address_counts(accounts);
    let mut lines = Vec::new();
    let mut met: Vec<String> = Vec::new();
    for ([person], account) in accounts.accounts.iter() {
        let (user, user_id) =
            (seen.shown(Person(*person)).to_owned(), seen.user_id(Person(*person)).to_owned());
        met.extend([user.to_lowercase(), user_id.to_lowercase()]);
        let addresses = addresses.get(person).copied().unwrap_or(0);
        let Some((kind, why)) = judge.kind(&user, &user_id, Some(account), addresses) else { continue };
        if account.exists {
            lines.push(Line { user, user_id, kind, why, addresses, account: Some(account), place: None });
        }
    }
    lines.extend(silent(&judge, met));
    lines.sort_by(|a, b| (a.kind, &a.user, &a.user_id).cmp(&(b.kind, &b.user, &b.user_id)));
    lines
}

/// Machines of the newest report that no log names.
fn silent<'a>(judge: &Judge<'_>, mut met: Vec<String>) -> Vec<Line<'a>> {
    met.sort_unstable();
    let known = |name: &str| !name.is_empty() && met.binary_search(&name.to_lowercase()).is_ok();
    let users = judge.registrations().filter(|(_, user)| {
        let name = user.sign_in_name();
        !known(&name)
            && !known(&user.user_id)
            && !judge.is_break_glass(&name)
            && !judge.is_break_glass(&user.user_id)
    });
    let lines = users.filter_map(|(path, user)| {
        let name = user.sign_in_name();
        let (kind, why) = judge.kind(&name, &user.user_id, None, 0)?;
        let place = Place { path: path.to_owned(), row: user.row };
        let place = kind.is_machine().then_some(place)?;
        let user_id = user.user_id.clone();
        Some(Line { user: name, user_id, kind, why, addresses: 0, account: None, place: Some(place) })
    });
    lines.collect()
}

fn table(seen: &Seen, lines: &[Line<'_>]) -> Table {
    let columns = vec![
        Column::new("user", "Account", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
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
    let rows = lines.iter().map(|line| {
        let count = |of: fn(&Account) -> u64| line.account.map_or(0, of);
        let evidence = match (&line.account, &line.place) {
            (Some(account), _) => seen.evidence(&account.evidence),
            (None, place) => {
                let places: Vec<Place> = place.iter().cloned().collect();
                Value::Evidence { total: places.len() as u64, places }
            }
        };
        let tone = if line.kind == Kind::Sync { Tone::Bad } else { Tone::Plain };
        vec![
            line.user.clone().into(),
            line.user_id.clone().into(),
            Value::Word(line.kind.name(), tone),
            line.why.join("; ").into(),
            line.kind.suggestion().into(),
            count(|account| account.signins).into(),
            count(|account| account.success).into(),
            count(|account| account.protected).into(),
            count(|account| account.rhythm.days.count()).into(),
            line.addresses.into(),
            line.account.and_then(|account| account.last_success).into(),
            evidence,
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// What to do, once for each kind that is there.
fn kinds(lines: &[Line<'_>]) -> Table {
    let columns = vec![
        Column::new("kind", "Kind", Show::Always, Holds::Words),
        Column::new("accounts", "Accounts", Show::Always, Holds::Number),
        Column::new("suggestion", "What to do", Show::Always, Holds::Words),
    ];
    let rows = Kind::ALL.into_iter().filter_map(|kind| {
        let count = lines.iter().filter(|line| line.kind == kind).count();
        (count > 0).then(|| vec![kind.name().into(), count.into(), kind.suggestion().into()])
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn by_kind(lines: &[Line<'_>]) -> Value {
    let mut counts: BTreeMap<Kind, u64> = Kind::ALL.into_iter().map(|kind| (kind, 0)).collect();
    lines.iter().for_each(|line| *counts.entry(line.kind).or_default() += 1);
    Value::Map(counts.into_iter().map(|(kind, count)| Fact::count(kind.name(), count)).collect())
}

fn lead(lines: &[Line<'_>]) -> Vec<String> {
    if lines.is_empty() {
        return vec!["No account needs special handling, as far as these files can show.".to_owned()];
    }
    let counts = Kind::ALL.into_iter().filter_map(|kind| {
        let count = lines.iter().filter(|line| line.kind == kind).count() as u64;
        let (one, many) = kind.words();
        (count > 0).then(|| count_of(count, one, many))
    });
    let all = count_of(lines.len() as u64, "account needs", "accounts need");
    let mut lead = vec![format!("{all} special handling: {}.", counts.collect::<Vec<_>>().join(", "))];
    if lines.iter().any(|line| line.kind == Kind::Sync) {
        lead.push("Enforcing MFA on the synchronisation account stops directory synchronisation: exclude it by name.".to_owned());
    }
    lead
}

fn next_steps(lines: &[Line<'_>], exempt: &[String]) -> Vec<Step> {
    let mut next = Vec::new();
    if !lines.is_empty() {
        next.push(Step::run("exceptions", "the list, with what to do for each").with("-o exceptions.csv"));
    }
    if exempt.is_empty() {
        next.push(Step::run("exceptions", "the risk of exempting someone, in writing").with("--exempt UPN"));
    }
    next
}

/// The addresses of one person.
fn at_addresses(accounts: &Accounts, person: Person) -> impl Iterator<Item = (u32, &AtAddress)> {
    accounts.addresses.iter().filter(move |([one, _], _)| *one == person.0).map(|([_, ip], at)| (*ip, at))
}
