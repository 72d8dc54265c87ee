//! What a policy means for each account: ready, prompted, to be registered, blocked.

use std::collections::BTreeMap;

use entrasift_core::dialect::registration::Registration;
use entrasift_core::field::method::Registered;
use entrasift_rules::derive::person::Person;
use hashbrown::HashMap;

use super::Policy;
use crate::facts::policy_results::Foreseen;
use crate::people::account::Account;
use crate::people::accounts::Accounts;
use crate::people::app_use::Way;
use crate::people::special_accounts::{AccountKind, Judge};
use crate::reading::read_logs::Seen;

/// What becomes of an active account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing changes.
    Ready,
    /// A prompt where there is none today, and a method to answer it.
    WillBePrompted,
    /// No method that may be used: registers at the next sign-in.
    MustRegister,
    /// Something that it uses today stops for good.
    Blocked,
}

impl State {
    /// In the order of the JSON.
    pub const ALL: [State; 4] = [State::Ready, State::WillBePrompted, State::MustRegister, State::Blocked];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::WillBePrompted => "will_be_prompted",
            State::MustRegister => "must_register",
            State::Blocked => "blocked",
        }
    }
}

/// One active account.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Whose it is.
    pub person: Person,
    /// What becomes of it.
    pub state: State,
    /// What special account it is.
    pub kind: Option<AccountKind>,
    /// A method is registered that policy does not allow.
    pub not_allowed: bool,
    /// What report-only policies would have done to its successes.
    pub foreseen: Foreseen,
}

/// Every active account: one with a success; not break-glass, not the synchronisation's, not a partner's only.
pub struct People {
    all: HashMap<u32, Standing>,
}

impl People {
    /// Of what was seen.
    pub fn of(seen: &Seen, accounts: &Accounts, policy: Policy) -> People {
        let judge = Judge::new(&seen.request);
        let report = judge.report_date();
        let mut ways: HashMap<u32, [u64; Way::ALL.len()]> = HashMap::new();
        for ([person, .., way], used) in accounts.uses.iter() {
            ways.entry(*person).or_default()[*way as usize] += used.count;
        }
        let addresses = accounts.address_counts();
        let mut all = HashMap::new();
        for ([person], account) in accounts.accounts.iter().filter(|(_, account)| account.success > 0) {
            let (name, id) = (seen.shown(Person(*person)), seen.user_id(Person(*person)));
            let ways = ways.get(person).copied().unwrap_or_default();
            let foreign = ways[Way::Partner as usize] + ways[Way::Sync as usize];
            if foreign == account.success {
                continue;
            }
            let addresses = addresses.get(&Person(*person)).copied().unwrap_or(0);
            let kind = judge.classify(name, id, Some(account), addresses).map(|(kind, _)| kind);
            if kind == Some(AccountKind::Sync) {
                continue;
            }
            let line = judge.registered(name, id).map(|(_, line)| line);
            let foreseen = Foreseen::new(seen, &account.policies);
            let newer = account.last_fresh_mfa.is_some() && account.last_fresh_mfa > report;
            let lacks_method = match line {
                Some(line) => !is_capable(line) && !newer,
                None => account.protected == 0,
            };
            let state = match policy {
                Policy::Mfa => state(account, ways, kind, lacks_method, &foreseen),
                Policy::LegacyBlock if ways[Way::Legacy as usize] > 0 => State::Blocked,
                Policy::LegacyBlock => State::Ready,
            };
            let not_allowed = line.is_some_and(|line| lacks_method && is_registered(line));
            all.insert(*person, Standing { person: Person(*person), state, kind, not_allowed, foreseen });
        }
        People { all }
    }

    /// Every active account, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.all.values()
    }

    /// What becomes of an account; `None` where it is not active.
    pub fn get(&self, person: Person) -> Option<&Standing> {
        self.all.get(&person.0)
    }

    /// How many of each state.
    pub fn counts(&self) -> BTreeMap<State, u64> {
        let mut counts = BTreeMap::new();
        self.iter().for_each(|one| *counts.entry(one.state).or_default() += 1);
        counts
    }
}

/// The first that fits: blocked, must register, will be prompted, ready.
fn state(
    account: &Account,
    ways: [u64; Way::ALL.len()],
    kind: Option<AccountKind>,
    lacks_method: bool,
    foreseen: &Foreseen,
) -> State {
    let open = ways[Way::Unprotected as usize] + ways[Way::Guest as usize];
    let machine = kind.is_some_and(AccountKind::is_machine) && account.protected == 0;
    if account.legacy > 0 || machine || foreseen.blocked > 0 {
        State::Blocked
    } else if lacks_method && kind != Some(AccountKind::Guest)
        || kind == Some(AccountKind::Guest) && account.protected == 0
    {
        State::MustRegister
    } else if open > 0 || foreseen.interrupted > 0 {
        State::WillBePrompted
    } else {
        State::Ready
    }
}

fn is_registered(line: &Registration) -> bool {
    let by_methods = || line.methods.iter().any(|name| Registered::classify(name).is_mfa());
    line.registered.unwrap_or_else(by_methods)
}

fn is_capable(line: &Registration) -> bool {
    line.capable.unwrap_or_else(|| is_registered(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states() {
        let ways = |way: Way| {
            let mut ways = [0; Way::ALL.len()];
            ways[way as usize] = 3;
            ways
        };
        let check = |legacy, protected, way, kind, lacks, expect| {
            let account = Account { success: 3, legacy, protected, ..Account::default() };
            assert_eq!(state(&account, ways(way), kind, lacks, &Foreseen::default()), expect);
        };
        check(0, 3, Way::Protected, None, false, State::Ready);
        check(0, 0, Way::Unprotected, None, false, State::WillBePrompted);
        check(0, 0, Way::Unprotected, None, true, State::MustRegister);
        check(1, 3, Way::Legacy, None, false, State::Blocked);
        check(0, 0, Way::Unprotected, Some(AccountKind::Service), true, State::Blocked);
        check(0, 3, Way::Protected, Some(AccountKind::Guest), true, State::Ready);
        check(0, 0, Way::Guest, Some(AccountKind::Guest), false, State::MustRegister);
        let foreseen = Foreseen { evaluated: 3, interrupted: 1, ..Foreseen::default() };
        let account = Account { success: 3, protected: 2, ..Account::default() };
        assert_eq!(state(&account, ways(Way::Protected), None, false, &foreseen), State::WillBePrompted);
    }
}
