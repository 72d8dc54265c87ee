//! The challenges that a person failed, and what happened around them.

use std::collections::BTreeSet;

use entrasift_core::{HOUR, Time};
use entrasift_rules::detect::flow::{Cause, Flow, Flows, Judgement};

use super::life::Life;
use crate::reading::read_logs::Seen;

/// What the log tells of the challenges that a person failed.
#[derive(Debug, Clone, Copy)]
pub struct FailedChallenges {
    /// Flows with a failed challenge that did not get through.
    pub failed: usize,
    /// The first of their rows.
    pub since: Time,
    /// Of these flows, those from places where this person never succeeds.
    pub strange: usize,
    /// Of these flows, those that were declined or reported.
    pub denied: usize,
    /// Other people who passed MFA since then.
    pub others_passed: usize,
    /// The most other people with a failed challenge in one of the hours in which this person failed.
    pub others_failed: usize,
    /// A fresh second step of this person worked before.
    pub passed_before: bool,
    /// The same since then.
    pub passed_since: bool,
    /// The registration report says whether the person can use MFA.
    pub capable: Option<bool>,
}

/// Causes in which a prompt was sent, or should have been.
fn is_challenge(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NotPassed
            | Cause::NoAnswer
            | Cause::WrongCode
            | Cause::Declined
            | Cause::FraudReported
            | Cause::Service
            | Cause::Method
    )
}

impl FailedChallenges {
    /// `None` where no challenge failed. `own` are the attempts of the person, `capable` is what the registration report says.
    pub fn new(
        seen: &Seen,
        flows: &Flows,
        own: &[Flow],
        life: &Life,
        capable: Option<bool>,
    ) -> Option<FailedChallenges> {
        let unpassed = |flow: &&Flow| {
            is_challenge(flow.cause) && matches!(flow.judgement, Judgement::Stopped | Judgement::Hostile)
        };
        let failed: Vec<&Flow> = own.iter().filter(unpassed).collect();
        let since = failed.iter().map(|flow| flow.first).min()?;
        let is_own = |key: &str| life.keys().iter().any(|own| own == key);
        let passed = flows.footprints().people().filter(|(_, prints)| prints.last_protected() >= Some(since));
        let others: BTreeSet<&str> =
            passed.map(|(person, _)| seen.key(person)).filter(|key| !is_own(key)).collect();
        let hour = |time: Time| time.0.div_euclid(HOUR);
        let hours: BTreeSet<i64> = failed.iter().map(|flow| hour(flow.first)).collect();
        let failing = |wanted: i64| {
            let marks = flows.marks().filter(|mark| mark.code == 500_121 && hour(mark.time) == wanted);
            marks.map(|mark| seen.key(mark.person)).filter(|key| !is_own(key)).collect::<BTreeSet<_>>().len()
        };
        Some(FailedChallenges {
            failed: failed.len(),
            since,
            strange: failed.iter().filter(|flow| flow.strange).count(),
            denied: failed
                .iter()
                .filter(|flow| matches!(flow.cause, Cause::Declined | Cause::FraudReported))
                .count(),
            others_passed: others.len(),
            others_failed: hours.into_iter().map(failing).max().unwrap_or(0),
            passed_before: life.first_fresh.is_some_and(|first| first < since),
            passed_since: life.last_fresh.is_some_and(|last| last >= since),
            capable,
        })
    }
}
