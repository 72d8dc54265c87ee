//! What `enforcement` concludes: who is stopped since the policy was switched on, and what became of everybody's attempts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use entrasift_core::{HOUR, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{Flow, Flows, Judgement};
use entrasift_rules::list;
use entrasift_rules::measure::Evidence;

use super::account::AccountFacts;
use super::hours::{CodeMeaning, FailureHours};
use super::stopped::{StopState, StoppedPerson, stopped_people};
use crate::facts::app_name::AppName;
use crate::reading::read_logs::Seen;

/// Who is stopped in the first hours after the policy was switched on.
pub struct FirstHours {
    /// What was read.
    pub seen: Arc<Seen>,
    /// When the policy was switched on; `None` where nobody says, and then the whole log is judged.
    pub enforced_at: Option<Time>,
    /// How long after it people are watched, hours.
    pub hours: u32,
    /// What is judged, `start <= time < end`.
    pub window: Range<Time>,
    /// Everyone who is stopped: administrators first, then the worst stopped, then the longest stopped, then by user.
    pub stopped: Vec<StoppedPerson>,
    /// Applications that let nobody in, by name.
    pub dead_apps: Vec<DeadApp>,
    /// Hours in which more people failed in an application than got in, by hour and application.
    pub outages: Vec<OutageHour>,
    /// The hours in which something failed, ascending.
    pub by_hour: Vec<FailureHour>,
    /// Who was made to register and did, by user.
    pub forced: Vec<ForcedRegistration>,
    /// Attempts of strangers that were stopped, by user and time.
    pub strangers: Vec<StrangerStop>,
    /// Failures that no policy causes: most people first, then by code.
    pub other_codes: Vec<OtherCode>,
    /// What became of the attempts, in the order in which it is shown.
    pub outcomes: [AttemptOutcome; 4],
    /// How many people got through after being asked, and are stopped nowhere.
    pub got_through: u64,
    /// How many of them by registering there and then.
    pub registered_then: u64,
    /// There is a registration report.
    pub has_report: bool,
}

/// An application in which people are stopped and nobody succeeds.
#[derive(Debug, Clone)]
pub struct DeadApp {
    /// The application.
    pub app: AppName,
    /// Who is stopped in it, each once; in no particular order.
    pub people: Vec<Person>,
    /// When the first of them was stopped.
    pub since: Time,
    /// When somebody last succeeded in it; `None`: never in the data.
    pub worked: Option<Time>,
    /// The rows.
    pub evidence: Evidence,
}

/// An hour in which more people failed in an application than got in.
#[derive(Debug, Clone, Copy)]
pub struct OutageHour {
    /// When the hour begins.
    pub hour: Time,
    /// The application.
    pub app: AppName,
    /// People who were stopped and did not succeed there in that hour.
    pub stopped: usize,
    /// People who succeeded there.
    pub succeeded: usize,
}

/// What failed in one hour.
#[derive(Debug, Clone, Copy)]
pub struct FailureHour {
    /// When the hour begins.
    pub hour: Time,
    /// Sign-ins that failed.
    pub failure: u64,
    /// Sign-ins that were interrupted.
    pub interrupted: u64,
    /// Of both, those whose code a policy can cause, or that nobody knows.
    pub by_policy: u64,
    /// People whom a policy met, whether they got through later or not.
    pub people: usize,
    /// People who are stopped since that hour.
    pub stopped: u64,
    /// People who were made to register in that hour, and did.
    pub registered: usize,
}

/// Somebody who was made to register, and did.
#[derive(Debug, Clone)]
pub struct ForcedRegistration {
    /// Who.
    pub person: Person,
    /// When they were first asked.
    pub asked: Time,
    /// The rows.
    pub evidence: Evidence,
}

