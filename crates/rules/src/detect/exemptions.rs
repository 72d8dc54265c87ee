//! The detector of unannounced exemptions: people to whom a policy does not apply, although it did before or does for everyone around
//! them.

use std::collections::BTreeMap;

use entrasift_core::text::words::fold_word;
use entrasift_core::{ABSENT, DAY, Field, FieldSet, Symbol, Time, Translation};
use hashbrown::{HashMap, HashSet};

use crate::derive::outcome::Verdict;
use crate::derive::person::Person;
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup, LookupKey, Sought, Split};
use crate::engine::observe::Observe;
use crate::excepted::Excepted;
use crate::measure::{Evidence, Span};
use crate::memo::Memo;
use crate::rule::case::{Case, Cases};
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;
use crate::rule::{Rule, Severity};
use crate::tally::{Part, Remember, Tally};

/// What policies did to one person in one app: the latest times, in 16 bytes. [`Time::MIN`] is never.
#[derive(Debug, Clone, Copy)]
struct PolicyReach {
    /// A policy applied, and the sign-in was protected.
    applied: Time,
    /// No policy applied, and nothing else protected the sign-in.
    passed_over: Time,
}

impl Default for PolicyReach {
    fn default() -> Self {
        PolicyReach { applied: Time::MIN, passed_over: Time::MIN }
    }
}

fn said(time: Time) -> Option<Time> {
    (time != Time::MIN).then_some(time)
}

impl Remember for PolicyReach {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.applied = self.applied.max(other.applied);
        self.passed_over = self.passed_over.max(other.passed_over);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Policy {
    Applied,
    NotApplied,
    Other,
}

/// Watches for people to whom a policy does not apply.
#[derive(Debug)]
pub(crate) struct Exemptions {
    rule: Rule,
    reach: Tally<2, PolicyReach>,
    /// Interactive successes of a day to which policies applied, and to which none did.
    days: BTreeMap<i64, [u64; 2]>,
    policies: Memo<Policy>,
    candidates: Vec<Candidate>,
}

#[derive(Debug)]
struct Candidate {
    person: Person,
    apps: HashSet<Symbol>,
    /// A policy applied to this person before.
    before: bool,
}

/// A day with fewer sign-ins than this says nothing about a policy.
const DAY_COUNTS_FROM: u64 = 5;

impl Exemptions {
    pub(crate) fn new(rule: &Rule) -> Exemptions {
        Exemptions {
            rule: rule.clone(),
            reach: Tally::by_person([Part::Person, Part::Value(Field::App)]),
            days: BTreeMap::new(),
            policies: Memo::default(),
            candidates: Vec::new(),
        }
    }

    fn succeed(&mut self, row: Row<'_>, verdict: Verdict) {
        let (person, class) = (row.person(), verdict.class);
        let matters = class.is_protected() || class.may_be_exempt();
        if !matters || person == Person::NOBODY || row.interactive() == Some(false) {
            return;
        }
        let word = row.symbol(Field::CaStatus);
        let policy =
            self.policies.get(word, || match fold_word(row.text_of(Field::CaStatus, word)).as_str() {
                "success" => Policy::Applied,
                "notapplied" => Policy::NotApplied,
                _ => Policy::Other,
            });
        let time = row.time();
        let day = self.days.entry(time.day()).or_default();
        let app = row.symbol(Field::App);
        if policy == Policy::Applied && class.is_protected() {
            day[0] += 1;
            let reach = self.reach.group([person.0, app]);
            reach.applied = reach.applied.max(time);
        } else if policy == Policy::NotApplied && class.may_be_exempt() {
            day[1] += 1;
            let reach = self.reach.group([person.0, app]);
            reach.passed_over = reach.passed_over.max(time);
        }
    }

