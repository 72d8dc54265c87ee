//! Authentication methods by the names that logs and reports use, and what authentication steps prove.

use crate::field::catalogue::MfaText;
use crate::text::words::{flag, fold_word};

/// Separates the method, the success and the result of one step in [`Field::StepsDigest`](crate::field::Field::StepsDigest).
pub const PART: u8 = 0x1f;
/// Ends a step in [`Field::StepsDigest`](crate::field::Field::StepsDigest).
pub const STEP: u8 = 0x1e;

/// The kind of an authentication method in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// A password, wherever it was checked.
    Password,
    /// Never a first factor: notification, code, call, message, external method.
    SecondFactor,
    /// Strong by itself: Windows Hello, FIDO2, passkey, platform credential, passwordless phone, temporary access pass.
    Strong,
    /// A certificate. Whether it counts as one factor or two depends on the requirement.
    Certificate,
    /// Not the name of a method: `Previously satisfied`, `Satisfied by token`, `Federated`, `Other`, empty.
    Other,
}

impl Method {
    /// The kind of a method by its name in the report: a value of the interface or a label of the portal, in any case.
    pub fn classify(name: &str) -> Method {
        let name = name.trim().to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let strong =
            ["windows hello", "fido", "passkey", "platform credential", "secure enclave", "passwordless"];
        if has(&strong) || has(&["temporary access pass"]) {
            Method::Strong
        } else if has(&["x.509", "certificate"]) {
            Method::Certificate
        } else if has(&["password", "phs", "pta"]) {
            Method::Password
        } else if has(&[
            "notification",
            "code",
            "text message",
            "sms",
            "voice",
            "phone",
            "oath",
            "authenticator",
            "external",
        ]) {
            Method::SecondFactor
        } else {
            Method::Other
        }
    }
}

/// What a registered method is good for (source: Microsoft's tables of authentication methods and of phishing-resistant ones).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Registered {
    /// MFA that cannot be phished: passkey, FIDO2 key, Windows Hello, platform credential, certificate.
    PhishingResistant,
    /// MFA by an app, a code or an external provider.
    AppOrCode,
    /// MFA by SMS or a phone call.
    Phone,
    /// A temporary access pass. It signs in with MFA while it lasts, but it is not a registration.
    Pass,
    /// Only for a password reset: e-mail, security questions.
    ResetOnly,
    /// Not MFA: password, app password, QR code, and unknown names.
    Other,
}

impl Registered {
    /// The kind of a method by its name in the report, an enumeration value or a label of the portal, in any case.
    pub fn classify(name: &str) -> Registered {
        let name = fold_word(name);
        match name.as_str() {
            "windowshelloforbusiness" | "fido2" | "fido2securitykey" | "fido" | "macossecureenclavekey" => {
                Registered::PhishingResistant
            }
            "certificatebasedauthentication" | "platformcredential" => Registered::PhishingResistant,
            "microsoftauthenticatorpush"
            | "microsoftauthenticatorpasswordless"
            | "microsoftauthenticatorapp" => Registered::AppOrCode,
            "microsoftpasswordlessphonesignin" | "appnotification" | "appcode" | "externalauthmethod" => {
                Registered::AppOrCode
            }
            "softwareonetimepasscode" | "hardwareonetimepasscode" | "onetimepasscode" => {
                Registered::AppOrCode
            }
            "softwareoathtoken" | "hardwareoathtoken" => Registered::AppOrCode,
            "mobilephone" | "alternatemobilephone" | "officephone" => Registered::Phone,
            "sms" | "mobilesms" | "mobilecall" | "alternatemobilecall" => Registered::Phone,
            "temporaryaccesspass" => Registered::Pass,
            "email" | "securityquestion" | "securityquestions" => Registered::ResetOnly,
            _ if name.starts_with("passkey") => Registered::PhishingResistant,
            _ => Registered::Other,
        }
    }

    /// Whether it is a second factor that the user registered.
    pub fn is_mfa(self) -> bool {
        self <= Registered::Phone
    }
}

/// What the steps and texts of one sign-in prove, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Evidence(u32);

