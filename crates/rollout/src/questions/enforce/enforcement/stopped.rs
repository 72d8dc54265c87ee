//! The people who are stopped: one line each, from all of their stopped flows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::{Field, HOUR, Symbol, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{BrokenApp, Cause, Flow, Flows, Judgement};
use entrasift_rules::measure::Evidence;
use hashbrown::HashSet;

use super::account::AccountFacts;
use crate::facts::app_name::AppName;
use crate::people::cohort::ReportLine;
use crate::reading::read_logs::Seen;

/// The service publishes late, and people are on the way: younger stops may still resolve themselves.
const PENDING: i64 = 2 * HOUR;

/// The cause of those who are stopped only in applications that let nobody in.
pub const APP_BROKEN: &str = "app-broken";

/// How badly someone is stopped, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopState {
    /// No success with MFA since: cannot work.
    LockedOut,
    /// Works, but not in some application or on some device; or was seen only in an application that lets nobody in.
    Partly,
    /// Only old clients and scripts are stopped, or the account is no person's.
    Client,
}

/// One person who is stopped.
#[derive(Debug, Clone)]
pub struct StoppedPerson {
    /// Who.
    pub person: Person,
    /// An administrator.
    pub is_admin: bool,
    /// Why the account is no person's, such as `service account`; `None`: it is one.
    pub no_person: Option<&'static str>,
    /// How badly.
    pub state: StopState,
    /// Stopped since then.
    pub since: Time,
    /// The last attempt.
    pub last: Time,
    /// How often it was tried.
    pub attempts: u64,
    /// The error codes, ascending.
    pub codes: Vec<i64>,
    /// The most telling cause.
    pub cause: Cause,
    /// The code that speaks for the cause.
    pub code: Option<i64>,
    /// The failure reason that the log gives for a code that is not in the catalogue.
    pub reason: Option<Symbol>,
    /// Every stop is in an application that lets nobody in.
    pub only_broken_apps: bool,
    /// Every stop is from a place where the person never succeeded.
    pub is_strange: bool,
    /// A method is registered; `None`: no report tells.
    pub registered: Option<bool>,
    /// A registered method is allowed by policy; `None`: no report tells.
    pub capable: Option<bool>,
    /// The applications, by name.
    pub apps: Vec<AppName>,
    /// The last success with MFA after the last attempt.
    pub worked: Option<Time>,
    /// The last attempt is so young that it may still resolve itself.
    pub is_pending: bool,
    /// The rows.
    pub evidence: Evidence,
}

impl StoppedPerson {
    /// The word for the cause in the JSON.
    pub fn cause_name(&self) -> &'static str {
        if self.only_broken_apps { APP_BROKEN } else { self.cause.name() }
    }
}

/// Everyone who is stopped: administrators first, then who cannot work at all, then who can in part, then clients and scripts; in
/// each the longest stopped first, then by user and key.
pub fn stopped_people(
    seen: &Seen,
    flows: &Flows,
    judged: &[Flow],
    broken: &[BrokenApp],
    accounts: &AccountFacts<'_>,
) -> Vec<StoppedPerson> {
    let mut by_person: BTreeMap<Person, Vec<(usize, &Flow)>> = BTreeMap::new();
    for (place, flow) in judged.iter().enumerate().filter(|(_, flow)| flow.judgement == Judgement::Stopped) {
        by_person.entry(flow.person).or_default().push((place, flow));
    }
    let in_broken: HashSet<usize> = broken.iter().flat_map(|app| app.flows.iter().copied()).collect();
    let mut lines: Vec<StoppedPerson> = by_person
        .into_iter()
        .map(|(person, own)| {
            let only_broken_apps = own.iter().all(|(place, _)| in_broken.contains(place));
            let own: Vec<&Flow> = own.into_iter().map(|(_, flow)| flow).collect();
            stopped_person(seen, flows, person, &own, only_broken_apps, accounts)
        })
        .collect();
    lines.sort_by(|a, b| {
        let rank = |line: &StoppedPerson| (!line.is_admin, line.state, line.since);
        let names = |line: &StoppedPerson| (seen.shown(line.person), seen.key(line.person));
        rank(a).cmp(&rank(b)).then_with(|| names(a).cmp(&names(b)))
    });
    lines
}

fn stopped_person(
    seen: &Seen,
    flows: &Flows,
    person: Person,
    own: &[&Flow],
    only_broken_apps: bool,
    accounts: &AccountFacts<'_>,
) -> StoppedPerson {
    let since = own.iter().map(|flow| flow.since).min().expect("a person is stopped in a flow");
    let last = own.iter().map(|flow| flow.last).max().expect("a person is stopped in a flow");
    let telling = own.iter().min_by_key(|flow| (flow.cause, Reverse(flow.last), flow.code));
    let (cause, code) = telling.map(|flow| (flow.cause, flow.code)).expect("a person is stopped in a flow");
    let report = accounts.line(seen, person);
    let worked = flows.footprints().last_protected(person).filter(|time| *time > last);
    let no_person = accounts.no_person(seen, person);
    let state = match () {
        () if no_person.is_some() || own.iter().all(|flow| flow.legacy) => StopState::Client,
        () if worked.is_some() || only_broken_apps => StopState::Partly,
        () => StopState::LockedOut,
    };
    let mut evidence = Evidence::default();
    own.iter().for_each(|flow| evidence.merge(&flow.evidence()));
    let mut codes: Vec<i64> = own.iter().flat_map(|flow| flow.codes.iter().copied()).collect();
    codes.sort_unstable();
    codes.dedup();
    let apps = own.iter().flat_map(|flow| &flow.apps);
    let mut apps: Vec<AppName> = apps.map(|(app, _)| AppName::new(seen, flows, *app)).collect();
    apps.sort_by_key(|app| app.text(seen));
    apps.dedup_by_key(|app| app.text(seen));
    StoppedPerson {
        person,
        is_admin: accounts.is_admin(seen, person),
        no_person,
        state,
        since,
        last,
        attempts: own.iter().map(|flow| flow.attempts).sum(),
        codes,
        cause,
        code,
        reason: if cause == Cause::UnknownCode { own_reason(seen, flows, code) } else { None },
        only_broken_apps,
        is_strange: own.iter().all(|flow| flow.strange),
        registered: report.map(ReportLine::is_registered),
        capable: report.map(ReportLine::is_capable),
        apps,
        worked,
        is_pending: seen.totals.last_signin.is_some_and(|end| end.0.saturating_sub(last.0) < PENDING),
        evidence,
    }
}

/// The failure reason beside a code that nobody knows.
fn own_reason(seen: &Seen, flows: &Flows, code: Option<i64>) -> Option<Symbol> {
    let reasons = flows.reasons(code.unwrap_or(i64::MIN))?;
    let text = |reason: &Symbol| seen.text(Field::Reason, *reason);
    reasons.iter().map(|(reason, _)| reason).filter(|reason| !text(reason).is_empty()).min_by_key(text)
}
