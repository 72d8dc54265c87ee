//! The impact of a policy: who and what breaks if it is switched on now.

use std::sync::Arc;

use entrasift_core::Zone;

use super::active_account::ActiveAccounts;
use super::affected_app::{AffectedApp, affected_apps};
use super::breakage::{Breakage, breakages};
use super::desk::Desks;
use super::first_day::FirstDay;
use super::morning::Mornings;
use super::policy::Policy;
use crate::people::accounts::Accounts;
use crate::reading::read_logs::Seen;
use crate::tenant::directory::Directory;

/// What becomes of accounts and applications when a policy is switched on.
pub struct PolicyImpact {
    /// What was read.
    pub seen: Arc<Seen>,
    /// What is switched on.
    pub policy: Policy,
    /// What becomes of each active account.
    pub accounts: ActiveAccounts,
    /// What breaks: by kind, then more sign-ins, then user, then what.
    pub breaks: Vec<Breakage>,
    /// Where it is noticed: by affected accounts, then sign-ins, then name and id.
    pub apps: Vec<AffectedApp>,
    /// What the helpdesk has to expect; `None` where nobody who meets the policy was seen to start at an hour.
    pub first_day: Option<FirstDay>,
    /// The zone of the hours.
    pub zone: Zone,
    /// Who tells departments.
    pub directory: Option<Arc<Directory>>,
}

impl PolicyImpact {
    pub(super) fn new(
        seen: &Arc<Seen>,
        (sums, (mornings, desks)): (Accounts, (Mornings, Desks)),
        policy: Policy,
        directory: Option<Arc<Directory>>,
    ) -> PolicyImpact {
        let starts = mornings.usual_hours();
        let accounts = ActiveAccounts::new(seen, &sums, &starts, policy, directory.as_deref());
        PolicyImpact {
            seen: seen.clone(),
            policy,
            breaks: breakages(seen, &sums, &desks, &accounts, policy),
            apps: affected_apps(seen, &sums, &accounts, policy),
            first_day: FirstDay::new(&accounts),
            accounts,
            zone: mornings.zone(),
            directory,
        }
    }
}
