//! World: everything about the tenant that does not change from row to row.

use crate::account::{Account, Role};
use crate::app::OwnApps;
use crate::device::{self, Device};
use crate::dice::Dice;
use crate::guid::Guid;
use crate::moment::{Date, Moment};
use crate::part::Part;
use crate::place::{Gazetteer, Place};
use crate::policy::POLICIES;
use crate::rollout::Rollout;
use crate::roster::Roster;
use crate::signin::Provider;
use crate::tenant::Tenant;

/// The tenant with its people, places and policies.
#[derive(Debug)]
pub struct World {
    /// The seed that all chance comes from.
    pub seed: u64,
    /// A tenant that is fully protected and in which nothing bad happens.
    pub quiet: bool,
    /// The dates.
    pub rollout: Rollout,
    /// The directory.
    pub tenant: Tenant,
    /// Everyone: employees first, then machines, guests, strangers.
    pub accounts: Vec<Account>,
    /// Shared places.
    pub gazetteer: Gazetteer,
    /// The tenant's own applications.
    pub apps: OwnApps,
    /// Ids of the policies, in the order of [`POLICIES`].
    pub policy_ids: [Guid; POLICIES.len()],
    /// Id of the Log Analytics workspace.
    pub workspace_id: Guid,
    /// Machines that are not in the directory.
    pub machines: Machines,
}

/// Devices known by their user agent only.
#[derive(Debug)]
pub struct Machines {
    /// Outlook 2013.
    pub old_outlook: Device,
    /// Attackers' scripts.
    pub python: Device,
    /// Attackers' scripts on legacy protocols, which log nothing.
    pub nameless: Device,
    /// A stranger's browser.
    pub stranger: Device,
    /// The drawing archive's built-in browser.
    pub drawing_vault: Device,
    /// A user agent with a line break in it.
    pub broken_agent: Device,
    /// Details withheld by the service.
    pub withheld: Device,
}

impl Machines {
    fn new(dice: &mut Dice) -> Machines {
        let outlook = "Microsoft Office/15.0 (Windows NT 6.1; Microsoft Outlook 15.0.5589; Pro)";
        Machines {
            old_outlook: device::bare("Windows7", "", outlook),
            python: device::bare("", "Python Requests 2.32", "python-requests/2.32.3"),
            nameless: device::bare("", "", ""),
            stranger: device::private_computer(dice),
            drawing_vault: device::bare(
                "Windows10",
                "IE 7.0",
                "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; DrawingVault 7.2)",
            ),
            broken_agent: device::bare(
                "Linux",
                "Chrome 139.0.0",
                "Mozilla/5.0 (X11; Linux x86_64)\r\nX-Forwarded-For: \"198.51.100.7\", AppleWebKit/537.36",
            ),
            withheld: device::bare("PII Removed", "PII Removed", "PII Removed"),
        }
    }
}

impl World {
    /// The world of `people` accounts (at least the cast) whose rollout begins on `start`.
    pub fn new(seed: u64, start: Date, people: usize, quiet: bool) -> World {
        let mut dice = Dice::new(seed, &[0]);
        let tenant = Tenant::northwind(&mut dice);
        let rollout = Rollout::new(start);
        let gazetteer = Gazetteer::new();
        let accounts = Roster::new(seed, &tenant, rollout, &gazetteer, quiet).build(people);
        let apps = OwnApps::new(&mut dice, tenant.id, tenant.partners[0].id);
        let policy_ids = std::array::from_fn(|_| dice.guid());
        let machines = Machines::new(&mut dice);
        let workspace_id = dice.guid();
        World { seed, quiet, rollout, tenant, accounts, gazetteer, apps, policy_ids, workspace_id, machines }
    }

    /// The accounts with a part, in the order of the roster.
    pub fn cast(&self, part: Part) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |account| account.part == part)
    }

    /// The accounts of a role, in the order of the roster.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |account| account.role == role)
    }

    /// Who asks this account for a second factor at that moment.
    pub fn demand(&self, account: &Account, at: Moment) -> Provider {
        let pilot = account.role == Role::It && at >= self.rollout.pilot_at;
        if account.exempt {
            Provider::None
        } else if self.quiet || pilot || at >= self.rollout.enforced_at {
            Provider::ConditionalAccess
        } else if account.per_user_mfa {
            Provider::User
        } else {
            Provider::None
        }
    }

    /// Where an employee works on a day: one place a day, so that nobody seems to fly.
    pub fn site<'w>(&'w self, account: &'w Account, date: Date) -> &'w Place {
        let dice = Dice::new(self.seed, &[4, account.number as u64, date.0 as u64]).below(10);
        let bound_to_office = account.skips_at_hall
            || matches!(
                account.part,
                Part::OldOutlook | Part::DrawingUser | Part::NativeMail | Part::StalePhone
            )
            || account.role == Role::Admin;
        let remote = date.is_weekend() || dice < 4;
        if account.role == Role::Guest || account.role == Role::Supporter || (remote && !bound_to_office) {
            &account.home
        } else {
            &self.gazetteer.offices[account.office]
        }
    }
}
