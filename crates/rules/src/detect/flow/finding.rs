//! Findings of the rules that judge flows.

use hashbrown::{HashMap, HashSet};

use super::{ALWAYS, Flow, Flows, Judgement};
use crate::derive::person::Person;
use crate::finding::Finding;
use crate::measure::{Evidence, Span};
use crate::rule::{FlowShape, Rule, Shape};

/// What the rules among these that judge flows saw; nothing is left out.
pub fn findings(flows: &Flows, rules: &[Rule]) -> Vec<Finding> {
    if rules.is_empty() {
        return Vec::new();
    }
    let wanted = |flow: &Flow| matches!(flow.judgement, Judgement::Hostile | Judgement::Stopped);
    let judged = flows.judge_for(ALWAYS, wanted);
    rules.iter().filter_map(|rule| finding(flows, &judged, rule)).collect()
}

fn finding(flows: &Flows, judged: &[Flow], rule: &Rule) -> Option<Finding> {
    let Shape::Flows(shape) = rule.shape else { return None };
    let (seen, groups) = match shape {
        FlowShape::Stranger => {
            let hostile = |flow: &&Flow| flow.judgement == Judgement::Hostile && flow.password_right;
            let seen: Vec<&Flow> = judged.iter().filter(hostile).collect();
            let groups = seen.len();
            (seen, groups)
        }
        FlowShape::BrokenApp => {
            let broken = flows.broken(judged, rule.value("users") as usize);
            let places: HashSet<usize> = broken.iter().flat_map(|app| app.flows.iter().copied()).collect();
            (places.into_iter().map(|place| &judged[place]).collect(), broken.len())
        }
    };
    Some(of_flows(rule, &seen, groups as u64))
}

fn of_flows(rule: &Rule, seen: &[&Flow], groups: u64) -> Finding {
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
