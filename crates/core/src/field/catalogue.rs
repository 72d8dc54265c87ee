//! The catalogue: error codes, client apps and MFA result texts. The tables are built in.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::words::fold_word;

const ERROR_CODES: &str = include_str!("../../catalogue/error_codes.tsv");
const CLIENT_APPS: &str = include_str!("../../catalogue/client_apps.tsv");
const MFA_TEXTS: &str = include_str!("../../catalogue/mfa_result_strings.tsv");

/// What a code makes of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeClass {
    /// The sign-in succeeded.
    Success,
    /// The user was asked for something more; the flow goes on.
    Interrupt,
    /// A failure that belongs to normal operation.
    Expected,
    /// A failure.
    Failure,
    /// Its meaning is not public: the status word of the file decides.
    Unknown,
}

/// Whether the first factor was accepted in the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialAccepted {
    /// The first factor passed in this attempt.
    Yes,
    /// An older token was presented. It does not prove that the password was right.
    Token,
    /// The first factor did not pass.
    No,
    /// The code does not tell.
    Unknown,
}

/// Whether an MFA policy that is switched on can cause a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnforcementImpact {
    /// It can.
    Yes,
    /// It cannot.
    No,
    /// No public source tells. It is treated like a code that nobody knows, never like [`EnforcementImpact::No`].
    Unknown,
}

/// One error code of the sign-in service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The number, as `AADSTS` messages show it.
    pub code: i64,
    /// Short name.
    pub name: &'static str,
    /// What it makes of the sign-in.
    pub class: CodeClass,
    /// Whether it concerns multifactor authentication.
    pub mfa_related: bool,
    /// Topic, for instance `mfa_challenge`.
    pub category: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The likely cause (our advice).
    pub likely_cause: &'static str,
    /// What the helpdesk does or says (our advice).
    pub helpdesk_action: &'static str,
    /// Tags of the sources.
    pub source: &'static str,
    /// Whether the first factor passed.
    pub credential_accepted: CredentialAccepted,
    /// Whether an MFA policy that is switched on can cause it.
    pub enforcement_impact: EnforcementImpact,
    /// Whether Microsoft's workbooks count it as an interrupt.
    pub in_workbook_interrupts: bool,
}

/// What a client app is to a policy that blocks legacy authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientClass {
    /// Can do multifactor authentication.
    Modern,
    /// Cannot do multifactor authentication.
    Legacy,
    /// Empty or `Unknown`: counted apart.
    Unclassified,
}

/// One client app or protocol, as `clientAppUsed` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientApp {
    /// The canonical spelling; empty for the unclassified.
    pub name: &'static str,
    /// Other spellings seen.
    pub aliases: Vec<&'static str>,
    /// What it is to a policy that blocks legacy authentication.
    pub class: ClientClass,
    /// State of basic authentication for it in Exchange Online.
    pub basic_auth_status: &'static str,
    /// What usually stands behind it.
    pub typical: &'static str,
    /// How to replace it.
    pub remediation: &'static str,
}

/// What an MFA result text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MfaText {
    /// MFA was done in this sign-in.
    Fresh,
    /// The primary method was itself strong.
    StrongPrimary,
    /// An MFA claim in the token satisfied the requirement.
    Prior,
    /// An external provider did MFA.
    External,
    /// Only the first factor was satisfied by a token.
    FirstFactorPrior,
    /// Asked for, not done yet.
    Pending,
    /// A step is still in progress.
    InProgress,
    /// The user was asked to register.
    RegistrationPrompted,
    /// MFA has expired by policy.
    Expired,
    /// Skipped by a legacy setting: address, location, registered device, corporate network, app password.
    Skipped,
    /// Skipped because the device is remembered.
    SkippedRemembered,
    /// Skipped by a Windows broker logon.
    SkippedBroker,
    /// The user declined.
    Declined,
    /// The user did not respond.
    NoResponse,
    /// The user chose the wrong number.
    WrongNumber,
    /// The user gave a wrong code.
    WrongCode,
    /// The user reported fraud.
    FraudReported,
    /// Denied for another reason.
    DeniedOther,
    /// The password was right.
    FirstFactorOk,
    /// The password was wrong.
    FirstFactorFailed,
}

