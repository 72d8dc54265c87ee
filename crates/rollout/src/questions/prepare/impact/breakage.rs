//! Breakages: each thing that stops, or that someone must do something about, with the rows that prove it.

use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::text::time::Time;
use entrasift_rules::derive::person::Person;
use entrasift_rules::excepted::Excepted;
use entrasift_rules::measure::Evidence;

use super::Policy;
use super::desk::Desks;
use super::state::{People, State};
use crate::answer::Tone;
use crate::people::accounts::Accounts;
use crate::people::app_use::{AppUse, Way};
use crate::people::special_accounts::AccountKind;
use crate::reading::read_logs::Seen;

/// Why something breaks. The order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// Directory synchronisation.
    SyncAccount,
    /// A legacy client.
    Legacy,
    /// ROPC.
    Ropc,
    /// An account that no person sits at.
    ServiceAccount,
    /// A policy in report-only mode would have stopped it.
    ReportOnly,
    /// A method is registered that policy does not allow.
    NotAllowed,
    /// No method.
    Unregistered,
    /// A guest without MFA.
    Guest,
    /// A partner's technicians.
    Partner,
    /// People at a device that several share.
    SharedDevice,
    /// Device code.
    DeviceCode,
}

impl BreakKind {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            BreakKind::SyncAccount => "sync-account",
            BreakKind::Legacy => "legacy",
            BreakKind::Ropc => "ropc",
            BreakKind::ServiceAccount => "service-account",
            BreakKind::ReportOnly => "report-only",
            BreakKind::NotAllowed => "not-allowed",
            BreakKind::Unregistered => "unregistered",
            BreakKind::Guest => "guest",
            BreakKind::Partner => "partner",
            BreakKind::SharedDevice => "shared-device",
            BreakKind::DeviceCode => "device-code",
        }
    }

    /// How grave it is.
    pub fn tone(self) -> Tone {
        match self {
            BreakKind::SyncAccount | BreakKind::Legacy | BreakKind::Ropc | BreakKind::ServiceAccount => {
                Tone::Bad
            }
            BreakKind::ReportOnly | BreakKind::NotAllowed | BreakKind::Unregistered => Tone::Warn,
            _ => Tone::Plain,
        }
    }

    /// What to do before the day.
    pub fn action(self) -> &'static str {
        match self {
            BreakKind::SyncAccount => "exclude it from the policy by name; or synchronisation stops",
            BreakKind::Legacy => {
                "move the client to modern authentication (entrasift legacy says how for each)"
            }
            BreakKind::Ropc => "move it to a workload identity, or exclude it by name for now",
            BreakKind::ServiceAccount => {
                "workload identity, or exclude it by name for now: nobody answers its prompt"
            }
            BreakKind::ReportOnly => {
                "read what the policy asks for, and who fails it, before it is switched on"
            }
            BreakKind::NotAllowed => {
                "allow the method in the authentication methods policy, or register another one"
            }
            BreakKind::Unregistered => "contact them before the day (entrasift registration lists whom)",
            BreakKind::Guest => "trust the home tenant's MFA, or expect them to register here",
            BreakKind::Partner => {
                "decide whether the policy includes service providers, and tell the partner"
            }
            BreakKind::SharedDevice => {
                "see with them what they have at hand there: a FIDO2 key or a certificate card works without a phone; a browser \
                 that somebody else uses next remembers nothing"
            }
            BreakKind::DeviceCode => {
                "works if the person does MFA in the browser; stops where a policy asks for a compliant device or \
                                      blocks device code"
            }
        }
    }
}

/// One thing that breaks.
pub struct Breakage {
    /// Why.
    pub kind: BreakKind,
    /// Whose it is.
    pub user: String,
    /// The object id; empty where there is none.
    pub user_id: String,
    /// What, in words.
    pub what: String,
    /// The account stands in `[exceptions]`.
    pub excepted: bool,
    /// Sign-ins that show it.
    pub count: u64,
    /// The last one.
    pub last: Option<Time>,
    /// The rows.
    pub evidence: Evidence,
}

#[derive(Default)]
struct Sum {
    count: u64,
    last: Option<Time>,
    evidence: Evidence,
}

