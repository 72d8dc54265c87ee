//! The list of rules: one file each.

use crate::rule::Rule;

mod break_glass_use;
mod failed_mfa;
mod legacy_auth;
mod non_mfa_success;

/// Every rule, by id.
pub fn all() -> Vec<Rule> {
    vec![
        break_glass_use::break_glass_use(),
        failed_mfa::failed_mfa(),
        legacy_auth::legacy_auth(),
        non_mfa_success::non_mfa_success(),
    ]
}

/// The rule of an id.
pub fn named(id: &str) -> Option<Rule> {
    all().into_iter().find(|rule| rule.id == id)
}
