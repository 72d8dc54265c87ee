//! The list of rules: one file each.

use crate::rule::Rule;
use crate::tenant::Tenant;

mod account_lockout;
mod app_broken;
mod blocked_by_policy;
mod break_glass_use;
mod device_code;
mod disabled_account;
mod failed_mfa;
mod fraud_report;
mod legacy_auth;
mod legacy_from_abroad;
mod non_mfa_success;
mod noncompliant_device;
mod password_known_to_stranger;
mod ropc;
mod suspicious_user_agent;
mod sync_account;
mod token_protection;

/// Every rule with its defaults, by id.
pub fn all() -> Vec<Rule> {
    vec![
        account_lockout::account_lockout(),
        app_broken::app_broken(),
        blocked_by_policy::blocked_by_policy(),
        break_glass_use::break_glass_use(),
        device_code::device_code(),
        disabled_account::disabled_account(),
        failed_mfa::failed_mfa(),
        fraud_report::fraud_report(),
        legacy_auth::legacy_auth(),
        legacy_from_abroad::legacy_from_abroad(),
        non_mfa_success::non_mfa_success(),
        noncompliant_device::noncompliant_device(),
        password_known_to_stranger::password_known_to_stranger(),
        ropc::ropc(),
        suspicious_user_agent::suspicious_user_agent(),
        sync_account::sync_account(),
        token_protection::token_protection(),
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
