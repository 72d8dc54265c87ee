//! The lines of `exceptions`: which accounts need special handling.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_rules::derive::person::Person;
use entrasift_rules::tally::Tally;
use hashbrown::HashSet;

use super::exemption::{Exemption, exemptions};
use crate::answer::{Place, Value};
use crate::people::account::Account;
use crate::people::accounts::Accounts;
use crate::people::special_accounts::{AccountKind, Judge, Sign};
use crate::reading::intake::ReportPlace;
use crate::reading::read_logs::Seen;

/// Accounts that need special handling.
pub struct SpecialAccounts {
    /// What was read.
    pub seen: Arc<Seen>,
    /// By kind, then user, then object id.
    pub lines: Vec<SpecialAccount>,
    /// What exempting an account would risk: one for each account that was asked for, in that order.
    pub exemptions: Vec<Exemption>,
    /// What each account of the logs does.
    accounts: Tally<1, Account>,
}

/// One account that needs special handling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialAccount {
    /// Whose it is.
    pub who: AccountOwner,
    /// What it is.
    pub kind: AccountKind,
    /// What tells that.
    pub sign: Sign,
    /// At how many addresses it was seen.
    pub addresses: usize,
}

/// Where an account is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOwner {
    /// From the logs.
    Person(Person),
    /// From the newest registration report only.
    Registered(ReportPlace),
}

impl SpecialAccounts {
    pub(super) fn new(seen: &Arc<Seen>, sums: Accounts, exempt: &[String]) -> SpecialAccounts {
        let judge = Judge::new(&seen.request);
        let counts = sums.address_counts();
        let mut lines: Vec<SpecialAccount> = Vec::new();
        for ([person], account) in sums.accounts.iter().filter(|(_, account)| account.exists) {
            let person = Person(*person);
            let addresses = counts.get(&person).copied().unwrap_or_default();
            let (name, id) = (seen.shown(person), seen.user_id(person));
            if let Some((kind, sign)) = judge.classify(name, id, Some(account), addresses) {
                lines.push(SpecialAccount { who: AccountOwner::Person(person), kind, sign, addresses });
            }
        }
        lines.extend(silent(seen, &judge, &sums));
        lines.sort_by_cached_key(|line| (line.kind, line.who.user(seen), line.who.user_id(seen)));
        let exemptions = exemptions(seen, &sums, exempt);
        SpecialAccounts { seen: seen.clone(), lines, exemptions, accounts: sums.accounts }
    }

    /// The accounts of a kind.
    pub fn of_kind(&self, kind: AccountKind) -> impl Iterator<Item = &SpecialAccount> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    /// How many accounts are of a kind.
    pub fn count(&self, kind: AccountKind) -> u64 {
        self.of_kind(kind).count() as u64
    }

    /// The names of the accounts of a kind.
    pub fn users(&self, kind: AccountKind) -> BTreeSet<Cow<'_, str>> {
        self.of_kind(kind).map(|line| line.who.user(&self.seen)).collect()
    }

    /// What an account does; `None` where it has no sign-in.
    pub fn account(&self, line: &SpecialAccount) -> Option<&Account> {
        match line.who {
            AccountOwner::Person(person) => self.accounts.get(&[person.0]),
            AccountOwner::Registered(_) => None,
        }
    }

    /// The rows that show an account; its line in the report where there are none.
    pub(super) fn evidence(&self, line: &SpecialAccount) -> Value {
        match (self.account(line), line.who) {
            (Some(account), _) => self.seen.evidence(&account.evidence),
            (None, AccountOwner::Registered(place)) => {
                let path = self.seen.request.intake.reports[place.report as usize].path.clone();
                let row = self.seen.request.intake.registration(place).row;
                Value::Evidence { places: vec![Place { path, row }], total: 1 }
            }
            (None, AccountOwner::Person(_)) => Value::Evidence { places: Vec::new(), total: 0 },
        }
    }
}

impl AccountOwner {
    /// The user name.
    pub fn user(self, seen: &Seen) -> Cow<'_, str> {
        match self {
            AccountOwner::Person(person) => Cow::Borrowed(seen.shown(person)),
            AccountOwner::Registered(place) => {
                Cow::Owned(seen.request.intake.registration(place).sign_in_name())
            }
        }
    }

    /// The object id; empty where there is none.
    pub fn user_id(self, seen: &Seen) -> &str {
        match self {
            AccountOwner::Person(person) => seen.user_id(person),
            AccountOwner::Registered(place) => &seen.request.intake.registration(place).user_id,
        }
    }
}

/// Machines of the newest report that no log names.
fn silent(seen: &Seen, judge: &Judge<'_>, sums: &Accounts) -> Vec<SpecialAccount> {
    let people = || sums.accounts.iter().map(|([person], _)| Person(*person));
    let met: HashSet<String> = match judge.registrations().next() {
        None => HashSet::new(),
        Some(_) => {
            let names = people().flat_map(|person| [seen.shown(person), seen.user_id(person)]);
            names.map(str::to_lowercase).collect()
        }
    };
    let is_met = |name: &str| !name.is_empty() && met.contains(&name.to_lowercase());
    let accounts = judge.registrations().filter_map(|(place, user)| {
        let name = user.sign_in_name();
        let others = is_met(&name)
            || is_met(&user.user_id)
            || judge.is_break_glass(&name)
            || judge.is_break_glass(&user.user_id);
        if others {
            return None;
        }
        let (kind, sign) = judge.classify(&name, &user.user_id, None, 0)?;
        let who = AccountOwner::Registered(place);
        kind.is_machine().then_some(SpecialAccount { who, kind, sign, addresses: 0 })
    });
    accounts.collect()
}
