//! The risk of exempting one account, drawn from its own log, as a text to send upwards.

use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_core::text::time::Time;
use entrasift_rules::derive::person::Person;

use super::at_addresses;
use crate::answer::{Body, Column, Holds, Section, Show, Table, Value};
use crate::facts::priority::{self, Admins, Priority};
use crate::people::account::{Account, Accounts, Way};
use crate::reading::read_logs::{Seen, count_of, some, thousands};

/// What is said of one account.
pub struct Statement {
    asked: String,
    user: Option<String>,
    admin: bool,
    /// Applications that it reached: name, successes, what they matter as.
    apps: Vec<(String, u64, Priority)>,
    countries: Vec<String>,
    addresses: usize,
    success: u64,
    without_mfa: u64,
    attacks: Attacks,
    evidence: Value,
}

/// What came from addresses at which the account never succeeded.
#[derive(Default)]
struct Attacks {
    addresses: u64,
    countries: Vec<String>,
    refused: u64,
    stopped: u64,
    last: Option<Time>,
}

/// One for each account asked for, in that order; the same one asked for twice counts once.
pub fn statements(seen: &Seen, accounts: &Accounts, asked: &[String]) -> Vec<Statement> {
    let mut wanted: Vec<&str> = Vec::new();
    for name in asked.iter().map(|name| name.trim()) {
        if !wanted.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            wanted.push(name);
        }
    }
    wanted.into_iter().map(|name| statement(seen, accounts, name)).collect()
}

fn statement(seen: &Seen, accounts: &Accounts, asked: &str) -> Statement {
    let is = |person: Person| {
        let name = asked.to_lowercase();
        seen.shown(person).to_lowercase() == name || seen.key(person).to_lowercase() == name
    };
    let admins = Admins::of(&seen.request);
    let mut found: Vec<(Person, &Account)> = accounts
        .accounts
        .iter()
        .map(|([person], account)| (Person(*person), account))
        .filter(|(one, _)| is(*one))
        .collect();
    found.sort_by(|a, b| seen.key(a.0).cmp(seen.key(b.0)));
    let Some((person, account)) = found.first().copied() else {
        return Statement {
            asked: asked.to_owned(),
            user: None,
            admin: admins.has(asked),
            apps: Vec::new(),
            countries: Vec::new(),
            addresses: 0,
            success: 0,
            without_mfa: 0,
            attacks: Attacks::default(),
            evidence: Value::Evidence { places: Vec::new(), total: 0 },
        };
    };
    let own = at_addresses(accounts, person).filter(|(_, at)| at.success > 0);
    Statement {
        asked: asked.to_owned(),
        user: Some(seen.shown(person).to_owned()),
        admin: admins.has(seen.shown(person)) || admins.has(seen.user_id(person)),
        apps: apps(seen, accounts, person),
        countries: countries(seen, accounts, person, |at| at.success > 0),
        addresses: own.count(),
        success: account.success,
        without_mfa: without_mfa(accounts, person),
        attacks: attacks(seen, accounts, person),
        evidence: seen.evidence(&account.evidence),
    }
}

/// Applications by what they matter as, then by successes, then by name.
fn apps(seen: &Seen, accounts: &Accounts, person: Person) -> Vec<(String, u64, Priority)> {
    let mut apps: BTreeMap<(String, Priority), u64> = BTreeMap::new();
    for ([_, id, name, ..], used) in accounts.uses.iter().filter(|([one, ..], _)| *one == person.0) {
        let id = seen.text(Field::AppId, *id);
        let shown = seen.texts(Field::App, &used.apps).into_iter().next();
        let shown =
            shown.unwrap_or_else(|| if id.is_empty() { seen.text(Field::App, *name) } else { id }.to_owned());
        let priority = priority::of_app(id, &shown);
        *apps.entry((shown, priority)).or_default() += used.count;
    }
    let mut apps: Vec<_> =
        apps.into_iter().map(|((name, priority), count)| (name, count, priority)).collect();
    apps.sort_by(|a, b| (a.2, std::cmp::Reverse(a.1), &a.0).cmp(&(b.2, std::cmp::Reverse(b.1), &b.0)));
    apps
}

fn without_mfa(accounts: &Accounts, person: Person) -> u64 {
    let open = [Way::Legacy, Way::Ropc, Way::Unprotected, Way::Guest].map(|way| way as u32);
    let own = accounts.uses.iter().filter(|([one, ..], _)| *one == person.0);
    own.filter(|([.., way], _)| open.contains(way)).map(|(_, used)| used.count).sum()
}

