//! The checks of the pilot group itself: `everyone-seen`, `by-policy` and `device-kinds`.

use std::collections::BTreeSet;

use entrasift_rules::derive::person::Person;

use super::member::PilotMember;
use crate::answer::wording::count_of;
use crate::facts::conditional_access::PolicyEffects;
use crate::questions::checks::check::{Check, CheckStatus, listed};
use crate::questions::checks::device::DeviceKinds;
use crate::questions::checks::material::Material;

fn names(members: &[PilotMember], is: impl Fn(&PilotMember) -> bool) -> Vec<String> {
    members.iter().filter(|member| is(member)).map(|member| member.user.clone()).collect()
}

/// Everybody of the pilot has a success.
pub fn everyone_seen(members: &[PilotMember]) -> Check {
    let mut check = Check::new("everyone-seen", "Everybody of the pilot signed in");
    check.users = names(members, |member| member.mfa.is_none());
    check.count = check.users.len() as u64;
    if check.users.is_empty() {
        let all = count_of(members.len() as u64, "person", "people");
        return check.ends(CheckStatus::Pass, format!("{all} signed in"));
    }
    let who = count_of(check.count, "person of the pilot has", "people of the pilot have");
    let detail = format!("{who} no success in the window: {}", listed(&check.users));
    check
        .ends(CheckStatus::Inconclusive, detail)
        .so("ask them to sign in from their desktop, phone and a private device, and export again")
}

/// The pilot policy is what asked for MFA.
pub fn by_policy(material: &Material<'_>, members: &[PilotMember], policy: &str) -> Check {
    let mut check = Check::new("by-policy", "It was the pilot policy that asked for MFA");
    let name = if policy.is_empty() { "the pilot policy".to_owned() } else { format!("`{policy}`") };
    if policy.is_empty() {
        let detail = "nobody says what the pilot policy is called";
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("say --policy NAME, or `pilot_policy` in the tenant file");
    }
    check.users = names(members, |member| member.by_policy == Some(false));
    check.count = check.users.len() as u64;
    if !check.users.is_empty() {
        let who = count_of(check.count, "person", "people");
        let failing = members.iter().filter(|member| member.by_policy == Some(false));
        let people: BTreeSet<Person> = failing.filter_map(|member| member.person).collect();
        for (key, group) in
            material.groups().filter(|(key, _)| key.interactive && key.applied.has(PolicyEffects::LISTED))
        {
            if !key.applied.has(PolicyEffects::NAMED) && people.contains(&key.person) {
                check.evidence.merge(&group.evidence);
            }
        }
        let detail = format!("{name} was never satisfied for {who}: {}", listed(&check.users));
        return check
            .ends(CheckStatus::Fail, detail)
            .so("check that the policy is on, and that the pilot group holds them");
    }
    let untold = names(members, |member| member.mfa.is_some() && member.by_policy.is_none());
    if !untold.is_empty() {
        (check.count, check.users) = (untold.len() as u64, untold);
        let detail = "the files list no policies (a portal CSV never does): whether the pilot policy asked for MFA cannot be told";
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("download the interactive sign-ins as JSON, which lists the policies");
    }
    check.count = names(members, |member| member.by_policy == Some(true)).len() as u64;
    let all = count_of(check.count, "person", "people");
    check.ends(CheckStatus::Pass, format!("{name} was satisfied for {all}"))
}

/// MFA was seen from every kind of device.
pub fn device_kinds(members: &[PilotMember]) -> Check {
    let mut check = Check::new("device-kinds", "MFA was seen from desktop, phone and an unmanaged device");
    let mut seen = DeviceKinds::default();
    members.iter().for_each(|member| seen.add(member.devices));
    check.count = seen.kinds().count() as u64;
    let missing: Vec<String> = seen.missing().map(str::to_owned).collect();
    if missing.is_empty() {
        return check.ends(CheckStatus::Pass, "MFA from desktop, phone and an unmanaged device");
    }
    let detail = format!("no sign-in with MFA from: {}", listed(&missing));
    check
        .ends(CheckStatus::Inconclusive, detail)
        .so("let somebody of the pilot sign in from each: desktop, phone, and a private device")
}
