//! Roster: everyone and everything that signs in, built from the cast and the seed.

use crate::account::{Account, Credential, Factor, Role, Span};
use crate::cast::{GUESTS, MACHINES, MEMBERS};
use crate::device;
use crate::dice::Dice;
use crate::guid::Guid;
use crate::moment::Moment;
use crate::name_list::{FAMILY, GIVEN, GUESSED, ascii};
use crate::part::Part;
use crate::place::{self, Gazetteer};
use crate::rollout::Rollout;
use crate::tenant::Tenant;

/// How many accounts the cast has; the rest of the roster is crowd.
pub(crate) fn cast_size() -> usize {
    MEMBERS.len() + MACHINES.len() + GUESTS.len() + 1
}

/// Long ago: registered before the story begins.
const BEFORE: Moment = Moment(0);
const NEVER_ENDS: Moment = Moment(i64::MAX);

pub(crate) struct Roster<'a> {
    pub seed: u64,
    pub tenant: &'a Tenant,
    pub rollout: Rollout,
    pub gazetteer: &'a Gazetteer,
    pub quiet: bool,
    accounts: Vec<Account>,
}

impl<'a> Roster<'a> {
    pub(crate) fn new(
        seed: u64,
        tenant: &'a Tenant,
        rollout: Rollout,
        gazetteer: &'a Gazetteer,
        quiet: bool,
    ) -> Self {
        Roster { seed, tenant, rollout, gazetteer, quiet, accounts: Vec::new() }
    }

    /// All accounts: employees first, then machines, guests, and last the strangers.
    pub(crate) fn build(mut self, people: usize) -> Vec<Account> {
        self.employ();
        self.fill(people.saturating_sub(cast_size()));
        if !self.quiet {
            self.register_late();
        }
        self.install_machines();
        self.invite_guests();
        self.guess_strangers();
        self.accounts
    }

    fn employ(&mut self) {
        for member in MEMBERS {
            if self.quiet && member.part == Part::Leaver {
                continue;
            }
            let mut account = self.blank(member.local, member.display_name, member.role);
            account.part = if self.quiet { Part::Crowd } else { member.part };
            account.credential = member.credential;
            account.factor = member.factor;
            account.per_user_mfa = member.per_user_mfa;
            self.write_part(&mut account);
            self.accounts.push(account);
        }
    }

    fn write_part(&self, account: &mut Account) {
        let rollout = &self.rollout;
        let enforced = rollout.enforced_at;
        let always: Span = (BEFORE, NEVER_ENDS);
        match account.part {
            Part::StaleAuthenticator | Part::NotAllowed => account.away = Some((enforced, NEVER_ENDS)),
            Part::NoPhone => {
                account.registered_at = None;
                account.away = Some((enforced, NEVER_ENDS));
            }
            Part::OnLeave => (account.registered_at, account.away) = (None, Some(always)),
            Part::Leaver => account.away = Some(always),
            Part::Forced => {
                let hours = 1 + account.number as i64 % 5;
                account.registered_at = Some(enforced.plus(hours * 3600 + 1200));
                account.away = Some((enforced, enforced.plus(hours * 3600 + 3600)));
            }
            Part::LostPhone => account.without_method = Some((rollout.on(9, 9, 40), rollout.on(11, 15, 10))),
            Part::NewJoiner => {
                account.registered_at = Some(rollout.on(6, 9, 12));
                account.away = Some((BEFORE, rollout.on(6, 9, 30)));
            }
            Part::Traveller | Part::VpnUser => {
                account.away = Some((rollout.on(7, 0, 0), rollout.on(11, 0, 0)))
            }
            Part::Exempt => account.exempt = true,
            _ => {}
        }
        if account.part == Part::NotAllowed {
            account.not_allowed = true;
        }
    }

    fn fill(&mut self, count: usize) {
        let (mut hall, mut remembered) = (0, 0);
        for index in 0..count {
            let (given, row) = (GIVEN[index % GIVEN.len()], index / GIVEN.len());
            let family = FAMILY[(row + index % GIVEN.len() * 5) % FAMILY.len()];
            let round = row / FAMILY.len();
            let suffix = if round == 0 { String::new() } else { format!("{}", round + 1) };
            let local = format!("{}.{}{suffix}", ascii(given), ascii(family));
            let mut account = self.blank(&local, &format!("{given} {family}"), Role::Staff);
            let mut dice = Dice::new(self.seed, &[1, account.number as u64]);
            account.credential = match dice.below(100) {
                0..=14 => Credential::Hello,
                15..=18 => Credential::Key,
                19..=23 => Credential::PhoneSignIn,
                _ => Credential::Password,
            };
            account.factor = match dice.below(100) {
                0..=69 => Factor::Push,
                70..=81 => Factor::Code,
                82..=95 => Factor::Text,
                _ => Factor::Call,
            };
            account.per_user_mfa = dice.chance(35);
            if account.per_user_mfa && account.credential == Credential::Password && !self.quiet {
                if hall < 6 {
                    (account.skips_at_hall, account.office, hall) = (true, 2, hall + 1);
                } else if remembered < 8 {
                    (account.remembers_device, remembered) = (true, remembered + 1);
                }
            }
            self.accounts.push(account);
        }
    }

