//! Activity: when each person last signed in, and who works in an admin app, for answers that start from a registration report.

use std::collections::BTreeMap;

use entrasift_core::field::catalogue::CredentialAccepted;
use entrasift_core::{ABSENT, Field, Registration, Status, Time, Translation};
use entrasift_rules::derive::person::PerPerson;
use entrasift_rules::engine::{Observe, View};
use entrasift_rules::memo::Memo;

use crate::facts::priority::{self, Priority};
use crate::reading::read_logs::Seen;

/// What is remembered of each person.
#[derive(Debug, Default)]
pub struct Activity {
    /// Sign-ins at or after this time are not looked at.
    until: Option<Time>,
    people: PerPerson<LastSeen>,
    accepted: Memo<bool>,
    admin_apps: Memo<bool>,
}

/// What the logs tell of one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastSeen {
    /// The last sign-in whose first factor was accepted, whether it then succeeded or not.
    pub last: Option<Time>,
    /// A success in an admin app.
    pub in_admin_app: bool,
    /// A declared break-glass account.
    pub break_glass: bool,
}

impl LastSeen {
    fn and(&mut self, other: LastSeen) {
        self.last = self.last.max(other.last);
        self.in_admin_app |= other.in_admin_app;
        self.break_glass |= other.break_glass;
    }
}

impl Activity {
    /// Looks at sign-ins before a time, where there is one.
    pub fn before(until: Option<Time>) -> Activity {
        Activity { until, ..Activity::default() }
    }
}

impl Observe for Activity {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.is_user()) {
            if row.break_glass() != 0 {
                self.people.entry(row.person()).break_glass = true;
            }
            if self.until.is_some_and(|until| row.time() >= until) {
                continue;
            }
            let (status, code) = (row.status(), row.symbol(Field::Code));
            let accepted = match code {
                _ if status == Status::Success => true,
                ABSENT => false,
                _ => {
                    let entry = row.code().entry;
                    self.accepted.get(code, || {
                        entry.is_some_and(|entry| entry.credential_accepted == CredentialAccepted::Yes)
                    })
                }
            };
            if !accepted {
                continue;
            }
            let met = self.people.entry(row.person());
            met.last = met.last.max(Some(row.time()));
            let app = row.symbol(Field::AppId);
            if status == Status::Success && app != ABSENT {
                let id = || priority::of_app(row.text_of(Field::AppId, app), "") == Priority::Admin;
                met.in_admin_app |= self.admin_apps.get(app, id);
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (person, met) in other.people.iter().filter(|(_, met)| **met != LastSeen::default()) {
            self.people.entry(person.translate(translation)).and(*met);
        }
    }
}

/// Activity by the names under which a report knows people.
#[derive(Debug, Default)]
pub struct Roll {
    by_id: BTreeMap<String, LastSeen>,
    by_name: BTreeMap<String, LastSeen>,
}

impl Roll {
    /// Everyone who was met.
    pub fn new(activity: &Activity, seen: &Seen) -> Roll {
        let mut roll = Roll::default();
        for (person, met) in activity.people.iter().filter(|(_, met)| **met != LastSeen::default()) {
            let (id, name) = (seen.user_id(person).to_lowercase(), seen.shown(person).to_lowercase());
            if !id.is_empty() {
                roll.by_id.entry(id).or_default().and(*met);
            }
            roll.by_name.entry(name).or_default().and(*met);
        }
        roll
    }

    /// What the logs tell of an account in a report. It is found by its object id, else by the name it signs in with, which for a guest is
    /// the address at home.
    pub fn find(&self, line: &Registration) -> LastSeen {
        let by_id = self.by_id.get(&line.user_id).filter(|_| !line.user_id.is_empty());
        by_id.or_else(|| self.by_name.get(&line.sign_in_name())).copied().unwrap_or_default()
    }
}
