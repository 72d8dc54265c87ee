//! Causes: why a flow was stopped, from its codes and what the result texts say.

use entrasift_core::field::catalogue::error_code;

use super::mark::{Denial, FlowMark, Why};

/// Why a flow was stopped. Where a flow has several causes, the first one of this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The user reported the prompt as fraud.
    FraudReported,
    /// The user declined the prompt.
    Declined,
    /// A legacy client or ROPC, which can never pass.
    LegacyClient,
    /// Must register, and is not allowed to from there (53004, 53010, 54010).
    CannotRegister,
    /// Was asked to register or to prove themselves, and left the page open until it expired (50089).
    GaveUp,
    /// Must register (50072, 50079).
    NeedsRegistration,
    /// Did not respond to the prompt.
    NoAnswer,
    /// A wrong code or number.
    WrongCode,
    /// The device does not satisfy the policy.
    Device,
    /// The policy wants another app.
    WrongApp,
    /// A risk policy.
    Risk,
    /// A policy blocks it.
    BlockedByPolicy,
    /// An external MFA provider.
    ExternalProvider,
    /// A key, certificate, temporary access pass or passwordless method did not work.
    Method,
    /// The MFA service itself.
    Service,
    /// The challenge was not passed, and nothing says why.
    NotPassed,
    /// Another code that a policy can cause.
    Other,
    /// A code that nobody knows.
    UnknownCode,
}

impl Cause {
    /// Every cause, in the order of precedence.
    pub const ALL: [Cause; 18] = [
        Cause::FraudReported,
        Cause::Declined,
        Cause::LegacyClient,
        Cause::CannotRegister,
        Cause::GaveUp,
        Cause::NeedsRegistration,
        Cause::NoAnswer,
        Cause::WrongCode,
        Cause::Device,
        Cause::WrongApp,
        Cause::Risk,
        Cause::BlockedByPolicy,
        Cause::ExternalProvider,
        Cause::Method,
        Cause::Service,
        Cause::NotPassed,
        Cause::Other,
        Cause::UnknownCode,
    ];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Cause::FraudReported => "fraud-reported",
            Cause::Declined => "declined",
            Cause::LegacyClient => "legacy-client",
            Cause::CannotRegister => "cannot-register",
            Cause::GaveUp => "gave-up",
            Cause::NeedsRegistration => "needs-registration",
            Cause::NoAnswer => "no-answer",
            Cause::WrongCode => "wrong-code",
            Cause::Device => "device",
            Cause::WrongApp => "wrong-app",
            Cause::Risk => "risk",
            Cause::BlockedByPolicy => "blocked-by-policy",
            Cause::ExternalProvider => "external-provider",
            Cause::Method => "method",
            Cause::Service => "mfa-service",
            Cause::NotPassed => "not-passed",
            Cause::Other => "other",
            Cause::UnknownCode => "unknown-code",
        }
    }

    /// The cause that a single mark indicates.
    pub fn classify(mark: &FlowMark) -> Cause {
        if mark.why == Why::Unknown {
            return Cause::UnknownCode;
        }
        if mark.legacy {
            return Cause::LegacyClient;
        }
        match mark.denial {
            Some(Denial::Fraud) => Cause::FraudReported,
            Some(Denial::Declined) => Cause::Declined,
            Some(Denial::WrongCode) => Cause::WrongCode,
            Some(Denial::NoAnswer) => Cause::NoAnswer,
            None => Cause::classify_code(mark.code),
        }
    }

    /// The cause that a code indicates, one that a policy can lead to.
    fn classify_code(code: i64) -> Cause {
        match code {
            50072 | 50079 => return Cause::NeedsRegistration,
            53004 | 53010 | 54010 => return Cause::CannotRegister,
            50181 => return Cause::WrongCode,
            _ => {}
        }
        match error_code(code).map_or("", |entry| entry.category) {
            "mfa_challenge" => Cause::NotPassed,
            "device" | "conditional_access_device" => Cause::Device,
            "conditional_access_app" => Cause::WrongApp,
            "risk" => Cause::Risk,
            "external_mfa" => Cause::ExternalProvider,
            "fido_passkey_whfb" | "certificate" | "tap" | "passwordless" => Cause::Method,
            "mfa_service" => Cause::Service,
            category if category.starts_with("conditional_access") => Cause::BlockedByPolicy,
            "legacy_auth" | "token_protection" | "device_code" | "cross_tenant" => Cause::BlockedByPolicy,
            _ => Cause::Other,
        }
    }

    /// The cause of a flow, and the code that indicates it: the latest one, and of several at the same time the largest. `marks` is not empty and in
    /// time order.
    pub fn classify_flow<'m>(marks: impl Iterator<Item = &'m FlowMark> + Clone) -> (Cause, Option<i64>) {
        let made = marks.clone().filter(|mark| mark.why != Why::Expired);
        let told = made.map(|mark| (Cause::classify(mark), mark));
        let (cause, mark) = told
            .min_by(|(a, x), (b, y)| a.cmp(b).then_with(|| (y.time, y.code).cmp(&(x.time, x.code))))
            .expect("a flow holds a mark that makes it");
        let code = mark.number();
        let asked = |mark: &&FlowMark| matches!(mark.code, 50072 | 50074 | 50076 | 50079);
        let last = |expired: bool| {
            let of_kind = marks.clone().filter(move |mark| (mark.why == Why::Expired) == expired);
            of_kind.map(|mark| mark.time).max()
        };
        let gave_up = !mark.legacy && cause >= Cause::GaveUp && marks.clone().any(|mark| asked(&mark));
        if gave_up && last(true) > last(false) { (Cause::GaveUp, code) } else { (cause, code) }
    }
}