/// By kind, then more sign-ins, then user, then what.
pub fn breakages(
    seen: &Seen,
    accounts: &Accounts,
    desks: &Desks,
    people: &People,
    policy: Policy,
) -> Vec<Breakage> {
    let mut sums: BTreeMap<(u32, BreakKind, String), Sum> = BTreeMap::new();
    for ([person, id, name, client, way], used) in accounts.uses.iter() {
        let standing = people.get(Person(*person));
        let machine = standing
            .is_some_and(|one| one.state == State::Blocked && one.kind.is_some_and(AccountKind::is_machine));
        let app = || app_name(seen, *id, *name, used);
        let by_device_code = accounts.by_device_code.get(&[*person, *id, *name, *client, *way]);
        let kinds = kinds(Way::ALL[*way as usize], machine, by_device_code.is_some(), policy);
        for kind in kinds {
            let what = match kind {
                BreakKind::Legacy => {
                    format!("{} to {}", client_name(seen.text(Field::ClientApp, *client)), app())
                }
                BreakKind::Ropc => format!("user name and password (ROPC) to {}", app()),
                BreakKind::DeviceCode => format!("device code to {}", app()),
                _ => app(),
            };
            let sum = sums.entry((*person, kind, what)).or_default();
            let (count, last, evidence) = match by_device_code {
                Some(own) if kind == BreakKind::DeviceCode => (own.count, own.last, &own.evidence),
                _ => (used.count, used.last, &used.evidence),
            };
            sum.count += count;
            sum.last = sum.last.max(last);
            sum.evidence.merge(evidence);
        }
    }
    if policy == Policy::Mfa {
        add_people(accounts, people, &mut sums);
        add_desks(seen, desks, people, &mut sums);
    }
    finished(seen, sums)
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
fn add_people(accounts: &Accounts, people: &People, sums: &mut BTreeMap<(u32, BreakKind, String), Sum>) {
    for one in people.iter() {
        let Some(account) = accounts.accounts.get(&[one.person.0]) else { continue };
        let whole = |count| Sum { count, last: account.last_success, evidence: account.evidence };
        if one.state == State::MustRegister && one.kind != Some(AccountKind::Guest) {
            let (kind, what) = if one.not_allowed {
                (
                    BreakKind::NotAllowed,
                    "a method is registered that may not be used: asked to register another one",
                )
            } else {
                (BreakKind::Unregistered, "no method: must register at the next sign-in")
            };
            sums.insert((one.person.0, kind, what.to_owned()), whole(account.success));
        }
        if one.foreseen.blocked > 0 && account.legacy == 0 {
            let what = format!("would be stopped by {}", one.foreseen.policies.join(", "));
            sums.insert((one.person.0, BreakKind::ReportOnly, what), whole(one.foreseen.blocked));
        }
    }
}

/// People who get in with a password at a device that several people share: whoever is asked there may have no second factor at hand.
fn add_desks(
    seen: &Seen,
    desks: &Desks,
    people: &People,
    sums: &mut BTreeMap<(u32, BreakKind, String), Sum>,
) {
    let is_person =
        |person: Person| people.get(person).is_some_and(|one| !one.kind.is_some_and(AccountKind::is_machine));
    for shared in desks.shared(seen, is_person) {
        let what = format!("at {}, where {} people sign in", shared.name, shared.people);
        for (person, one) in shared.open {
            let sum = Sum { count: one.open, last: one.last, evidence: one.evidence };
            sums.insert((person.0, BreakKind::SharedDevice, what.clone()), sum);
        }
    }
}

fn finished(seen: &Seen, sums: BTreeMap<(u32, BreakKind, String), Sum>) -> Vec<Breakage> {
    let excepted = Excepted::new(&seen.request.tenant.exceptions);
    let mut breaks: Vec<Breakage> = sums
        .into_iter()
        .map(|((person, kind, what), sum)| {
            let user = seen.shown(Person(person)).to_owned();
            Breakage {
                kind,
                excepted: excepted.because(&user).is_some(),
                user,
                user_id: seen.user_id(Person(person)).to_owned(),
                what,
                count: sum.count,
                last: sum.last,
                evidence: sum.evidence,
            }
        })
        .collect();
    breaks.sort_by(|a, b| {
        (a.kind, b.count, &a.user, &a.what, &a.user_id).cmp(&(b.kind, a.count, &b.user, &b.what, &b.user_id))
    });
    breaks
}

fn app_name(seen: &Seen, id: u32, name: u32, used: &AppUse) -> String {
    let known = seen.texts(Field::App, &used.apps).into_iter().next();
    known.unwrap_or_else(|| {
        let name = seen.text(Field::App, name);
        if name.is_empty() { seen.text(Field::AppId, id) } else { name }.to_owned()
    })
}

fn client_name(text: &str) -> String {
    catalogue::client_app(text).map_or(text, |entry| entry.name).to_owned()
}
