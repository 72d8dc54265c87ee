//! Log Analytics: the CSV of "Export, all columns", in the vintages of 2026 and 2021.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::azure_monitor::{category, user_type};
use super::csv::{CsvStyle, CsvWriter};
use super::detail::{self, Dress};
use super::json::Json;
use super::log_analytics_header::{NON_INTERACTIVE_2026, SIGNIN_2021, SIGNIN_2026, UNION_2021};
use crate::moment::Moment;
use crate::outcome::Word;
use crate::publication::{Publication, publications};
use crate::signin::SignIn;
use crate::world::World;

/// Which table and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// `SigninLogs`, 2026.
    SignIn2026,
    /// `AADNonInteractiveUserSignInLogs`, 2026.
    NonInteractive2026,
    /// `SigninLogs`, 2021: nested values over many lines.
    SignIn2021,
    /// A union of both, 2021: pairs of `_dynamic` and `_string` columns, no publishing time.
    Union2021,
}

impl Table {
    /// Its column names, in order.
    pub const fn header(self) -> &'static [&'static str] {
        match self {
            Table::SignIn2026 => SIGNIN_2026,
            Table::NonInteractive2026 => NON_INTERACTIVE_2026,
            Table::SignIn2021 => SIGNIN_2021,
            Table::Union2021 => UNION_2021,
        }
    }

    /// Whether the table holds sign-ins of that kind.
    pub const fn holds(self, interactive: bool) -> bool {
        match self {
            Table::SignIn2026 | Table::SignIn2021 => interactive,
            Table::NonInteractive2026 => !interactive,
            Table::Union2021 => true,
        }
    }
}

/// How the table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogAnalyticsOptions {
    /// Which table.
    pub table: Table,
    /// Quotes, line ends, byte order mark.
    pub style: CsvStyle,
    /// Publish one sign-in in seventeen twice.
    pub repeated: bool,
}

/// Writes the header and a row for every copy of every sign-in that the table holds.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_log_analytics<'s>(
    out: &mut impl Write,
    options: LogAnalyticsOptions,
    world: &World,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let mut csv = CsvWriter::new(out, options.style);
    options.table.header().iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let mut count = 0;
    for row in signins {
        let row = row.borrow();
        if !options.table.holds(row.interactive) {
            continue;
        }
        for copy in publications(row, options.repeated) {
            let cells = Cells { world, row, copy, table: options.table };
            options.table.header().iter().for_each(|name| csv.bytes(&cells.cell(name)));
            csv.end_line()?;
            count += 1;
        }
    }
    csv.flush()?;
    Ok(count)
}

struct Cells<'a, 's> {
    world: &'a World,
    row: &'a SignIn<'s>,
    copy: Publication,
    table: Table,
}

impl Cells<'_, '_> {
    /// The cell of a column; of a `_dynamic` and `_string` pair the one that the sign-in's own table fills.
    fn cell(&self, name: &str) -> Vec<u8> {
        let own = |suffix| name.strip_suffix(suffix);
        match (own("_dynamic"), own("_string")) {
            (Some(name), _) if self.row.interactive => self.nested(name).unwrap_or_default(),
            (_, Some(name)) if !self.row.interactive => self.nested(name).unwrap_or_default(),
            (Some(_), _) | (_, Some(_)) => Vec::new(),
            _ => self.nested(name).unwrap_or_else(|| self.plain(name.trim_end_matches(" [UTC]")).into()),
        }
    }

    fn json(&self, fill: impl FnOnce(&mut Json)) -> Option<Vec<u8>> {
        let old = matches!(self.table, Table::SignIn2021 | Table::Union2021);
        let mut json = if old { Json::indented() } else { Json::compact() };
        fill(&mut json);
        Some(json.bytes().to_vec())
    }

    fn nested(&self, name: &str) -> Option<Vec<u8>> {
        let (row, dress) = (self.row, Dress::Monitor);
        match name {
            "Status" => self.json(|json| detail::status(json, row, dress)),
            "DeviceDetail" => self.json(|json| detail::device(json, row, dress)),
            "LocationDetails" => self.json(|json| detail::location(json, row, dress)),
            "ConditionalAccessPolicies" => self.json(|json| detail::policies(json, self.world, row, dress)),
            "AuthenticationDetails" => {
                self.json(|json| detail::steps(json, row, dress, self.copy.unfinished))
            }
            "AuthenticationRequirementPolicies" => self.json(|json| detail::requirement_policies(json, row)),
            "MfaDetail" if row.mfa_method.is_empty() => Some(Vec::new()),
            "MfaDetail" => self.json(|json| detail::mfa(json, row)),
            "NetworkLocationDetails" => self.json(|json| detail::networks(json, row)),
            "TokenProtectionStatusDetails" => self.json(|json| detail::token_protection(json, row)),
            "SignInEventTypes" => self.json(|json| detail::event_types(json, row)),
            "RiskEventTypes" | "RiskEventTypes_V2" => self.json(|json| detail::risk_events(json, row)),
            "Agent" => self.json(|json| json.object(|json| json.key("agentType").string("notAgentic"))),
            "AuthenticationProcessingDetails"
            | "SessionLifetimePolicies"
            | "AuthenticationContextClassReferences"
            | "ConditionalAccessAudiences" => Some(b"[]".into()),
            _ => None,
        }
    }

