//! What is derived of one sign-in before any rule looks.

use entrasift_core::Field;

use crate::derive::person::Person;

/// Whether a sign-in used a legacy protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Legacy {
    /// A modern client.
    #[default]
    No,
    /// A legacy client app.
    Client,
    /// A modern client app, but ROPC by protocol or user agent.
    Ropc,
    /// No client app is given.
    Unclassified,
}

impl Legacy {
    /// MFA is impossible.
    pub fn is_legacy(self) -> bool {
        matches!(self, Legacy::Client | Legacy::Ropc)
    }
}

/// What is derived of one sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Derived {
    /// Whose it is.
    pub person: Person,
    /// It is a user's.
    pub is_user: bool,
    /// Its user is a guest.
    pub is_guest: bool,
    /// The declared break-glass account, counted from 1; 0 is none.
    pub break_glass: u16,
    /// Legacy or not.
    pub legacy: Legacy,
}

/// Fields whose columns are filled for every sign-in, whoever observes; so are those of the error code and the status word.
pub const FIELDS: &[Field] = &[
    Field::UserId,
    Field::User,
    Field::EventType,
    Field::ClientApp,
    Field::Protocol,
    Field::UserAgent,
    Field::DisplayName,
    Field::UserType,
    Field::App,
    Field::AppId,
    Field::Resource,
    Field::ResourceId,
    Field::ResourceTenantId,
    Field::HomeTenantId,
    Field::CrossTenant,
    Field::Compliant,
    Field::TrustType,
    Field::MfaResult,
    Field::MfaMethod,
    Field::Requirement,
    Field::CaStatus,
    Field::StepsDigest,
];
