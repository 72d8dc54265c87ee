//! SignIn: one sign-in with everything that any export says about it.

use crate::account::Account;
use crate::app::App;
use crate::device::Device;
use crate::guid::Guid;
use crate::moment::Moment;
use crate::outcome::{Outcome, outcome};
use crate::place::Place;
use crate::policy::{ConditionalAccess, PolicyResults};
use crate::scene::Scene;

/// What the resource asked for, or the stage that was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Requirement {
    /// A single factor.
    #[default]
    Single,
    /// More than one factor.
    Multi,
}

/// Who asked for more than one factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provider {
    /// Nobody.
    #[default]
    None,
    /// Per-user MFA.
    User,
    /// A Conditional Access policy.
    ConditionalAccess,
}

/// One authentication step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub time: Moment,
    /// The method, e.g. `Password`.
    pub method: &'static str,
    /// Its detail, e.g. `Password in the cloud`.
    pub detail: &'static str,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// The result text.
    pub result: &'static str,
}

/// What risk detection said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Risk {
    /// No risk.
    #[default]
    None,
    /// Medium risk, unfamiliar features.
    Medium,
    /// High risk, anonymised address or stolen token.
    High,
}

/// One sign-in; borrows from the story that it is part of.
#[derive(Clone, Debug)]
pub struct SignIn<'s> {
    /// When it was made.
    pub time: Moment,
    /// Request id.
    pub id: Guid,
    /// Correlation id, shared by the rows of one flow.
    pub correlation_id: Guid,
    /// Session id, shared by an interactive root and its refreshed tokens.
    pub session_id: Option<Guid>,
    /// Unique token id, before its base64.
    pub token_id: Guid,
    /// Who.
    pub account: &'s Account,
    /// An id that stands where the user name should, as in rows of silent or restricted sign-ins.
    pub id_as_username: Option<Guid>,
    /// The application.
    pub app: &'s App,
    /// The resource.
    pub resource: &'s App,
    /// The tenant of the resource.
    pub resource_tenant_id: Guid,
    /// `none`, `b2bCollaboration`, `passthrough`, `serviceProvider`.
    pub cross_tenant: &'static str,
    /// Address and location.
    pub place: &'s Place,
    /// The address that the resource saw.
    pub resource_ip: Option<&'s str>,
    /// The device.
    pub device: &'s Device,
    /// Browser or rich client.
    pub browser: &'s str,
    /// Client app, may be empty.
    pub client_app: &'static str,
    /// User agent, may be empty.
    pub user_agent: &'s str,
    /// Interactive or not.
    pub interactive: bool,
    /// Error code; 0 = success.
    pub code: u32,
    /// The text of `status.additionalDetails` and of the portal's MFA result.
    pub mfa_result: &'static str,
    /// The MFA method, may be empty.
    pub mfa_method: &'static str,
    /// The MFA detail, e.g. a masked number.
    pub mfa_detail: &'s str,
    /// Single or multi-factor.
    pub requirement: Requirement,
    /// Who asked for it.
    pub provider: Provider,
    /// The word of the Conditional Access column.
    pub conditional_access: ConditionalAccess,
    /// What every policy did.
    pub policies: PolicyResults,
    /// The steps; empty where the log holds none.
    pub steps: Vec<Step>,
    /// Authentication protocol.
    pub protocol: &'static str,
    /// Original transfer method.
    pub transfer: &'static str,
    /// Incoming token type, raw enumeration.
    pub incoming_token: &'static str,
    /// Token protection: status, and a code with `unbound`.
    pub token_protection: (&'static str, Option<u16>),
    /// Risk.
    pub risk: Risk,
    /// Processing time in milliseconds.
    pub latency_ms: u32,
    /// The element of the story that it belongs to.
    pub scene: Scene,
}

impl SignIn<'_> {
    /// The words of its error code.
    pub fn outcome(&self) -> &'static Outcome {
        outcome(self.code)
    }

    /// The sign-in name that was typed, where the log keeps it.
    pub fn identifier(&self) -> &str {
        if self.interactive && self.token_id.0.is_multiple_of(3) { &self.account.upn } else { "" }
    }
}