impl MfaText {
    /// The class of a text by the table of result strings; `None` if it is other prose.
    ///
    /// Case, repeated white space and a final full stop do not matter. Only published beginnings of texts may also stand within a text.
    pub fn classify(text: &str) -> Option<MfaText> {
        let text = fold_prose(text);
        if text.is_empty() {
            return None;
        }
        let texts = &*MFA_TEXT_TABLE;
        if let Some((_, class)) = texts.iter().find(|(known, _)| *known == text) {
            return Some(*class);
        }
        let longest = texts.iter().filter(|(known, _)| text.starts_with(known.as_str()));
        if let Some((_, class)) = longest.max_by_key(|(known, _)| known.len()) {
            return Some(*class);
        }
        MfaText::from_stem(&text)
    }

    fn from_stem(text: &str) -> Option<MfaText> {
        let has = |stem: &str| text.contains(stem);
        Some(match () {
            () if has("windows broker logon flow") => MfaText::SkippedBroker,
            () if has("registration prompted") => MfaText::RegistrationPrompted,
            () if has("mfa has expired") => MfaText::Expired,
            () if has("fraud code entered") || has("mfa denied") && has("fraud") => MfaText::FraudReported,
            () if has("mfa denied") && has("declined") => MfaText::Declined,
            () if has("mfa denied") && has("did not respond") => MfaText::NoResponse,
            () if has("mfa denied") => MfaText::DeniedOther,
            () if has("mfa requirement satisfied by claim in the token") => MfaText::Prior,
            () if has("mfa requirement satisfied by claim provided by external provider") => {
                MfaText::External
            }
            () => return None,
        })
    }

    /// Whether the challenge was denied or not answered.
    pub fn denied(self) -> bool {
        use MfaText::*;
        matches!(self, Declined | NoResponse | WrongNumber | WrongCode | FraudReported | DeniedOther)
    }

    fn class_named(name: &str) -> MfaText {
        use MfaText::*;
        match name {
            "satisfied_fresh" => Fresh,
            "satisfied_by_strong_primary" => StrongPrimary,
            "satisfied_prior" => Prior,
            "satisfied_external" => External,
            "first_factor_prior" => FirstFactorPrior,
            "pending_or_requested" => Pending,
            "in_progress" => InProgress,
            "registration_prompted" => RegistrationPrompted,
            "expired" => Expired,
            "skipped" => Skipped,
            "skipped_remembered" => SkippedRemembered,
            "skipped_broker" => SkippedBroker,
            "denied_user_declined" => Declined,
            "denied_no_response" => NoResponse,
            "denied_wrong_number" => WrongNumber,
            "denied_wrong_code" => WrongCode,
            "denied_fraud_report" => FraudReported,
            "denied_other" => DeniedOther,
            "first_factor_ok" => FirstFactorOk,
            "first_factor_failed" => FirstFactorFailed,
            other => panic!("the table of MFA texts has an unknown class {other}"),
        }
    }
}

/// The entry of an error code, or `None` for a code that is not in the table.
pub fn error_code(code: i64) -> Option<&'static ErrorCode> {
    CODE_TABLE.get(&code)
}

/// Every error code, ascending.
pub fn error_codes() -> Vec<&'static ErrorCode> {
    let mut codes: Vec<_> = CODE_TABLE.values().collect();
    codes.sort_by_key(|entry| entry.code);
    codes
}

/// The entry of a client app by any of its spellings; case, spaces and hyphens do not matter. `None` if the table does not know the value:
/// the portal counts such values as legacy.
pub fn client_app(value: &str) -> Option<&'static ClientApp> {
    CLIENT_APP_TABLE.get(&fold_word(value))
}

/// The class of a client app. A value that the table does not know is legacy.
pub fn client_class(value: &str) -> ClientClass {
    client_app(value).map_or(ClientClass::Legacy, |entry| entry.class)
}

fn fold_prose(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    folded.trim_end_matches('.').to_owned()
}

static CODE_TABLE: LazyLock<HashMap<i64, ErrorCode>> = LazyLock::new(|| {
    rows(ERROR_CODES).map(|row| error_code_of(&row)).map(|entry| (entry.code, entry)).collect()
});

