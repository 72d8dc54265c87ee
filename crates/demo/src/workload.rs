//! Workload: the sign-ins of service principals and managed identities, which have no user, device, or client app; and the exports that
//! hold them.

use std::io::{self, Write};

use crate::app;
use crate::dice::Dice;
use crate::guid::Guid;
use crate::moment::Moment;
use crate::outcome::{Word, outcome};
use crate::story::Story;
use crate::writers::csv::{CsvStyle, CsvWriter};
use crate::writers::json::Json;

/// One sign-in of a workload.
#[derive(Clone, Debug)]
pub struct Workload {
    time: Moment,
    id: Guid,
    correlation_id: Guid,
    principal: usize,
    principal_id: Guid,
    app_id: Guid,
    resource: &'static app::App,
    code: u32,
}

/// Names of the workloads; the last two are managed identities.
const PRINCIPALS: [&str; 5] = [
    "Northwind Backup Script",
    "Northwind CRM Sync",
    "Northwind Reporting",
    "nw-vm-build",
    "nw-func-invoices",
];
const FIRST_MANAGED: usize = 3;
const IP: &str = "203.0.113.40";

impl Workload {
    /// Managed by the platform, not by a secret.
    pub fn is_managed(&self) -> bool {
        self.principal >= FIRST_MANAGED
    }

    fn name(&self) -> &'static str {
        PRINCIPALS[self.principal]
    }

    fn word(&self) -> Word {
        outcome(self.code).word
    }

    fn category(&self) -> &'static str {
        if self.is_managed() { "ManagedIdentitySignInLogs" } else { "ServicePrincipalSignInLogs" }
    }
}

/// Every workload signs in a few times a day, and one has a condition that blocks it at times.
pub fn workloads(story: &Story) -> Vec<Workload> {
    let seed = story.options().seed;
    let mut ids = Dice::new(seed, &[21]);
    let known: Vec<(Guid, Guid)> = PRINCIPALS.iter().map(|_| (ids.guid(), ids.guid())).collect();
    let mut all = Vec::new();
    for day in 0..story.options().days {
        let date = story.options().start.plus(i64::from(day));
        let mut dice = Dice::new(seed, &[22, date.0 as u64]);
        for hour in [2, 8, 14, 20] {
            for (principal, (principal_id, app_id)) in known.iter().enumerate() {
                let blocked = principal == 1 && dice.chance(20);
                all.push(Workload {
                    time: date.at(hour, dice.between(0, 59), dice.between(0, 59)),
                    id: dice.guid(),
                    correlation_id: dice.guid(),
                    principal,
                    principal_id: *principal_id,
                    app_id: *app_id,
                    resource: if principal % 2 == 0 { &app::GRAPH } else { &app::MANAGEMENT },
                    code: if blocked { 53003 } else { 0 },
                });
            }
        }
    }
    all
}

const COLUMNS: [&str; 22] = [
    "Date (UTC)",
    "Request ID",
    "Correlation ID",
    "Service principal ID",
    "Service principal name",
    "Credential key ID",
    "Credential thumbprint",
    "Application",
    "Application ID ",
    "App owner tenant ID",
    "Resource",
    "Resource ID ",
    "Resource tenant ID",
    "Resource owner tenant ID",
    "Home tenant ID",
    "Home tenant name",
    "IP address",
    "Location",
    "Status",
    "Sign-in error code",
    "Failure reason",
    "Conditional Access",
];

/// The portal's CSV; that of managed identities is said to have the same columns.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_portal_workloads<'w>(
    out: &mut impl Write,
    style: CsvStyle,
    tenant: Guid,
    rows: impl IntoIterator<Item = &'w Workload>,
) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, style);
    COLUMNS.iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let tenant = tenant.to_string();
    for row in rows {
        let word = row.word();
        let reason = if word == Word::Success { "" } else { outcome(row.code).reason };
        let ids = [
            row.time.to_string(),
            row.id.to_string(),
            row.correlation_id.to_string(),
            row.principal_id.to_string(),
        ];
        ids.iter().for_each(|id| csv.text(id));
        for cell in [row.name(), "", "", row.name()] {
            csv.text(cell);
        }
        csv.guid(row.app_id);
        csv.text(&tenant);
        csv.text(row.resource.name);
        csv.guid(row.resource.id);
        csv.text(&tenant);
        csv.guid(row.resource.owner);
        let ca = if row.code == 0 { "Not Applied" } else { "Failure" };
        let code = row.code.to_string();
        for cell in [tenant.as_str(), "", IP, "Hamburg, Hamburg, DE", word.text(), &code, reason, ca] {
            csv.text(cell);
        }
        csv.end_line()?;
    }
    csv.flush()
}

/// Azure Monitor records, one a line; or with `wrapped` false and `bare` true the Graph objects alone.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_json_workloads<'w>(
    out: &mut impl Write,
    bare: bool,
    tenant: Guid,
    rows: impl IntoIterator<Item = &'w Workload>,
) -> io::Result<()> {
    let mut json = Json::compact();
    for row in rows {
        json.clear();
        if bare {
            json.object(|json| properties(json, tenant, row));
        } else {
            json.object(|json| {
                json.key("time").string(&row.time.to_string());
                json.key("operationName").string("Sign-in activity");
                json.key("category").string(row.category());
                json.key("tenantId").guid(tenant);
                json.key("resultType").string(&row.code.to_string());
                json.key("callerIpAddress").string(IP);
                json.key("properties").object(|json| properties(json, tenant, row));
            });
        }
        out.write_all(json.bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn properties(json: &mut Json, tenant: Guid, row: &Workload) {
    json.key("id").guid(row.id);
    json.key("createdDateTime").string(&row.time.to_string());
    json.key("userPrincipalName").string("");
    json.key("userId").string("");
    json.key("appId").guid(row.app_id);
    json.key("appDisplayName").string(row.name());
    json.key("ipAddress").string(IP);
    json.key("correlationId").guid(row.correlation_id);
    json.key("conditionalAccessStatus").string(if row.code == 0 { "notApplied" } else { "failure" });
    json.key("authenticationRequirement").string("singleFactorAuthentication");
    let kind = if row.is_managed() { "managedIdentity" } else { "servicePrincipal" };
    json.key("signInEventTypes").array(|json| json.string(kind));
    json.key("servicePrincipalId").guid(row.principal_id);
    json.key("servicePrincipalName").string(row.name());
    json.key("resourceDisplayName").string(row.resource.name);
    json.key("resourceId").guid(row.resource.id);
    json.key("resourceTenantId").guid(tenant);
    json.key("status").object(|json| {
        json.key("errorCode").number(row.code.into());
        json.key("failureReason").string(outcome(row.code).reason);
    });
}
