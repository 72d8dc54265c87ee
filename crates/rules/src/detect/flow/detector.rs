//! The detector of the rules that judge flows. All of them share one observer.

use entrasift_core::{FieldSet, Translation};
use hashbrown::{HashMap, HashSet};

use super::attempt::Flow;
use super::flows::{ALWAYS, Flows};
use super::judgement::Judgement;
use crate::derive::outcome::Verdict;
use crate::derive::person::Person;
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::AllFound;
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::measure::{Evidence, Span};
use crate::rule::Rule;
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;

/// Which flows, of those that are hostile or stopped, a rule is about, and how many groups they make.
type Pick = for<'f> fn(&Rule, &Flows, &'f [Flow]) -> (Vec<&'f Flow>, usize);

/// Watches flows for one or several rules.
#[derive(Debug)]
pub(crate) struct FlowDetector {
    rules: Vec<(Rule, Pick)>,
    flows: Flows,
}

impl FlowDetector {
    /// Finds stopped flows in applications that let nobody in any more, grouped by application. The setting `users` says how many
    /// people must be stopped in one.
    pub(crate) fn broken_apps(rule: &Rule) -> FlowDetector {
        FlowDetector::new(rule, |rule, flows, judged| {
            let broken = flows.broken(judged, rule.value("users") as usize);
            let places: HashSet<usize> = broken.iter().flat_map(|app| app.flows.iter().copied()).collect();
            (places.into_iter().map(|place| &judged[place]).collect(), broken.len())
        })
    }

    /// Finds hostile flows in which the password was right, each by itself.
    pub(crate) fn strangers(rule: &Rule) -> FlowDetector {
        FlowDetector::new(rule, |_, _, judged| {
            let hostile = |flow: &&Flow| flow.judgement == Judgement::Hostile && flow.password_right;
            let seen: Vec<&Flow> = judged.iter().filter(hostile).collect();
            let groups = seen.len();
            (seen, groups)
        })
    }

    fn new(rule: &Rule, pick: Pick) -> FlowDetector {
        FlowDetector { rules: vec![(rule.clone(), pick)], flows: Flows::default() }
    }
}

impl Observe for FlowDetector {
    fn needs(&self, needs: &mut Needs) {
        self.flows.needs(needs);
    }

    fn observe(&mut self, view: View<'_>) {
        self.flows.observe(view);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        self.flows.classified(rows);
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.flows.merge(other.flows, translation);
    }
}

impl Detector for FlowDetector {
    /// None: successes count wherever they stand, and [`Flows`] itself asks whether a file can tell what was stopped.
    fn required(&self) -> FieldSet {
        FieldSet::EMPTY
    }

    fn join(&mut self, other: Self) -> Option<Self> {
        self.rules.extend(other.rules);
        None
    }

    fn conclude(&mut self, _: Background<'_>, _: &mut AllFound) -> Vec<Finding> {
        let wanted = |flow: &Flow| matches!(flow.judgement, Judgement::Hostile | Judgement::Stopped);
        let judged = self.flows.judge_for(ALWAYS, wanted);
        let of_rule = |(rule, pick): &(Rule, Pick)| {
            let (seen, groups) = pick(rule, &self.flows, &judged);
            finding(rule, &seen, groups as u64)
        };
        self.rules.iter().map(of_rule).collect()
    }
}

fn finding(rule: &Rule, seen: &[&Flow], groups: u64) -> Finding {
    let (mut span, mut evidence) = (Span::default(), Evidence::default());
    let mut people: HashMap<Person, u64> = HashMap::new();
    for flow in seen {
        span.see(flow.first);
        span.see(flow.last);
        flow.rows.iter().for_each(|row| evidence.see(*row));
        *people.entry(flow.person).or_default() += flow.rows.len() as u64;
    }
    Finding {
        rule: rule.id,
        title: rule.title,
        severity: rule.severity,
        signins: people.values().sum(),
        users: people.len() as u64,
        groups,
        kinds: Vec::new(),
        pending: 0,
        people: people.into_iter().collect(),
        span,
        evidence,
        cases: Vec::new(),
    }
}
