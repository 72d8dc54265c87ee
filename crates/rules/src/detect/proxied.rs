//! Flows through a page in the middle: prompt, "stay signed in" and success in one correlation id, and what became of the session.

use entrasift_core::field::Field;
use entrasift_core::log::symbols::{ABSENT, Translation};
use entrasift_core::text::time::Time;
use hashbrown::{HashMap, HashSet};

use super::lookup::{Catch, Key, Split, Wish, flow_of};
use super::{Case, Mark, Marks};
use crate::derive::person::Person;
use crate::detect::detail::{Detail, Judged};
use crate::engine::View;
use crate::predicate::{Predicate, Question, Test};
use crate::rule::{Rule, Severity};

/// Watches for flows through a page in the middle.
#[derive(Debug)]
pub(crate) struct Proxied {
    rule: Rule,
    prompts: Side,
    stays: Side,
    risk: Question,
    risky: HashSet<u64>,
    found: Vec<Flow>,
    rows: Vec<u32>,
}

/// One of the two interrupts: rows, each with the number of its flow.
#[derive(Debug)]
struct Side {
    when: Question,
    marks: Marks,
    flows: Vec<u64>,
}

#[derive(Debug)]
struct Flow {
    events: Vec<Mark>,
    is_risky: bool,
}

const KEPT: [Field; super::KEPT] = [Field::Ip, Field::Asn, Field::Country];

impl Side {
    fn of(rule: &Rule, code: &'static [i64]) -> Side {
        let when = Predicate::Is(Field::Code, Test::Codes(code)) & rule.when.clone();
        Side { when: when.compile(), marks: Marks::of(KEPT), flows: Vec::new() }
    }

    fn observe(
        &mut self,
        view: &mut View<'_>,
        rows: &mut Vec<u32>,
        mut risky: impl FnMut(&mut View<'_>, usize, u64),
    ) {
        self.when.rows(view.batch, view.known, rows);
        for row in rows.iter().map(|row| *row as usize) {
            let Some(flow) = flow_of(view.batch, row) else { continue };
            if view.known[row].person != Person::NOBODY {
                self.marks.note(view, row);
                self.flows.push(flow);
                risky(view, row, flow);
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

impl Proxied {
    pub fn new(rule: Rule) -> Proxied {
        let risk = |word| Predicate::Is(Field::RiskLevel, Test::Word(word));
        Proxied {
            prompts: Side::of(&rule, &[50074]),
            stays: Side::of(&rule, &[50140]),
            risk: (risk("medium") | risk("high")).compile(),
            risky: HashSet::new(),
            found: Vec::new(),
            rows: Vec::new(),
            rule,
        }
    }

    pub fn observe(&mut self, view: &mut View<'_>) {
        for side in [&mut self.prompts, &mut self.stays] {
            side.observe(view, &mut self.rows, |view, row, flow| {
                let known = view.known[row];
                if self.risk.ask(view.batch, row, known, None) {
                    self.risky.insert(flow);
                }
            });
        }
    }

    pub fn merge(&mut self, other: Proxied, translation: &Translation) {
        self.prompts.merge(other.prompts, translation);
        self.stays.merge(other.stays, translation);
        self.risky.extend(other.risky);
    }

    /// The successes of each flow with both interrupts, and where the person had been before it.
    pub fn wishes(&mut self, case: Case<'_>) -> Vec<Wish> {
        let stays = self.stays.by_flow();
        let mut wishes = Vec::new();
        for ((flow, person), mut events) in self.prompts.by_flow() {
            let Some(stays) = stays.get(&(flow, person)) else { continue };
            events.extend(stays);
            events.sort_unstable_by_key(|event| (event.time, event.row));
            if events.iter().any(|event| case.trusts(event.values[0])) {
                continue;
            }
            let begin = events[0].time;
            let by_address = Split::Field(Field::Ip);
            wishes.push(Wish {
                keep: Some(KEPT),
                most: usize::MAX,
                ..Wish::successes(Key::Flow(flow, person), begin, Time::MAX, by_address)
            });
            wishes.push(Wish::successes(Key::Person(person), begin, begin, by_address));
            self.found.push(Flow { events, is_risky: self.risky.contains(&flow) });
        }
        wishes
    }

    pub fn judge(&mut self, catch: &mut Catch) -> Judged {
        let mut details = Vec::new();
        for flow in std::mem::take(&mut self.found) {
            let (Some(mut flowed), Some(history)) = (catch.next(), catch.next()) else { break };
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
            details.extend(self.detail(&flow, &successes));
        }
        Judged::sum(details)
    }

    fn detail(&self, flow: &Flow, successes: &[Mark]) -> Option<Detail> {
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
        let mut detail = Detail::of(severity, what.to_owned(), &events, &KEPT);
        detail.got_in = vec![flow.events[0].person];
        Some(detail)
    }
}

/// Another address in another network or country. A client with an address of each version stays in one network.
fn is_elsewhere(one: &Mark, other: &Mark) -> bool {
    let differs = |place: usize| {
        let (one, other) = (one.values[place], other.values[place]);
        one != ABSENT && other != ABSENT && one != other
    };
    differs(0) && (differs(1) || differs(2))
}