macro_rules! evidence {
    ($($name:ident = $bit:literal, $sentence:literal;)*) => {
        impl Evidence {
            $(#[doc = $sentence] pub const $name: Evidence = Evidence(1 << $bit);)*
            const SENTENCES: &'static [(Evidence, &'static str)] = &[$((Evidence::$name, $sentence)),*];
        }
    };
}

evidence! {
    STEPS = 0, "authentication steps are present";
    PASSWORD = 1, "a password step";
    OTHER_STEP = 2, "a step that is no password";
    SECOND_FACTOR = 3, "a second factor that succeeded";
    STRONG = 4, "a strong method that succeeded";
    CERTIFICATE = 5, "a certificate that was accepted";
    FRESH_TEXT = 6, "a text that says that MFA was completed";
    STRONG_TEXT = 7, "a text that says that strong authentication satisfied the requirement";
    PRIOR_TEXT = 8, "a text that says that an MFA claim in the token satisfied the requirement";
    EXTERNAL_TEXT = 9, "a text that says that an external provider satisfied the requirement";
    FIRST_FACTOR_TEXT = 10, "a text about the first factor only";
    SKIPPED_TEXT = 11, "a text that says that a setting skipped MFA";
    REMEMBERED_TEXT = 12, "a text that says that a remembered device skipped MFA";
    BROKER_TEXT = 13, "a text that says that a Windows broker logon skipped MFA";
    DENIED_TEXT = 14, "a text that says that MFA was denied";
    FRAUD_TEXT = 15, "a text that reports fraud";
    OTHER_TEXT = 16, "another recognised MFA text";
    PASSWORD_METHOD = 17, "the row's method is a password";
    DECLINED_TEXT = 18, "a text that says that the user declined";
    NO_RESPONSE_TEXT = 19, "a text that says that the user did not respond";
    WRONG_CODE_TEXT = 20, "a text that says that the code or the number was wrong";
}

impl Evidence {
    /// Nothing.
    pub const NONE: Evidence = Evidence(0);
    const TEXTS: u32 = 0x1_ffc0;

    /// What both prove together.
    #[must_use]
    pub fn and(self, other: Evidence) -> Evidence {
        Evidence(self.0 | other.0)
    }

    /// Whether it contains all of `other`.
    pub fn has(self, other: Evidence) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it contains some of `other`.
    pub fn has_any(self, other: Evidence) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it contains a recognised text.
    pub fn has_text(self) -> bool {
        self.0 & Evidence::TEXTS != 0
    }

    /// What one authentication step proves.
    pub fn from_step(method: &str, succeeded: bool, result: &str) -> Evidence {
        let text = MfaText::classify(result);
        let kind = match Method::classify(method) {
            Method::Password => {
                return Evidence::STEPS.and(Evidence::PASSWORD).and(Evidence::from_text(text));
            }
            _ if !succeeded
                || text.is_some_and(|text| text != MfaText::Fresh && text != MfaText::StrongPrimary) =>
            {
                Evidence::NONE
            }
            Method::SecondFactor => Evidence::SECOND_FACTOR,
            Method::Strong => Evidence::STRONG,
            Method::Certificate => Evidence::CERTIFICATE,
            Method::Other => Evidence::NONE,
        };
        Evidence::STEPS.and(Evidence::OTHER_STEP).and(kind).and(Evidence::from_text(text))
    }

    /// What a digest of steps proves (see [`crate::field::Field::StepsDigest`]).
    pub fn from_digest(digest: &str) -> Evidence {
        let steps = digest.split(char::from(STEP)).filter(|step| !step.is_empty());
        steps.fold(Evidence::NONE, |all, step| {
            let mut parts = step.split(char::from(PART));
            let mut part = || parts.next().unwrap_or_default();
            let (method, succeeded, result) = (part(), part(), part());
            all.and(Evidence::from_step(method, flag(succeeded) == Some(true), result))
        })
    }