static CLIENT_APP_TABLE: LazyLock<HashMap<String, ClientApp>> = LazyLock::new(|| {
    let entries = rows(CLIENT_APPS).map(|row| client_app_of(&row));
    entries
        .flat_map(|entry| {
            let spellings = std::iter::once(entry.name).chain(entry.aliases.clone());
            spellings.map(|spelling| (fold_word(spelling), entry.clone())).collect::<Vec<_>>()
        })
        .collect()
});

static MFA_TEXT_TABLE: LazyLock<Vec<(String, MfaText)>> = LazyLock::new(|| {
    let texts = rows(MFA_TEXTS).filter(|row| !row[0].contains('<'));
    texts.map(|row| (fold_prose(row[0]), MfaText::class_named(row[2]))).collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split('\t').collect())
}

fn error_code_of(row: &[&'static str]) -> ErrorCode {
    ErrorCode {
        code: row[0].parse().expect("the table of codes holds numbers"),
        name: row[1],
        class: match row[2] {
            "success" => CodeClass::Success,
            "interrupt" => CodeClass::Interrupt,
            "expected" => CodeClass::Expected,
            "failure" => CodeClass::Failure,
            _ => CodeClass::Unknown,
        },
        mfa_related: row[3] == "yes",
        category: row[4],
        meaning: row[5],
        likely_cause: row[6],
        helpdesk_action: row[7],
        source: row[8],
        credential_accepted: match row[9] {
            "yes" => CredentialAccepted::Yes,
            "token" => CredentialAccepted::Token,
            "no" => CredentialAccepted::No,
            _ => CredentialAccepted::Unknown,
        },
        enforcement_impact: match row[10] {
            "yes" => EnforcementImpact::Yes,
            "no" => EnforcementImpact::No,
            _ => EnforcementImpact::Unknown,
        },
        in_workbook_interrupts: row[11] == "yes",
    }
}

fn client_app_of(row: &[&'static str]) -> ClientApp {
    ClientApp {
        name: if row[0] == "(empty)" { "" } else { row[0] },
        aliases: row[1].split('|').filter(|alias| !alias.is_empty()).collect(),
        class: match row[2] {
            "modern" => ClientClass::Modern,
            "legacy" => ClientClass::Legacy,
            _ => ClientClass::Unclassified,
        },
        basic_auth_status: row[4],
        typical: row[7],
        remediation: row[8],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(error_codes().len(), 1567);
        assert_eq!(error_code(500121).unwrap().category, "mfa_challenge");
        assert_eq!(error_code(50074).unwrap().class, CodeClass::Interrupt);
        assert_eq!(error_code(50058).unwrap().class, CodeClass::Expected);
        assert!(error_code(1).is_none());
    }

    #[test]
    fn client_apps_in_any_spelling() {
        assert_eq!(client_app("other clients; imap").unwrap().name, "IMAP4");
        assert_eq!(client_app("Exchange ActiveSync (unSupported)").unwrap().name, "Exchange ActiveSync");
        assert_eq!(client_class("mobile apps and desktop-clients"), ClientClass::Modern);
        assert_eq!(client_class(""), ClientClass::Unclassified);
        assert_eq!(client_class("unknown"), ClientClass::Unclassified);
        assert_eq!(client_class("Gopher"), ClientClass::Legacy);
    }

    #[test]
    fn texts() {
        let check = |text: &str, expect| assert_eq!(MfaText::classify(text), expect, "{text}");
        check("MFA completed in Azure AD", Some(MfaText::Fresh));
        check("mfa  requirement satisfied by claim in the token.", Some(MfaText::Prior));
        check("First factor requirement satisfied by claim in the token", Some(MfaText::FirstFactorPrior));
        check("MFA denied; user declined the authentication", Some(MfaText::Declined));
        check("MFA Denied; user hung up the phone call", Some(MfaText::DeniedOther));
        check("MFA denied; fraud code entered", Some(MfaText::FraudReported));
        check("MFA not required during Windows broker logon flow", Some(MfaText::SkippedBroker));
        check("MFA requirement skipped due to IP address", Some(MfaText::Skipped));
        check("The user didn't complete the MFA prompt. They may have decided not to.", None);
        check("The user didn't enter the right\u{a0}credentials.", None);
        check("", None);
    }
}
