//! `mfa-on-every-signin`: no success in the window was without MFA.

use std::collections::BTreeMap;

use entrasift_rules::derive::outcome::Class;

use super::check::{Check, CheckStatus, listed};
use super::material::{Against, Material, apps, sum};
use super::successes::SuccessKey;
use crate::answer::Warning;
use crate::answer::wording::count_of;

/// No success in the window was without MFA.
pub fn check(material: &Material<'_>) -> Check {
    const RULES: &[&str] = &["mfa-on-every-signin", "non-mfa-success", "silently-exempt"];
    let mut check = Check::new("mfa-on-every-signin", "Every sign-in was with MFA");
    let is_gap = |key: &SuccessKey| matches!(key.class, Class::Gap | Class::GapLegacySetting) || key.astray;
    let mut gaps = material.against(&mut check, RULES, "sign-in without MFA", is_gap);
    for (user, one) in guests(material, &mut check, RULES) {
        gaps.insert(user, one);
    }
    let people = &material.sums.people;
    let proven = |person| people.get(person).is_some_and(|met| met.protected);
    let untold = material.against(&mut check, RULES, "sign-in of which the log does not tell", |key| {
        key.class == Class::Unknown || key.class == Class::TokenOnly && !proven(key.person)
    });
    check.warnings.extend(notes(material));
    if !gaps.is_empty() {
        sum(&mut check, &gaps);
        let users = count_of(check.users.len() as u64, "person", "people");
        let detail = format!(
            "{users} got in without MFA, {}: {} ({})",
            count_of(check.count, "sign-in", "sign-ins"),
            listed(&check.users),
            listed(&apps(&gaps))
        );
        return check.ends(CheckStatus::Fail, detail).see("gaps", "shows each one; close the exclusion or setting that let it through, then validate a new 72 hours");
    }
    if !untold.is_empty() {
        sum(&mut check, &untold);
        let users = count_of(check.users.len() as u64, "person", "people");
        let detail = format!(
            "the log does not tell whether {users} had MFA in {}: {}",
            count_of(check.count, "sign-in", "sign-ins"),
            listed(&check.users)
        );
        return check.ends(CheckStatus::Inconclusive, detail).so(
            "add the AuthDetails files of the same download, or export JSON; for tokens, add the log of the days before, in which the \
             sessions began",
        );
    }
    let successes: u64 = material.groups().map(|(_, group)| group.count).sum();
    check.count = successes;
    check.ends(
        CheckStatus::Pass,
        format!("{} judged, none without MFA", count_of(successes, "success", "successes")),
    )
}

/// Guests without MFA, unless guests are outside the policy on purpose.
fn guests(material: &Material<'_>, check: &mut Check, rules: &[&str]) -> BTreeMap<String, Against> {
    let is_guest = |key: &SuccessKey| key.class == Class::Guest;
    let Some(excuse) = material.excuses.guest() else {
        return material.against(check, rules, "guest without MFA", is_guest);
    };
    for (key, group) in material.groups().filter(|(key, _)| is_guest(key)) {
        check.accept(excuse.clone(), &material.user(key.person), "guest without MFA", group.count);
    }
    BTreeMap::new()
}

/// Sign-ins that are protected by something weaker than MFA.
fn notes(material: &Material<'_>) -> Vec<Warning> {
    let kinds = [
        (
            Class::Remembered,
            "remembered",
            "skipped MFA on a remembered device; the setting is in the old MFA portal",
        ),
        (
            Class::DeviceSatisfied,
            "device-satisfied",
            "were let in for their compliant or joined device, with a single factor",
        ),
    ];
    let note = |(class, code, words): (Class, &'static str, &str)| {
        let groups: Vec<_> = material.groups().filter(|(key, _)| key.class == class).collect();
        let count: u64 = groups.iter().map(|(_, group)| group.count).sum();
        (count > 0).then(|| Warning::new(code, format!("{} {words}", count_of(count, "sign-in", "sign-ins"))))
    };
    kinds.into_iter().filter_map(note).collect()
}
