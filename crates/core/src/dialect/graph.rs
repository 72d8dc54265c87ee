//! Graph sign-ins: the portal's JSON download, Graph v1.0 and beta, and what scripts save of them.

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::Likeness;
use crate::dialect::path_name::{Convert, PathName, converted, fallback, path};
use crate::field::Field;
use crate::text::layout::Layout;

/// Microsoft Graph. The limits are those of the portal, whose JSON download has this shape; a page of the interface holds 1,000 records.
pub static GRAPH: Dialect = Dialect {
    record_keys: &["createdDateTime"],
    may_fill: |name, head, _| head.has(BETA_KEY) || !BETA_ONLY.contains(&name.field),
    row_limits: &[5_000, 100_000, 250_000],
    page_rows: Some(1_000),
    ..Dialect::new(
        "graph",
        &[Layout::Json],
        |head| {
            Likeness::certain_if(
                head.has("createddatetime") && head.has_any(&["appid", "serviceprincipalid"]),
            )
        },
        Names::Paths(|| NAMES),
    )
};

/// The properties by path, of v1.0 and beta alike (source: the signIn resource type of Microsoft Graph).
pub(super) const NAMES: &[PathName] = &[
    path("id", Field::RequestId),
    path("createddatetime", Field::Time),
    path("correlationid", Field::CorrelationId),
    path("sessionid", Field::SessionId),
    path("uniquetokenidentifier", Field::UniqueTokenId),
    path("userid", Field::UserId),
    path("userprincipalname", Field::User),
    path("userdisplayname", Field::DisplayName),
    path("usertype", Field::UserType),
    path("signinidentifier", Field::SignInIdentifier),
    path("appdisplayname", Field::App),
    path("appid", Field::AppId),
    path("resourcedisplayname", Field::Resource),
    path("resourceid", Field::ResourceId),
    path("appownertenantid", Field::AppOwnerTenantId),
    path("resourceownertenantid", Field::ResourceOwnerTenantId),
    path("resourcetenantid", Field::ResourceTenantId),
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
    path("location.city", Field::City),
    path("location.state", Field::State),
    path("location.countryorregion", Field::Country),
    path("autonomoussystemnumber", Field::Asn),
    path("status.errorcode", Field::Code),
    path("status.failurereason", Field::Reason),
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
    path("appliedconditionalaccesspolicies", Field::Policies),
    converted("signineventtypes", Field::EventType, Convert::First),
    fallback("isinteractive", Field::EventType, Convert::Interactive),
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
];

/// A key that the beta shape has and v1.0 does not.
const BETA_KEY: &str = "authenticationrequirement";

/// Fields that the v1.0 shape can never fill.
const BETA_ONLY: &[Field] = &[
    Field::SessionId,
    Field::UniqueTokenId,
    Field::UserType,
    Field::SignInIdentifier,
    Field::AppOwnerTenantId,
    Field::ResourceOwnerTenantId,
    Field::ResourceTenantId,
    Field::HomeTenantId,
    Field::HomeTenantName,
    Field::CrossTenant,
    Field::UserAgent,
    Field::Protocol,
    Field::TransferMethod,
    Field::IncomingToken,
    Field::ClientCredential,
    Field::ResourceIp,
    Field::Asn,
    Field::Requirement,
    Field::MfaMethod,
    Field::MfaDetail,
    Field::Steps,
    Field::StepsDigest,
    Field::RequirementPolicies,
    Field::ServicePrincipalId,
    Field::ServicePrincipalName,
    Field::TokenIssuerType,
    Field::TokenIssuerName,
    Field::TokenProtection,
    Field::TokenProtectionCode,
    Field::GlobalSecureAccess,
    Field::GlobalSecureAccessIp,
    Field::Flagged,
    Field::Latency,
];
