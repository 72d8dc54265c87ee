//! Breakages: each thing that stops, or that someone must do something about, with the rows that prove it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::{Field, Symbol, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::App;
use entrasift_rules::excepted::Excepted;
use entrasift_rules::measure::Evidence;

use super::active_account::ActiveAccounts;
use super::break_kind::BreakKind;
use super::desk::{Desks, SharedDesk};
use super::policy::Policy;
use super::readiness::Readiness;
use crate::facts::app_name::AppName;
use crate::facts::client_app::canonical;
use crate::people::account::Account;
use crate::people::accounts::Accounts;
use crate::people::app_use::Way;
use crate::people::special_accounts::AccountKind;
use crate::reading::read_logs::Seen;

/// One thing that breaks.
#[derive(Debug, Clone)]
pub struct Breakage {
    /// Why.
    pub kind: BreakKind,
    /// Whose it is.
    pub person: Person,
    /// What breaks.
    pub what: BreakPoint,
    /// A list in `[exceptions]` of the tenant file names the account.
    pub is_excepted: bool,
    /// Sign-ins that show it.
    pub count: u64,
    /// The last one.
    pub last: Option<Time>,
    /// The rows.
    pub evidence: Evidence,
}

/// What breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakPoint {
    /// The use of an application.
    App(AppName),
    /// The use of an application with a legacy client.
    Client(Symbol, AppName),
    /// The next sign-in: a method must be registered.
    NextSignin,
    /// What a policy in report-only mode would have stopped: the account's [`Foreseen`](crate::facts::policy_results::Foreseen) names it.
    ReportOnly,
    /// The use of a device that several people share.
    Desk(SharedDesk),
}

#[derive(Default)]
struct Sum {
    count: u64,
    last: Option<Time>,
    evidence: Evidence,
}

/// By kind, then more sign-ins, then user, then what.
pub(super) fn breakages(
    seen: &Seen,
    sums: &Accounts,
    desks: &Desks,
    accounts: &ActiveAccounts,
    policy: Policy,
) -> Vec<Breakage> {
    let mut breaks = of_uses(seen, sums, accounts, policy);
    if policy == Policy::Mfa {
        breaks.extend(of_people(sums, accounts));
        breaks.extend(of_desks(seen, desks, accounts));
    }
    let excepted = Excepted::new(&seen.request.tenant.exceptions);
    for one in &mut breaks {
        one.is_excepted = match accounts.get(one.person) {
            Some(account) => account.is_excepted,
            None => excepted.because(seen.shown(one.person)).is_some(),
        };
    }
    breaks.sort_by_cached_key(|one| {
        let (user, id) = (seen.shown(one.person), seen.user_id(one.person));
        (one.kind, Reverse(one.count), user, one.words(seen, accounts), id, one.what.tie(seen))
    });
    breaks
}

/// What breaks in applications. Uses that are said with the same words are one.
fn of_uses(seen: &Seen, sums: &Accounts, accounts: &ActiveAccounts, policy: Policy) -> Vec<Breakage> {
    let mut found: BTreeMap<(Person, BreakKind, &str, &str), (BreakPoint, Sum)> = BTreeMap::new();
    for (key, used) in sums.uses.iter() {
        let [person, id, name, client, way] = *key;
        let person = Person(person);
        let machine =
            accounts.get(person).is_some_and(|one| one.readiness == Readiness::Blocked && one.is_machine());
        let by_device_code = sums.by_device_code.get(key);
        let kinds = kinds(Way::ALL[way as usize], machine, by_device_code.is_some(), policy);
        if kinds.is_empty() {
            continue;
        }
        let app = AppName::from_names(seen, App::new(id, || name), &used.apps);
        for kind in kinds {
            let (client_name, what) = match kind {
                BreakKind::Legacy => {
                    (canonical(seen.text(Field::ClientApp, client)), BreakPoint::Client(client, app))
                }
                _ => ("", BreakPoint::App(app)),
            };
            let (count, last, evidence) = match by_device_code {
                Some(own) if kind == BreakKind::DeviceCode => (own.count, own.last, &own.evidence),
                _ => (used.count, used.last, &used.evidence),
            };
            let key = (person, kind, client_name, app.text(seen));
            let (_, sum) = found.entry(key).or_insert_with(|| (what, Sum::default()));
            sum.count += count;
            sum.last = sum.last.max(last);
            sum.evidence.merge(evidence);
        }
    }
    let found = found.into_iter().map(|((person, kind, ..), (what, sum))| {
        let Sum { count, last, evidence } = sum;
        Breakage { kind, person, what, is_excepted: false, count, last, evidence }
    });
    found.collect()
}

