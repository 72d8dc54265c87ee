//! Bursts: many sign-ins of one kind close together, grouped by a person, an address or another value.

use entrasift_core::{Field, Symbol, Time};
use hashbrown::HashSet;

use crate::derive::person::Person;
use crate::engine::background::Background;
use crate::engine::lookup::{Found, Lookup, LookupKey, Sought, Split};
use crate::engine::mark::{KEPT, Mark};
use crate::predicate::Predicate;
use crate::rule::case::Case;
use crate::rule::severity::Severity;
use crate::setting::{self, Setting};

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

/// How the bursts of a rule are found and judged.
#[derive(Debug, Clone)]
pub struct Burst {
    /// The fields whose values are kept of each sign-in.
    pub keeps: [Field; KEPT],
    /// Sign-ins that are left out although the rule's predicate holds for them. A file need not have its fields.
    pub unless: Option<Predicate>,
    /// Sign-ins from the trusted networks are left out.
    pub spares_trusted: bool,
    /// The groupings, the most telling one first: sign-ins that a burst of an earlier grouping has told are not told again.
    pub groupings: Vec<Grouping>,
    /// What must be looked up to judge a burst; `None` where it is harmless anyway.
    pub ask: fn(&Suspect<'_>) -> Option<Vec<Lookup>>,
    /// The case that a burst makes, judged by what was found; `None` where it is harmless.
    pub judge: fn(&Suspect<'_>, &[Found]) -> Option<Case>,
}

/// A burst that is to be judged.
#[derive(Debug)]
pub struct Suspect<'s> {
    /// How bursts of the rule are found and judged.
    pub burst: &'s Burst,
    /// The severity of the rule.
    pub severity: Severity,
    /// The settings of the rule.
    pub settings: &'s [Setting],
    /// The tenant, the population and the texts of values.
    pub background: Background<'s>,
    /// The place of its grouping.
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

    /// The look-up of what this person did from which address: before the burst, and from when it was full until `after` nanoseconds
    /// after its end.
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

    /// The case, with the values that were kept of its sign-ins at some places.
    pub fn case(&self, severity: Severity, what: String, places: &[usize]) -> Case {
        let keeps = self.burst.keeps;
        let mut case = Case::new(severity, what, self.events, &keeps);
        case.values.retain(|(field, _)| places.iter().any(|place| keeps[*place] == *field));
        case
    }

    /// A setting of the rule in minutes, as nanoseconds.
    pub fn minutes(&self, setting: &str) -> i64 {
        setting::minutes(self.settings, setting)
    }

    /// The length of a window of its grouping, nanoseconds.
    pub fn window(&self) -> i64 {
        self.minutes(self.burst.groupings[self.grouping].minutes)
    }
}

/// A time so many nanoseconds later (or earlier), as far as time goes.
pub(crate) fn shifted(time: Time, by: i64) -> Time {
    Time(time.0.saturating_add(by))
}
