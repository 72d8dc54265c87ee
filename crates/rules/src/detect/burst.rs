//! Bursts: many sign-ins of one kind close together, grouped by a person, an address or another value.

use entrasift_core::field::{Field, FieldSet};
use entrasift_core::log::batch::RowRef;
use entrasift_core::log::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::text::time::{MINUTE, Time};
use hashbrown::{HashMap, HashSet};

use super::lookup::{AllFound, Found, Lookup, LookupKey, Sought, Split};
use super::{Background, KEPT, Mark, Marks, runs, trails};
use crate::derive::person::Person;
use crate::detect::case::{Case, Cases};
use crate::engine::needs::Needs;
use crate::engine::row::View;
use crate::predicate::{Predicate, Question};
use crate::rule::{Rule, Severity};

/// What the sign-ins of a burst have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The person.
    Person,
    /// A kept value, by its place in `keeps`.
    Value(usize),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
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
    pub by: GroupBy,
    /// What is counted.
    pub counts: Counted,
    /// The setting that says how long a window is, minutes.
    pub minutes: &'static str,
    /// The setting that says how many there must be.
    pub least: &'static str,
}

/// How the bursts of a rule are suspected and judged.
#[derive(Debug, Clone)]
pub struct Burst {
    /// The fields whose values stand beside each sign-in.
    pub keeps: [Field; KEPT],
    /// Sign-ins that are left out although the rule's predicate holds. A file need not have these fields.
    pub unless: Option<Predicate>,
    /// Sign-ins from the trusted networks are left out.
    pub spares_trusted: bool,
    /// The groupings, the one that tells most first: sign-ins of a burst that was suspected are told once.
    pub groupings: Vec<Grouping>,
    /// What else must be known; `None`: the burst is harmless.
    pub ask: fn(&Suspect<'_>) -> Option<Vec<Lookup>>,
    /// What the burst is; `None`: harmless.
    pub judge: fn(&Suspect<'_>, &[Found]) -> Option<Case>,
}

/// A burst that is to be judged.
#[derive(Debug)]
pub struct Suspect<'s> {
    /// The rule, with its settings.
    pub rule: &'s Rule,
    /// What is known.
    pub background: Background<'s>,
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

    /// The look-up of what this person did from which address: before the burst, and from when it was full until so long after its end.
    pub fn after(&self, sought: Sought, after: i64) -> Lookup {
        Lookup {
            key: LookupKey::Person(self.events[0].person),
            sought,
            start: self.first(),
            from: self.reached,
            to: shifted(self.last(), after),
            split: Split::Field(Field::Ip),
            keep: None,
            most: usize::MAX,
            only_after_last: false,
        }
    }

    /// The case, with the values that stand beside its sign-ins at some places.
    pub fn case(&self, severity: Severity, what: String, places: &[usize]) -> Case {
        let keeps = self.burst().keeps;
        let mut case = Case::new(severity, what, self.events, &keeps);
        case.values.retain(|(field, _)| places.iter().any(|place| keeps[*place] == *field));
        case
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
    suspected: Vec<Suspected>,
    rows: Vec<u32>,
}

#[derive(Debug)]
struct Suspected {
    grouping: usize,
    events: Vec<Mark>,
    reached: Time,
    lookups: usize,
}

impl Bursts {
    pub fn new(rule: Rule, burst: Burst) -> Bursts {
        Bursts {
            when: rule.when.compile(),
            unless: burst.unless.as_ref().map(Predicate::compile),
            marks: Marks::new(burst.keeps),
            suspected: Vec::new(),
            rows: Vec::new(),
            rule,
            burst,
        }
    }

    /// Names the fields that it reads.
    pub fn needs(&self, needs: &mut Needs) {
        let unless = self.burst.unless.as_ref().map(Predicate::columns).unwrap_or_default();
        let kept = FieldSet::new(self.burst.keeps);
        let fields = self.rule.when.columns().union(unless).union(kept);
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
    }

    pub fn observe(&mut self, view: View<'_>) {
        self.when.rows(view, &mut self.rows);
        for row in self.rows.iter().map(|row| view.row(*row as usize)) {
            let left_out = self.unless.as_mut().is_some_and(|unless| unless.ask(row, None));
            if row.person() != Person::NOBODY && !left_out {
                self.marks.note(row);
            }
        }
    }

    pub fn merge(&mut self, other: Bursts, translation: &Translation) {
        self.marks.merge(other.marks, translation);
    }

    pub fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        let mut marks = self.marks.take();
        let address = self.burst.keeps.iter().position(|field| *field == Field::Ip);
        if let (true, Some(address)) = (self.burst.spares_trusted, address) {
            marks.retain(|mark| !background.trusts(mark.values[address]));
        }
        let mut lookups = Vec::new();
        for (number, grouping) in self.burst.groupings.iter().enumerate() {
            for events in trails(&marks, |mark| key(grouping.by, mark)) {
                let within = minutes(&self.rule, grouping.minutes);
                let least = self.rule.value(grouping.least) as usize;
                for run in runs(&events, within, least, |place, mark| counted(grouping.counts, place, mark)) {
                    let mut suspected = Suspected {
                        grouping: number,
                        events: events[run.events].to_vec(),
                        reached: run.reached,
                        lookups: 0,
                    };
                    let Some(mut asked) = (self.burst.ask)(&suspect(&self.rule, background, &suspected))
                    else {
                        continue;
                    };
                    suspected.lookups = asked.len();
                    lookups.append(&mut asked);
                    self.suspected.push(suspected);
                }
            }
        }
        lookups
    }

    pub fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Cases {
        let mut told: HashMap<RowRef, Person> = HashMap::new();
        let mut cases = Vec::new();
        let mut grouping = 0;
        let mut before: HashSet<RowRef> = HashSet::new();
        for suspected in std::mem::take(&mut self.suspected) {
            let found: Vec<Found> = all_found.by_ref().take(suspected.lookups).collect();
            if suspected.grouping != grouping {
                grouping = suspected.grouping;
                before = told.keys().copied().collect();
            }
            if !self.is_news(&suspected, &before) {
                continue;
            }
            if let Some(case) = (self.burst.judge)(&suspect(&self.rule, background, &suspected), &found) {
                told.extend(suspected.events.iter().map(|event| (event.row, event.person)));
                cases.push(case);
            }
        }
        let mut people: HashMap<Person, u64> = HashMap::new();
        told.values().for_each(|person| *people.entry(*person).or_default() += 1);
        Cases { list: cases, signins: told.len() as u64, people }
    }

    /// Enough of the sign-ins are not told by a burst of an earlier grouping.
    fn is_news(&self, suspected: &Suspected, told: &HashSet<RowRef>) -> bool {
        let grouping = self.burst.groupings[suspected.grouping];
        let new = suspected.events.iter().enumerate().filter(|(_, event)| !told.contains(&event.row));
        let values: HashSet<u32> =
            new.filter_map(|(place, event)| counted(grouping.counts, place, event)).collect();
        values.len() >= self.rule.value(grouping.least) as usize
    }
}

fn suspect<'s>(rule: &'s Rule, background: Background<'s>, suspected: &'s Suspected) -> Suspect<'s> {
    Suspect {
        rule,
        background,
        grouping: suspected.grouping,
        events: &suspected.events,
        reached: suspected.reached,
    }
}

fn key(by: GroupBy, mark: &Mark) -> u32 {
    match by {
        GroupBy::Person => mark.person.0,
        GroupBy::Value(place) => mark.values[place],
    }
}

fn counted(counts: Counted, place: usize, mark: &Mark) -> Option<u32> {
    match counts {
        Counted::SignIns => Some(place as u32),
        Counted::People => Some(mark.person.0),
        Counted::Value(place) => (mark.values[place] != ABSENT).then_some(mark.values[place]),
    }
}
