//! Policy: the tenant's Conditional Access policies and what they did to a sign-in.

/// What one policy did to one sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyResult {
    /// Its conditions did not hold.
    #[default]
    NotApplied,
    /// It is switched off.
    NotEnabled,
    /// Its controls were satisfied.
    Success,
    /// Its controls were not satisfied.
    Failure,
    /// In report-only mode: would have been satisfied.
    ReportOnlySuccess,
    /// In report-only mode: would have blocked.
    ReportOnlyFailure,
    /// In report-only mode: would have prompted.
    ReportOnlyInterrupted,
    /// In report-only mode: its conditions did not hold.
    ReportOnlyNotApplied,
}

impl PolicyResult {
    /// The Graph enumeration.
    pub const fn text(self) -> &'static str {
        match self {
            PolicyResult::NotApplied => "notApplied",
            PolicyResult::NotEnabled => "notEnabled",
            PolicyResult::Success => "success",
            PolicyResult::Failure => "failure",
            PolicyResult::ReportOnlySuccess => "reportOnlySuccess",
            PolicyResult::ReportOnlyFailure => "reportOnlyFailure",
            PolicyResult::ReportOnlyInterrupted => "reportOnlyInterrupted",
            PolicyResult::ReportOnlyNotApplied => "reportOnlyNotApplied",
        }
    }
}

/// One policy of the tenant.
#[derive(Debug)]
pub struct Policy {
    /// Its display name.
    pub name: &'static str,
    /// The grant control that it asks for; empty for a policy with a session control only.
    pub control: &'static str,
}

/// Position of the pilot policy in [`POLICIES`].
pub const PILOT: usize = 0;
/// Position of the policy for everyone.
pub const EVERYONE: usize = 1;
/// Position of the policy against legacy authentication: in report-only mode but for the fax server.
pub const LEGACY: usize = 2;
/// Position of the policy that blocks countries without business.
pub const COUNTRIES: usize = 3;
/// Position of the device policy of the finance department.
pub const DEVICES: usize = 4;

/// Position of the token-protection policy of the IT team.
pub const TOKENS: usize = 5;

/// The policies of Northwind Engineering.
pub static POLICIES: [Policy; 6] = [
    Policy { name: "CA001 - Require MFA - Pilot", control: "Mfa" },
    Policy { name: "CA002 - Require MFA - All users", control: "Mfa" },
    Policy { name: "CA003 - Block legacy authentication", control: "Block" },
    Policy { name: "CA010 - Block countries without business", control: "Block" },
    Policy { name: "CA020 - Require compliant device - Finance archive", control: "RequireCompliantDevice" },
    Policy { name: "CA030 - Token protection - IT", control: "" },
];

/// The result of every policy of [`POLICIES`], in that order.
pub type PolicyResults = [PolicyResult; POLICIES.len()];

/// The word of the Conditional Access column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConditionalAccess {
    /// No policy took part.
    #[default]
    NotApplied,
    /// Policies were satisfied.
    Success,
    /// A policy was not satisfied.
    Failure,
}

impl ConditionalAccess {
    /// As the portal writes it.
    pub const fn portal(self) -> &'static str {
        match self {
            ConditionalAccess::NotApplied => "Not Applied",
            ConditionalAccess::Success => "Success",
            ConditionalAccess::Failure => "Failure",
        }
    }

    /// The Graph enumeration.
    pub const fn graph(self) -> &'static str {
        match self {
            ConditionalAccess::NotApplied => "notApplied",
            ConditionalAccess::Success => "success",
            ConditionalAccess::Failure => "failure",
        }
    }
}
