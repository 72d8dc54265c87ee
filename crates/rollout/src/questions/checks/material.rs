//! What every check is made from: the logs as they were seen, the window, the tenant's excuses.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::Field;
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::Evidence;

use super::check::Check;
use super::successes::{SuccessKey, Successes};
use super::sums::CheckSums;
use super::window::Window;
use crate::reading::read_logs::Seen;
use crate::tenant::excuse::{Excuse, Excuses};

/// What the checks are made from.
pub struct Material<'m> {
    /// The logs.
    pub seen: &'m Seen,
    /// What was summed up while they were read.
    pub sums: &'m CheckSums,
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
        shown_name(self.seen, person).to_owned()
    }

    /// The account, or the finding, is excused.
    pub fn excuse(&self, person: Person, rules: &[&str]) -> Option<Excuse> {
        self.excuses.any(self.seen.shown(person), self.seen.user_id(person), rules)
    }

    /// A row said that the account is a guest, or it is at home in another tenant.
    pub fn is_guest(&self, person: Person) -> bool {
        self.sums.people.get(person).is_some_and(|met| met.guest)
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
    pub fn groups(&self) -> impl Iterator<Item = (SuccessKey, &Successes)> {
        self.sums.groups().filter(|(key, _)| self.judges(key.person))
    }

    /// The accounts with successes for which `is` holds. Those that the tenant file excuses are noted as accepted in the check instead.
    pub fn against(
        &self,
        check: &mut Check,
        rules: &[&str],
        what: &str,
        is: impl Fn(&SuccessKey) -> bool,
    ) -> BTreeMap<String, Against> {
        let mut against: BTreeMap<String, Against> = BTreeMap::new();
        for (key, group) in self.groups().filter(|(key, _)| is(key)) {
            let user = self.user(key.person);
            match self.excuse(key.person, rules) {
                Some(excuse) => check.accept(excuse, &user, what, group.count),
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

/// How people know a person, also where the log gives no name.
pub fn shown_name(seen: &Seen, person: Person) -> &str {
    match seen.shown(person) {
        "" => "somebody whom the log does not name",
        name => name,
    }
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
