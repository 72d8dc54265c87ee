//! The list of rules: one file each.

use crate::rule::Rule;
use crate::tenant::Tenant;

mod break_glass_use;
mod failed_mfa;
mod legacy_auth;
mod non_mfa_success;

/// Every rule with its defaults, by id.
pub fn all() -> Vec<Rule> {
    vec![
        break_glass_use::break_glass_use(),
        failed_mfa::failed_mfa(),
        legacy_auth::legacy_auth(),
        non_mfa_success::non_mfa_success(),
    ]
}

/// Every rule as this tenant wants it, by id.
pub fn all_for(tenant: &Tenant) -> Vec<Rule> {
    all().into_iter().map(|rule| rule.for_tenant(tenant)).collect()
}

/// The rule of an id, with its defaults.
pub fn named(id: &str) -> Option<Rule> {
    all().into_iter().find(|rule| rule.id == id)
}
