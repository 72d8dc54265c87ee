//! Exemptions: what a password alone would open if one account were exempted from MFA, and who tries it already.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::{ABSENT, Field, Symbol, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::App;
use entrasift_rules::measure::Evidence;
use entrasift_rules::small_map::SmallMap;
use hashbrown::HashMap;

use crate::facts::app_name::AppName;
use crate::facts::priority::{self, Admins, Priority};
use crate::people::account::AtAddress;
use crate::people::accounts::Accounts;
use crate::people::app_use::{AppUse, Way};
use crate::reading::read_logs::Seen;

/// What exempting one account would risk, drawn from its own sign-ins.
#[derive(Debug, Clone)]
pub struct Exemption {
    /// The account as it was asked for.
    pub asked: String,
    /// Whose it is; `None` where it has no sign-in.
    pub person: Option<Person>,
    /// It is an administrator's.
    pub is_admin: bool,
    /// Apps that it reached: by what they matter as, then more successes, then name.
    pub apps: Vec<ReachedApp>,
    /// Countries of the addresses at which it succeeded, by name.
    pub countries: Vec<Symbol>,
    /// At how many addresses it succeeded.
    pub addresses: usize,
    /// Successes.
    pub success: u64,
    /// Of these, without MFA.
    pub without_mfa: u64,
    /// What came from addresses at which it never succeeded.
    pub attempts: Attempts,
    /// The rows.
    pub evidence: Evidence,
}

/// An app that an account reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachedApp {
    /// Which.
    pub app: AppName,
    /// How often.
    pub count: u64,
    /// What it matters as.
    pub priority: Priority,
}

/// Failures at addresses outside the trusted networks at which the account never succeeded.
#[derive(Debug, Clone, Default)]
pub struct Attempts {
    /// From how many addresses.
    pub addresses: u64,
    /// Their countries, by name.
    pub countries: Vec<Symbol>,
    /// The password was not accepted.
    pub refused: u64,
    /// The password was accepted, and something else stopped it.
    pub stopped: u64,
    /// The last one.
    pub last: Option<Time>,
}

impl Attempts {
    /// How many.
    pub fn count(&self) -> u64 {
        self.refused + self.stopped
    }
}

/// The sums of one account.
#[derive(Default)]
struct OwnSums<'a> {
    addresses: Vec<(Symbol, &'a AtAddress)>,
    uses: Vec<([u32; 5], &'a AppUse)>,
}

/// One for each account asked for, in that order; the same one asked for twice counts once.
pub(super) fn exemptions(seen: &Seen, sums: &Accounts, asked: &[String]) -> Vec<Exemption> {
    let mut wanted: Vec<&str> = Vec::new();
    for name in asked.iter().map(|name| name.trim()) {
        if !wanted.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            wanted.push(name);
        }
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = people(seen, sums, &wanted);
    let own = own(sums, &found);
    let admins = Admins::new(&seen.request);
    let exemption = |(asked, person): (&&str, &Option<Person>)| match person {
        Some(person) => Exemption::new(seen, sums, &admins, asked, *person, &own[person]),
        None => Exemption::without_signin(asked, admins.has(asked)),
    };
    wanted.iter().zip(&found).map(exemption).collect()
}

/// Whom each name means: of several people the first by what tells them apart.
fn people(seen: &Seen, sums: &Accounts, wanted: &[&str]) -> Vec<Option<Person>> {
    let names: Vec<String> = wanted.iter().map(|name| name.to_lowercase()).collect();
    let mut found: Vec<Option<Person>> = vec![None; names.len()];
    for ([person], _) in sums.accounts.iter() {
        let person = Person(*person);
        let (shown, key) = (seen.shown(person).to_lowercase(), seen.key(person).to_lowercase());
        for (name, best) in names.iter().zip(&mut found) {
            let is_better = best.is_none_or(|best| seen.key(person) < seen.key(best));
            if (*name == shown || *name == key) && is_better {
                *best = Some(person);
            }
        }
    }
    found
}

fn own<'a>(sums: &'a Accounts, people: &[Option<Person>]) -> HashMap<Person, OwnSums<'a>> {
    let mut all: HashMap<Person, OwnSums<'a>> =
        people.iter().flatten().map(|person| (*person, OwnSums::default())).collect();
    for ([person, ip], at) in sums.addresses.iter() {
        if let Some(own) = all.get_mut(&Person(*person)) {
            own.addresses.push((*ip, at));
        }
    }
    for (key, used) in sums.uses.iter() {
        if let Some(own) = all.get_mut(&Person(key[0])) {
            own.uses.push((*key, used));
        }
    }
    all
}

