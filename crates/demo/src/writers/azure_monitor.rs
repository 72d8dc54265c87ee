//! Azure Monitor: the records of diagnostic settings, as the lines of a blob or in the `records` of an event.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::detail::{self, Dress};
use super::json::Json;
use crate::guid::Guid;
use crate::outcome::Word;
use crate::publication::{Publication, publications};
use crate::signin::SignIn;
use crate::world::World;

/// How the records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AzureMonitorOptions {
    /// In one object with the array `records`, instead of lines that end with CR LF.
    pub wrapped: bool,
    /// Publish one sign-in in seventeen twice.
    pub repeated: bool,
}

/// Writes a record for every copy of every sign-in.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_azure_monitor<'s>(
    out: &mut impl Write,
    options: AzureMonitorOptions,
    world: &World,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let (mut json, mut count) = (Json::compact(), 0);
    let (open, between, close) =
        if options.wrapped { ("{\"records\":[", ",", "]}") } else { ("", "\r\n", "\r\n") };
    out.write_all(open.as_bytes())?;
    for row in signins {
        let row = row.borrow();
        for copy in publications(row, options.repeated) {
            if count > 0 {
                out.write_all(between.as_bytes())?;
            }
            json.clear();
            record(&mut json, world, row, copy);
            out.write_all(json.bytes())?;
            count += 1;
        }
    }
    if count > 0 || options.wrapped {
        out.write_all(close.as_bytes())?;
    }
    Ok(count)
}

fn record(json: &mut Json, world: &World, row: &SignIn<'_>, copy: Publication) {
    let success = row.outcome().word == Word::Success;
    json.object(|json| {
        let published = copy.time.to_string();
        json.key("time").string(&format!("{}.{:07}Z", published.trim_end_matches('Z'), copy.fraction));
        let tenant = format!("/tenants/{}/providers/Microsoft.aadiam", world.tenant.id);
        json.key("resourceId").string(&tenant);
        json.key("operationName").string("Sign-in activity");
        json.key("operationVersion").string("1.0");
        json.key("category").string(category(row));
        json.key("tenantId").guid(world.tenant.id);
        json.key("resultType").string(&row.code.to_string());
        json.key("resultSignature").string(if success { "SUCCESS" } else { "FAILURE" });
        if !success {
            json.key("resultDescription").string(row.outcome().reason);
        }
        json.key("durationMs").number(0);
        json.key("callerIpAddress").string(&row.place.ip);
        json.key("correlationId").guid(row.correlation_id);
        json.key("identity").string(&row.account.display_name);
        json.key("Level").number(4);
        if !row.place.country.is_empty() {
            json.key("location").string(row.place.country);
        }
        json.key("properties").object(|json| properties(json, world, row, copy));
    });
}

/// The table that a sign-in goes to.
pub(super) fn category(row: &SignIn<'_>) -> &'static str {
    if row.interactive { "SignInLogs" } else { "NonInteractiveUserSignInLogs" }
}

/// `Member` or `Guest`, as the monitoring shapes write it.
pub(super) fn user_type(row: &SignIn<'_>) -> &'static str {
    if row.account.user_type() == "guest" { "Guest" } else { "Member" }
}

fn properties(json: &mut Json, world: &World, row: &SignIn<'_>, copy: Publication) {
    json.key("id").guid(row.id);
    json.key("createdDateTime").string(&detail::time(row.time, Dress::Monitor));
    json.key("userDisplayName").string(&row.account.display_name);
    json.key("userPrincipalName").string(&detail::username(row));
    json.key("userId").guid(row.account.id);
    json.key("appId").guid(row.app.id);
    json.key("appDisplayName").string(row.app.name);
    json.key("ipAddress").string(&row.place.ip);
    json.key("status");
    detail::status(json, row, Dress::Monitor);
    json.key("clientAppUsed").string(row.client_app);
    json.key("userAgent").string(row.user_agent);
    json.key("deviceDetail");
    detail::device(json, row, Dress::Monitor);
    if !row.place.country.is_empty() {
        json.key("location");
        detail::location(json, row, Dress::Monitor);
    }
    if !row.mfa_method.is_empty() {
        json.key("mfaDetail");
        detail::mfa(json, row);
    }
    json.key("correlationId").guid(row.correlation_id);
    json.key("conditionalAccessStatus").string(row.conditional_access.graph());
    json.key("appliedConditionalAccessPolicies");
    detail::policies(json, world, row, Dress::Monitor);
    json.key("originalRequestId").guid(row.id);
    json.key("isInteractive").boolean(row.interactive);
    json.key("tokenIssuerName").string("");
    json.key("tokenIssuerType").string("AzureAD");
    json.key("networkLocationDetails");
    detail::networks(json, row);
    json.key("processingTimeInMilliseconds").number(row.latency_ms.into());
    rest(json, row, copy);
}

fn rest(json: &mut Json, row: &SignIn<'_>, copy: Publication) {
    let (level, state) = detail::risk(row);
    json.key("riskDetail").string("none");
    json.key("riskLevelAggregated").string(level);
    json.key("riskLevelDuringSignIn").string(level);
    json.key("riskState").string(state);
    json.key("riskEventTypes").array(|_| {});
    json.key("riskEventTypes_v2");
    detail::risk_events(json, row);
    json.key("resourceDisplayName").string(row.resource.name);
    json.key("resourceId").guid(row.resource.id);
    json.key("resourceTenantId").guid(row.resource_tenant_id);
    json.key("homeTenantId").guid(row.account.home_tenant);
    json.key("authenticationDetails");
    detail::steps(json, row, Dress::Monitor, copy.unfinished);
    json.key("authenticationRequirementPolicies");
    detail::requirement_policies(json, row);
    json.key("authenticationRequirement").string(detail::requirement(row));
    json.key("signInIdentifier").string(row.identifier());
    json.key("servicePrincipalId").guid(Guid::ZERO);
    json.key("userType").string(user_type(row));
    json.key("flaggedForReview").boolean(false);
    json.key("isTenantRestricted").boolean(false);
    json.key("autonomousSystemNumber").number(row.place.asn.into());
    json.key("crossTenantAccessType").string(row.cross_tenant);
    json.key("uniqueTokenIdentifier").string(&detail::token_id(row));
    json.key("incomingTokenType").string(row.incoming_token);
    json.key("authenticationProtocol").string(row.protocol);
    json.key("originalTransferMethod").string(if copy.refreshed { "none" } else { row.transfer });
    json.key("clientCredentialType").string("none");
    json.key("isThroughGlobalSecureAccess").boolean(false);
    if let Some(id) = row.session_id {
        json.key("sessionId").guid(id);
    }
    json.key("appOwnerTenantId").guid(row.app.owner);
    json.key("resourceOwnerTenantId").guid(row.resource.owner);
    json.key("tokenProtectionStatusDetails");
    detail::token_protection(json, row);
}