fn countries(
    seen: &Seen,
    accounts: &Accounts,
    person: Person,
    wanted: impl Fn(&crate::people::account::AtAddress) -> bool,
) -> Vec<String> {
    let at = at_addresses(accounts, person).filter(|(_, at)| wanted(at));
    let mut countries: Vec<String> =
        at.flat_map(|(_, at)| seen.texts(Field::Country, &at.countries)).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// Failures at addresses outside the trusted networks at which the account never succeeded.
fn attacks(seen: &Seen, accounts: &Accounts, person: Person) -> Attacks {
    let mut attacks = Attacks::default();
    let mut from = Vec::new();
    for (ip, at) in at_addresses(accounts, person) {
        let strange = at.success == 0 && at.refused + at.stopped > 0;
        if !strange || seen.request.tenant.trusts(seen.text(Field::Ip, ip)) {
            continue;
        }
        attacks.addresses += u64::from(ip != 0);
        attacks.refused += at.refused;
        attacks.stopped += at.stopped;
        attacks.last = attacks.last.max(at.last_failure);
        from.extend(seen.texts(Field::Country, &at.countries));
    }
    from.sort_unstable();
    from.dedup();
    attacks.countries = from;
    attacks
}

impl Statement {
    /// The text to send.
    fn text(&self) -> String {
        let Some(user) = &self.user else {
            return format!(
                "**{}** has no sign-in in these logs: nothing can be said of the risk.",
                self.asked
            );
        };
        let mut lines = vec![format!(
            "**Exempting {user} from MFA.** One password, guessed or phished, then opens all of this:"
        )];
        let apps: Vec<String> = self.apps.iter().take(8).map(|(name, ..)| name.clone()).collect();
        let more = self.apps.len().saturating_sub(apps.len());
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        lines.push(format!(
            "- **Reaches** {}{more} ({}).{}",
            if apps.is_empty() { "nothing in these logs".to_owned() } else { apps.join(", ") },
            count_of(self.success, "successful sign-in", "successful sign-ins"),
            if self.admin { " It is an **administrator**." } else { "" }
        ));
        let place = |countries: &[String]| {
            if countries.is_empty() { "places unknown".to_owned() } else { countries.join(", ") }
        };
        lines.push(format!(
            "- **Works from** {} ({}): an exemption cannot be tied to one place unless it is one.",
            count_of(self.addresses as u64, "address", "addresses"),
            place(&self.countries)
        ));
        lines.push(self.attack_words(&place(&self.attacks.countries)));
        lines.push(format!(
            "- **Today** {} of {} successes were without MFA.",
            thousands(self.without_mfa),
            thousands(self.success)
        ));
        lines.push(
            "- **Instead**: many prompts mean a badly set-up method (calls instead of push, a browser that is not registered). Ten minutes \
             of help, or a FIDO2 key, cost less than this exemption. If the request stands: in writing, with an owner and an end date."
                .to_owned(),
        );
        lines.join("\n")
    }

    fn attack_words(&self, countries: &str) -> String {
        let Attacks { addresses, refused, stopped, last, .. } = &self.attacks;
        if refused + stopped == 0 {
            return "- **Attacked**: not seen in these logs.".to_owned();
        }
        let known = match stopped {
            0 => String::new(),
            some => format!(
                " **{} had the right password and was stopped by something else**: the password may be known to a stranger.",
                count_of(*some, "attempt", "attempts")
            ),
        };
        let last = last.map_or(String::new(), |last| format!(", last on {}", last.day_words()));
        format!(
            "- **Attacked**: {} from {} where it never succeeded ({countries}){last}.{known}",
            count_of(refused + stopped, "failed attempt", "failed attempts"),
            count_of(*addresses, "address", "addresses")
        )
    }
}

/// One sentence on each.
pub fn lead(statements: &[Statement]) -> Vec<String> {
    let sentence = |one: &Statement| match &one.user {
        None => format!("{} has no sign-in in these logs.", one.asked),
        Some(user) => format!(
            "Exempting {user} opens {} to a password alone; strangers tried it {}.",
            count_of(one.apps.len() as u64, "application", "applications"),
            count_of(one.attacks.refused + one.attacks.stopped, "time", "times")
        ),
    };
    statements.iter().map(sentence).collect()
}

/// The texts, and what they say as data.
pub fn sections(statements: Vec<Statement>) -> Vec<Section> {
    let text = statements.iter().map(Statement::text).collect::<Vec<_>>().join("\n\n");
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
        ("last_attack", Holds::Number),
        ("statement", Holds::Words),
        ("evidence", Holds::Number),
    ];
    let rows = statements.into_iter().map(|one| {
        let statement = one.text();
        let highest = one.apps.first().map(|(_, _, priority)| priority.name());
        vec![
            one.user.clone().unwrap_or(one.asked).into(),
            one.user.is_some().into(),
            one.admin.into(),
            some(one.apps.into_iter().map(|(name, ..)| name).collect()),
            highest.into(),
            some(one.countries),
            one.addresses.into(),
            one.success.into(),
            one.without_mfa.into(),
            (one.attacks.refused + one.attacks.stopped).into(),
            one.attacks.stopped.into(),
            one.attacks.addresses.into(),
            some(one.attacks.countries),
            one.attacks.last.into(),
            statement.into(),
            one.evidence,
        ]
    });
    let columns = columns.map(|(key, holds)| Column::new(key, key, Show::Never, holds)).to_vec();
    let table = Table { columns, rows: rows.collect(), ..Table::default() };
    vec![Section::of("risk", "To send upwards", Body::Page(text)), Section::table("exempt", "", table)]
}