/// An attempt of a stranger that was stopped.
#[derive(Debug, Clone)]
pub struct StrangerStop {
    /// Whose account it is.
    pub person: Person,
    /// The first row.
    pub first: Time,
    /// How often it was tried.
    pub attempts: u64,
    /// The error codes, ascending.
    pub codes: Vec<i64>,
    /// The stranger knew the password.
    pub password_right: bool,
    /// The rows.
    pub evidence: Evidence,
}

/// Failures with a code that no policy causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherCode {
    /// The error code.
    pub code: i64,
    /// What it means.
    pub meaning: CodeMeaning,
    /// How many people met it.
    pub people: usize,
    /// How many sign-ins.
    pub count: u64,
}

/// How many attempts ended in one way, and of how many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptOutcome {
    /// What became of them.
    pub judgement: Judgement,
    /// How many attempts.
    pub attempts: u64,
    /// How many people made them.
    pub people: u64,
}

/// The order in which outcomes are shown.
const SHOWN: [Judgement; 4] =
    [Judgement::Stopped, Judgement::Recovered, Judgement::Waiting, Judgement::Hostile];

/// How many people must be stopped in an application to make it a broken one, where the rule does not say.
const BROKEN_FROM: u32 = 3;

impl FirstHours {
    /// From the attempts in a window and the failures in its hours.
    pub(super) fn new(
        seen: &Arc<Seen>,
        (flows, watched): (&Flows, &FailureHours),
        enforced_at: Option<Time>,
        hours: u32,
        window: Range<Time>,
    ) -> FirstHours {
        let judged = flows.judge(window.clone());
        let accounts = AccountFacts::new(seen, flows);
        let rules = list::all_for(&seen.request.tenant);
        let rule = rules.iter().find(|rule| rule.id == "app-broken");
        let least = rule.map_or(BROKEN_FROM, |rule| rule.value("users"));
        let broken = flows.broken(&judged, least as usize);
        let dead_apps = broken.iter().map(|app| {
            let mut evidence = Evidence::default();
            app.flows.iter().for_each(|place| evidence.merge(&judged[*place].evidence()));
            let (people, since, worked) = (app.people.clone(), app.since, app.worked);
            DeadApp { app: AppName::new(seen, flows, app.app), people, since, worked, evidence }
        });
        let mut dead_apps: Vec<DeadApp> = dead_apps.collect();
        dead_apps.sort_by_key(|app| app.app.text(seen));
        let stopped = stopped_people(seen, flows, &judged, &broken, &accounts);
        let people = |judgement| people(judged.iter().filter(|flow| flow.judgement == judgement));
        let forced: Vec<&Flow> = judged.iter().filter(|flow| is_forced(flow)).collect();
        let stopped_set = people(Judgement::Stopped);
        let through = people(Judgement::Recovered);
        let registered = self::people(forced.iter().copied());
        FirstHours {
            seen: seen.clone(),
            enforced_at,
            hours,
            window,
            dead_apps,
            outages: outages(seen, flows, watched),
            by_hour: by_hour(watched, &stopped, &forced),
            forced: forced_registrations(seen, &forced),
            strangers: strangers(seen, &judged),
            other_codes: other_codes(watched),
            outcomes: SHOWN.map(|judgement| AttemptOutcome {
                judgement,
                attempts: judged.iter().filter(|flow| flow.judgement == judgement).count() as u64,
                people: people(judgement).len() as u64,
            }),
            got_through: through.difference(&stopped_set).count() as u64,
            registered_then: registered.difference(&stopped_set).count() as u64,
            has_report: accounts.has_report(),
            stopped,
        }
    }

    /// How many are stopped that badly.
    pub fn in_state(&self, state: StopState) -> u64 {
        self.stopped.iter().filter(|line| line.state == state).count() as u64
    }

    /// The attempts that ended in one way.
    pub fn outcome(&self, judgement: Judgement) -> AttemptOutcome {
        let none = AttemptOutcome { judgement, attempts: 0, people: 0 };
        self.outcomes.iter().find(|one| one.judgement == judgement).copied().unwrap_or(none)
    }

