//! Defender XDR advanced hunting (`EntraIdSignInEvents`, `AADSignInEventsBeta`). Experimental: built from the documented columns, no
//! real export was seen. There is no MFA method and no MFA result in it.

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::Likeness;
use crate::dialect::path_name::{Convert, PathName, converted, fallback, path};
use crate::field::Field;
use crate::text::layout::Layout;

/// Advanced hunting. The limits are those of its query page over the years (source: Microsoft's documentation).
pub static DEFENDER: Dialect = Dialect {
    row_limits: &[10_000, 100_000],
    ..Dialect::new(
        "defender",
        &[Layout::Csv],
        |head| Likeness::certain_if(head.has("errorcode") && head.has("accountupn") && head.has("logontype")),
        Names::Paths(|| NAMES),
    )
};

const GUEST: Convert =
    Convert::Words(&[("1", "guest"), ("true", "guest"), ("0", "member"), ("false", "member")]);
const CA_STATUS: Convert = Convert::Words(&[("0", "success"), ("1", "failure"), ("2", "notApplied")]);
const TRUST: Convert = Convert::Words(&[("serverad", "Hybrid Azure AD joined")]);

/// The columns by name.
const NAMES: &[PathName] = &[
    path("timestamp", Field::Time),
    path("requestid", Field::RequestId),
    path("correlationid", Field::CorrelationId),
    path("sessionid", Field::SessionId),
    path("accountobjectid", Field::UserId),
    path("accountupn", Field::User),
    path("accountdisplayname", Field::DisplayName),
    converted("isguestuser", Field::UserType, GUEST),
    path("alternatesigninname", Field::SignInIdentifier),
    path("application", Field::App),
    path("applicationid", Field::AppId),
    path("resourcedisplayname", Field::Resource),
    path("resourceid", Field::ResourceId),
    path("resourcetenantid", Field::ResourceTenantId),
    path("clientappused", Field::ClientApp),
    path("useragent", Field::UserAgent),
    path("ipaddress", Field::Ip),
    path("city", Field::City),
    path("state", Field::State),
    path("country", Field::Country),
    path("errorcode", Field::Code),
    path("entraiddeviceid", Field::DeviceId),
    fallback("aaddeviceid", Field::DeviceId, Convert::Text),
    path("devicename", Field::DeviceName),
    path("osplatform", Field::Os),
    path("browser", Field::Browser),
    path("iscompliant", Field::Compliant),
    path("ismanaged", Field::Managed),
    converted("devicetrusttype", Field::TrustType, TRUST),
    path("authenticationrequirement", Field::Requirement),
    converted("conditionalaccessstatus", Field::CaStatus, CA_STATUS),
    path("conditionalaccesspolicies", Field::Policies),
    converted("logontype", Field::EventType, Convert::First),
    path("uniquetokenid", Field::UniqueTokenId),
];
