//! What MFA made of a success: the ladder of classes, first rung that fits (`docs/definitions.md`).

use entrasift_core::Evidence;

use crate::derive::circumstance::{AppRole, CaStatus, CrossTenant, Direction, Requirement};

/// The class of a successful sign-in of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// A declared break-glass account.
    BreakGlass,
    /// The directory-synchronisation account.
    Sync,
    /// Legacy client app, or ROPC.
    Legacy,
    /// Cross-tenant passthrough; the token grants nothing.
    Passthrough,
    /// Our user in another tenant's resource.
    Outbound,
    /// Partner or Microsoft support access.
    ServiceProvider,
    /// A fresh second step succeeded.
    MfaDone,
    /// The primary method was itself strong.
    StrongPrimary,
    /// An earlier MFA satisfied it.
    MfaPrior,
    /// Another provider did MFA.
    ExternalProvider,
    /// A setting skipped MFA.
    GapLegacySetting,
    /// A remembered device skipped MFA.
    Remembered,
    /// Windows sign-in.
    DeviceSignin,
    /// Broker, device registration, enrolment, security-info registration.
    Bootstrap,
    /// Single factor on a compliant or hybrid-joined device, a policy satisfied.
    DeviceSatisfied,
    /// Inbound guest without any MFA evidence.
    Guest,
    /// Without MFA.
    Gap,
    /// Non-interactive, with neither password step nor MFA evidence.
    TokenOnly,
    /// Everything else.
    Unknown,
}

impl Class {
    /// Every class, in the order of the ladder.
    pub const ALL: [Class; 19] = [
        Class::BreakGlass,
        Class::Sync,
        Class::Legacy,
        Class::Passthrough,
        Class::Outbound,
        Class::ServiceProvider,
        Class::MfaDone,
        Class::StrongPrimary,
        Class::MfaPrior,
        Class::ExternalProvider,
        Class::GapLegacySetting,
        Class::Remembered,
        Class::DeviceSignin,
        Class::Bootstrap,
        Class::DeviceSatisfied,
        Class::Guest,
        Class::Gap,
        Class::TokenOnly,
        Class::Unknown,
    ];

    /// The name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Class::BreakGlass => "break-glass",
            Class::Sync => "sync",
            Class::Legacy => "legacy",
            Class::Passthrough => "passthrough",
            Class::Outbound => "outbound",
            Class::ServiceProvider => "service-provider",
            Class::MfaDone => "mfa-done",
            Class::StrongPrimary => "strong-primary",
            Class::MfaPrior => "mfa-prior",
            Class::ExternalProvider => "external-provider",
            Class::GapLegacySetting => "gap-legacy-setting",
            Class::Remembered => "remembered",
            Class::DeviceSignin => "device-signin",
            Class::Bootstrap => "bootstrap",
            Class::DeviceSatisfied => "device-satisfied",
            Class::Guest => "guest",
            Class::Gap => "gap",
            Class::TokenOnly => "token-only",
            Class::Unknown => "unknown",
        }
    }

    /// MFA, or as good as MFA, stands behind it.
    pub fn is_protected(self) -> bool {
        matches!(self, Class::MfaDone | Class::StrongPrimary | Class::MfaPrior | Class::ExternalProvider)
    }

    /// A policy could have asked for more.
    pub fn may_be_exempt(self) -> bool {
        matches!(self, Class::Gap | Class::GapLegacySetting | Class::Unknown)
    }

    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Class::BreakGlass => "a declared break-glass account",
            Class::Sync => "the directory-synchronisation account",
            Class::Legacy => "a protocol that cannot do MFA",
            Class::Passthrough => "cross-tenant passthrough, which grants nothing",
            Class::Outbound => "our user in another tenant's resource",
            Class::ServiceProvider => "partner or support access",
            Class::MfaDone => "MFA was done",
            Class::StrongPrimary => "the method was itself strong",
            Class::MfaPrior => "an earlier MFA satisfied it",
            Class::ExternalProvider => "another provider did MFA",
            Class::GapLegacySetting => "a legacy setting skipped MFA",
            Class::Remembered => "a remembered device skipped MFA",
            Class::DeviceSignin => "a sign-in to Windows",
            Class::Bootstrap => "a broker, an enrolment or a registration",
            Class::DeviceSatisfied => "a compliant or hybrid-joined device satisfied the policy",
            Class::Guest => "a guest without any MFA evidence",
            Class::Gap => "without MFA",
            Class::TokenOnly => "a token was used; the log does not show how it was won",
            Class::Unknown => "the log does not tell",
        }
    }
}

/// How sure a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// Steps, texts, client app or account prove it.
    Confirmed,
    /// Only the requirement, or the Conditional Access word, says so.
    RequirementOnly,
}

