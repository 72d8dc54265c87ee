//! The list of rules: one file each.

use crate::rule::Rule;
use crate::tenant::Tenant;

mod account_lockout;
mod aitm;
mod app_broken;
mod blocked_by_policy;
mod break_glass_use;
mod brute_force;
mod ca_failure_burst;
mod device_code;
mod disabled_account;
mod failed_mfa;
mod fraud_report;
mod impossible_travel;
mod legacy_auth;
mod legacy_from_abroad;
mod lockout_burst;
mod mfa_fatigue;
mod new_country;
mod non_mfa_success;
mod noncompliant_device;
mod password_known_to_stranger;
mod password_spray;
mod ropc;
mod silently_exempt;
mod suspicious_user_agent;
mod sync_account;
mod token_protection;

/// Every rule with its defaults, by id.
pub fn all() -> Vec<Rule> {
    vec![
        account_lockout::account_lockout(),
        aitm::aitm(),
        app_broken::app_broken(),
        blocked_by_policy::blocked_by_policy(),
        break_glass_use::break_glass_use(),
        brute_force::brute_force(),
        ca_failure_burst::ca_failure_burst(),
        device_code::device_code(),
        disabled_account::disabled_account(),
        failed_mfa::failed_mfa(),
        fraud_report::fraud_report(),
        impossible_travel::impossible_travel(),
        legacy_auth::legacy_auth(),
        legacy_from_abroad::legacy_from_abroad(),
        lockout_burst::lockout_burst(),
        mfa_fatigue::mfa_fatigue(),
        new_country::new_country(),
        non_mfa_success::non_mfa_success(),
        noncompliant_device::noncompliant_device(),
        password_known_to_stranger::password_known_to_stranger(),
        password_spray::password_spray(),
        ropc::ropc(),
        silently_exempt::silently_exempt(),
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
