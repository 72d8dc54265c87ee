//! The people of a registration report: whom to contact, and what keeps each from using MFA.

use std::collections::BTreeMap;

use entrasift_core::{Registered, Registration, Time};
use entrasift_rules::tenant::Tenant;

use super::regression::Regression;
use crate::people::activity::{LastSeen, Roll};
use crate::people::cohort::{ReportLine, Snapshot};
use crate::reading::intake::ReportPlace;

/// Somebody in the newest report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registrant {
    /// The line in the report.
    pub line: ReportPlace,
    /// Can use MFA.
    pub is_capable: bool,
    /// The last sign-in in the logs whose first factor was accepted.
    pub last_signin: Option<Time>,
    /// What tells that this is an administrator, if anything.
    pub admin: Option<AdminSign>,
}

/// What tells that somebody is an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminSign {
    /// The report marks the account.
    Report,
    /// The tenant file lists the account.
    TenantFile,
    /// The account signs in to an admin app.
    AdminApp,
}

/// Somebody who cannot use MFA yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub who: Registrant,
    /// What is missing.
    pub obstacle: Obstacle,
}

/// What keeps somebody from using MFA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Had a usable method and lost the last one.
    Lost {
        /// The first snapshot without it.
        since: Option<Time>,
    },
    /// Registered a method that the policy does not allow.
    NotAllowed,
    /// Has only a temporary access pass.
    OnlyPass,
    /// Has only a method for password reset.
    OnlyReset,
    /// Registered nothing.
    Nothing,
}

impl Obstacle {
    fn new(line: &ReportLine<'_>, lost: Option<&Regression>) -> Obstacle {
        let has = |kind| line.report.methods.iter().any(|name| Registered::classify(name) == kind);
        match lost {
            Some(lost) => Obstacle::Lost { since: lost.since },
            None if line.is_registered() => Obstacle::NotAllowed,
            None if has(Registered::Pass) => Obstacle::OnlyPass,
            None if has(Registered::ResetOnly) => Obstacle::OnlyReset,
            None => Obstacle::Nothing,
        }
    }
}

/// Tells of the lines of a report what the logs and the tenant file know.
pub struct Registrants<'c> {
    /// The tenant file.
    pub tenant: &'c Tenant,
    /// The activity in the logs.
    pub roll: &'c Roll,
    /// There are logs.
    pub has_logs: bool,
}

impl Registrants<'_> {
    /// What is known of one line.
    pub fn find(&self, line: &ReportLine<'_>) -> Registrant {
        let met = self.roll.find(line.report);
        let admin = self.admin(line.report, met);
        Registrant { line: line.place, is_capable: line.is_capable(), last_signin: met.last, admin }
    }

    fn admin(&self, report: &Registration, met: LastSeen) -> Option<AdminSign> {
        match report.admin {
            Some(true) => Some(AdminSign::Report),
            _ if self.tenant.admins.contains(&report.user) => Some(AdminSign::TenantFile),
            None if met.in_admin_app => Some(AdminSign::AdminApp),
            _ => None,
        }
    }

    /// Those who count and fit: administrators first, then by user.
    pub fn list(&self, now: &Snapshot<'_>, fits: impl Fn(&ReportLine<'_>) -> bool) -> Vec<Registrant> {
        let fitting = now.eligible().filter(|(_, line)| fits(line));
        let mut list: Vec<Registrant> = fitting.map(|(_, line)| self.find(line)).collect();
        list.sort_by_key(|one| one.admin.is_none());
        list
    }

    /// Those who count and cannot use MFA: administrators first, then those seen in the logs, then by user.
    pub fn contacts(&self, now: &Snapshot<'_>, regressions: &[(&str, Regression)]) -> Vec<Contact> {
        let open = regressions.iter().filter(|(_, one)| one.is_lost && one.recovered.is_none());
        let mut lost: BTreeMap<&str, &Regression> = BTreeMap::new();
        for (user, one) in open {
            lost.entry(user).or_insert(one);
        }
        let missing = now.eligible().filter(|(_, line)| !line.is_capable());
        let mut contacts: Vec<Contact> = missing
            .map(|(user, line)| {
                let obstacle = Obstacle::new(line, lost.get(user).copied());
                Contact { who: self.find(line), obstacle }
            })
            .collect();
        contacts.sort_by_key(|one| (one.who.admin.is_none(), self.has_logs && one.who.last_signin.is_none()));
        contacts
    }
}
