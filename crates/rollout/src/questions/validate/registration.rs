//! `registration-complete`: whoever signs in can do MFA.

use std::collections::BTreeSet;

use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;

use super::newest_lines::NewestLines;
use crate::answer::wording::count_of;
use crate::answer::{Place, Warning};
use crate::people::cohort::{ReportLine, Snapshot};
use crate::questions::checks::check::{Check, CheckStatus, listed};
use crate::questions::checks::material::Material;

/// Every member with a success in the window is capable of MFA.
pub fn check(material: &Material<'_>, newest: Option<&NewestLines<'_>>) -> Check {
    let mut check = Check::new("registration-complete", "Everybody who signs in has registered for MFA");
    let Some(newest) = newest else {
        return check.ends(CheckStatus::Inconclusive, "no registration report was given").so(REPORT);
    };
    let snapshot = &newest.snapshot;
    check.warnings.extend(age(material, snapshot));
    check.warnings.extend(unseen(material, snapshot));
    let (mut late, mut missing, mut places) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let members = members(material);
    for person in &members {
        let (user, id) = (material.user(*person), material.seen.user_id(*person));
        let line = newest.find(&[&user, id]);
        let fresh = material.sums.people.get(*person).and_then(|met| met.fresh);
        let kind = match line {
            Some(line) if line.is_capable() => continue,
            Some(line) if fresh > line.report.updated.or(snapshot.date) => continue,
            Some(_) => "not registered",
            None => "missing in the report",
        };
        if let Some(excuse) = material.excuse(*person, &["registration-complete", "registration"]) {
            check.accept(excuse, &user, kind, 0);
        } else if let Some(line) = line {
            places.push(Place { path: line.path.to_owned(), row: line.report.row });
            late.insert(user);
        } else {
            missing.insert(user);
        }
    }
    if !late.is_empty() {
        check.users = late.into_iter().collect();
        (check.count, check.places) = (check.users.len() as u64, places);
        let who = count_of(check.count, "person who signs in has", "people who sign in have");
        let detail = format!("{who} no method that the policy allows: {}", listed(&check.users));
        return check.ends(CheckStatus::Fail, detail).see("registration", "lists whom to contact");
    }
    if !missing.is_empty() {
        check.users = missing.into_iter().collect();
        check.count = check.users.len() as u64;
        let who = count_of(check.count, "person who signs in is", "people who sign in are");
        let detail = format!("{who} not in the registration report: {}", listed(&check.users));
        return check.ends(CheckStatus::Inconclusive, detail).so(REPORT);
    }
    let cut = material
        .seen
        .request
        .intake
        .reports
        .iter()
        .any(|report| report.ledger.cut || report.ledger.malformed > 0);
    if cut {
        check
            .warnings
            .push(Warning::new("report-damaged", "a registration report has rows that cannot be read"));
    }
    check.count = members.len() as u64;
    let all = count_of(check.count, "member", "members");
    check.ends(CheckStatus::Pass, format!("all {all} who signed in are registered"))
}

/// What to do where a report is wanted.
pub const REPORT: &str = "download the registration report after the window (Authentication methods, User registration details), whole \
                          and without a filter";

/// Members with a success in the window that grants something here: no guests, no accounts of other tenants.
fn members(material: &Material<'_>) -> BTreeSet<Person> {
    let outside =
        |class| matches!(class, Class::Passthrough | Class::ServiceProvider | Class::Sync | Class::Guest);
    let (mut members, mut foreign) = (BTreeSet::new(), BTreeSet::new());
    for (key, group) in material.groups().filter(|(key, _)| !outside(key.class)) {
        if material.is_foreign(group) || material.is_guest(key.person) {
            foreign.insert(key.person);
        } else if key.person != Person::NOBODY {
            members.insert(key.person);
        }
    }
    members.difference(&foreign).copied().collect()
}

fn age(material: &Material<'_>, snapshot: &Snapshot<'_>) -> Option<Warning> {
    let date = snapshot.date.filter(|date| *date < material.window.to);
    match (snapshot.date, date) {
        (Some(_), None) => None,
        (None, _) => {
            Some(Warning::new("report-undated", "nothing tells of which day the registration report is"))
        }
        (_, Some(date)) => {
            let message =
                format!("the registration report is of {} UTC, before the window ends", date.minute_words());
            Some(Warning::new("report-old", message))
        }
    }
}

/// How many people of the report are not in the logs.
pub fn unseen_in(material: &Material<'_>, snapshot: &Snapshot<'_>) -> usize {
    let mut met = BTreeSet::new();
    for (person, _) in material.sums.people.iter().filter(|(_, seen)| seen.in_window) {
        met.insert(material.seen.shown(person).to_lowercase());
        met.insert(material.seen.user_id(person).to_lowercase());
    }
    let is_met = |line: &ReportLine<'_>| {
        met.contains(&line.report.user) || met.contains(&line.report.user_id.to_lowercase())
    };
    snapshot.eligible().filter(|(_, line)| !is_met(line)).count()
}

/// People of the report who are not in the logs: nothing is known of how they will fare.
fn unseen(material: &Material<'_>, snapshot: &Snapshot<'_>) -> Option<Warning> {
    let unseen = unseen_in(material, snapshot) as u64;
    (unseen > 0).then(|| {
        let who = count_of(
            unseen,
            "person of the registration report was",
            "people of the registration report were",
        );
        Warning::new("not-seen", format!("{who} not seen in the window: nothing is known of them yet"))
    })
}
