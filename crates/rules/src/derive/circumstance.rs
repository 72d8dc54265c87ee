//! Circumstances of a sign-in that the ladder of classes asks for, each read from one word of the row.

use entrasift_core::text::words::fold_word;

/// The authentication requirement: the stage reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Requirement {
    /// Not said.
    #[default]
    Unsaid,
    /// Single factor.
    Single,
    /// Multi-factor.
    Multi,
}

/// The Conditional Access status of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaStatus {
    /// Not said, or failure.
    #[default]
    Other,
    /// Policies were satisfied (or merely evaluated).
    Success,
    /// No policy applied.
    NotApplied,
}

/// What the application or resource is to the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AppRole {
    /// Nothing special.
    #[default]
    Ordinary,
    /// Microsoft Entra Connect.
    Sync,
    /// Windows Sign In.
    WindowsSignIn,
    /// Broker, device registration, enrolment, security-info registration.
    Bootstrap,
}

/// The kind of cross-tenant access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CrossTenant {
    /// None, or not said.
    #[default]
    None,
    /// B2B collaboration or direct connect, or a kind that is not known.
    B2b,
    /// Passthrough.
    Passthrough,
    /// Partner or Microsoft support.
    ServiceProvider,
}

/// Where the user and the resource are at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// One tenant, or not said.
    #[default]
    Within,
    /// Our user, another tenant's resource.
    Outbound,
    /// Another tenant's user, our resource.
    Inbound,
}

impl Requirement {
    /// What the word of a file means.
    pub(crate) fn parse(word: &str) -> Requirement {
        match fold_word(word).as_str() {
            "singlefactorauthentication" => Requirement::Single,
            "multifactorauthentication" => Requirement::Multi,
            _ => Requirement::Unsaid,
        }
    }
}

impl CaStatus {
    /// What the word of a file means.
    pub(crate) fn parse(word: &str) -> CaStatus {
        match fold_word(word).as_str() {
            "success" => CaStatus::Success,
            "notapplied" => CaStatus::NotApplied,
            _ => CaStatus::Other,
        }
    }
}

impl CrossTenant {
    /// What the word of a file means.
    pub(crate) fn parse(word: &str) -> CrossTenant {
        match fold_word(word).as_str() {
            "" | "none" => CrossTenant::None,
            "passthrough" => CrossTenant::Passthrough,
            "serviceprovider" | "microsoftsupport" => CrossTenant::ServiceProvider,
            _ => CrossTenant::B2b,
        }
    }
}

impl AppRole {
    /// By the id of an application, or of a resource.
    pub(crate) fn from_id(id: &str, is_app: bool) -> AppRole {
        match id {
            "cb1056e2-e479-49de-ae31-7812af012ed8" if is_app => AppRole::Sync,
            "38aa3b87-a06d-4817-b275-7a316988d93b" if is_app => AppRole::WindowsSignIn,
            "29d9ed98-a469-4536-ade2-f981bc1d605e" if is_app => AppRole::Bootstrap,
            "d4ebce55-015a-49b5-a083-c84d1797ae8c" if is_app => AppRole::Bootstrap,
            "19db86c3-b2b9-44cc-b339-36da233a3be2" if is_app => AppRole::Bootstrap,
            "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9" => AppRole::Bootstrap,
            _ => AppRole::Ordinary,
        }
    }

    /// By the name of an application, or of a resource.
    pub(crate) fn from_name(name: &str, is_app: bool) -> AppRole {
        match name.trim().to_lowercase().as_str() {
            "windows sign in" if is_app => AppRole::WindowsSignIn,
            "microsoft authentication broker" | "microsoft intune enrollment" | "my signins" if is_app => {
                AppRole::Bootstrap
            }
            "device registration service" => AppRole::Bootstrap,
            _ => AppRole::Ordinary,
        }
    }
}
