//! Defender: the CSV of advanced hunting, table `EntraIdSignInEvents`, which knows no MFA method and no MFA result.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::csv::{CsvStyle, CsvWriter};
use super::detail;
use crate::device::Join;
use crate::policy::ConditionalAccess;
use crate::signin::SignIn;

/// Name and content of the columns that hold something; the order is that of the documentation.
const COLUMNS: &[&str] = &[
    "Timestamp",
    "Application",
    "ApplicationId",
    "LogonType",
    "ErrorCode",
    "CorrelationId",
    "SessionId",
    "AccountDisplayName",
    "AccountObjectId",
    "AccountUpn",
    "IsExternalUser",
    "IsGuestUser",
    "AlternateSignInName",
    "LastPasswordChangeTimestamp",
    "ResourceDisplayName",
    "ResourceId",
    "ResourceTenantId",
    "DeviceName",
    "EntraIdDeviceId",
    "OSPlatform",
    "DeviceTrustType",
    "IsManaged",
    "IsCompliant",
    "AuthenticationProcessingDetails",
    "AuthenticationRequirement",
    "TokenIssuerType",
    "RiskLevelAggregated",
    "RiskDetails",
    "RiskState",
    "UserAgent",
    "ClientAppUsed",
    "Browser",
    "ConditionalAccessPolicies",
    "ConditionalAccessStatus",
    "IPAddress",
    "Country",
    "State",
    "City",
    "Latitude",
    "Longitude",
    "NetworkLocationDetails",
    "RequestId",
    "ReportId",
    "EndpointCall",
    "IsThroughGlobalSecureAccess",
    "UniqueTokenId",
];

/// Writes the header and one line for each sign-in.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_defender<'s>(
    out: &mut impl Write,
    style: CsvStyle,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let mut csv = CsvWriter::new(out, style);
    COLUMNS.iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let mut rows = 0;
    for signin in signins {
        COLUMNS.iter().for_each(|name| csv.text(&cell(name, signin.borrow())));
        csv.end_line()?;
        rows += 1;
    }
    csv.flush()?;
    Ok(rows)
}

fn cell(name: &str, row: &SignIn<'_>) -> String {
    let number = |flag: bool| u8::from(flag).to_string();
    let state = |flag: Option<bool>| flag.map(number).unwrap_or_default();
    let id = |id: Option<crate::guid::Guid>| id.map(|id| id.to_string()).unwrap_or_default();
    match name {
        "Timestamp" => row.time.to_string(),
        "Application" => row.app.name.to_owned(),
        "ApplicationId" => row.app.id.to_string(),
        "LogonType" if row.interactive => "[\"interactiveUser\"]".to_owned(),
        "LogonType" => "[\"nonInteractiveUser\"]".to_owned(),
        "ErrorCode" => row.code.to_string(),
        "CorrelationId" => row.correlation_id.to_string(),
        "SessionId" => id(row.session_id),
        "AccountDisplayName" => row.account.display_name.clone(),
        "AccountObjectId" => row.account.id.to_string(),
        "AccountUpn" => detail::username(row),
        "IsExternalUser" | "IsGuestUser" => number(row.account.user_type() == "guest"),
        "ResourceDisplayName" => row.resource.name.to_owned(),
        "ResourceId" => row.resource.id.to_string(),
        "ResourceTenantId" => row.resource_tenant_id.to_string(),
        "DeviceName" => row.device.name.clone(),
        "EntraIdDeviceId" => id(row.device.id),
        "OSPlatform" => row.device.os.to_owned(),
        "DeviceTrustType" => match row.device.join {
            Join::None => "",
            Join::Registered => "Workplace",
            Join::Joined => "AzureAd",
            Join::Hybrid => "ServerAd",
        }
        .to_owned(),
        "IsManaged" => state(row.device.managed),
        "IsCompliant" => state(row.device.compliant),
        "AuthenticationRequirement" => detail::requirement(row).to_owned(),
        "TokenIssuerType" => "0".to_owned(),
        "UserAgent" => row.user_agent.to_owned(),
        "ClientAppUsed" => row.client_app.to_owned(),
        "Browser" => row.browser.to_owned(),
        "ConditionalAccessStatus" => match row.conditional_access {
            ConditionalAccess::Success => "0",
            ConditionalAccess::Failure => "1",
            ConditionalAccess::NotApplied => "2",
        }
        .to_owned(),
        "IPAddress" => row.place.ip.clone(),
        "Country" => row.place.country.to_owned(),
        "State" => row.place.state.to_owned(),
        "City" => row.place.city.to_owned(),
        "RequestId" => row.id.to_string(),
        "UniqueTokenId" => detail::token_id(row),
        _ => String::new(),
    }
}
