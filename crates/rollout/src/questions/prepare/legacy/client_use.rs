//! One person's use of one legacy client on one device: a sum over its sign-ins.

use entrasift_core::{Field, Time, Translation};
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::tally::Remember;

use crate::people::rhythm::Rhythm;

/// One person's use of one client app on one device.
#[derive(Debug, Clone, Default)]
pub struct ClientUse {
    /// Sign-ins.
    pub count: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// Of these, failed.
    pub failure: u64,
    /// Of these, interrupted.
    pub interrupted: u64,
    /// Rows whose code says that the first factor passed.
    pub credential_accepted: u64,
    /// Some row says that the account does not exist.
    pub no_such_account: bool,
    /// First and last.
    pub span: Span,
    /// Last success.
    pub last_success: Option<Time>,
    /// When.
    pub rhythm: Rhythm,
    /// Addresses.
    pub ips: Distinct,
    /// Countries.
    pub countries: Distinct,
    /// Countries of the successes.
    pub success_countries: Distinct,
    /// Autonomous systems of the successes.
    pub success_asns: Distinct,
    /// Apps.
    pub apps: Distinct,
    /// Resources.
    pub resources: Distinct,
    /// Device ids.
    pub device_ids: Distinct,
    /// Operating systems.
    pub os: Distinct,
    /// Browsers.
    pub browsers: Distinct,
    /// User agents.
    pub user_agents: Distinct,
    /// Error codes.
    pub codes: Distinct,
    /// Lists of policies and their results, where the export has them.
    pub policies: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for ClientUse {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.success += other.success;
        self.failure += other.failure;
        self.interrupted += other.interrupted;
        self.credential_accepted += other.credential_accepted;
        self.no_such_account |= other.no_such_account;
        self.span.merge(other.span);
        self.last_success = self.last_success.max(other.last_success);
        self.rhythm.merge(&other.rhythm);
        let values = [
            (&mut self.ips, &other.ips, Field::Ip),
            (&mut self.countries, &other.countries, Field::Country),
            (&mut self.success_countries, &other.success_countries, Field::Country),
            (&mut self.success_asns, &other.success_asns, Field::Asn),
            (&mut self.apps, &other.apps, Field::App),
            (&mut self.resources, &other.resources, Field::Resource),
            (&mut self.device_ids, &other.device_ids, Field::DeviceId),
            (&mut self.os, &other.os, Field::Os),
            (&mut self.browsers, &other.browsers, Field::Browser),
            (&mut self.user_agents, &other.user_agents, Field::UserAgent),
            (&mut self.codes, &other.codes, Field::Code),
            (&mut self.policies, &other.policies, Field::Policies),
        ];
        for (ours, theirs, field) in values {
            ours.merge(theirs, |value| translation.symbol(field, value));
        }
        self.evidence.merge(&other.evidence);
    }
}
