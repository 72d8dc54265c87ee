//! Bursts: many sign-ins of one kind close together, grouped by a person, an address or another value.

use entrasift_core::field::Field;
use entrasift_core::log::batch::RowRef;
use entrasift_core::log::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::text::time::{MINUTE, Time};
use hashbrown::{HashMap, HashSet};

use super::lookup::{Catch, Caught, Key, Sought, Split, Wish};
use super::{Case, KEPT, Mark, Marks, runs, trails};
use crate::derive::person::Person;
use crate::detect::detail::{Detail, Judged};
use crate::engine::View;
use crate::predicate::{Predicate, Question};
use crate::rule::{Rule, Severity};

/// What the sign-ins of a burst have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person.
    Person,
    /// A kept value, by its place in `keeps`.
    Value(usize),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Sign-ins.
    SignIns,
    /// Distinct persons.
    People,
    /// Distinct values, by the place in `keeps`.
    Value(usize),
}

/// One way to group sign-ins, and when a group is a burst.
#[derive(Debug, Clone, Copy)]
pub struct Grouping {
    /// What they have in common.
    pub by: By,
    /// What is counted.
    pub of: Of,
    /// The setting that says how long a window is, minutes.
    pub minutes: &'static str,
    /// The setting that says how many there must be.
    pub least: &'static str,
}

/// How the bursts of a rule are found and judged.
#[derive(Debug, Clone)]
pub struct Burst {
    /// The fields whose values stand beside each sign-in.
    pub keeps: [Field; KEPT],
    /// Sign-ins that are left out although the rule's predicate holds. A file need not have these fields.
    pub unless: Option<Predicate>,
    /// Sign-ins from the trusted networks are left out.
    pub spares_trusted: bool,
    /// The groupings, the one that tells most first: sign-ins of a burst that was found are told once.
    pub groupings: Vec<Grouping>,
    /// What else must be known; `None`: the burst is harmless.
    pub ask: fn(&Suspect<'_>) -> Option<Vec<Wish>>,
    /// What the burst is; `None`: harmless.
    pub judge: fn(&Suspect<'_>, &[Caught]) -> Option<Detail>,
}

/// A burst that is to be judged.
#[derive(Debug)]
pub struct Suspect<'s> {
    /// The rule, with its settings.
    pub rule: &'s Rule,
    /// What is known.
    pub case: Case<'s>,
    /// Which grouping it is of.
    pub grouping: usize,
    /// Its sign-ins in time order.
    pub events: &'s [Mark],
    /// When there were enough of them.
    pub reached: Time,
}

impl Suspect<'_> {
    /// The first sign-in.
    pub fn first(&self) -> Time {
        self.events[0].time
    }

    /// The last sign-in.
    pub fn last(&self) -> Time {
        self.events[self.events.len() - 1].time
    }

    /// Whose sign-ins they are.
    pub fn people(&self) -> HashSet<Person> {
        self.events.iter().map(|event| event.person).collect()
    }

    /// The distinct kept values at a place; absent ones too.
    pub fn values(&self, place: usize) -> HashSet<Symbol> {
        self.events.iter().map(|event| event.values[place]).collect()
    }

    /// The wish for what this person did from which address: before the burst, and from when it was full until so long after its end.
    pub fn after(&self, sought: Sought, after: i64) -> Wish {
        Wish {
            key: Key::Person(self.events[0].person),
            sought,
            start: self.first(),
            from: self.reached,
            to: shifted(self.last(), after),
            split: Split::Field(Field::Ip),
            keep: None,
            most: usize::MAX,
            hangs_on_last: false,
        }
    }

    /// The case, with the values that stand beside its sign-ins at some places.
    pub fn detail(&self, severity: Severity, what: String, places: &[usize]) -> Detail {
        let keeps = self.burst().keeps;
        let mut detail = Detail::of(severity, what, self.events, &keeps);
        detail.values.retain(|(field, _)| places.iter().any(|place| keeps[*place] == *field));
        detail
    }

    /// The length of a window of its grouping, nanoseconds.
    pub fn window(&self) -> i64 {
        minutes(self.rule, self.burst().groupings[self.grouping].minutes)
    }

    fn burst(&self) -> &Burst {
        match &self.rule.shape {
            crate::rule::Shape::Burst(burst) => burst,
            shape => unreachable!("no burst: {shape:?}"),
        }
    }
}

/// A setting in minutes, as nanoseconds.
pub(crate) fn minutes(rule: &Rule, setting: &str) -> i64 {
    i64::from(rule.value(setting)) * MINUTE
}

/// A time so much later or earlier, as far as time goes.
pub(crate) fn shifted(time: Time, by: i64) -> Time {
    Time(time.0.saturating_add(by))
}