    fn plain(&self, name: &str) -> String {
        let row = self.row;
        let success = row.outcome().word == Word::Success;
        let (level, state) = detail::risk(row);
        match name {
            "TimeGenerated" => written(self.copy.time, self.copy.fraction / 10_000),
            "CreatedDateTime" => written(row.time, 0),
            "IPAddress" => row.place.ip.clone(),
            "IPAddressFromResourceProvider" => row.resource_ip.unwrap_or("").into(),
            "Location" => row.place.country.into(),
            "AutonomousSystemNumber" => row.place.asn.to_string(),
            "ResultType" => row.code.to_string(),
            "ResultSignature" if self.table == Table::SignIn2021 => "None".into(),
            "ResultSignature" => if success { "SUCCESS" } else { "FAILURE" }.into(),
            "ResultDescription" if success => String::new(),
            "ResultDescription" => row.outcome().reason.into(),
            "Category" => category(row).into(),
            "Type" if row.interactive => "SigninLogs".into(),
            "Type" => "AADNonInteractiveUserSignInLogs".into(),
            "RiskDetail" => "none".into(),
            "RiskLevelAggregated" | "RiskLevelDuringSignIn" => level.into(),
            "RiskState" => state.into(),
            "Identity" | "UserDisplayName" => row.account.display_name.clone(),
            "UserPrincipalName" => detail::username(row),
            "UserType" => user_type(row).into(),
            "AlternateSignInName" | "SignInIdentifier" => row.identifier().into(),
            "UserAgent" => row.user_agent.into(),
            "ClientAppUsed" => row.client_app.into(),
            "AppDisplayName" => row.app.name.into(),
            "ResourceDisplayName" => row.resource.name.into(),
            "ConditionalAccessStatus" => row.conditional_access.graph().into(),
            "AuthenticationRequirement" => detail::requirement(row).into(),
            "IsInteractive" => row.interactive.to_string(),
            "ProcessingTimeInMilliseconds" | "ProcessingTimeInMs" => row.latency_ms.to_string(),
            "AuthenticationProtocol" => row.protocol.into(),
            "CrossTenantAccessType" => row.cross_tenant.into(),
            "IncomingTokenType" => row.incoming_token.into(),
            "OriginalTransferMethod" if self.copy.refreshed => "none".into(),
            "OriginalTransferMethod" => row.transfer.into(),
            "UniqueTokenIdentifier" => detail::token_id(row),
            _ => self.id(name).unwrap_or_else(|| self.constant(name).into()),
        }
    }

    fn id(&self, name: &str) -> Option<String> {
        let row = self.row;
        let id = match name {
            "Id" | "OriginalRequestId" => row.id,
            "CorrelationId" => row.correlation_id,
            "UserId" => row.account.id,
            "AppId" => row.app.id,
            "ResourceIdentity" => row.resource.id,
            "AADTenantId" => self.world.tenant.id,
            "TenantId" => self.world.workspace_id,
            "ResourceTenantId" => row.resource_tenant_id,
            "HomeTenantId" => row.account.home_tenant,
            "AppOwnerTenantId" => row.app.owner,
            "ResourceOwnerTenantId" => row.resource.owner,
            "SessionId" => row.session_id?,
            "ResourceId" => {
                return Some(format!("/tenants/{}/providers/Microsoft.aadiam", self.world.tenant.id));
            }
            _ => return None,
        };
        Some(id.to_string())
    }

    fn constant(&self, name: &str) -> &'static str {
        match name {
            "SourceSystem" => "Azure AD",
            "OperationName" => "Sign-in activity",
            "OperationVersion" => "1.0",
            "DurationMs" => "0",
            "Resource" | "ResourceGroup" => "Microsoft.aadiam",
            "Level" if self.table == Table::SignIn2021 => "4",
            "TokenIssuerType" => "AzureAD",
            "ClientCredentialType" => "none",
            "IsTenantRestricted" | "IsThroughGlobalSecureAccess" => "false",
            "ServicePrincipalId" => "00000000-0000-0000-0000-000000000000",
            _ => "",
        }
    }
}

/// `11/4/2026, 7:15:30.000 AM`.
fn written(moment: Moment, milliseconds: u32) -> String {
    let ((year, month, day), (hour, minute, second)) = (moment.date().civil(), moment.clock());
    let (half, hour) = (if hour < 12 { "AM" } else { "PM" }, if hour % 12 == 0 { 12 } else { hour % 12 });
    format!("{month}/{day}/{year}, {hour}:{minute:02}:{second:02}.{milliseconds:03} {half}")
}

#[cfg(test)]
mod tests {
    use super::{Table, written};
    use crate::moment::Date;

    #[test]
    fn times_have_twelve_hours() {
        let day = Date::new(2026, 11, 4);
        let times = [day.at(0, 5, 9), day.at(12, 0, 0), day.at(23, 59, 59)].map(|time| written(time, 7));
        let expected =
            ["11/4/2026, 12:05:09.007 AM", "11/4/2026, 12:00:00.007 PM", "11/4/2026, 11:59:59.007 PM"];
        assert_eq!(times, expected);
    }

    #[test]
    fn headers_have_their_columns() {
        let tables = [Table::SignIn2026, Table::NonInteractive2026, Table::SignIn2021, Table::Union2021];
        assert_eq!(tables.map(|table| table.header().len()), [94, 85, 66, 71]);
    }
}
