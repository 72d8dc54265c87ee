//! Rules that are watched together, in one pass.

use entrasift_core::{Field, FieldSet, Time, Translation};

use crate::derive::outcome::Verdict;
use crate::derive::person::PerPerson;
use crate::derive::row::{Row, View};
use crate::detect::burst_detector::BurstDetector;
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::engine::prefilter::{Asked, Prefilter};
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::finding::Finding;
use crate::rule::{Rule, Shape};
use crate::rule_state::RuleState;

/// Watches several rules.
#[derive(Debug)]
pub struct Rules {
    /// The rules that count single sign-ins.
    states: Vec<RuleState>,
    /// What is asked of a row, in the order of the prefilter's predicates.
    asks: Vec<Ask>,
    /// Tells which of them are worth asking.
    prefilter: Prefilter,
    /// What to ask the prefilter of a success whose class is known.
    asked_by_class: Vec<Asked>,
    /// What to ask the prefilter of the rows of the file seen last, and which fields that file can fill.
    asked: Option<(FieldSet, Vec<Asked>)>,
    /// What watches for the other rules.
    detectors: Vec<BoxedDetector>,
    /// Each person's last success: what later explains an interrupt.
    last_success: PerPerson<Option<Time>>,
    needs_success: bool,
}

/// One question of one rule.
#[derive(Debug, Clone, Copy)]
struct Ask {
    /// The rule's place among the states.
    state: usize,
    /// Not whether the row is seen, but whether it is left open.
    open: bool,
}

impl Rules {
    /// Watches these rules.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Rules {
        let (mut states, mut detectors) = (Vec::new(), Vec::new());
        let (mut asks, mut predicates) = (Vec::new(), Vec::new());
        for rule in rules {
            let settled = |predicate: &Predicate| predicate.settled(&rule.settings);
            let (per, unless_followed) = match &rule.shape {
                Shape::Each { per } => (*per, None),
                Shape::Unresolved { unless_followed } => (Field::Code, Some(settled(unless_followed))),
                Shape::Burst(burst) => {
                    detectors.push(BoxedDetector::new(BurstDetector::new(&rule, burst)));
                    continue;
                }
                Shape::Custom(make) => {
                    join(&mut detectors, make(&rule));
                    continue;
                }
            };
            asks.push(Ask { state: states.len(), open: false });
            predicates.push(settled(&rule.when));
            if let Some(predicate) = &unless_followed {
                asks.push(Ask { state: states.len(), open: true });
                predicates.push(predicate.clone());
            }
            states.push(RuleState::new(rule, per, unless_followed.as_ref()));
        }
        let needs_success = states.iter().any(RuleState::needs_success);
        let prefilter = Prefilter::new(&predicates);
        let asked_by_class = prefilter.asking(|number| {
            let Ask { state, open } = asks[number];
            !open && states[state].by_class
        });
        let last_success = PerPerson::default();
        Rules { states, asks, prefilter, asked_by_class, asked: None, detectors, last_success, needs_success }
    }

    /// What to ask the prefilter of rows before classes are known, for a file that can fill these fields.
    fn asked(&mut self, fills: FieldSet) -> Vec<Asked> {
        match self.asked.take() {
            Some((known, asked)) if known == fills => asked,
            _ => {
                let (asks, states) = (&self.asks, &mut self.states);
                self.prefilter.asking(|number| {
                    let Ask { state, open } = asks[number];
                    (open || !states[state].by_class) && states[state].is_evaluated(fills)
                })
            }
        }
    }

    /// What the rules saw; `end` is the last time in the data. Gravest first, then by rule.
    pub fn conclude(mut self, end: Option<Time>) -> Vec<Finding> {
        let last_success = &self.last_success;
        let of_states = self.states.iter_mut().map(|state| state.conclude(last_success, end));
        let of_detectors = self.detectors.into_iter().flat_map(BoxedDetector::into_findings);
        let mut findings: Vec<_> =
            of_states.chain(of_detectors).filter(|finding| finding.signins > 0).collect();
        findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.rule.cmp(b.rule)));
        findings
    }
}

/// Adds a detector, or its rules to a detector that watches the same things.
fn join(detectors: &mut Vec<BoxedDetector>, detector: BoxedDetector) {
    let mut left = Some(detector);
    for known in &mut *detectors {
        left = left.and_then(|detector| known.join(detector));
    }
    detectors.extend(left);
}

impl Observe for Rules {
    fn needs(&self, needs: &mut Needs) {
        for detector in &self.detectors {
            detector.needs(needs);
        }
        let fields = self.states.iter().fold(FieldSet::EMPTY, |fields, state| fields.union(state.columns));
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
    }

    fn observe(&mut self, view: View<'_>) {
        if self.needs_success {
            for row in view.rows().filter(|row| row.is_success()) {
                let last = self.last_success.entry(row.person());
                *last = (*last).max(Some(row.time()));
            }
        }
        let asked = self.asked(view.fills());
        for (group, asked) in self.prefilter.groups_mut().iter_mut().zip(&asked) {
            for row in view.rows() {
                for number in group.may_hold(row, *asked) {
                    let Ask { state, open } = self.asks[number];
                    self.states[state].look(row, open, &self.last_success);
                }
            }
        }
        self.asked = Some((view.fills(), asked));
        self.detectors.iter_mut().for_each(|detector| detector.observe(view));
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let people = rows.iter().map(|(row, _)| row.person());
        for state in self.states.iter().filter(|state| state.by_class) {
            state.approach(people.clone());
        }
        for (group, asked) in self.prefilter.groups_mut().iter_mut().zip(&self.asked_by_class) {
            for (row, verdict) in rows {
                for number in group.may_hold_of(*row, verdict.class, *asked) {
                    self.states[self.asks[number].state].look_at_success(*row, verdict.class);
                }
            }
        }
        self.detectors.iter_mut().for_each(|detector| detector.classified(rows));
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (person, time) in other.last_success.iter() {
            if time.is_some() {
                let last = self.last_success.entry(person.translate(translation));
                *last = (*last).max(*time);
            }
        }
        for (ours, theirs) in self.detectors.iter_mut().zip(other.detectors) {
            ours.merge(theirs, translation);
        }
        for (ours, theirs) in self.states.iter_mut().zip(other.states) {
            ours.merge(theirs, translation);
        }
    }

    fn may_look_up(&self) -> bool {
        self.detectors.iter().any(Observe::may_look_up)
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        self.detectors.iter_mut().flat_map(|detector| detector.lookups(background)).collect()
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        self.detectors.iter_mut().for_each(|detector| detector.judge(background, all_found));
    }
}
