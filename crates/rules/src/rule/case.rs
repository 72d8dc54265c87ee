//! Cases: what was seen one by one, where a rule judges.

use entrasift_core::{ABSENT, Field, Symbol};
use hashbrown::{HashMap, HashSet};

use crate::derive::person::Person;
use crate::engine::lookup::Trace;
use crate::engine::mark::Mark;
use crate::measure::{Evidence, Span};
use crate::rule::severity::Severity;

/// One case of a finding: one burst, one journey, one person.
#[derive(Debug, Clone)]
pub struct Case {
    /// How grave this case is.
    pub severity: Severity,
    /// What was seen, in our words.
    pub what: String,
    /// Whose sign-ins, and how many of each.
    pub people: Vec<(Person, u64)>,
    /// Who got in.
    pub got_in: Vec<Person>,
    /// Where and in what: values of some fields, in no particular order.
    pub values: Vec<(Field, Vec<Symbol>)>,
    /// When.
    pub span: Span,
    /// The rows that prove it; their total is the number of its sign-ins.
    pub evidence: Evidence,
}

impl Case {
    /// A case of these events, with the distinct values that their marks keep.
    pub fn new(severity: Severity, what: String, events: &[Mark], fields: &[Field]) -> Case {
        let (mut span, mut evidence) = (Span::default(), Evidence::default());
        let mut people: HashMap<Person, u64> = HashMap::new();
        for event in events {
            span.see(event.time);
            evidence.see(event.row);
            *people.entry(event.person).or_default() += 1;
        }
        let values = fields.iter().enumerate().map(|(place, field)| {
            let values: HashSet<Symbol> = events.iter().map(|event| event.values[place]).collect();
            (*field, values.into_iter().filter(|value| *value != ABSENT).collect())
        });
        let values = values.collect();
        Case {
            severity,
            what,
            people: people.into_iter().collect(),
            got_in: Vec::new(),
            values,
            span,
            evidence,
        }
    }

    /// Somebody got in, which these rows prove.
    pub fn let_in(&mut self, person: Person, trace: &Trace) {
        if !self.got_in.contains(&person) {
            self.got_in.push(person);
        }
        self.span.merge(trace.span);
        self.evidence.merge(&trace.evidence);
    }
}

/// The cases of one rule.
#[derive(Debug, Default)]
pub struct Cases {
    /// The cases.
    pub list: Vec<Case>,
    /// How many sign-ins; one that belongs to several cases counts once.
    pub signins: u64,
    /// Whose they are.
    pub people: HashMap<Person, u64>,
}

impl Cases {
    /// Cases that share no sign-in.
    pub fn new(cases: Vec<Case>) -> Cases {
        let mut people: HashMap<Person, u64> = HashMap::new();
        for (person, count) in cases.iter().flat_map(|case| &case.people) {
            *people.entry(*person).or_default() += count;
        }
        Cases { signins: people.values().sum(), list: cases, people }
    }
}

/// So many minutes in words: `35 minutes`, `3 hours`.
pub(crate) fn lasting(minutes: i64) -> String {
    match minutes {
        0 => "a minute".to_owned(),
        1..180 => format!("{minutes} minute{}", if minutes == 1 { "" } else { "s" }),
        _ => format!("{} hours", minutes / 60),
    }
}
