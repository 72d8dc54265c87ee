//! What every check is made from: the logs as they were seen, the window, the tenant's excuses.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::field::Field;
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::Evidence;

use super::watch::{Key, Successes, Watch, Window};
use crate::answer::check::Check;
use crate::reading::read_logs::Seen;
use crate::tenant::excuse::{Excuse, Excuses};

/// What the checks are made from.
pub struct Material<'m> {
    /// The logs.
    pub seen: &'m Seen,
    /// What was watched in them.
    pub watch: &'m Watch,
    /// What is judged.
    pub window: Window,
    /// What the tenant file excuses.
    pub excuses: &'m Excuses<'m>,
    /// Only these accounts are judged; `None`: all.
    pub only: Option<BTreeSet<Person>>,
}

/// Sign-ins of one account that speak against a check.
#[derive(Debug, Default)]
pub struct Against {
    /// How many.
    pub count: u64,
    /// The rows.
    pub evidence: Evidence,
    /// The applications.
    pub apps: Vec<String>,
}

impl Material<'_> {
    /// How people know a person.
    pub fn user(&self, person: Person) -> String {
        match self.seen.shown(person) {
            "" => "somebody whom the log does not name".to_owned(),
            name => name.to_owned(),
        }
    }

    /// The account, or the finding, is excused.
    pub fn excuse(&self, person: Person, rules: &[&str]) -> Option<Excuse> {
        self.excuses.any(self.seen.shown(person), self.seen.user_id(person), rules)
    }

    /// A row said that the account is a guest, or it is at home in another tenant.
    pub fn is_guest(&self, person: Person) -> bool {
        self.watch.people.get(person).is_some_and(|met| met.guest)
    }

    /// The account is at home in another tenant.
    pub fn is_foreign(&self, group: &Successes) -> bool {
        let ours = self.seen.watched.ours.as_deref().unwrap_or_default();
        let mut homes = group.homes.iter().map(|(home, _)| self.seen.text(Field::HomeTenantId, home));
        !ours.is_empty() && homes.any(|home| home != ours)
    }

    /// The account is one of those that are judged.
    pub fn judges(&self, person: Person) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&person))
    }

    /// The successes that are judged, by what tells them apart; in no particular order.
    pub fn groups(&self) -> impl Iterator<Item = (Key, &Successes)> {
        self.watch.groups().filter(|(key, _)| self.judges(key.person))
    }

    /// The accounts whose successes are of a kind; what the tenant file excuses goes into the check.
    pub fn against(
        &self,
        check: &mut Check,
        rules: &[&str],
        what: &str,
        is: impl Fn(&Key) -> bool,
    ) -> BTreeMap<String, Against> {
        let mut against: BTreeMap<String, Against> = BTreeMap::new();
        for (key, group) in self.groups().filter(|(key, _)| is(key)) {
            let user = self.user(key.person);
            match self.excuse(key.person, rules) {
                Some(excuse) => accept(check, excuse, &user, what, group.count),
                None => {
                    let one = against.entry(user).or_default();
                    one.count += group.count;
                    one.evidence.merge(&group.evidence);
                    one.apps.extend(self.seen.texts(Field::App, &group.apps));
                }
            }
        }
        against
    }
}

/// Notes what is accepted, one line for each account and kind.
pub fn accept(check: &mut Check, excuse: Excuse, user: &str, what: &str, count: u64) {
    let key = (user.to_owned(), what.to_owned());
    let known = check.accepted.entry(key).or_insert_with(|| excuse.of(check.id, user, what, 0));
    known.count += count;
}

/// Sums up what speaks against a check: who, how often, which rows.
pub fn sum(check: &mut Check, against: &BTreeMap<String, Against>) {
    for (user, one) in against {
        check.count += one.count;
        check.evidence.merge(&one.evidence);
        check.users.push(user.clone());
    }
    check.users.sort_unstable();
    check.users.dedup();
}

/// The applications of all of them, the smallest names first.
pub fn apps(against: &BTreeMap<String, Against>) -> Vec<String> {
    let mut apps: Vec<String> = against.values().flat_map(|one| one.apps.iter().cloned()).collect();
    apps.sort_unstable();
    apps.dedup();
    apps
}
