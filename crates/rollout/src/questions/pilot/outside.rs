//! What goes on outside the pilot: with security defaults off, nothing demands MFA there until enforcement.

use std::collections::BTreeSet;

use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;

use super::member::PilotMember;
use crate::questions::checks::sums::CheckSums;

/// Successes without MFA of people who are not in the pilot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsidePilot {
    /// Sign-ins with a single factor.
    pub single_factor: u64,
    /// Sign-ins with a legacy client.
    pub legacy: u64,
    /// Who signed in that way.
    pub people: BTreeSet<Person>,
}

impl OutsidePilot {
    /// Everybody in the window who is not a member.
    pub fn new(sums: &CheckSums, members: &[PilotMember]) -> OutsidePilot {
        let inside: BTreeSet<Person> = members.iter().filter_map(|member| member.person).collect();
        let mut outside = OutsidePilot::default();
        for (key, group) in sums.groups().filter(|(key, _)| !inside.contains(&key.person)) {
            match key.class {
                Class::Gap | Class::GapLegacySetting => outside.single_factor += group.count,
                Class::Legacy => outside.legacy += group.count,
                _ => continue,
            }
            outside.people.insert(key.person);
        }
        outside
    }
}
