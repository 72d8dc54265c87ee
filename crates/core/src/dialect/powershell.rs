//! What PowerShell scripts write of sign-ins: flat columns with a status in words. Exports whose nested cells were destroyed are refused
//! before they come here.

use super::{Name, name};
use crate::field::Field;

/// The columns by name.
pub const NAMES: &[Name] = &[
    name("createddatetime", Field::Time),
    name("id", Field::RequestId),
    name("correlationid", Field::CorrelationId),
    name("userid", Field::UserId),
    name("userprincipalname", Field::User),
    name("userdisplayname", Field::DisplayName),
    name("appdisplayname", Field::App),
    name("appid", Field::AppId),
    name("resourcedisplayname", Field::Resource),
    name("resourceid", Field::ResourceId),
    name("clientappused", Field::ClientApp),
    name("ipaddress", Field::Ip),
    name("city", Field::City),
    name("country", Field::Country),
    name("device", Field::DeviceName),
    name("browser", Field::Browser),
    name("os", Field::Os),
    name("status", Field::Status),
    name("errorcode", Field::Code),
    name("failurereason", Field::Reason),
    name("riskstate", Field::RiskState),
    name("risklevelaggregated", Field::RiskLevel),
    name("conditionalaccessstatus", Field::CaStatus),
];
