//! The detector of sign-ins through a phishing proxy (AiTM): prompt, "stay signed in" and success under one correlation id, and what
//! became of the session.

use entrasift_core::{ABSENT, Field, FieldSet, Time, Translation};
use hashbrown::{HashMap, HashSet};

use crate::derive::person::Person;
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup, LookupKey, Split, flow_of};
use crate::engine::mark::{self, Mark, Marks};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::predicate::{Predicate, Question, Test};
use crate::rule::case::{Case, Cases};
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;
use crate::rule::{Rule, Severity};

/// Watches for sign-ins through a phishing proxy.
#[derive(Debug)]
pub(crate) struct ProxiedFlows {
    rule: Rule,
    prompts: Side,
    stays: Side,
    risk: Question,
    risky: HashSet<u64>,
    suspected: Vec<ProxiedFlow>,
    rows: Vec<u32>,
}

/// The rows of one of the two interrupts, each with the number of its flow.
#[derive(Debug)]
struct Side {
    when: Question,
    marks: Marks,
    flows: Vec<u64>,
}

#[derive(Debug)]
struct ProxiedFlow {
    events: Vec<Mark>,
    is_risky: bool,
}

/// The code of an MFA prompt.
const PROMPT: &[i64] = &[50074];
/// The code of "stay signed in".
const STAY: &[i64] = &[50140];

/// The fields kept of each of them.
const KEPT: [Field; mark::KEPT] = [Field::Ip, Field::Asn, Field::Country];

impl Side {
    fn new(rule: &Rule, code: &'static [i64]) -> Side {
        let when = Predicate::Is(Field::Code, Test::Codes(code)) & rule.when.clone();
        Side { when: when.compile(), marks: Marks::new(KEPT), flows: Vec::new() }
    }

    fn observe(&mut self, view: View<'_>, rows: &mut Vec<u32>, mut risky: impl FnMut(Row<'_>, u64)) {
        self.when.rows(view, rows);
        for row in rows.iter().map(|row| view.row(*row as usize)) {
            let Some(flow) = flow_of(*row) else { continue };
            if row.person() != Person::NOBODY {
                self.marks.note(row);
                self.flows.push(flow);
                risky(row, flow);
            }
        }
    }

    fn merge(&mut self, other: Side, translation: &Translation) {
        self.marks.merge(other.marks, translation);
        self.flows.extend(other.flows);
    }

    fn by_flow(&mut self) -> HashMap<(u64, Person), Vec<Mark>> {
        let mut flows: HashMap<_, Vec<Mark>> = HashMap::new();
        for (mark, flow) in self.marks.take().into_iter().zip(std::mem::take(&mut self.flows)) {
            flows.entry((flow, mark.person)).or_default().push(mark);
        }
        flows
    }
}

impl ProxiedFlows {
    pub(crate) fn new(rule: &Rule) -> ProxiedFlows {
        let risk = |word| Predicate::Is(Field::RiskLevel, Test::Word(word));
        ProxiedFlows {
            prompts: Side::new(rule, PROMPT),
            stays: Side::new(rule, STAY),
            risk: (risk("medium") | risk("high")).compile(),
            risky: HashSet::new(),
            suspected: Vec::new(),
            rows: Vec::new(),
            rule: rule.clone(),
        }
    }

    fn case(&self, flow: &ProxiedFlow, successes: &[Mark]) -> Option<Case> {
        let carried =
            successes.iter().any(|event| flow.events.iter().all(|other| is_elsewhere(event, other)));
        let what = match (carried, flow.is_risky) {
            (true, _) => {
                "prompt, \u{201c}stay signed in\u{201d} and success from a new address; then the session was used from another network"
            }
            (false, true) => {
                "prompt, \u{201c}stay signed in\u{201d} and success from a new address, which Microsoft rated as risky"
            }
            _ => return None,
        };
        let severity = if carried { Severity::Critical } else { self.rule.severity };
        let events = [&flow.events[..], successes].concat();
        let mut case = Case::new(severity, what.to_owned(), &events, &KEPT);
        case.got_in = vec![flow.events[0].person];
        Some(case)
    }
}

impl Observe for ProxiedFlows {
    fn needs(&self, needs: &mut Needs) {
        let fields = self.rule.when.columns().union(FieldSet::new(KEPT));
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
        let codes = [PROMPT, STAY];
        needs.of_rows(&[Field::RiskLevel], move |row| {
            row.code().number.is_some_and(|code| codes.iter().any(|known| known.contains(&code)))
        });
    }

    fn observe(&mut self, view: View<'_>) {
        for side in [&mut self.prompts, &mut self.stays] {
            side.observe(view, &mut self.rows, |row, flow| {
                if self.risk.ask(row, None) {
                    self.risky.insert(flow);
                }
            });
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.prompts.merge(other.prompts, translation);
        self.stays.merge(other.stays, translation);
        self.risky.extend(other.risky);
    }

    fn may_look_up(&self) -> bool {
        true
    }

    /// Asks for the successes of each flow that has both interrupts, and for the addresses where the person had been before it.
    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        let stays = self.stays.by_flow();
        let mut lookups = Vec::new();
        for ((flow, person), mut events) in self.prompts.by_flow() {
            let Some(stays) = stays.get(&(flow, person)) else { continue };
            events.extend(stays);
            events.sort_unstable_by_key(|event| (event.time, event.row));
            if events.iter().any(|event| background.trusts(event.values[0])) {
                continue;
            }
            let begin = events[0].time;
            let by_address = Split::Field(Field::Ip);
            lookups.push(Lookup {
                keep: Some(KEPT),
                most: usize::MAX,
                ..Lookup::successes(LookupKey::Flow(flow, person), begin, Time::MAX, by_address)
            });
            lookups.push(Lookup::successes(LookupKey::Person(person), begin, begin, by_address));
            self.suspected.push(ProxiedFlow { events, is_risky: self.risky.contains(&flow) });
        }
        lookups
    }
}

impl Detector for ProxiedFlows {
    fn required(&self) -> FieldSet {
        self.rule.required()
    }

    fn conclude(&mut self, _: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
        let mut cases = Vec::new();
        for flow in std::mem::take(&mut self.suspected) {
            let (Some(mut flowed), Some(history)) = (all_found.next(), all_found.next()) else { break };
            let addresses: HashSet<_> = flow.events.iter().map(|event| event.values[0]).collect();
            let known = |address: &u32| history.knew(*address);
            let person = flow.events[0].person;
            let mut successes = flowed.marks.take();
            successes.retain(|event| event.person == person);
            let opened = successes.iter().any(|event| addresses.contains(&event.values[0]));
            if !opened || addresses.iter().any(known) {
                continue;
            }
            successes.sort_unstable_by_key(|event| (event.time, event.row));
            cases.extend(self.case(&flow, &successes));
        }
        vec![self.rule.finding(Cases::new(cases))]
    }
}

/// Another address, and another network or country. (A client that has an IPv4 and an IPv6 address is in one network.)
fn is_elsewhere(one: &Mark, other: &Mark) -> bool {
    let differs = |place: usize| {
        let (one, other) = (one.values[place], other.values[place]);
        one != ABSENT && other != ABSENT && one != other
    };
    differs(0) && (differs(1) || differs(2))
}