    /// 87 % are registered on the first day; of the others most follow until day 14 of the campaign, so that day
    /// 10 is just below 90 % and day 14 about 97 %.
    fn register_late(&mut self) {
        let eligible = self.accounts.iter().filter(|account| account.part != Part::Leaver).count();
        let missing = (eligible * 13 + 50) / 100;
        let by_part =
            self.accounts.iter().filter(|a| matches!(a.part, Part::NoPhone | Part::NotAllowed)).count();
        let by_part =
            by_part + self.accounts.iter().filter(|a| matches!(a.part, Part::OnLeave | Part::Forced)).count();
        let never = (eligible * 34 / 1000).saturating_sub(by_part);
        let late = missing.saturating_sub(by_part + 1); // the new joiner is late, too
        let crowd: Vec<usize> = (0..self.accounts.len())
            .filter(|&index| {
                let account = &self.accounts[index];
                account.part == Part::Crowd && account.role == Role::Staff && !account.per_user_mfa
            })
            .collect();
        let mut dice = Dice::new(self.seed, &[2]);
        for turn in 0..late.min(crowd.len()) {
            let index = crowd[turn * crowd.len() / late];
            let at = self.late_moment(turn * 20 / late, &mut dice);
            let account = &mut self.accounts[index];
            account.credential = Credential::Password;
            account.registered_at = (turn >= never).then_some(at);
            if turn < never {
                account.away = Some((self.rollout.enforced_at, NEVER_ENDS));
            }
        }
    }

    /// Of twenty late ones five come by day 9 of the campaign, nine more by day 11, six by day 13.
    fn late_moment(&self, twentieth: usize, dice: &mut Dice) -> Moment {
        let campaign_day = match twentieth {
            0..=4 => dice.between(1, 8),
            5..=13 => dice.between(10, 11),
            _ => dice.between(12, 13),
        };
        let date = self.rollout.registration_start.plus(campaign_day - 1);
        Moment(date.at(7, 0, 0).0 + dice.between(0, 8 * 3600))
    }

    fn install_machines(&mut self) {
        for &(display_name, local, role, part) in MACHINES {
            let wanted = matches!(part, Part::Alpha | Part::Bravo | Part::Crowd);
            if self.quiet && (!wanted || role == Role::SharedMailbox || role == Role::Room) {
                continue;
            }
            let mut account = self.blank(local, display_name, role);
            (account.part, account.registered_at) = (part, None);
            account.exempt =
                matches!(part, Part::Alpha | Part::Bravo | Part::ScannerExempt | Part::CrmImport)
                    || matches!(role, Role::Room);
            account.office = match part {
                Part::ScannerBroken => 1,
                Part::ScannerExempt => 2,
                _ => 0,
            };
            account.home = self.gazetteer.offices[account.office].clone();
            account.computer = device::bare("", "", "");
            self.accounts.push(account);
        }
        let mut sync = self.blank("", "On-Premises Directory Synchronization Service Account", Role::Sync);
        sync.upn = format!("Sync_nwdc01_0a1b2c3d4e5f@{}", self.tenant.initial_domain);
        (sync.report_upn, sync.part) = (sync.upn.clone(), Part::Sync);
        (sync.registered_at, sync.exempt) = (None, true);
        sync.home = self.gazetteer.offices[0].clone();
        sync.computer = device::bare("", "", "");
        self.accounts.push(sync);
    }

    fn invite_guests(&mut self) {
        for &(display_name, upn, partner) in GUESTS {
            let mut account = self.blank("", display_name, Role::Guest);
            account.report_upn = format!("{}#EXT#@{}", upn.replace('@', "_"), self.tenant.initial_domain);
            account.upn = upn.to_owned();
            account.home_tenant = self.tenant.partners[partner].id;
            account.registered_at = None;
            account.computer =
                device::private_computer(&mut Dice::new(self.seed, &[10, account.number as u64]));
            self.accounts.push(account);
        }
        let mut supporter = self.blank("", "Partner Support Technician", Role::Supporter);
        supporter.upn = "technician@cloudcare-partner.example".into();
        supporter.report_upn.clear();
        supporter.home_tenant = self.tenant.partners[4].id;
        supporter.computer = device::private_computer(&mut Dice::new(self.seed, &[11]));
        self.accounts.push(supporter);
    }

    fn guess_strangers(&mut self) {
        for upn in GUESSED {
            let mut account = self.blank("", upn, Role::Stranger);
            (account.upn, account.report_upn) = (upn.to_owned(), String::new());
            (account.id, account.registered_at) = (Guid::ZERO, None);
            account.computer = device::bare("", "", "");
            self.accounts.push(account);
        }
    }

    fn blank(&self, local: &str, display_name: &str, role: Role) -> Account {
        let number = self.accounts.len();
        let mut dice = Dice::new(self.seed, &[3, number as u64]);
        let upn = format!("{local}@northwind.example");
        let home = place::home(number, &mut dice);
        Account {
            number,
            id: dice.guid(),
            report_upn: upn.clone(),
            upn,
            display_name: display_name.to_owned(),
            role,
            part: Part::Crowd,
            home_tenant: self.tenant.id,
            credential: Credential::Password,
            factor: Factor::Push,
            masked_number: format!("+XX XXXXXXX{:02}", dice.below(100)),
            per_user_mfa: false,
            skips_at_hall: false,
            remembers_device: false,
            registered_at: Some(BEFORE),
            without_method: None,
            not_allowed: false,
            exempt: false,
            away: None,
            office: usize::from(home.country == "AT"),
            home,
            computer: device::computer(number, &mut dice),
            phone: device::phone(number, &mut dice),
        }
    }
}
