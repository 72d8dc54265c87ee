//! The sections of the tenant file.

/// Every section and its keys: what is not here is a mistake.
pub(super) const SECTIONS: [(&str, &[&str]); 7] = [
    ("tenant", &["name", "home_tenant_id", "timezone", "break_glass", "break_glass_profile", "admins"]),
    (
        "rollout",
        &[
            "start",
            "registration_start",
            "enforced_at",
            "policy",
            "pilot_policy",
            "pilot_users",
            "registration_days",
            "target_rate",
            "remind_below",
            "contact_from_day",
            "max_gap_hours",
        ],
    ),
    ("exceptions", &["service_accounts", "shared_mailboxes", "rooms", "excluded", "guests"]),
    ("planned_tests", &["account", "at", "tolerance_minutes"]),
    ("accepted", &["user", "rule", "owner", "reason", "until"]),
    ("networks", &["trusted", "home_countries"]),
    // The rules say themselves what their settings are.
    ("rules", &[]),
];
