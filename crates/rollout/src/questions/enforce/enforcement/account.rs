//! What is known of the accounts beside the logs: registration, administrators, and whose account is no person's.

use entrasift_core::Registration;
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{App, Flows};
use hashbrown::{HashMap, HashSet};

use crate::facts::priority::{self, Admins, Priority};
use crate::people::cohort::{ReportLine, Uncounted, newest_snapshot};
use crate::reading::read_logs::Seen;

/// The newest registration reports, the tenant file, and who worked in an admin app.
pub struct AccountFacts<'r> {
    by_id: HashMap<&'r str, ReportLine<'r>>,
    by_name: HashMap<String, ReportLine<'r>>,
    declared: Admins,
    in_portal: HashSet<Person>,
    uncounted: Uncounted<'r>,
}

impl<'r> AccountFacts<'r> {
    /// From what was read, and who worked where.
    pub fn new(seen: &'r Seen, flows: &Flows) -> AccountFacts<'r> {
        let uncounted = Uncounted::from_tenant(&seen.request.tenant);
        let newest = newest_snapshot(&seen.request, &uncounted);
        let lines: Vec<ReportLine<'r>> =
            newest.map(|newest| newest.people.into_values().collect()).unwrap_or_default();
        let dictionaries = &seen.watched.dictionaries;
        let is_portal = |app: App| priority::of_app(app.id(dictionaries), "") == Priority::Admin;
        let in_portal = flows.footprints().people().filter(|(_, prints)| prints.apps().any(is_portal));
        AccountFacts {
            by_id: lines.iter().map(|line| (line.report.user_id.as_str(), *line)).collect(),
            by_name: lines.iter().map(|line| (line.report.sign_in_name(), *line)).collect(),
            declared: Admins::new(&seen.request),
            in_portal: in_portal.map(|(person, _)| person).collect(),
            uncounted,
        }
    }

    /// There is a report.
    pub fn has_report(&self) -> bool {
        !self.by_name.is_empty()
    }

    /// What the newest report says of somebody.
    pub fn line(&self, seen: &Seen, person: Person) -> Option<&ReportLine<'r>> {
        let id = seen.user_id(person);
        let by_id = self.by_id.get(id).filter(|_| !id.is_empty());
        by_id.or_else(|| self.by_name.get(seen.shown(person)))
    }

    /// Somebody is an administrator: declared, marked in the report, or seen in an admin app.
    pub fn is_admin(&self, seen: &Seen, person: Person) -> bool {
        self.declared.has(seen.shown(person))
            || self.declared.has(seen.user_id(person))
            || self.in_portal.contains(&person)
    }

    /// Why the account is no person's, by the tenant file; `None`: it is one.
    pub fn no_person(&self, seen: &Seen, person: Person) -> Option<&'static str> {
        let name = Registration { user: seen.shown(person).to_owned(), ..Registration::default() };
        self.uncounted.because(&name).filter(|because| *because != "excluded in the tenant file")
    }
}
