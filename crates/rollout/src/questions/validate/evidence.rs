//! `positive-evidence`: the log shows MFA at work, and does not look filtered.

use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;

use super::newest_lines::NewestLines;
use super::registration;
use crate::answer::Warning;
use crate::answer::wording::{count_of, thousands};
use crate::questions::checks::check::{Check, CheckStatus};
use crate::questions::checks::material::Material;

/// With so many sign-ins, none of which failed (or was interrupted), the log was filtered by status.
const MANY: u64 = 1_000;

/// Of a report of fewer people a few absent ones are no filter.
const ENOUGH_PEOPLE: usize = 20;

/// What the window holds.
#[derive(Debug, Clone, Copy, Default)]
struct WindowContent {
    by_status: [u64; 3],
    users: usize,
    apps: usize,
    fresh: u64,
}

impl WindowContent {
    /// Why this log proves nothing.
    fn doubts(self) -> Vec<String> {
        let all: u64 = self.by_status.iter().sum();
        let statuses = self.by_status.iter().filter(|count| **count > 0).count();
        let lacks = ["succeeded", "failed", "was interrupted"]
            .iter()
            .zip(self.by_status)
            .find(|(_, count)| *count == 0);
        let mut doubts = Vec::new();
        if all > 0 && statuses == 1 {
            doubts.push("every sign-in has the same status: a filter was on".to_owned());
        } else if let Some((word, _)) = lacks.filter(|_| all >= MANY) {
            doubts.push(format!("none of {} sign-ins {word}: a filter was on", thousands(all)));
        }
        if all > 0 && self.users <= 1 {
            doubts.push("there is one user only: a filter was on".to_owned());
        }
        if all > 0 && self.apps <= 1 {
            doubts.push("there is one application only: a filter was on".to_owned());
        }
        if self.fresh == 0 {
            doubts.push("nobody did MFA afresh in the window".to_owned());
        }
        doubts
    }
}

/// Fresh MFA was seen, of more than one user, application and status, in our tenant.
pub fn check(material: &Material<'_>, newest: Option<&NewestLines<'_>>) -> Check {
    let mut check = Check::new("positive-evidence", "The log shows MFA at work, and is not filtered");
    let sums = material.sums;
    let is_fresh = |class| matches!(class, Class::MfaDone | Class::StrongPrimary);
    let counts = |person: Person| material.excuses.account(material.seen.shown(person)).is_none();
    let fresh = material.groups().filter(|(key, _)| is_fresh(key.class) && counts(key.person));
    let users = sums.people.iter().filter(|(person, met)| met.in_window && *person != Person::NOBODY);
    let holds = WindowContent {
        by_status: sums.by_status,
        users: users.count(),
        apps: sums.apps.len(),
        fresh: fresh.map(|(_, group)| group.count).sum(),
    };
    let mut doubts = holds.doubts();
    doubts.extend(sums.uniformity.doubts(material.seen));
    doubts.extend(few_people(material, newest));
    doubts.extend(wrong_tenant(material));
    let all: u64 = holds.by_status.iter().sum();
    if doubts.is_empty() && all < MANY && holds.by_status.contains(&0) {
        let message = format!(
            "of {} one kind of outcome is missing altogether: was a filter on?",
            count_of(all, "sign-in", "sign-ins")
        );
        check.warnings.push(Warning::new("one-outcome-missing", message));
    }
    if doubts.is_empty() {
        check.count = holds.fresh;
        let users = count_of(holds.users as u64, "user", "users");
        return check.ends(
            CheckStatus::Pass,
            format!("{} with fresh MFA, of {users}", count_of(holds.fresh, "sign-in", "sign-ins")),
        );
    }
    check.count = doubts.len() as u64;
    check
        .ends(CheckStatus::Inconclusive, doubts.join("; "))
        .so("reset every filter of the sign-in page, and download again")
}

/// Under a third of the people of the report were met: a department, or the first pages of a list.
fn few_people(material: &Material<'_>, newest: Option<&NewestLines<'_>>) -> Option<String> {
    let snapshot = &newest?.snapshot;
    let all = snapshot.eligible().count();
    let met = all - registration::unseen_in(material, snapshot);
    (all >= ENOUGH_PEOPLE && met * 3 < all).then(|| {
        format!("only {met} of the {all} people of the registration report were seen: a filter was on")
    })
}

/// The logs are another tenant's, or several tenants'.
fn wrong_tenant(material: &Material<'_>) -> Option<String> {
    let (population, dictionaries) = (&material.seen.watched.population, &material.seen.watched.dictionaries);
    let own = population.own_tenants(dictionaries);
    if own.len() > 1 {
        return Some(format!("the logs of {} tenants are mixed", own.len()));
    }
    let declared = material.seen.request.tenant.home_tenant_id.as_deref()?;
    let most = population.tenant_of_most(dictionaries)?;
    (most != declared)
        .then(|| "the logs are not of the tenant that the tenant file names (home_tenant_id)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_nothing() {
        let check = |by_status, users, apps, fresh, expect: &str| {
            let doubts = WindowContent { by_status, users, apps, fresh }.doubts();
            assert_eq!(doubts.is_empty(), expect.is_empty(), "{doubts:?}");
            assert!(doubts.join("; ").contains(expect), "{doubts:?}");
        };
        check([9, 1, 1], 5, 3, 4, "");
        check([9, 0, 1], 5, 3, 4, "");
        check([9, 1, 1], 5, 3, 0, "afresh");
        check([9, 0, 0], 5, 3, 4, "same status");
        check([9, 1, 1], 1, 3, 4, "one user");
        check([9, 1, 1], 5, 1, 4, "one application");
        check([999, 0, 1], 5, 3, 4, "none of 1,000 sign-ins failed");
        check([0, 0, 0], 0, 0, 0, "afresh");
    }
}
