//! The roster of an export: its users, protocols, apps and findings, by names that can be compared with those of another export.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::log::symbols::{ABSENT, Translation};
use entrasift_core::text::time::Time;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, Row, View};
use entrasift_rules::list;
use entrasift_rules::measure::{Evidence, Span};
use entrasift_rules::rule::Severity;
use entrasift_rules::rules::Rules;
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::answer::{Reading, Value};
use crate::facts::client_app::ROPC;
use crate::reading::read_logs::see;
use crate::reading::request::{AnswerError, Request};

/// Who and what signs in: counted by person, client app and app.
#[derive(Debug)]
struct Sums {
    people: Tally<1, Entry>,
    clients: Tally<2, Entry>,
    apps: Tally<2, Entry>,
    with_mfa: u64,
    legacy: u64,
}

#[derive(Debug, Default, Clone)]
struct Entry {
    count: u64,
    span: Span,
    evidence: Evidence,
}

impl Entry {
    fn see(&mut self, row: Row<'_>) {
        self.count += 1;
        self.span.see(row.time());
        self.evidence.see(row.row_ref());
    }
}

impl Remember for Entry {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.count += other.count;
        self.span.merge(other.span);
        self.evidence.merge(&other.evidence);
    }
}

impl Default for Sums {
    fn default() -> Sums {
        Sums {
            people: Tally::per([Part::Person]),
            clients: Tally::per([Part::Value(Field::ClientApp), Part::Number]),
            apps: Tally::per([Part::Value(Field::AppId), Part::Value(Field::App)]),
            with_mfa: 0,
            legacy: 0,
        }
    }
}

impl Observe for Sums {
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

/// One user, protocol or app of an export.
#[derive(Debug, Clone)]
pub struct Item {
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
    pub evidence: Value,
    places: Vec<crate::answer::Place>,
}

impl Item {
    fn of(seen: &crate::reading::read_logs::Seen, name: &str, id: &str, entry: &Entry) -> Item {
        let places: Vec<_> = entry.evidence.rows().iter().map(|row| seen.place(*row)).collect();
        Item {
            name: name.to_owned(),
            id: id.to_owned(),
            count: entry.count,
            first: entry.span.first(),
            last: entry.span.last(),
            evidence: Value::Evidence { places: places.clone(), total: entry.evidence.total() },
            places,
        }
    }

    /// Takes in another spelling of the same thing.
    fn add(&mut self, other: Item) {
        self.count += other.count;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
        self.name = std::mem::take(&mut self.name).max(other.name);
        self.places.extend(other.places);
        self.places.sort();
        self.places.truncate(entrasift_rules::measure::EVIDENCE_KEPT);
        self.evidence = Value::Evidence { places: self.places.clone(), total: self.count };
    }
}

/// What one rule found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How grave it is.
    pub severity: Severity,
    /// What was seen.
    pub title: &'static str,
    /// Sign-ins.
    pub signins: u64,
    /// The people concerned.
    pub people: BTreeSet<String>,
    /// Rows that show it.
    pub evidence: Value,
}

/// An export, ready to be compared.
pub struct Roster {
    /// Users by object id, else by name.
    pub users: BTreeMap<String, Item>,
    /// Client apps by canonical name.
    pub protocols: BTreeMap<String, Item>,
    /// Apps by id, else by name.
    pub apps: BTreeMap<String, Item>,
    /// Findings by rule.
    pub findings: BTreeMap<&'static str, Found>,
    /// Successes with MFA.
    pub with_mfa: u64,
    /// Legacy sign-ins.
    pub legacy: u64,
    /// First and last sign-in.
    pub period: Option<(Time, Time)>,
    /// What was read.
    pub reading: Reading,
}

/// Reads an export.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn of(request: &Request) -> Result<Roster, AnswerError> {
    let rules = list::all_for(&request.tenant);
    let ((watch, sums), seen) = see(request, "diff", &[], || (Rules::new(rules.clone()), Sums::default()))?;
    let findings = watch.conclude(seen.totals.last_signin);
    let reading = seen.reading(&rules, Vec::new());
    let mut roster = Roster {
        users: BTreeMap::new(),
        protocols: BTreeMap::new(),
        apps: BTreeMap::new(),
        findings: BTreeMap::new(),
        with_mfa: sums.with_mfa,
        legacy: sums.legacy,
        period: seen.totals.first_signin.zip(seen.totals.last_signin),
        reading,
    };
    for ([person], entry) in sums.people.iter().filter(|([person], _)| Person(*person) != Person::NOBODY) {
        let person = Person(*person);
        let item = Item::of(&seen, seen.shown(person), seen.user_id(person), entry);
        put(&mut roster.users, seen.key(person).to_lowercase(), item);
    }
    for ([client, ropc], entry) in sums.clients.iter() {
        let name = match (*ropc, *client) {
            (0, ABSENT) => "not said".to_owned(),
            (0, client) => {
                let name = seen.text(Field::ClientApp, client);
                catalogue::client_app(name).map_or(name, |entry| entry.name).to_owned()
            }
            _ => ROPC.to_owned(),
        };
        put(&mut roster.protocols, catalogue::fold_word(&name), Item::of(&seen, &name, "", entry));
    }
    for ([id, app], entry) in sums.apps.iter().filter(|(key, _)| **key != [ABSENT; 2]) {
        let (id, name) = (seen.text(Field::AppId, *id), seen.text(Field::App, *app));
        let key = if id.is_empty() { name } else { id };
        put(&mut roster.apps, key.to_lowercase(), Item::of(&seen, name, id, entry));
    }
    for finding in &findings {
        let people = finding.people.iter().filter(|(person, _)| *person != Person::NOBODY);
        let found = Found {
            severity: finding.severity,
            title: finding.title,
            signins: finding.signins,
            people: people.map(|(person, _)| seen.shown(*person).to_owned()).collect(),
            evidence: seen.evidence(&finding.evidence),
        };
        roster.findings.insert(finding.rule, found);
    }
    Ok(roster)
}

fn put(items: &mut BTreeMap<String, Item>, key: String, item: Item) {
    match items.get_mut(&key) {
        Some(known) => known.add(item),
        None => {
            items.insert(key, item);
        }
    }
}
