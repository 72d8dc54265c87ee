//! Graph: sign-ins as beta objects, in the array of a portal download, in a page of the API, or one a line.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::detail::{self, Dress};
use super::json::Json;
use crate::guid::Guid;
use crate::signin::SignIn;
use crate::world::World;

/// What the objects stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphShape {
    /// A top-level array, minified, as the portal downloads it.
    Array,
    /// A page: an object with the array `value`.
    Page,
    /// One object a line.
    Lines,
}

/// Writes beta objects with the keys and the key order of a portal download.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_graph<'s>(
    out: &mut impl Write,
    shape: GraphShape,
    world: &World,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let context = "https://graph.microsoft.com/beta/$metadata#auditLogs/signIns";
    write_objects(out, shape, context, signins, |json, row| object(json, world, row))
}

/// Writes objects of any kind in a shape.
pub(super) fn write_objects<T>(
    out: &mut impl Write,
    shape: GraphShape,
    context: &str,
    rows: impl IntoIterator<Item = impl Borrow<T>>,
    mut object: impl FnMut(&mut Json, &T),
) -> io::Result<u64> {
    let (open, between, close) = match shape {
        GraphShape::Array => ("[".into(), ",", "]"),
        GraphShape::Page => (format!("{{\"@odata.context\":\"{context}\",\"value\":["), ",", "]}"),
        GraphShape::Lines => (String::new(), "\n", "\n"),
    };
    out.write_all(open.as_bytes())?;
    let (mut json, mut count) = (Json::compact(), 0);
    for row in rows {
        if count > 0 {
            out.write_all(between.as_bytes())?;
        }
        json.clear();
        object(&mut json, row.borrow());
        out.write_all(json.bytes())?;
        count += 1;
    }
    if count > 0 || shape != GraphShape::Lines {
        out.write_all(close.as_bytes())?;
    }
    Ok(count)
}

fn object(json: &mut Json, world: &World, row: &SignIn<'_>) {
    json.object(|json| {
        identity(json, row);
        session(json, row);
        json.key("mfaDetail");
        detail::mfa(json, row);
        json.key("authenticationAppDeviceDetails").null();
        json.key("agent").object(|json| {
            json.key("agentType").string("notAgentic");
            json.key("parentAppId").string("");
        });
        json.key("status");
        detail::status(json, row, Dress::Graph);
        json.key("deviceDetail");
        detail::device(json, row, Dress::Graph);
        json.key("location");
        detail::location(json, row, Dress::Graph);
        json.key("appliedConditionalAccessPolicies");
        detail::policies(json, world, row, Dress::Graph);
        evidence(json, row);
    });
}

fn identity(json: &mut Json, row: &SignIn<'_>) {
    let (level, state) = detail::risk(row);
    json.key("id").guid(row.id);
    json.key("createdDateTime").string(&row.time.to_string());
    json.key("userDisplayName").string(&row.account.display_name);
    json.key("userPrincipalName").string(&detail::username(row));
    json.key("userId").guid(row.account.id);
    json.key("appId").guid(row.app.id);
    json.key("appDisplayName").string(row.app.name);
    json.key("ipAddress").string(&row.place.ip);
    json.key("ipAddressFromResourceProvider").string_or_null(row.resource_ip.unwrap_or(""));
    json.key("clientAppUsed").string(row.client_app);
    json.key("userAgent").string(row.user_agent);
    json.key("correlationId").guid(row.correlation_id);
    json.key("conditionalAccessStatus").string(row.conditional_access.graph());
    json.key("originalRequestId").guid(row.id);
    json.key("isInteractive").boolean(row.interactive);
    json.key("tokenIssuerName").string("");
    json.key("tokenIssuerType").string("AzureAD");
    json.key("clientCredentialType").string("none");
    json.key("processingTimeInMilliseconds").number(row.latency_ms.into());
    json.key("riskDetail").string("none");
    json.key("riskLevelAggregated").string(level);
    json.key("riskLevelDuringSignIn").string(level);
    json.key("riskState").string(state);
    json.key("riskEventTypes_v2");
    detail::risk_events(json, row);
}

fn session(json: &mut Json, row: &SignIn<'_>) {
    json.key("resourceDisplayName").string(row.resource.name);
    json.key("resourceId").guid(row.resource.id);
    json.key("resourceTenantId").guid(row.resource_tenant_id);
    json.key("homeTenantId").guid(row.account.home_tenant);
    json.key("homeTenantName").string("");
    json.key("authenticationMethodsUsed").array(|_| {});
    json.key("authenticationRequirement").string(detail::requirement(row));
    json.key("signInIdentifier").string(row.identifier());
    json.key("signInIdentifierType").null();
    json.key("servicePrincipalName").null();
    json.key("signInEventTypes");
    detail::event_types(json, row);
    json.key("servicePrincipalId").guid(Guid::ZERO);
    json.key("federatedCredentialId").null();
    json.key("userType").string(row.account.user_type());
    json.key("flaggedForReview").boolean(false);
    json.key("isTenantRestricted").boolean(false);
    json.key("autonomousSystemNumber").number(row.place.asn.into());
    json.key("crossTenantAccessType").string(row.cross_tenant);
    json.key("servicePrincipalCredentialKeyId").null();
    json.key("servicePrincipalCredentialThumbprint").string("");
    json.key("uniqueTokenIdentifier").string(&detail::token_id(row));
    json.key("incomingTokenType").string(row.incoming_token);
    json.key("authenticationProtocol").string(row.protocol);
    json.key("resourceServicePrincipalId").string("");
    json.key("signInTokenProtectionStatus").string(row.token_protection.0);
    json.key("originalTransferMethod").string(row.transfer);
    json.key("isThroughGlobalSecureAccess").boolean(false);
    json.key("globalSecureAccessIpAddress").string("");
    json.key("conditionalAccessAudiences").array(|_| {});
    match row.session_id {
        Some(id) => json.key("sessionId").guid(id),
        None => json.key("sessionId").string(""),
    }
    json.key("clientSessionId").string("");
    json.key("appOwnerTenantId").guid(row.app.owner);
    json.key("resourceOwnerTenantId").guid(row.resource.owner);
}

fn evidence(json: &mut Json, row: &SignIn<'_>) {
    json.key("authenticationContextClassReferences").array(|_| {});
    json.key("authenticationProcessingDetails").array(|json| {
        json.object(|json| {
            json.key("key").string("Is CAE Token");
            json.key("value").string("False");
        });
    });
    json.key("networkLocationDetails");
    detail::networks(json, row);
    json.key("authenticationDetails");
    detail::steps(json, row, Dress::Graph, false);
    json.key("authenticationRequirementPolicies");
    detail::requirement_policies(json, row);
    json.key("sessionLifetimePolicies").array(|_| {});
    json.key("privateLinkDetails").object(|json| json.key("policyId").string(""));
    json.key("appliedEventListeners").array(|_| {});
    json.key("authenticationAppPolicyEvaluationDetails").array(|_| {});
    json.key("managedServiceIdentity").object(|json| {
        json.key("msiType").string("none");
        json.key("associatedResourceId").null();
    });
    json.key("tokenProtectionStatusDetails");
    detail::token_protection(json, row);
}
