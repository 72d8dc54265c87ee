//! Flows through a page in the middle: prompt, "stay signed in" and success in one correlation id, and what became of the session.

use entrasift_core::field::{Field, FieldSet};
use entrasift_core::log::symbols::{ABSENT, Translation};
use entrasift_core::text::time::Time;
use hashbrown::{HashMap, HashSet};

use super::lookup::{AllFound, Lookup, LookupKey, Split, flow_of};
use super::{Background, Mark, Marks};
use crate::derive::person::Person;
use crate::detect::case::{Case, Cases};
use crate::engine::needs::Needs;
use crate::engine::row::{Row, View};
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
    suspected: Vec<ProxiedFlow>,
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
struct ProxiedFlow {
    events: Vec<Mark>,
    is_risky: bool,
}

const KEPT: [Field; super::KEPT] = [Field::Ip, Field::Asn, Field::Country];

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

impl Proxied {
    pub fn new(rule: Rule) -> Proxied {
        let risk = |word| Predicate::Is(Field::RiskLevel, Test::Word(word));
        Proxied {
            prompts: Side::new(&rule, &[50074]),
            stays: Side::new(&rule, &[50140]),
            risk: (risk("medium") | risk("high")).compile(),
            risky: HashSet::new(),
            suspected: Vec::new(),
            rows: Vec::new(),
            rule,
        }
    }

    /// Names the fields that it reads.
    pub fn needs(&self, needs: &mut Needs) {
        let fields = self.rule.when.columns().union(FieldSet::new(KEPT)).with(Field::RiskLevel);
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
    }

    pub fn observe(&mut self, view: View<'_>) {
        for side in [&mut self.prompts, &mut self.stays] {
            side.observe(view, &mut self.rows, |row, flow| {
                if self.risk.ask(row, None) {
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
    pub fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
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

    pub fn judge(&mut self, all_found: &mut AllFound) -> Cases {
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
        Cases::new(cases)
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

/// Another address in another network or country. A client with an address of each version stays in one network.
fn is_elsewhere(one: &Mark, other: &Mark) -> bool {
    let differs = |place: usize| {
        let (one, other) = (one.values[place], other.values[place]);
        one != ABSENT && other != ABSENT && one != other
    };
    differs(0) && (differs(1) || differs(2))
}
