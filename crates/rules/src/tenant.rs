//! What the administrator knows about the tenant and no log shows: break-glass accounts, exceptions, trusted networks, dates.

use std::net::IpAddr;

use entrasift_core::{MINUTE, Time};
use ipnet::IpNet;

use crate::setting::Assignment;

/// How break-glass accounts are meant to be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BreakGlassProfile {
    /// No method, or only passkey and certificate.
    #[default]
    Auto,
    /// No method at all: password only.
    Classic,
    /// A passkey or a certificate.
    Modern,
}

/// A planned test of a break-glass account: a sign-in that is not an alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedTest {
    /// The account, lower case.
    pub account: String,
    /// When.
    pub at: Time,
    /// How many minutes the sign-in may be early or late.
    pub tolerance_minutes: u32,
}

impl PlannedTest {
    /// The first and the last moment of sign-ins that belong to it.
    pub fn bounds(&self) -> (Time, Time) {
        let tolerance = i64::from(self.tolerance_minutes).saturating_mul(MINUTE);
        (Time(self.at.0.saturating_sub(tolerance)), Time(self.at.0.saturating_add(tolerance)))
    }

    /// A sign-in at this time belongs to it.
    pub fn covers(&self, time: Time) -> bool {
        let (first, last) = self.bounds();
        first <= time && time <= last
    }
}

/// A finding that someone has answered for.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The user, lower case; empty: any.
    pub user: String,
    /// The rule; empty: any.
    pub rule: String,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Until when (exclusive: the end of the day given).
    pub until: Option<Time>,
}

/// Accounts that are outside the policy on purpose: globs on the user name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exceptions {
    /// Service accounts.
    pub service_accounts: Vec<String>,
    /// Shared mailboxes.
    pub shared_mailboxes: Vec<String>,
    /// Rooms and resources.
    pub rooms: Vec<String>,
    /// Others.
    pub excluded: Vec<String>,
    /// Guests are outside the policy on purpose.
    pub guests: bool,
}

/// The rollout's dates and targets. Defaults are those of the guide.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollout {
    /// Day 1.
    pub start: Option<Time>,
    /// Day 1 of the registration campaign.
    pub registration_start: Option<Time>,
    /// When the policy was switched on for all.
    pub enforced_at: Option<Time>,
    /// Name of the policy for all.
    pub policy: String,
    /// Name of the policy for the pilot.
    pub pilot_policy: String,
    /// The pilot's users, lower case.
    pub pilot_users: Vec<String>,
    /// Length of the campaign.
    pub registration_days: u32,
    /// Share that must be registered at its end.
    pub target_rate: f64,
    /// Share below which a reminder goes out on day 10.
    pub remind_below: f64,
    /// Day from which people are contacted one by one.
    pub contact_from_day: u32,
    /// The longest time without sign-ins for which a log still counts as complete, hours.
    pub max_gap_hours: u32,
}

impl Default for Rollout {
    fn default() -> Self {
        Rollout {
            start: None,
            registration_start: None,
            enforced_at: None,
            policy: String::new(),
            pilot_policy: String::new(),
            pilot_users: Vec::new(),
            registration_days: 14,
            target_rate: 0.95,
            remind_below: 0.90,
            contact_from_day: 12,
            max_gap_hours: 12,
        }
    }
}

/// What is known about the tenant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tenant {
    /// Its name, for people.
    pub name: Option<String>,
    /// Its id, lower case; without it the resource tenant of most sign-ins is ours.
    pub home_tenant_id: Option<String>,
    /// Zone of times that people read, an IANA name.
    pub timezone: Option<String>,
    /// Break-glass accounts as configured: user names or object ids.
    pub break_glass: Vec<String>,
    /// How they are set up.
    pub break_glass_profile: BreakGlassProfile,
    /// Administrators, lower case.
    pub admins: Vec<String>,
    /// Dates and targets.
    pub rollout: Rollout,
    /// Accounts outside the policy.
    pub exceptions: Exceptions,
    /// Planned break-glass sign-ins.
    pub planned_tests: Vec<PlannedTest>,
    /// Findings answered for.
    pub accepted: Vec<Accepted>,
    /// Networks of our own.
    pub trusted: Vec<IpNet>,
    /// Countries of our own, upper case.
    pub home_countries: Vec<String>,
    /// Settings of rules. If a setting is given twice, the later value counts.
    pub settings: Vec<Assignment>,
}

impl Tenant {
    /// The address is in a trusted network.
    pub fn trusts(&self, address: &str) -> bool {
        let Ok(address) = address.parse::<IpAddr>() else { return false };
        self.trusted.iter().any(|network| network.contains(&address))
    }

    /// The index of the break-glass account that a user name or object id means, in any case.
    pub fn break_glass_index(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        (!name.is_empty()).then_some(())?;
        self.break_glass.iter().position(|account| {
            account.trim().eq_ignore_ascii_case(name) || account.to_lowercase() == name.to_lowercase()
        })
    }

    /// A sign-in of a break-glass account at this time was planned.
    pub fn planned(&self, account: &str, time: Time) -> bool {
        self.planned_tests
            .iter()
            .any(|test| test.account.eq_ignore_ascii_case(account.trim()) && test.covers(time))
    }

    /// The planned tests, each with the number of its break-glass account, counted from 1.
    pub(crate) fn planned_by_account(&self) -> Vec<(u16, PlannedTest)> {
        let accounts = (1..).zip(&self.break_glass);
        let tests = accounts.flat_map(|(number, account)| {
            let own = move |test: &&PlannedTest| test.account.eq_ignore_ascii_case(account.trim());
            self.planned_tests.iter().filter(own).map(move |test| (number, test.clone()))
        });
        tests.collect()
    }
}