    /// Since when the policy applies to everyone: what the tenant file says, otherwise the first day since which every day with enough
    /// sign-ins was covered.
    fn enforced(&self, background: Background<'_>) -> Option<Time> {
        let percent = u64::from(self.rule.value("covered_percent"));
        let days = self.days.iter().filter(|(_, [applied, not])| applied + not >= DAY_COUNTS_FROM);
        let covered = days.rev().take_while(|(_, [applied, not])| applied * 100 >= percent * (applied + not));
        let learnt = || covered.last().map(|(day, _)| Time(day.saturating_mul(DAY)));
        background.tenant.rollout.enforced_at.or_else(learnt)
    }
}

impl Observe for Exemptions {
    fn observe(&mut self, _: View<'_>) {}

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let people = rows.iter().map(|(row, _)| row.person());
        self.reach.approach(people);
        rows.iter().for_each(|(row, verdict)| self.succeed(*row, *verdict));
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.reach.merge(other.reach, translation);
        for (day, theirs) in other.days {
            let ours = self.days.entry(day).or_default();
            ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
        }
    }

    fn may_look_up(&self) -> bool {
        true
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        let mut applied: HashMap<Symbol, Vec<Time>> = HashMap::new();
        let mut latest: HashMap<Person, Time> = HashMap::new();
        for ([person, app], reach) in self.reach.iter() {
            if let Some(time) = said(reach.applied) {
                applied.entry(*app).or_default().push(time);
                let known = latest.entry(Person(*person)).or_insert(time);
                *known = time.max(*known);
            }
        }
        applied.values_mut().for_each(|times| times.sort_unstable());
        let others = self.rule.value("others") as usize;
        let reached = |app: Symbol, since: Time| {
            let times = applied.get(&app).map_or(&[][..], Vec::as_slice);
            app != ABSENT && times.len() - times.partition_point(|time| *time <= since) >= others
        };
        let enforced = self.enforced(background);
        let mut found: HashMap<(Person, Time), HashSet<Symbol>> = HashMap::new();
        for ([person, app], reach) in self.reach.iter() {
            let Some(passed_over) = said(reach.passed_over) else { continue };
            let person = Person(*person);
            let never = enforced.filter(|since| latest.get(&person).is_none_or(|time| time < since));
            let since = match (said(reach.applied), never) {
                (_, Some(since)) => since,
                (Some(applied), None) => applied,
                (None, None) => continue,
            };
            if passed_over > since && reached(*app, since) {
                found.entry((person, since)).or_default().insert(*app);
            }
        }
        let excepted = Excepted::new(&background.tenant.exceptions);
        let mut lookups = Vec::new();
        for ((person, since), apps) in found {
            let name = background.population.shown(person, background.dictionaries);
            if excepted.because(name).is_none() {
                let from = Time(since.0.saturating_add(1));
                let by_app = Split::Field(Field::App);
                lookups.push(Lookup {
                    sought: Sought::Exempt,
                    ..Lookup::successes(LookupKey::Person(person), from, Time::MAX, by_app)
                });
                self.candidates.push(Candidate { person, apps, before: latest.contains_key(&person) });
            }
        }
        lookups
    }
}

impl Detector for Exemptions {
    fn required(&self) -> FieldSet {
        self.rule.required()
    }

    fn conclude(&mut self, _: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
        let least = u64::from(self.rule.value("signins"));
        let mut cases = Vec::new();
        for (candidate, found) in std::mem::take(&mut self.candidates).into_iter().zip(all_found) {
            let (mut span, mut evidence, mut apps) = (Span::default(), Evidence::default(), Vec::new());
            for (app, trace) in found.traces().filter(|(app, _)| candidate.apps.contains(app)) {
                span.merge(trace.span);
                evidence.merge(&trace.evidence);
                apps.push(app);
            }
            let count = evidence.total();
            if count < least {
                continue;
            }
            let what = match candidate.before {
                true => format!(
                    "{count} sign-ins to which no policy applies any more, in apps where it does for others"
                ),
                false => {
                    format!("{count} sign-ins to which no policy applied, in apps where it does for others")
                }
            };
            cases.push(Case {
                severity: Severity::High,
                what,
                people: vec![(candidate.person, count)],
                got_in: vec![candidate.person],
                values: vec![(Field::App, apps)],
                span,
                evidence,
            });
        }
        vec![self.rule.finding(Cases::new(cases))]
    }
}
