//! The CSV that the Entra admin center downloads for sign-ins (44 to 57 columns, 2023 to 2025). Five dialects share its column names.
//! Interactive and non-interactive sign-ins have the same header, and so do service principals and managed identities, so that the file
//! name tells them apart.

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::{Head, Likeness, LogType};
use crate::dialect::name::{CellPart, Name, name};
use crate::dialect::{translation, vintage};
use crate::field::Field;
use crate::text::layout::Layout;
use crate::text::time::Time;

/// Interactive sign-ins of users.
pub static INTERACTIVE: Dialect = Dialect {
    event_type: Some("interactiveUser"),
    ..of_users("portal-interactive", |head| users(head).only_if(kind(head) == Some(true)))
};

/// Non-interactive sign-ins of users.
pub static NON_INTERACTIVE: Dialect = Dialect {
    event_type: Some("nonInteractiveUser"),
    ..of_users("portal-noninteractive", |head| users(head).only_if(kind(head) == Some(false)))
};

/// Sign-ins of users, if nothing tells whether they are interactive.
pub static USER: Dialect =
    Dialect { lacks, ..of_users("portal-user", |head| users(head).only_if(kind(head).is_none())) };

/// Sign-ins of service principals.
pub static APPLICATION: Dialect = Dialect {
    event_type: Some("servicePrincipal"),
    ..portal("portal-application", |head| workloads(head).only_if(!is_of_managed_identities(head)))
};

/// Sign-ins of managed identities.
pub static MANAGED_IDENTITY: Dialect = Dialect {
    event_type: Some("managedIdentity"),
    ..portal("portal-managed-identity", |head| workloads(head).only_if(is_of_managed_identities(head)))
};

/// What all five share. Downloads are cut off at one of three limits (source: Microsoft's documentation over the years).
const fn portal(name: &'static str, fingerprint: fn(&Head<'_>) -> Likeness) -> Dialect {
    Dialect {
        row_limits: &[5_000, 100_000, 250_000],
        ..Dialect::new(name, &[Layout::Csv], fingerprint, Names::Headers(NAMES))
    }
}

const fn of_users(name: &'static str, fingerprint: fn(&Head<'_>) -> Likeness) -> Dialect {
    Dialect { keys: english, ..portal(name, fingerprint) }
}

fn is_dated(head: &Head<'_>) -> bool {
    head.has_any(&["date (utc)", "date"])
}

fn is_english(head: &Head<'_>) -> bool {
    is_dated(head) && head.has("username") && head.has_any(&["client app", "sign-in error code"])
}

fn users(head: &Head<'_>) -> Likeness {
    match () {
        () if is_english(head) => Likeness::Certain,
        () if localized(head).is_some() => Likeness::Guessed,
        () => Likeness::None,
    }
}

fn workloads(head: &Head<'_>) -> Likeness {
    Likeness::certain_if(head.has("service principal id") && is_dated(head) && !head.has("username"))
}

/// Whether the sign-ins are interactive, by the file name. `NonInteractive` contains `Interactive`, so the longer word comes first.
fn kind(head: &Head<'_>) -> Option<bool> {
    let file = head.file_name();
    match head.log_type {
        LogType::NonInteractive => Some(false),
        LogType::ByName if file.contains("noninteractive") => Some(false),
        LogType::ByName if file.contains("interactive") => Some(true),
        LogType::ByName => None,
    }
}

/// Whether the workloads are managed identities. Both have the same header, so the file name decides.
fn is_of_managed_identities(head: &Head<'_>) -> bool {
    head.file_name().contains("msisignins")
}

/// The keys of the columns in English.
fn english(head: &Head<'_>) -> Result<Vec<String>, String> {
    let localized = if is_english(head) { None } else { localized(head) };
    Ok(localized.unwrap_or_else(|| head.keys.to_vec()))
}

