//! Graph v1.0: the smaller object of the API's stable version, which says nothing about MFA.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::detail::{self, Dress};
use super::graph::{GraphShape, write_objects};
use super::json::Json;
use crate::signin::SignIn;
use crate::world::World;

/// Writes v1.0 objects. The API hands out interactive sign-ins only; leaving the others out is the caller's.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_graph_v1<'s>(
    out: &mut impl Write,
    shape: GraphShape,
    world: &World,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let context = "https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns";
    write_objects(out, shape, context, signins, |json, row| object(json, world, row))
}

fn object(json: &mut Json, world: &World, row: &SignIn<'_>) {
    let (level, state) = detail::risk(row);
    json.object(|json| {
        json.key("id").guid(row.id);
        json.key("createdDateTime").string(&row.time.to_string());
        json.key("userDisplayName").string(&row.account.display_name);
        json.key("userPrincipalName").string(&detail::username(row));
        json.key("userId").guid(row.account.id);
        json.key("appId").guid(row.app.id);
        json.key("appDisplayName").string(row.app.name);
        json.key("ipAddress").string(&row.place.ip);
        json.key("clientAppUsed").string(row.client_app);
        json.key("correlationId").guid(row.correlation_id);
        json.key("conditionalAccessStatus").string(row.conditional_access.graph());
        json.key("isInteractive").boolean(row.interactive);
        json.key("riskDetail").string("none");
        json.key("riskLevelAggregated").string(level);
        json.key("riskLevelDuringSignIn").string(level);
        json.key("riskState").string(state);
        json.key("riskEventTypes").array(|_| {});
        json.key("riskEventTypes_v2");
        detail::risk_events(json, row);
        json.key("resourceDisplayName").string(row.resource.name);
        json.key("resourceId").guid(row.resource.id);
        json.key("status");
        detail::status(json, row, Dress::Graph);
        json.key("deviceDetail");
        detail::device(json, row, Dress::Graph);
        json.key("location");
        detail::location(json, row, Dress::Graph);
        json.key("appliedConditionalAccessPolicies");
        detail::policies(json, world, row, Dress::Graph);
    });
}