    /// What a recognised text proves.
    pub fn from_text(text: Option<MfaText>) -> Evidence {
        match text {
            None => Evidence::NONE,
            Some(MfaText::Fresh) => Evidence::FRESH_TEXT,
            Some(MfaText::StrongPrimary) => Evidence::STRONG_TEXT,
            Some(MfaText::Prior) => Evidence::PRIOR_TEXT,
            Some(MfaText::External) => Evidence::EXTERNAL_TEXT,
            Some(MfaText::FirstFactorPrior | MfaText::FirstFactorOk | MfaText::FirstFactorFailed) => {
                Evidence::FIRST_FACTOR_TEXT
            }
            Some(MfaText::Skipped) => Evidence::SKIPPED_TEXT,
            Some(MfaText::SkippedRemembered) => Evidence::REMEMBERED_TEXT,
            Some(MfaText::SkippedBroker) => Evidence::BROKER_TEXT,
            Some(MfaText::FraudReported) => Evidence::DENIED_TEXT.and(Evidence::FRAUD_TEXT),
            Some(MfaText::Declined) => Evidence::DENIED_TEXT.and(Evidence::DECLINED_TEXT),
            Some(MfaText::NoResponse) => Evidence::DENIED_TEXT.and(Evidence::NO_RESPONSE_TEXT),
            Some(MfaText::WrongCode | MfaText::WrongNumber) => {
                Evidence::DENIED_TEXT.and(Evidence::WRONG_CODE_TEXT)
            }
            Some(MfaText::DeniedOther) => Evidence::DENIED_TEXT,
            Some(_) => Evidence::OTHER_TEXT,
        }
    }

    /// What the method column of a row proves. It is used only if there is neither a step nor a recognised text.
    pub fn from_row_method(method: &str) -> Evidence {
        if method.trim().is_empty() {
            return Evidence::NONE;
        }
        match Method::classify(method) {
            Method::Password => Evidence::PASSWORD_METHOD,
            Method::SecondFactor => Evidence::SECOND_FACTOR,
            Method::Strong => Evidence::STRONG,
            Method::Certificate => Evidence::CERTIFICATE,
            Method::Other => Evidence::NONE,
        }
    }

    /// The evidence in words.
    pub fn words(self) -> Vec<&'static str> {
        Evidence::SENTENCES.iter().filter(|(one, _)| self.has(*one)).map(|(_, sentence)| *sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods() {
        assert_eq!(Method::classify("Passwordless Microsoft Authenticator"), Method::Strong);
        assert_eq!(Method::classify("PHS, StagedRollout"), Method::Password);
        assert_eq!(Method::classify("OATH verification code"), Method::SecondFactor);
        assert_eq!(Method::classify("Previously satisfied"), Method::Other);
        assert_eq!(Method::classify("X.509 Certificate"), Method::Certificate);
    }

    #[test]
    fn registered_methods() {
        let check = |name: &str, kind: Registered| assert_eq!(Registered::classify(name), kind, "{name}");
        check("microsoftAuthenticatorPush", Registered::AppOrCode);
        check("Hardware OATH token", Registered::AppOrCode);
        check("passKeyDeviceBoundAuthenticator", Registered::PhishingResistant);
        check("Certificate-based authentication", Registered::PhishingResistant);
        check("Alternate Mobile Phone", Registered::Phone);
        check("temporaryAccessPass", Registered::Pass);
        check("email", Registered::ResetOnly);
        check("password", Registered::Other);
        check("telepathy", Registered::Other);
        assert!(Registered::Phone.is_mfa() && !Registered::Pass.is_mfa() && !Registered::ResetOnly.is_mfa());
    }

    #[test]
    fn steps() {
        let password = Evidence::from_step("Password", true, "Correct password");
        assert!(password.has(Evidence::PASSWORD) && !password.has(Evidence::OTHER_STEP));
        let push = Evidence::from_step("Mobile app notification", true, "MFA completed in Azure AD");
        assert!(push.has(Evidence::SECOND_FACTOR.and(Evidence::FRESH_TEXT)));
        let waiting = Evidence::from_step("Mobile app notification", false, "Authentication in progress");
        assert!(!waiting.has_any(Evidence::SECOND_FACTOR));
        let skipped =
            Evidence::from_step("Previously satisfied", true, "MFA requirement skipped due to IP address");
        assert!(skipped.has(Evidence::SKIPPED_TEXT) && !skipped.has_any(Evidence::SECOND_FACTOR));
    }
}