/// Watches for the bursts of one rule.
#[derive(Debug)]
pub(crate) struct Bursts {
    rule: Rule,
    burst: Burst,
    when: Question,
    unless: Option<Question>,
    marks: Marks,
    found: Vec<Found>,
    rows: Vec<u32>,
}

#[derive(Debug)]
struct Found {
    grouping: usize,
    events: Vec<Mark>,
    reached: Time,
    wishes: usize,
}

impl Bursts {
    pub fn new(rule: Rule, burst: Burst) -> Bursts {
        Bursts {
            when: rule.when.compile(),
            unless: burst.unless.as_ref().map(Predicate::compile),
            marks: Marks::of(burst.keeps),
            found: Vec::new(),
            rows: Vec::new(),
            rule,
            burst,
        }
    }

    pub fn observe(&mut self, view: &mut View<'_>) {
        self.when.rows(view.batch, view.known, &mut self.rows);
        for row in &self.rows {
            let (row, known) = (*row as usize, view.known[*row as usize]);
            let left_out =
                self.unless.as_mut().is_some_and(|unless| unless.ask(view.batch, row, known, None));
            if known.person != Person::NOBODY && !left_out {
                self.marks.note(view, row);
            }
        }
    }

    pub fn merge(&mut self, other: Bursts, translation: &Translation) {
        self.marks.merge(other.marks, translation);
    }

    pub fn wishes(&mut self, case: Case<'_>) -> Vec<Wish> {
        let mut marks = self.marks.take();
        let address = self.burst.keeps.iter().position(|field| *field == Field::Ip);
        if let (true, Some(address)) = (self.burst.spares_trusted, address) {
            marks.retain(|mark| !case.trusts(mark.values[address]));
        }
        let mut wishes = Vec::new();
        for (number, grouping) in self.burst.groupings.iter().enumerate() {
            for events in trails(&marks, |mark| key(grouping.by, mark)) {
                let within = minutes(&self.rule, grouping.minutes);
                let least = self.rule.value(grouping.least) as usize;
                for run in runs(&events, within, least, |place, mark| counted(grouping.of, place, mark)) {
                    let mut found = Found {
                        grouping: number,
                        events: events[run.events].to_vec(),
                        reached: run.reached,
                        wishes: 0,
                    };
                    let Some(mut asked) = (self.burst.ask)(&suspect(&self.rule, case, &found)) else {
                        continue;
                    };
                    found.wishes = asked.len();
                    wishes.append(&mut asked);
                    self.found.push(found);
                }
            }
        }
        wishes
    }

    pub fn judge(&mut self, case: Case<'_>, catch: &mut Catch) -> Judged {
        let mut told: HashMap<RowRef, Person> = HashMap::new();
        let mut details = Vec::new();
        let mut grouping = 0;
        let mut before: HashSet<RowRef> = HashSet::new();
        for found in std::mem::take(&mut self.found) {
            let caught: Vec<Caught> = catch.by_ref().take(found.wishes).collect();
            if found.grouping != grouping {
                grouping = found.grouping;
                before = told.keys().copied().collect();
            }
            if !self.is_news(&found, &before) {
                continue;
            }
            if let Some(detail) = (self.burst.judge)(&suspect(&self.rule, case, &found), &caught) {
                told.extend(found.events.iter().map(|event| (event.row, event.person)));
                details.push(detail);
            }
        }
        let mut people: HashMap<Person, u64> = HashMap::new();
        told.values().for_each(|person| *people.entry(*person).or_default() += 1);
        Judged { details, signins: told.len() as u64, people }
    }

    /// Enough of the sign-ins are not told by a burst of an earlier grouping.
    fn is_news(&self, found: &Found, told: &HashSet<RowRef>) -> bool {
        let grouping = self.burst.groupings[found.grouping];
        let new = found.events.iter().enumerate().filter(|(_, event)| !told.contains(&event.row));
        let values: HashSet<u32> =
            new.filter_map(|(place, event)| counted(grouping.of, place, event)).collect();
        values.len() >= self.rule.value(grouping.least) as usize
    }
}

fn suspect<'s>(rule: &'s Rule, case: Case<'s>, found: &'s Found) -> Suspect<'s> {
    Suspect { rule, case, grouping: found.grouping, events: &found.events, reached: found.reached }
}

fn key(by: By, mark: &Mark) -> u32 {
    match by {
        By::Person => mark.person.0,
        By::Value(place) => mark.values[place],
    }
}

fn counted(of: Of, place: usize, mark: &Mark) -> Option<u32> {
    match of {
        Of::SignIns => Some(place as u32),
        Of::People => Some(mark.person.0),
        Of::Value(place) => (mark.values[place] != ABSENT).then_some(mark.values[place]),
    }
}
