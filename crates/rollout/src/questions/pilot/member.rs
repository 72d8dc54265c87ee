//! The members of the pilot, and what the log says of each.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{Flow, Flows, Judgement};
use entrasift_rules::measure::Distinct;
use hashbrown::HashMap;

use crate::facts::app_name::AppName;
use crate::facts::conditional_access::PolicyEffects;
use crate::questions::checks::device::DeviceKinds;
use crate::questions::checks::failures::flows;
use crate::questions::checks::material::Material;
use crate::questions::checks::successes::{SuccessKey, Successes};
use crate::questions::checks::sums::CheckSums;
use crate::reading::read_logs::Seen;

/// One of the pilot.
#[derive(Debug, Clone, Default)]
pub struct PilotMember {
    /// The user, as the pilot's list names it, in lower case.
    pub user: String,
    /// The account in the log; `None`: not seen in the window.
    pub person: Option<Person>,
    /// Every success that the policy is meant for was with MFA; `None`: there was no such success.
    pub mfa: Option<bool>,
    /// Some success satisfied the policy; `None` where no export lists policies.
    pub by_policy: Option<bool>,
    /// The kinds of devices that the member got in with, with MFA.
    pub devices: DeviceKinds,
    /// What is not as it should be; in no particular order, and some may say the same.
    pub problems: Vec<PilotProblem>,
}

/// What is not as it should be for one member.
#[derive(Debug, Clone)]
pub enum PilotProblem {
    /// No sign-in in the window.
    NotSeen,
    /// Got in without MFA.
    WithoutMfa {
        /// How the successes are classified.
        class: Class,
        /// The apps, by name.
        apps: Distinct,
    },
    /// Was stopped, and did not get through.
    Stopped {
        /// The code that speaks for the cause.
        code: Option<i64>,
        /// The apps.
        apps: Vec<AppName>,
    },
    /// No success satisfied the policy.
    NeverByPolicy,
}

/// The pilot's users, each with the account that the log knows, by name.
pub fn members(seen: &Seen, sums: &CheckSums, users: &[String]) -> Vec<PilotMember> {
    let mut known: BTreeMap<String, Person> = BTreeMap::new();
    for (person, _) in sums.people.iter().filter(|(_, met)| met.in_window) {
        for name in [seen.shown(person), seen.user_id(person)] {
            if !name.is_empty() {
                known.insert(name.to_lowercase(), person);
            }
        }
    }
    let names: BTreeSet<String> = users.iter().map(|user| user.trim().to_lowercase()).collect();
    let member =
        |user: String| PilotMember { person: known.get(&user).copied(), user, ..PilotMember::default() };
    names.into_iter().filter(|name| !name.is_empty()).map(member).collect()
}

impl PilotMember {
    fn see_success(&mut self, key: &SuccessKey, group: &Successes) {
        if key.class.is_protected() {
            self.mfa = Some(self.mfa.unwrap_or(true));
        } else if key.interactive || key.class != Class::TokenOnly {
            self.mfa = Some(false);
            self.problems.push(PilotProblem::WithoutMfa { class: key.class, apps: group.apps.clone() });
        }
        if key.interactive && key.applied.has(PolicyEffects::LISTED) {
            let named = key.applied.has(PolicyEffects::NAMED);
            self.by_policy = Some(self.by_policy.unwrap_or(false) || named);
        }
    }

    fn see_stopped(&mut self, seen: &Seen, all: &Flows, flow: &Flow) {
        let apps = flow.apps.iter().map(|(app, _)| AppName::new(seen, all, *app));
        let mut apps: Vec<AppName> = apps.collect();
        apps.sort_by_key(|app| app.text(seen));
        self.problems.push(PilotProblem::Stopped { code: flow.code, apps });
    }
}

/// The members with what the log says of each; two of them may be names of one account.
pub fn judged(material: &Material<'_>, mut members: Vec<PilotMember>) -> Vec<PilotMember> {
    let mut places: HashMap<Person, Vec<usize>> = HashMap::new();
    for (place, member) in members.iter_mut().enumerate() {
        match member.person {
            Some(person) => places.entry(person).or_default().push(place),
            None => member.problems.push(PilotProblem::NotSeen),
        }
    }
    let places_of = |person: &Person| places.get(person).map_or(&[][..], Vec::as_slice);
    for (key, group) in material.groups().filter(|(key, _)| is_meant(key.class)) {
        for place in places_of(&key.person) {
            members[*place].see_success(&key, group);
        }
    }
    for (person, device) in &material.sums.devices {
        for place in places_of(person) {
            members[*place].devices.add(*device);
        }
    }
    for flow in flows(material).iter().filter(|flow| flow.judgement == Judgement::Stopped) {
        for place in places_of(&flow.person) {
            members[*place].see_stopped(material.seen, &material.sums.flows, flow);
        }
    }
    for member in members.iter_mut().filter(|member| member.by_policy == Some(false)) {
        member.problems.push(PilotProblem::NeverByPolicy);
    }
    members
}

/// The policy is meant for successes of that class.
fn is_meant(class: Class) -> bool {
    !matches!(
        class,
        Class::DeviceSignin
            | Class::Bootstrap
            | Class::Outbound
            | Class::Passthrough
            | Class::ServiceProvider
            | Class::Sync
    )
}
