//! The detector of bursts.

use entrasift_core::{ABSENT, Field, FieldSet, RowRef, Time, Translation};
use hashbrown::{HashMap, HashSet};

use crate::derive::person::Person;
use crate::derive::row::View;
use crate::detect::trail::{runs, trails};
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Found, Lookup};
use crate::engine::mark::{Mark, Marks};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::predicate::{Predicate, Question};
use crate::rule::Rule;
use crate::rule::burst::{Burst, Counted, GroupBy, Suspect};
use crate::rule::case::Cases;
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;

/// Watches for the bursts of one rule.
#[derive(Debug)]
pub(crate) struct BurstDetector {
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

impl BurstDetector {
    pub(crate) fn new(rule: &Rule, burst: &Burst) -> BurstDetector {
        BurstDetector {
            when: rule.when.compile(),
            unless: burst.unless.as_ref().map(Predicate::compile),
            marks: Marks::new(burst.keeps),
            suspected: Vec::new(),
            rows: Vec::new(),
            rule: rule.clone(),
            burst: burst.clone(),
        }
    }

    fn suspect<'s>(&'s self, background: Background<'s>, suspected: &'s Suspected) -> Suspect<'s> {
        Suspect {
            burst: &self.burst,
            severity: self.rule.severity,
            settings: &self.rule.settings,
            background,
            grouping: suspected.grouping,
            events: &suspected.events,
            reached: suspected.reached,
        }
    }

    /// Enough of its sign-ins were not told by a burst of an earlier grouping.
    fn is_news(&self, suspected: &Suspected, told: &HashSet<RowRef>) -> bool {
        let grouping = self.burst.groupings[suspected.grouping];
        let new = suspected.events.iter().enumerate().filter(|(_, event)| !told.contains(&event.row));
        let values: HashSet<u32> =
            new.filter_map(|(place, event)| counted(grouping.counts, place, event)).collect();
        values.len() >= self.rule.value(grouping.least) as usize
    }
}

impl Observe for BurstDetector {
    fn needs(&self, needs: &mut Needs) {
        let unless = self.burst.unless.as_ref().map(Predicate::columns).unwrap_or_default();
        let kept = FieldSet::new(self.burst.keeps);
        let fields = self.rule.when.columns().union(unless).union(kept);
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
    }

    fn observe(&mut self, view: View<'_>) {
        self.when.rows(view, &mut self.rows);
        for row in self.rows.iter().map(|row| view.row(*row as usize)) {
            let left_out = self.unless.as_mut().is_some_and(|unless| unless.ask(row, None));
            if row.person() != Person::NOBODY && !left_out {
                self.marks.note(row);
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.marks.merge(other.marks, translation);
    }

    fn may_look_up(&self) -> bool {
        true
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        let mut marks = self.marks.take();
        let address = self.burst.keeps.iter().position(|field| *field == Field::Ip);
        if let (true, Some(address)) = (self.burst.spares_trusted, address) {
            marks.retain(|mark| !background.trusts(mark.values[address]));
        }
        let mut lookups = Vec::new();
        for (number, grouping) in self.burst.groupings.iter().enumerate() {
            for events in trails(&marks, |mark| key(grouping.by, mark)) {
                let within = self.rule.minutes(grouping.minutes);
                let least = self.rule.value(grouping.least) as usize;
                for run in runs(&events, within, least, |place, mark| counted(grouping.counts, place, mark)) {
                    let mut suspected = Suspected {
                        grouping: number,
                        events: events[run.events].to_vec(),
                        reached: run.reached,
                        lookups: 0,
                    };
                    let Some(mut asked) = (self.burst.ask)(&self.suspect(background, &suspected)) else {
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
}

impl Detector for BurstDetector {
    fn required(&self) -> FieldSet {
        self.rule.required()
    }

    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
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
            if let Some(case) = (self.burst.judge)(&self.suspect(background, &suspected), &found) {
                told.extend(suspected.events.iter().map(|event| (event.row, event.person)));
                cases.push(case);
            }
        }
        let mut people: HashMap<Person, u64> = HashMap::new();
        told.values().for_each(|person| *people.entry(*person).or_default() += 1);
        vec![self.rule.finding(Cases { list: cases, signins: told.len() as u64, people })]
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