    /// No policy met anybody.
    pub fn is_quiet(&self) -> bool {
        self.outcomes.iter().all(|one| one.attempts == 0)
    }
}

fn people<'f>(flows: impl Iterator<Item = &'f Flow>) -> BTreeSet<Person> {
    flows.map(|flow| flow.person).collect()
}

/// The attempt got through, and someone was made to register in it.
fn is_forced(flow: &Flow) -> bool {
    flow.judgement == Judgement::Recovered && flow.codes.iter().any(|code| matches!(code, 50072 | 50079))
}

fn outages(seen: &Seen, flows: &Flows, watched: &FailureHours) -> Vec<OutageHour> {
    let outages = watched.outages().into_iter().map(|outage| OutageHour {
        hour: Time(outage.hour * HOUR),
        app: AppName::new(seen, flows, outage.app),
        stopped: outage.stopped,
        succeeded: outage.succeeded,
    });
    let mut outages: Vec<OutageHour> = outages.collect();
    outages.sort_by_key(|outage| (outage.hour, outage.app.text(seen), outage.app.app));
    outages
}

fn by_hour(watched: &FailureHours, stopped: &[StoppedPerson], forced: &[&Flow]) -> Vec<FailureHour> {
    let people = watched.people();
    let hour_of = |time: Time| time.0.div_euclid(HOUR);
    let mut since: BTreeMap<i64, u64> = BTreeMap::new();
    stopped.iter().for_each(|line| *since.entry(hour_of(line.since)).or_default() += 1);
    let mut registered: BTreeMap<i64, BTreeSet<Person>> = BTreeMap::new();
    for flow in forced {
        registered.entry(hour_of(flow.first)).or_default().insert(flow.person);
    }
    let hours = watched.hours().iter().map(|(hour, counts)| FailureHour {
        hour: Time(hour * HOUR),
        failure: counts.failure,
        interrupted: counts.interrupted,
        by_policy: counts.by_policy,
        people: people.get(hour).copied().unwrap_or_default(),
        stopped: since.get(hour).copied().unwrap_or_default(),
        registered: registered.get(hour).map_or(0, BTreeSet::len),
    });
    hours.collect()
}

fn forced_registrations(seen: &Seen, forced: &[&Flow]) -> Vec<ForcedRegistration> {
    let mut own: BTreeMap<(&str, &str), ForcedRegistration> = BTreeMap::new();
    for flow in forced {
        let (person, asked) = (flow.person, flow.first);
        let key = (seen.shown(person), seen.key(person));
        let none = || ForcedRegistration { person, asked, evidence: Evidence::default() };
        let one = own.entry(key).or_insert_with(none);
        one.asked = one.asked.min(asked);
        one.evidence.merge(&flow.evidence());
    }
    own.into_values().collect()
}

fn strangers(seen: &Seen, judged: &[Flow]) -> Vec<StrangerStop> {
    let hostile = judged.iter().filter(|flow| flow.judgement == Judgement::Hostile);
    let stops = hostile.map(|flow| StrangerStop {
        person: flow.person,
        first: flow.first,
        attempts: flow.attempts,
        codes: flow.codes.clone(),
        password_right: flow.password_right,
        evidence: flow.evidence(),
    });
    let mut stops: Vec<StrangerStop> = stops.collect();
    stops.sort_by_key(|stop| (seen.shown(stop.person), seen.key(stop.person), stop.first));
    stops
}

fn other_codes(watched: &FailureHours) -> Vec<OtherCode> {
    let codes = watched.others().map(|(code, meaning, people)| OtherCode {
        code,
        meaning,
        people: people.len(),
        count: people.values().sum(),
    });
    let mut codes: Vec<OtherCode> = codes.collect();
    codes.sort_by_key(|one| (Reverse(one.people), one.code, one.meaning));
    codes
}
