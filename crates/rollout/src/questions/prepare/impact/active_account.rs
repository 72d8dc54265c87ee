//! Active accounts: what becomes of each once the policy is on.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use entrasift_rules::derive::person::Person;
use entrasift_rules::excepted::Excepted;
use hashbrown::HashMap;

use super::morning::UsualHours;
use super::policy::Policy;
use super::readiness::{Readiness, Ways};
use crate::facts::policy_results::Foreseen;
use crate::people::accounts::Accounts;
use crate::people::app_use::Way;
use crate::people::special_accounts::{AccountKind, Judge};
use crate::reading::read_logs::Seen;
use crate::tenant::directory::Directory;

/// One active account.
#[derive(Debug, Clone)]
pub struct ActiveAccount {
    /// Whose it is.
    pub person: Person,
    /// What becomes of it.
    pub readiness: Readiness,
    /// What special account it is.
    pub kind: Option<AccountKind>,
    /// A method is registered that policy does not allow.
    pub not_allowed: bool,
    /// The tenant file excepts it from the policy.
    pub is_excepted: bool,
    /// The local hour, from 0, at which its owner starts on most working days; `None` where nobody was seen on one.
    pub starts_at: Option<usize>,
    /// What report-only policies would have done to its successes.
    pub foreseen: Foreseen,
}

impl ActiveAccount {
    /// No person sits at it who could answer a prompt.
    pub fn is_machine(&self) -> bool {
        self.kind.is_some_and(AccountKind::is_machine)
    }
}

/// Every active account: one with a success; not break-glass, not the synchronisation's, not a partner's only.
#[derive(Debug, Default)]
pub struct ActiveAccounts {
    /// Blocked first, then those who must register, those who will be prompted and those who are ready; then by department, user and object id.
    all: Vec<ActiveAccount>,
    by_person: HashMap<Person, usize>,
}

impl ActiveAccounts {
    pub(super) fn new(
        seen: &Seen,
        sums: &Accounts,
        starts: &UsualHours,
        policy: Policy,
        directory: Option<&Directory>,
    ) -> ActiveAccounts {
        let judge = Judge::new(&seen.request);
        let excepted = Excepted::new(&seen.request.tenant.exceptions);
        let report = judge.report_date();
        let mut ways: HashMap<Person, Ways> = HashMap::new();
        for ([person, .., way], used) in sums.uses.iter() {
            ways.entry(Person(*person)).or_default()[*way as usize] += used.count;
        }
        let addresses = sums.address_counts();
        let mut all = Vec::new();
        for ([person], account) in sums.accounts.iter().filter(|(_, account)| account.success > 0) {
            let person = Person(*person);
            let (name, id) = (seen.shown(person), seen.user_id(person));
            let ways = ways.get(&person).copied().unwrap_or_default();
            let foreign = ways[Way::Partner as usize] + ways[Way::Sync as usize];
            if foreign == account.success {
                continue;
            }
            let addresses = addresses.get(&person).copied().unwrap_or_default();
            let kind = judge.classify(name, id, Some(account), addresses).map(|(kind, _)| kind);
            if kind == Some(AccountKind::Sync) {
                continue;
            }
            let line = judge.registered(name, id).map(|(_, line)| line);
            let foreseen = Foreseen::new(seen, &account.policies);
            let newer = account.last_fresh_mfa.is_some() && account.last_fresh_mfa > report;
            let lacks_method = match line {
                Some(line) => !line.is_capable() && !newer,
                None => account.protected == 0,
            };
            let readiness = Readiness::classify(policy, account, ways, kind, lacks_method, &foreseen);
            let not_allowed = lacks_method && line.is_some_and(|line| line.is_registered());
            let is_excepted = excepted.because(name).is_some();
            let starts_at = starts.hour(person);
            all.push(ActiveAccount {
                person,
                readiness,
                kind,
                not_allowed,
                is_excepted,
                starts_at,
                foreseen,
            });
        }
        all.sort_by_cached_key(|one| {
            let (name, id) = (seen.shown(one.person), seen.user_id(one.person));
            let department = directory.map(|directory| directory.department_or_none(name, id));
            (Reverse(one.readiness), department, name, id)
        });
        let by_person = all.iter().enumerate().map(|(at, one)| (one.person, at)).collect();
        ActiveAccounts { all, by_person }
    }

    /// Every active account, those who notice most first.
    pub fn iter(&self) -> impl Iterator<Item = &ActiveAccount> {
        self.all.iter()
    }

    /// The account at a place in that order.
    pub(super) fn at(&self, at: usize) -> &ActiveAccount {
        &self.all[at]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What becomes of an account; `None` where it is not active.
    pub fn get(&self, person: Person) -> Option<&ActiveAccount> {
        self.by_person.get(&person).map(|at| &self.all[*at])
    }

    /// How many accounts have that readiness.
    pub fn count(&self, readiness: Readiness) -> u64 {
        self.iter().filter(|one| one.readiness == readiness).count() as u64
    }

    /// The people whose accounts have that readiness.
    pub fn people(&self, readiness: Readiness) -> BTreeSet<Person> {
        self.iter().filter(|one| one.readiness == readiness).map(|one| one.person).collect()
    }
}
