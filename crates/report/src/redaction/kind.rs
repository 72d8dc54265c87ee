//! What the text of a column is, told by the column's key.

/// What a text is, and with that what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A user: name, object id, display name.
    User,
    /// A device: id or name.
    Device,
    /// An address, v4 or v6.
    Address,
    /// A tenant: id, name, domain.
    Tenant,
    /// Another id: of a request, a session, a token.
    Id,
    /// A file.
    File,
    /// Text that nobody classified, or that may hold anything: it goes whole.
    Secret,
    /// A user, and in brackets how often.
    Counted,
    /// Words of ours with a piece of a file between backticks.
    Quoted,
    /// Words of ours, or names that tell nothing of people: it stays but for what is known and what looks like a name.
    Prose,
    /// Of the same, where an id is that of a tenant.
    OfTenants,
    /// An id that all tenants share: of an app, a resource.
    Public,
}

impl Kind {
    /// The first part of a pseudonym.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::User | Kind::Counted => "user",
            Kind::Device => "device",
            Kind::Address => "ip",
            Kind::Tenant | Kind::OfTenants => "tenant",
            Kind::Id | Kind::Public => "id",
            Kind::File => "file",
            Kind::Secret | Kind::Quoted | Kind::Prose => "text",
        }
    }

    /// Whether the whole text is a name, which is replaced wherever else it stands.
    pub(super) fn is_name(self) -> bool {
        self <= Kind::File
    }
}

/// The kind of a column. A key that no list holds is secret: a column that somebody adds leaks nothing, it must be asked for.
pub(super) fn of(section: &str, key: &str) -> Kind {
    let is_in = |keys: &[&str]| keys.contains(&key);
    match (section, key) {
        ("accounts", "id") | ("accepted", "owner") => Kind::User,
        ("steps" | "rows", "detail") => Kind::Secret,
        // What `impact` supposes; elsewhere it is a name that the tenant chose.
        ("policy", "policy") => Kind::Prose,
        ("problems", "detail") | ("ignored", "reason") => Kind::Quoted,
        ("warnings", "message") => Kind::OfTenants,
        (_, "who" | "who_new" | "who_gone") => Kind::Counted,
        _ if is_in(USERS) => Kind::User,
        _ if is_in(DEVICES) => Kind::Device,
        _ if is_in(ADDRESSES) => Kind::Address,
        _ if is_in(TENANTS) => Kind::Tenant,
        _ if is_in(IDS) => Kind::Id,
        _ if is_in(PUBLIC) => Kind::Public,
        (_, "path" | "files") => Kind::File,
        _ if is_in(PROSE) => Kind::Prose,
        _ => Kind::Secret,
    }
}

const USERS: &[&str] = &[
    "account",
    "display_name",
    "got_in",
    "ids",
    "people",
    "person",
    "sign_in_identifier",
    "user",
    "user_id",
    "user_name",
    "users",
];

const DEVICES: &[&str] = &["device_id", "device_name"];

const ADDRESSES: &[&str] = &["address", "global_secure_access_ip", "ip", "ips", "resource_ip"];

const TENANTS: &[&str] = &[
    "app_owner_tenant",
    "home_tenant",
    "home_tenant_name",
    "resource_owner_tenant",
    "resource_tenant",
    "tenant",
    "token_issuer",
];

const IDS: &[&str] =
    &["correlation_id", "request_id", "service_principal_id", "session_id", "unique_token_id"];

const PUBLIC: &[&str] = &["app_id", "resource_id"];

/// Keys whose texts are words of ours, or words of the service that name nobody. `device` holds an id, which is known from
/// `device_id`, or else an operating system and a browser.
const PROSE: &[&str] = &[
    "account_kind",
    "action",
    "admin",
    "admin_because",
    "app",
    "app_priority",
    "apps",
    "asn",
    "asns",
    "attack",
    "because",
    "block_policy",
    "block_policy_names",
    "browser",
    "by_policy",
    "ca_status",
    "category",
    "cause",
    "change",
    "check",
    "city",
    "class",
    "client_app",
    "client_credential",
    "code",
    "code_class",
    "codes",
    "column",
    "command",
    "compliant",
    "compression",
    "confidence",
    "countries",
    "country",
    "credential_accepted",
    "criterion",
    "cross_tenant",
    "date",
    "deadline",
    "default_method",
    "detail",
    "device",
    "device_kinds",
    "encoding",
    "enforcement_impact",
    "error_code",
    "event_type",
    "field",
    "flagged",
    "format",
    "from",
    "global_secure_access",
    "goal",
    "helpdesk",
    "holds",
    "hour",
    "id",
    "identity",
    "incoming_token",
    "kind",
    "latency_ms",
    "legacy_class",
    "legacy_client",
    "likely",
    "likely_because",
    "likely_cause",
    "location",
    "managed",
    "meaning",
    "method",
    "methods",
    "mfa",
    "mfa_method",
    "mfa_result",
    "name",
    "needs",
    "os",
    "owner",
    "per_day",
    "policies",
    "priority",
    "problems",
    "projected_on",
    "protocol",
    "published",
    "reached_on",
    "reason",
    "registered_methods",
    "remediation",
    "removed",
    "requirement",
    "requirement_policies",
    "resource",
    "resources",
    "result",
    "risk_level",
    "risk_state",
    "rule",
    "service_principal",
    "severity",
    "source",
    "start",
    "starts_at",
    "state",
    "statement",
    "status",
    "step",
    "step_method",
    "step_requirement",
    "step_result",
    "step_succeeded",
    "step_time",
    "succeeded",
    "suggestion",
    "suspect_because",
    "table",
    "task",
    "time",
    "title",
    "to",
    "token_issuer_type",
    "token_protection",
    "token_protection_code",
    "topic",
    "transfer_method",
    "trust",
    "trust_type",
    "turned_off",
    "turned_off_what",
    "type",
    "user_agent",
    "user_agents",
    "user_type",
    "value",
    "verdict",
    "weekday",
    "what",
    "why",
];

#[cfg(test)]
mod tests {
    use entrasift_core::field::{Field, Kind as Stored};

    use super::*;

    #[test]
    fn lists_are_sorted_and_share_nothing() {
        let mut seen = std::collections::BTreeSet::new();
        for list in [USERS, DEVICES, ADDRESSES, TENANTS, IDS, PUBLIC, PROSE] {
            assert!(list.is_sorted(), "{list:?}");
            assert!(list.iter().all(|key| seen.insert(*key)), "{list:?}");
        }
    }

    #[test]
    fn a_column_that_nobody_classified_is_secret() {
        assert_eq!(of("gaps", "nickname"), Kind::Secret);
        assert_eq!(of("accounts", "id"), Kind::User);
        assert_eq!(of("checks", "id"), Kind::Prose);
    }

    #[test]
    fn no_field_of_addresses_or_ids_is_prose() {
        for field in Field::ALL {
            let is_name =
                matches!(field.kind(), Stored::Address | Stored::Id | Stored::UniqueId | Stored::Name);
            assert!(!is_name || of("rows", field.name()) != Kind::Prose, "{}", field.name());
        }
    }
}