/// The English keys of a portal CSV in another language. They are told by the names that are known; or by position, if the number of
/// columns is that of a vintage and the first row looks like one.
fn localized(head: &Head<'_>) -> Option<Vec<String>> {
    let english = translation::translated(head.keys);
    let known = |name: &str| english.iter().any(|key| key == name);
    let first_row = head.rows.first().map_or(&[][..], Vec::as_slice);
    let is_guid = |cell: Option<&Vec<u8>>| {
        cell.is_some_and(|cell| cell.len() == 36 && cell[8] == b'-' && cell[23] == b'-')
    };
    let dated = first_row.first().is_some_and(|cell| Time::parse_iso(cell).is_some());
    let looks =
        dated && is_guid(first_row.get(1)) && (is_guid(first_row.get(2)) || is_guid(first_row.get(3)));
    if let Some(vintage) = vintage::header(head.keys.len()).filter(|_| looks) {
        return Some(vintage);
    }
    let enough = (known("date (utc)") || known("date"))
        && known("username")
        && (known("status") || known("sign-in error code"));
    enough.then_some(english)
}

fn lacks(head: &Head<'_>) -> Option<&'static str> {
    let is_near = head.has_any(&["client app", "sign-in error code", "request id"]);
    match (is_dated(head), head.has("username")) {
        _ if !is_near => None,
        (true, _) => Some("Username"),
        (false, true) => Some("Date (UTC)"),
        (false, false) => None,
    }
}

/// The columns by name, with the names that scripts and older portals use for them.
pub(super) const NAMES: &[Name] = &[
    name("date (utc)", Field::Time),
    name("date", Field::Time),
    name("request id", Field::RequestId),
    name("correlation id", Field::CorrelationId),
    name("session id", Field::SessionId),
    name("unique token identifier", Field::UniqueTokenId),
    name("user id", Field::UserId),
    name("username", Field::User),
    name("user", Field::DisplayName),
    name("user type", Field::UserType),
    name("sign-in identifier", Field::SignInIdentifier),
    name("application", Field::App),
    name("application id", Field::AppId),
    name("resource", Field::Resource),
    name("resource id", Field::ResourceId),
    name("app owner tenant id", Field::AppOwnerTenantId),
    name("resource owner tenant id", Field::ResourceOwnerTenantId),
    name("resource tenant id", Field::ResourceTenantId),
    name("home tenant id", Field::HomeTenantId),
    name("home tenant name", Field::HomeTenantName),
    name("cross tenant access type", Field::CrossTenant),
    name("client app", Field::ClientApp),
    name("user agent", Field::UserAgent),
    name("authentication protocol", Field::Protocol),
    name("original transfer method", Field::TransferMethod),
    name("incoming token type", Field::IncomingToken),
    name("token", Field::IncomingToken),
    name("client credential type", Field::ClientCredential),
    name("ip address", Field::Ip),
    name("ip address (seen by resource)", Field::ResourceIp),
    Name { header: "location", field: Field::City, part: CellPart::City },
    Name { header: "location", field: Field::State, part: CellPart::State },
    Name { header: "location", field: Field::Country, part: CellPart::Country },
    name("autonomous system number", Field::Asn),
    name("status", Field::Status),
    name("sign-in error code", Field::Code),
    name("failure reason", Field::Reason),
    name("device id", Field::DeviceId),
    name("operating system", Field::Os),
    name("browser", Field::Browser),
    name("compliant", Field::Compliant),
    name("managed", Field::Managed),
    name("join type", Field::TrustType),
    name("authentication requirement", Field::Requirement),
    name("multifactor authentication result", Field::MfaResult),
    name("mfa result", Field::MfaResult),
    name("multifactor authentication auth method", Field::MfaMethod),
    name("mfa auth method", Field::MfaMethod),
    name("multifactor authentication auth detail", Field::MfaDetail),
    name("mfa auth detail", Field::MfaDetail),
    name("conditional access", Field::CaStatus),
    name("token issuer type", Field::TokenIssuerType),
    name("token issuer name", Field::TokenIssuerName),
    name("token protection - sign in session", Field::TokenProtection),
    name("token protection - sign in session statuscode", Field::TokenProtectionCode),
    name("through global secure access", Field::GlobalSecureAccess),
    name("global secure access ip address", Field::GlobalSecureAccessIp),
    name("flagged for review", Field::Flagged),
    name("latency", Field::Latency),
    name("service principal id", Field::ServicePrincipalId),
    name("service principal name", Field::ServicePrincipalName),
];
