//! The roster of an export: its users, protocols, apps and findings, by names that can be compared with those of another export.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entrasift_core::field::catalogue;
use entrasift_core::{ABSENT, Field, Time, Translation};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, Row, View};
use entrasift_rules::list;
use entrasift_rules::measure::{EVIDENCE_KEPT, Evidence, Span};
use entrasift_rules::rule::Severity;
use entrasift_rules::rules::Rules;
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::answer::Place;
use crate::facts::client_app::ROPC;
use crate::reading::read_logs::Seen;
use crate::reading::request::Request;

/// Who and what signs in: counted by person, client app and app.
#[derive(Debug)]
pub struct RosterSums {
    people: Tally<1, RosterEntry>,
    clients: Tally<2, RosterEntry>,
    apps: Tally<2, RosterEntry>,
    with_mfa: u64,
    legacy: u64,
}

#[derive(Debug, Default, Clone)]
struct RosterEntry {
    count: u64,
    span: Span,
    evidence: Evidence,
}

impl RosterEntry {
    fn see(&mut self, row: Row<'_>) {
        self.count += 1;
        self.span.see(row.time());
        self.evidence.see(row.row_ref());
    }
}

impl Remember for RosterEntry {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.count += other.count;
        self.span.merge(other.span);
        self.evidence.merge(&other.evidence);
    }
}

impl Default for RosterSums {
    fn default() -> RosterSums {
        RosterSums {
            people: Tally::per([Part::Person]),
            clients: Tally::per([Part::Value(Field::ClientApp), Part::Number]),
            apps: Tally::per([Part::Value(Field::AppId), Part::Value(Field::App)]),
            with_mfa: 0,
            legacy: 0,
        }
    }
}

impl Observe for RosterSums {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.is_user() && row.break_glass() == 0) {
            let ropc = row.legacy() == entrasift_rules::derive::Legacy::Ropc;
            let client = if ropc { ABSENT } else { row.symbol(Field::ClientApp) };
            let (id, app) = (row.symbol(Field::AppId), row.symbol(Field::App));
            self.legacy += u64::from(row.legacy().is_legacy());
            self.people.group([row.person().0]).see(row);
            self.clients.group([client, u32::from(ropc)]).see(row);
            self.apps.group([id, app]).see(row);
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let own = rows.iter().filter(|(row, _)| row.break_glass() == 0);
        self.with_mfa += own.filter(|(_, verdict)| verdict.class.is_protected()).count() as u64;
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.people.merge(other.people, translation);
        self.clients.merge(other.clients, translation);
        self.apps.merge(other.apps, translation);
        self.with_mfa += other.with_mfa;
        self.legacy += other.legacy;
    }
}

/// Rows of an export that show something: the first of them, and how many there are.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The first rows.
    pub places: Vec<Place>,
    /// How many there are in all.
    pub total: u64,
}

impl Shown {
    fn new(seen: &Seen, evidence: &Evidence) -> Shown {
        let places = evidence.rows().iter().map(|row| seen.place(*row)).collect();
        Shown { places, total: evidence.total() }
    }
}

/// One user, protocol or app of an export. It has names and no symbols: those of two exports cannot be compared.
#[derive(Debug, Clone)]
pub struct RosterItem {
    /// What people call it.
    pub name: String,
    /// Its id; empty where there is none.
    pub id: String,
    /// Sign-ins.
    pub count: u64,
    /// The first.
    pub first: Option<Time>,
    /// The last.
    pub last: Option<Time>,
    /// Rows that show it.
    pub shown: Shown,
}

impl RosterItem {
    fn new(seen: &Seen, name: &str, id: &str, entry: &RosterEntry) -> RosterItem {
        RosterItem {
            name: name.to_owned(),
            id: id.to_owned(),
            count: entry.count,
            first: entry.span.first(),
            last: entry.span.last(),
            shown: Shown::new(seen, &entry.evidence),
        }
    }

    /// Takes in another spelling of the same thing.
    fn add(&mut self, other: RosterItem) {
        self.count += other.count;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
        self.name = std::mem::take(&mut self.name).max(other.name);
        let places = &mut self.shown.places;
        places.extend(other.shown.places);
        places.sort();
        places.truncate(EVIDENCE_KEPT);
        self.shown.total = self.count;
    }
}

