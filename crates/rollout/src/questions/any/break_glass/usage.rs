//! What `break-glass` concludes: the declared accounts, and what each of them did.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use entrasift_core::{Field, Status, Symbol, Time};

use super::emergencies::{Emergencies, EmergencySignIn};
use crate::reading::newest::Newest;
use crate::reading::read_logs::Seen;

/// The use of the emergency accounts.
pub struct EmergencyUse {
    /// What was read.
    pub seen: Arc<Seen>,
    /// Each declared account, in the order of the tenant file.
    pub accounts: Vec<EmergencyAccount>,
    /// Every sign-in of all of them, by time, then row.
    pub events: Vec<EmergencySignIn>,
}

/// One declared account.
#[derive(Debug, Default)]
pub struct EmergencyAccount {
    /// Its sign-ins: their numbers in [`EmergencyUse::events`], ascending.
    pub events: Vec<u32>,
    /// How many of them succeeded.
    pub success: u64,
    /// How many failed.
    pub failure: u64,
    /// How many were interrupted.
    pub interrupted: u64,
    /// How many succeeded, and not certainly with MFA.
    pub without_mfa: u64,
    /// The last that succeeded.
    pub last_success: Option<Time>,
    /// The methods in the newest registration report; `None` without a report, or where the account is missing in it.
    pub registered_methods: Option<Vec<String>>,
}

impl EmergencyUse {
    pub(super) fn new(seen: &Arc<Seen>, emergencies: Emergencies) -> EmergencyUse {
        let events = emergencies.into_events();
        let mut accounts: Vec<EmergencyAccount> = Vec::new();
        accounts.resize_with(seen.request.tenant.break_glass.len(), EmergencyAccount::default);
        for (number, event) in (0..).zip(&events) {
            accounts[usize::from(event.account) - 1].see(number, event);
        }
        register(seen, &events, &mut accounts);
        EmergencyUse { seen: seen.clone(), accounts, events }
    }

    /// The name or object id of the account with this number, from 0.
    pub fn name(&self, account: usize) -> &str {
        &self.seen.request.tenant.break_glass[account]
    }

    /// The sign-in is within a planned test.
    pub fn is_planned(&self, event: &EmergencySignIn) -> bool {
        self.seen.request.tenant.planned(self.name(usize::from(event.account) - 1), event.time)
    }

    /// How many sign-ins are not within a planned test.
    pub fn unplanned(&self) -> u64 {
        self.events.iter().filter(|event| !self.is_planned(event)).count() as u64
    }

    /// The accounts that signed in, by name or object id as they are declared.
    pub fn used(&self) -> BTreeSet<&str> {
        let used = (0..self.accounts.len()).filter(|number| !self.accounts[*number].events.is_empty());
        used.map(|number| self.name(number)).collect()
    }
}

impl EmergencyAccount {
    fn see(&mut self, number: u32, event: &EmergencySignIn) {
        self.events.push(number);
        match event.status {
            Status::Success => {
                self.success += 1;
                self.without_mfa += u64::from(event.mfa != Some(true));
                self.last_success = self.last_success.max(Some(event.time));
            }
            Status::Failure => self.failure += 1,
            Status::Interrupted => self.interrupted += 1,
        }
    }
}

/// Looks the accounts up in the newest report: by the name or id that is declared, and by the names that they signed in with.
fn register(seen: &Seen, events: &[EmergencySignIn], accounts: &mut [EmergencyAccount]) {
    let newest = Newest::new(&seen.request);
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    let mut call = |name: &str, account: usize| {
        if !name.is_empty() {
            by_name.entry(name.to_ascii_lowercase()).or_default().push(account);
        }
    };
    for (number, account) in accounts.iter().enumerate() {
        call(seen.request.tenant.break_glass[number].trim(), number);
        let users: BTreeSet<Symbol> =
            account.events.iter().map(|event| events[*event as usize].user).collect();
        users.into_iter().for_each(|user| call(seen.text(Field::User, user), number));
    }
    for (_, line) in newest.lines() {
        for name in [&line.user, &line.user_id] {
            for number in by_name.get(&name.to_ascii_lowercase()).into_iter().flatten() {
                accounts[*number].registered_methods.get_or_insert_with(|| line.methods.clone());
            }
        }
    }
}
