//! Log Analytics and Sentinel: the tables SigninLogs and AADNonInteractiveUserSignInLogs (and those of workloads), as CSV with JSON in
//! cells, or as JSON.

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::{Head, Likeness};
use crate::dialect::path_name::{Convert, PathName, converted, fallback, path};
use crate::field::Field;
use crate::text::layout::Layout;

/// Log Analytics. The limits are those of its query page over the years (source: Microsoft's documentation).
pub static LOG_ANALYTICS: Dialect = Dialect {
    keys,
    record_keys: &["ResultType", "TimeGenerated"],
    row_limits: &[10_000, 30_000, 500_000],
    ..Dialect::new(
        "log-analytics",
        &[Layout::Csv, Layout::Json],
        |head| {
            let names_someone = head.has_any(&["userprincipalname", "serviceprincipalid"]);
            Likeness::certain_if(head.has("resulttype") && names_someone)
        },
        Names::Paths(|| NAMES),
    )
};

fn keys(head: &Head<'_>) -> Result<Vec<String>, String> {
    let key = |key: &String| column_key(key).map(str::to_owned).ok_or_else(|| key.clone());
    head.keys.iter().map(key).collect()
}

/// The columns by path. Headers lose a suffix such as ` [UTC]`; union exports split columns into `…_dynamic` and `…_string`.
const NAMES: &[PathName] = &[
    path("timegenerated", Field::Published),
    path("createddatetime", Field::Time),
    fallback("timegenerated", Field::Time, Convert::Text),
    path("id", Field::RequestId),
    path("correlationid", Field::CorrelationId),
    path("sessionid", Field::SessionId),
    path("uniquetokenidentifier", Field::UniqueTokenId),
    path("userid", Field::UserId),
    path("userprincipalname", Field::User),
    fallback("alternatesigninname", Field::User, Convert::Text),
    path("userdisplayname", Field::DisplayName),
    fallback("identity", Field::DisplayName, Convert::Text),
    path("usertype", Field::UserType),
    path("signinidentifier", Field::SignInIdentifier),
    path("appdisplayname", Field::App),
    path("appid", Field::AppId),
    path("resourcedisplayname", Field::Resource),
    path("resourceidentity", Field::ResourceId),
    path("appownertenantid", Field::AppOwnerTenantId),
    path("resourceownertenantid", Field::ResourceOwnerTenantId),
    path("resourcetenantid", Field::ResourceTenantId),
    fallback("aadtenantid", Field::ResourceTenantId, Convert::Text),
    path("aadtenantid", Field::TenantId),
    path("hometenantid", Field::HomeTenantId),
    path("hometenantname", Field::HomeTenantName),
    path("crosstenantaccesstype", Field::CrossTenant),
    path("clientappused", Field::ClientApp),
    path("useragent", Field::UserAgent),
    path("authenticationprotocol", Field::Protocol),
    path("originaltransfermethod", Field::TransferMethod),
    path("incomingtokentype", Field::IncomingToken),
    path("clientcredentialtype", Field::ClientCredential),
    path("ipaddress", Field::Ip),
    path("ipaddressfromresourceprovider", Field::ResourceIp),
    path("locationdetails.city", Field::City),
    path("locationdetails.state", Field::State),
    path("locationdetails.countryorregion", Field::Country),
    fallback("location", Field::Country, Convert::Text),
    path("autonomoussystemnumber", Field::Asn),
    path("resulttype", Field::Code),
    fallback("status.errorcode", Field::Code, Convert::Text),
    path("status.failurereason", Field::Reason),
    fallback("resultdescription", Field::Reason, Convert::Text),
    path("status.additionaldetails", Field::MfaResult),
    path("devicedetail.deviceid", Field::DeviceId),
    path("devicedetail.displayname", Field::DeviceName),
    path("devicedetail.operatingsystem", Field::Os),
    path("devicedetail.browser", Field::Browser),
    path("devicedetail.iscompliant", Field::Compliant),
    path("devicedetail.ismanaged", Field::Managed),
    path("devicedetail.trusttype", Field::TrustType),
    path("authenticationrequirement", Field::Requirement),
    path("mfadetail.authmethod", Field::MfaMethod),
    path("mfadetail.authdetail", Field::MfaDetail),
    converted("authenticationdetails", Field::Steps, Convert::Steps),
    path("authenticationrequirementpolicies", Field::RequirementPolicies),
    path("conditionalaccessstatus", Field::CaStatus),
    path("conditionalaccesspolicies", Field::Policies),
    fallback("appliedconditionalaccesspolicies", Field::Policies, Convert::Text),
    fallback("conditionalaccesspoliciesv2", Field::Policies, Convert::Text),
    converted("signineventtypes", Field::EventType, Convert::First),
    fallback("isinteractive", Field::EventType, Convert::Interactive),
    fallback("type", Field::EventType, Convert::Category),
    fallback("category", Field::EventType, Convert::Category),
    path("serviceprincipalid", Field::ServicePrincipalId),
    path("serviceprincipalname", Field::ServicePrincipalName),
    path("tokenissuertype", Field::TokenIssuerType),
    path("tokenissuername", Field::TokenIssuerName),
    path("tokenprotectionstatusdetails.signinsessionstatus", Field::TokenProtection),
    path("tokenprotectionstatusdetails.signinsessionstatuscode", Field::TokenProtectionCode),
    path("isthroughglobalsecureaccess", Field::GlobalSecureAccess),
    path("globalsecureaccessipaddress", Field::GlobalSecureAccessIp),
    path("flaggedforreview", Field::Flagged),
    path("riskstate", Field::RiskState),
    path("risklevelaggregated", Field::RiskLevel),
    path("processingtimeinmilliseconds", Field::Latency),
    path("processingtimeinms", Field::Latency),
];

/// A header's key without the suffixes of time zones and union exports. `None` where a date column names a zone other than UTC.
fn column_key(key: &str) -> Option<&str> {
    let key = match key.split_once(" [") {
        Some((name, "utc]")) => name,
        Some(_) => return None,
        None => key,
    };
    Some(key.strip_suffix("_dynamic").or_else(|| key.strip_suffix("_string")).unwrap_or(key))
}