impl Confidence {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Confirmed => "confirmed",
            Confidence::RequirementOnly => "requirement-only",
        }
    }
}

/// The class of one success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Verdict {
    /// The class.
    pub class: Class,
    /// How sure it is.
    pub confidence: Confidence,
    /// The class that the sign-in would have were its account not declared as break-glass.
    pub aside: Class,
}

/// What the ladder reads of one success.
#[derive(Debug, Clone, Copy, Default)]
pub struct Success {
    /// A declared break-glass account.
    pub break_glass: bool,
    /// The account is the synchronisation account by name.
    pub sync_account: bool,
    /// Legacy client app, or ROPC.
    pub legacy: bool,
    /// Kind of cross-tenant access.
    pub cross_tenant: CrossTenant,
    /// Where user and resource are at home.
    pub direction: Direction,
    /// User type guest.
    pub guest: bool,
    /// Steps, texts, method.
    pub evidence: Evidence,
    /// The requirement.
    pub requirement: Requirement,
    /// The Conditional Access status.
    pub ca_status: CaStatus,
    /// What the application is.
    pub app: AppRole,
    /// The device is compliant or hybrid joined.
    pub trusted_device: bool,
    /// Interactive; unknown counts as interactive.
    pub interactive: bool,
}

impl Success {
    /// The class and how sure it is.
    pub fn verdict(&self) -> Verdict {
        let (aside, confidence) = self.class_aside();
        if self.break_glass {
            return Verdict { class: Class::BreakGlass, confidence: Confidence::Confirmed, aside };
        }
        Verdict { class: aside, confidence, aside }
    }

    /// The class, leaving aside that the account is declared as break-glass.
    fn class_aside(&self) -> (Class, Confidence) {
        let sure = |class| (class, Confidence::Confirmed);
        if self.sync_account || self.app == AppRole::Sync {
            return sure(Class::Sync);
        }
        if self.legacy {
            return sure(Class::Legacy);
        }
        if self.cross_tenant == CrossTenant::Passthrough {
            return sure(Class::Passthrough);
        }
        if self.direction == Direction::Outbound {
            return sure(Class::Outbound);
        }
        if self.cross_tenant == CrossTenant::ServiceProvider {
            return sure(Class::ServiceProvider);
        }
        self.class_by_evidence().unwrap_or_else(|| self.class_by_circumstance())
    }

    fn class_by_evidence(&self) -> Option<(Class, Confidence)> {
        let has = |one| self.evidence.has_any(one);
        let multi = self.requirement == Requirement::Multi;
        if has(Evidence::SECOND_FACTOR) || has(Evidence::FRESH_TEXT) {
            return Some((Class::MfaDone, Confidence::Confirmed));
        }
        if has(Evidence::STRONG) || has(Evidence::STRONG_TEXT) || has(Evidence::CERTIFICATE) && multi {
            return Some((Class::StrongPrimary, Confidence::Confirmed));
        }
        if has(Evidence::PRIOR_TEXT) {
            return Some((Class::MfaPrior, Confidence::Confirmed));
        }
        if multi && !has(Evidence::STEPS) && !self.evidence.has_text() {
            return Some((Class::MfaPrior, Confidence::RequirementOnly));
        }
        if has(Evidence::EXTERNAL_TEXT) {
            return Some((Class::ExternalProvider, Confidence::Confirmed));
        }
        if has(Evidence::SKIPPED_TEXT) {
            return Some((Class::GapLegacySetting, Confidence::Confirmed));
        }
        has(Evidence::REMEMBERED_TEXT).then_some((Class::Remembered, Confidence::Confirmed))
    }

    fn class_by_circumstance(&self) -> (Class, Confidence) {
        let sure = |class| (class, Confidence::Confirmed);
        let single = self.requirement == Requirement::Single;
        if self.app == AppRole::WindowsSignIn || self.evidence.has(Evidence::BROKER_TEXT) {
            return sure(Class::DeviceSignin);
        }
        if self.app == AppRole::Bootstrap {
            return sure(Class::Bootstrap);
        }
        if single && self.ca_status == CaStatus::Success && self.trusted_device {
            return (Class::DeviceSatisfied, Confidence::RequirementOnly);
        }
        if self.guest || self.direction == Direction::Inbound {
            return sure(Class::Guest);
        }
        let password = self.evidence.has(Evidence::PASSWORD);
        let only_password = password || self.interactive && self.evidence.has(Evidence::PASSWORD_METHOD);
        if only_password && !self.evidence.has(Evidence::OTHER_STEP) {
            return sure(Class::Gap);
        }
        if single && self.interactive && self.ca_status == CaStatus::NotApplied {
            return (Class::Gap, Confidence::RequirementOnly);
        }
        if !self.interactive && !password {
            return sure(Class::TokenOnly);
        }
        (Class::Unknown, Confidence::RequirementOnly)
    }
}