fn kinds(way: Way, machine: bool, device_code: bool, policy: Policy) -> Vec<BreakKind> {
    let mut kinds = Vec::new();
    match (way, policy) {
        (Way::Legacy, _) => kinds.push(BreakKind::Legacy),
        (Way::Ropc, _) => kinds.push(BreakKind::Ropc),
        (_, Policy::LegacyBlock) => return kinds,
        (Way::Sync, _) => kinds.push(BreakKind::SyncAccount),
        (Way::Guest, _) => kinds.push(BreakKind::Guest),
        (Way::Partner, _) => kinds.push(BreakKind::Partner),
        (Way::Unprotected | Way::Neutral, _) if machine => kinds.push(BreakKind::ServiceAccount),
        _ => {}
    }
    if device_code {
        kinds.push(BreakKind::DeviceCode);
    }
    kinds
}

/// People who must register, and those whom a report-only policy would have stopped.
fn of_people(sums: &Accounts, accounts: &ActiveAccounts) -> Vec<Breakage> {
    let mut found = Vec::new();
    for one in accounts.iter() {
        let Some(account) = sums.accounts.get(&[one.person.0]) else { continue };
        let whole = |kind, what, count| {
            let Account { last_success: last, evidence, .. } = *account;
            Breakage { kind, person: one.person, what, is_excepted: false, count, last, evidence }
        };
        if one.readiness == Readiness::MustRegister && one.kind != Some(AccountKind::Guest) {
            let kind = if one.not_allowed { BreakKind::NotAllowed } else { BreakKind::Unregistered };
            found.push(whole(kind, BreakPoint::NextSignin, account.success));
        }
        if one.foreseen.blocked > 0 && account.legacy == 0 {
            found.push(whole(BreakKind::ReportOnly, BreakPoint::ReportOnly, one.foreseen.blocked));
        }
    }
    found
}

/// People who get in with a password at a device that several people share: whoever is asked there may have no second factor at hand.
fn of_desks(seen: &Seen, desks: &Desks, accounts: &ActiveAccounts) -> Vec<Breakage> {
    let is_person = |person: Person| accounts.get(person).is_some_and(|one| !one.is_machine());
    let mut found = Vec::new();
    for (desk, open) in desks.shared(seen, is_person) {
        found.extend(open.into_iter().map(|(person, one)| Breakage {
            kind: BreakKind::SharedDevice,
            person,
            what: BreakPoint::Desk(desk),
            is_excepted: false,
            count: one.open,
            last: one.last,
            evidence: one.evidence,
        }));
    }
    found
}

impl Breakage {
    /// What breaks, in words.
    pub fn words(&self, seen: &Seen, accounts: &ActiveAccounts) -> String {
        match (self.what, self.kind) {
            (BreakPoint::Client(client, app), _) => {
                format!("{} to {}", canonical(seen.text(Field::ClientApp, client)), app.text(seen))
            }
            (BreakPoint::App(app), BreakKind::Ropc) => {
                format!("user name and password (ROPC) to {}", app.text(seen))
            }
            (BreakPoint::App(app), BreakKind::DeviceCode) => format!("device code to {}", app.text(seen)),
            (BreakPoint::App(app), _) => app.text(seen).to_owned(),
            (BreakPoint::NextSignin, BreakKind::NotAllowed) => {
                "a method is registered that may not be used: asked to register another one".to_owned()
            }
            (BreakPoint::NextSignin, _) => "no method: must register at the next sign-in".to_owned(),
            (BreakPoint::ReportOnly, _) => {
                let policies = accounts.get(self.person).map(|one| one.foreseen.policies.join(", "));
                format!("would be stopped by {}", policies.unwrap_or_default())
            }
            (BreakPoint::Desk(desk), _) => {
                format!("at {}, where {} people sign in", desk.name(seen), desk.people)
            }
        }
    }
}

impl BreakPoint {
    /// What tells two devices of one name apart.
    fn tie<'s>(&self, seen: &'s Seen) -> &'s str {
        match self {
            BreakPoint::Desk(desk) => seen.text(Field::DeviceId, desk.device),
            _ => "",
        }
    }
}