impl Exemption {
    fn without_signin(asked: &str, is_admin: bool) -> Exemption {
        Exemption {
            asked: asked.to_owned(),
            person: None,
            is_admin,
            apps: Vec::new(),
            countries: Vec::new(),
            addresses: 0,
            success: 0,
            without_mfa: 0,
            attempts: Attempts::default(),
            evidence: Evidence::default(),
        }
    }

    fn new(
        seen: &Seen,
        sums: &Accounts,
        admins: &Admins,
        asked: &str,
        person: Person,
        own: &OwnSums<'_>,
    ) -> Exemption {
        let account = sums.accounts.get(&[person.0]);
        let usual = || own.addresses.iter().filter(|(_, at)| at.success > 0);
        Exemption {
            person: Some(person),
            is_admin: admins.has(seen.shown(person)) || admins.has(seen.user_id(person)),
            apps: apps(seen, own),
            countries: countries(seen, usual().map(|(_, at)| &at.countries)),
            addresses: usual().count(),
            success: account.map_or(0, |account| account.success),
            without_mfa: without_mfa(own),
            attempts: attempts(seen, own),
            evidence: account.map_or_else(Evidence::default, |account| account.evidence),
            ..Exemption::without_signin(asked, false)
        }
    }

    /// The name by which people know the account; what was asked for where it has no sign-in.
    pub fn user<'s>(&'s self, seen: &'s Seen) -> &'s str {
        self.person.map_or(&self.asked, |person| seen.shown(person))
    }
}

fn apps(seen: &Seen, own: &OwnSums<'_>) -> Vec<ReachedApp> {
    let mut apps: BTreeMap<(Priority, &str), ReachedApp> = BTreeMap::new();
    for ([_, id, name, ..], used) in &own.uses {
        let app = AppName::from_names(seen, App::new(*id, || *name), &used.apps);
        let priority = priority::of_app(seen.text(Field::AppId, *id), app.text(seen));
        let known = apps.entry((priority, app.text(seen))).or_insert(ReachedApp { app, count: 0, priority });
        known.count += used.count;
    }
    let mut apps: Vec<_> = apps.into_values().collect();
    apps.sort_by_key(|one| (one.priority, Reverse(one.count), one.app.text(seen)));
    apps
}

fn without_mfa(own: &OwnSums<'_>) -> u64 {
    let open = [Way::Legacy, Way::Ropc, Way::Unprotected, Way::Guest].map(|way| way as u32);
    own.uses.iter().filter(|([.., way], _)| open.contains(way)).map(|(_, used)| used.count).sum()
}

/// Distinct countries, by name.
fn countries<'c>(seen: &Seen, lists: impl Iterator<Item = &'c SmallMap<Symbol, (), 2>>) -> Vec<Symbol> {
    let mut countries: Vec<Symbol> =
        lists.flat_map(|list| list.iter().map(|(country, ())| *country)).collect();
    countries.sort_by_key(|country| seen.text(Field::Country, *country));
    countries.dedup_by_key(|country| seen.text(Field::Country, *country));
    countries
}

fn attempts(seen: &Seen, own: &OwnSums<'_>) -> Attempts {
    let is_strange = |(ip, at): &&(Symbol, &AtAddress)| {
        let tried = at.success == 0 && at.refused + at.stopped > 0;
        tried && !seen.request.tenant.trusts(seen.text(Field::Ip, *ip))
    };
    let strange = || own.addresses.iter().filter(is_strange);
    let mut attempts = Attempts {
        countries: countries(seen, strange().map(|(_, at)| &at.countries)),
        ..Attempts::default()
    };
    for (ip, at) in strange() {
        attempts.addresses += u64::from(*ip != ABSENT);
        attempts.refused += at.refused;
        attempts.stopped += at.stopped;
        attempts.last = attempts.last.max(at.last_failure);
    }
    attempts
}
