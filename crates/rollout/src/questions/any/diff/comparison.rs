//! What `diff` concludes: what changed from one export to another.

use std::sync::Arc;

use entrasift_core::{HOUR, Time};

use super::pair::{self, Change, FindingPair, ItemPair};
use super::roster::Roster;
use crate::reading::read_logs::Seen;

/// Two exports compared.
pub struct Comparison {
    /// The earlier export.
    pub before: ComparedExport,
    /// The later export.
    pub after: ComparedExport,
    /// How many people there are in either.
    pub people: u64,
    /// What the rules found: new, gone, more, fewer, same; within that the gravest first, then by rule.
    pub findings: Vec<FindingPair>,
    /// Protocols that are not the same: new, gone, more, fewer; within that the larger difference first.
    pub protocols: Vec<ItemPair>,
    /// Apps, in the same way.
    pub apps: Vec<ItemPair>,
    /// Users who came and went.
    pub users: Vec<ItemPair>,
}

/// One export in numbers.
pub struct ComparedExport {
    /// What was read.
    pub seen: Arc<Seen>,
    /// How many people signed in.
    pub people: u64,
    /// How many apps were signed in to.
    pub apps: u64,
    /// How many rules found something.
    pub findings: u64,
    /// Successes with MFA.
    pub with_mfa: u64,
    /// Legacy sign-ins.
    pub legacy: u64,
}

impl Comparison {
    pub(super) fn new(before: Roster, after: Roster) -> Comparison {
        let exports = [&before, &after].map(ComparedExport::new);
        let mut users = pair::items(before.users, after.users);
        let mut protocols = pair::items(before.protocols, after.protocols);
        let mut apps = pair::items(before.apps, after.apps);
        let people = users.len() as u64;
        users.retain(ItemPair::came_or_went);
        protocols.retain(|pair| pair.change() != Change::Same);
        apps.retain(|pair| pair.change() != Change::Same);
        let findings = pair::findings(before.findings, after.findings);
        let [before, after] = exports;
        Comparison { before, after, people, findings, protocols, apps, users }
    }
}

impl ComparedExport {
    fn new(roster: &Roster) -> ComparedExport {
        ComparedExport {
            seen: roster.seen.clone(),
            people: roster.users.len() as u64,
            apps: roster.apps.len() as u64,
            findings: roster.findings.len() as u64,
            with_mfa: roster.with_mfa,
            legacy: roster.legacy,
        }
    }

    /// From the first to the last sign-in, hours; `None` without one.
    pub fn hours(&self) -> Option<f64> {
        let (Time(first), Time(last)) = self.seen.totals.first_signin.zip(self.seen.totals.last_signin)?;
        Some(last.saturating_sub(first) as f64 / HOUR as f64)
    }
}