/// What one rule found in an export.
#[derive(Debug, Clone)]
pub struct RosterFinding {
    /// How grave it is.
    pub severity: Severity,
    /// What was seen.
    pub title: &'static str,
    /// Sign-ins.
    pub signins: u64,
    /// The people concerned.
    pub people: BTreeSet<String>,
    /// Rows that show it.
    pub shown: Shown,
}

/// An export, ready to be compared.
pub struct Roster {
    /// What was read.
    pub seen: Arc<Seen>,
    /// Users by object id, else by name.
    pub users: BTreeMap<String, RosterItem>,
    /// Client apps by canonical name.
    pub protocols: BTreeMap<String, RosterItem>,
    /// Apps by id, else by name.
    pub apps: BTreeMap<String, RosterItem>,
    /// Findings by rule.
    pub findings: BTreeMap<&'static str, RosterFinding>,
    /// Successes with MFA.
    pub with_mfa: u64,
    /// Legacy sign-ins.
    pub legacy: u64,
}

/// What sums up an export.
pub type RosterObserver = (Rules, RosterSums);

/// An observer that has seen nothing.
pub(super) fn observer(request: &Request) -> RosterObserver {
    (Rules::new(list::all_for(&request.tenant)), RosterSums::default())
}

impl Roster {
    pub(super) fn new(seen: &Arc<Seen>, (rules, sums): RosterObserver) -> Roster {
        Roster {
            users: users(seen, &sums),
            protocols: protocols(seen, &sums),
            apps: apps(seen, &sums),
            findings: findings(seen, rules),
            with_mfa: sums.with_mfa,
            legacy: sums.legacy,
            seen: seen.clone(),
        }
    }
}

fn users(seen: &Seen, sums: &RosterSums) -> BTreeMap<String, RosterItem> {
    let mut users = BTreeMap::new();
    for ([person], entry) in sums.people.iter().filter(|([person], _)| Person(*person) != Person::NOBODY) {
        let person = Person(*person);
        let item = RosterItem::new(seen, seen.shown(person), seen.user_id(person), entry);
        put(&mut users, seen.key(person).to_lowercase(), item);
    }
    users
}

fn protocols(seen: &Seen, sums: &RosterSums) -> BTreeMap<String, RosterItem> {
    let mut protocols = BTreeMap::new();
    for ([client, ropc], entry) in sums.clients.iter() {
        let name = match (*ropc, *client) {
            (0, ABSENT) => "not said",
            (0, client) => {
                let name = seen.text(Field::ClientApp, client);
                catalogue::client_app(name).map_or(name, |entry| entry.name)
            }
            _ => ROPC,
        };
        put(
            &mut protocols,
            entrasift_core::text::words::fold_word(name),
            RosterItem::new(seen, name, "", entry),
        );
    }
    protocols
}

fn apps(seen: &Seen, sums: &RosterSums) -> BTreeMap<String, RosterItem> {
    let mut apps = BTreeMap::new();
    for ([id, app], entry) in sums.apps.iter().filter(|(key, _)| **key != [ABSENT; 2]) {
        let (id, name) = (seen.text(Field::AppId, *id), seen.text(Field::App, *app));
        let key = if id.is_empty() { name } else { id };
        put(&mut apps, key.to_lowercase(), RosterItem::new(seen, name, id, entry));
    }
    apps
}

fn findings(seen: &Seen, rules: Rules) -> BTreeMap<&'static str, RosterFinding> {
    let findings = rules.conclude(seen.totals.last_signin).into_iter().map(|finding| {
        let people = finding.people.iter().filter(|(person, _)| *person != Person::NOBODY);
        let found = RosterFinding {
            severity: finding.severity,
            title: finding.title,
            signins: finding.signins,
            people: people.map(|(person, _)| seen.shown(*person).to_owned()).collect(),
            shown: Shown::new(seen, &finding.evidence),
        };
        (finding.rule, found)
    });
    findings.collect()
}

fn put(items: &mut BTreeMap<String, RosterItem>, key: String, item: RosterItem) {
    match items.get_mut(&key) {
        Some(known) => known.add(item),
        None => {
            items.insert(key, item);
        }
    }
}
