//! Affected applications: where people notice the policy.

use std::cmp::Reverse;

use entrasift_core::{Field, Symbol};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::App;
use hashbrown::{HashMap, HashSet};

use super::active_account::ActiveAccounts;
use super::policy::Policy;
use crate::facts::app_name::AppName;
use crate::people::accounts::Accounts;
use crate::people::app_use::Way;
use crate::reading::read_logs::Seen;

/// An application that people use in a way that the policy changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AffectedApp {
    /// Which.
    pub app: AppName,
    /// How many active accounts.
    pub accounts: usize,
    /// How many of their sign-ins.
    pub signins: u64,
}

/// By affected accounts, then sign-ins, then name and id.
pub(super) fn affected_apps(
    seen: &Seen,
    sums: &Accounts,
    accounts: &ActiveAccounts,
    policy: Policy,
) -> Vec<AffectedApp> {
    let mut apps: HashMap<App, (HashSet<u32>, u64)> = HashMap::new();
    let mut names: HashMap<App, Symbol> = HashMap::new();
    for ([person, id, name, _, way], used) in sums.uses.iter() {
        let app = App::new(*id, || *name);
        for (name, _) in used.apps.iter() {
            // One application may bear several names: the first of all of them is shown.
            let known = names.entry(app).or_insert(name);
            if seen.text(Field::App, name) < seen.text(Field::App, *known) {
                *known = name;
            }
        }
        if is_affected(Way::ALL[*way as usize], policy) && accounts.get(Person(*person)).is_some() {
            let (people, signins) = apps.entry(app).or_default();
            people.insert(*person);
            *signins += used.count;
        }
    }
    let mut affected: Vec<AffectedApp> = apps
        .into_iter()
        .map(|(app, (people, signins))| {
            let name = names.get(&app).copied();
            AffectedApp { app: AppName { app, name }, accounts: people.len(), signins }
        })
        .collect();
    let dictionaries = &seen.watched.dictionaries;
    affected.sort_by_key(|one| {
        (Reverse(one.accounts), Reverse(one.signins), one.app.text(seen), one.app.app.id(dictionaries))
    });
    affected
}

fn is_affected(way: Way, policy: Policy) -> bool {
    match policy {
        Policy::Mfa => matches!(way, Way::Legacy | Way::Ropc | Way::Unprotected | Way::Guest),
        Policy::LegacyBlock => way == Way::Legacy,
    }
}
