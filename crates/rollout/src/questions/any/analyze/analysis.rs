//! What `analyze` concludes: what the rules found, case by case, and the sign-ins hour by hour.

use std::sync::Arc;

use entrasift_core::Time;
use entrasift_rules::list;
use entrasift_rules::rule::{Rule, Severity};
use entrasift_rules::{Finding, Rules};

use super::cases::{self, CaseAt};
use super::timeline::{HourCounts, Timeline};
use crate::reading::read_logs::Seen;

/// What is in these files, and what the rules found.
pub struct Analysis {
    /// What was read.
    pub seen: Arc<Seen>,
    /// The rules, with the settings of the tenant.
    pub rules: Vec<Rule>,
    /// What the rules found: gravest first, then by rule.
    pub findings: Vec<Finding>,
    /// Every case of every finding: gravest first, then by rule, time, words and users.
    pub cases: Vec<CaseAt>,
    /// Each hour in which somebody signed in, in time order.
    pub hours: Vec<(Time, HourCounts)>,
}

impl Analysis {
    pub(super) fn new(seen: &Arc<Seen>, rules: Rules, timeline: Timeline) -> Analysis {
        let findings = rules.conclude(seen.totals.last_signin);
        Analysis {
            seen: seen.clone(),
            rules: list::all_for(&seen.request.tenant),
            cases: cases::sorted(seen, &findings),
            findings,
            hours: timeline.into_hours(),
        }
    }

    /// The severity of the gravest finding.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// How many sign-ins succeeded.
    pub fn successes(&self) -> u64 {
        self.hours.iter().map(|(_, hour)| hour.success).sum()
    }

    /// How many of the successes a second factor protects.
    pub fn with_mfa(&self) -> u64 {
        self.hours.iter().map(|(_, hour)| hour.mfa).sum()
    }
}
