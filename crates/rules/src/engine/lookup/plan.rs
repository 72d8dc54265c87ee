//! Plans: the look-ups of one showing, found by the text of their keys.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entrasift_core::{Dictionaries, Field, Time};
use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::print::{LookupTarget, LookupTargets, VALUES, print_of, print_of_text};
use super::request::{Lookup, LookupKey, Sought, Split};
use crate::derive::person::Person;
use crate::engine::background::Background;

/// The look-ups of one showing. Keys are texts, because each worker has its own symbols.
#[derive(Debug)]
pub(super) struct LookupPlan {
    pub lookups: Vec<Lookup>,
    pub groups: Vec<LookupGroup>,
    /// The groups of each person, by [`name_of`].
    pub people: GroupsOf<(bool, String)>,
    /// The groups of each value of each field that is asked for.
    pub values: Vec<(Field, GroupsOf<String>)>,
    /// For each look-up, where its sign-ins may stand and from when to when they were.
    targets: Vec<(LookupTarget, Time, Time)>,
    /// The look-ups that turned out to be of no interest, and how many these are.
    settled: Vec<AtomicBool>,
    count_settled: AtomicUsize,
}

/// Look-ups of one key that differ only in their times.
#[derive(Debug)]
pub(super) struct LookupGroup {
    pub sought: Sought,
    pub split: Split,
    pub flow: Option<u64>,
    /// From here on nothing is history for any of them.
    pub last_start: Time,
    /// Their places in the plan.
    pub lookups: Vec<u32>,
}

/// The numbers of the groups of each key.
type GroupsOf<K> = HashMap<K, Vec<u32>, FixedState>;

impl LookupPlan {
    /// A plan for these look-ups.
    pub(super) fn new(lookups: Vec<Lookup>, background: Background<'_>) -> LookupPlan {
        let mut plan = LookupPlan {
            targets: lookups.iter().map(|lookup| target(lookup, background)).collect(),
            settled: lookups.iter().map(|_| AtomicBool::new(false)).collect(),
            count_settled: AtomicUsize::new(0),
            lookups,
            groups: Vec::new(),
            people: HashMap::default(),
            values: Vec::new(),
        };
        for (number, lookup) in plan.lookups.iter().enumerate() {
            let (wanted, flow) = match lookup.key {
                LookupKey::Person(person) => {
                    (plan.people.entry(name_of(person, background.dictionaries)).or_default(), None)
                }
                LookupKey::Flow(flow, person) => {
                    (plan.people.entry(name_of(person, background.dictionaries)).or_default(), Some(flow))
                }
                LookupKey::Value(field, value) => {
                    let place = plan.values.iter().position(|(known, _)| *known == field);
                    let place = place.unwrap_or_else(|| {
                        plan.values.push((field, HashMap::default()));
                        plan.values.len() - 1
                    });
                    let text = background.text(field, value).to_owned();
                    (plan.values[place].1.entry(text).or_default(), None)
                }
            };
            let same = |group: &&u32| {
                let group = &plan.groups[**group as usize];
                (group.sought, group.split, group.flow) == (lookup.sought, lookup.split, flow)
            };
            let place = wanted.iter().find(same).copied().unwrap_or_else(|| {
                let (sought, split, last_start) = (lookup.sought, lookup.split, Time::MIN);
                plan.groups.push(LookupGroup { sought, split, flow, last_start, lookups: Vec::new() });
                wanted.push(plan.groups.len() as u32 - 1);
                plan.groups.len() as u32 - 1
            });
            let group = &mut plan.groups[place as usize];
            group.last_start = group.last_start.max(lookup.start);
            group.lookups.push(number as u32);
        }
        plan
    }

    /// Notes that a look-up is of no interest, and with it those that are asked for only after it.
    pub(super) fn settle(&self, lookup: usize) {
        let following = self.lookups[lookup + 1..].iter().take_while(|next| next.only_after_last).count();
        for settled in &self.settled[lookup..=lookup + following] {
            if !settled.swap(true, Ordering::Relaxed) {
                self.count_settled.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl LookupTargets for LookupPlan {
    fn each(&self, first: Time, last: Time, mut call: impl FnMut(LookupTarget)) {
        for ((target, from, to), settled) in self.targets.iter().zip(&self.settled) {
            if *from <= last && first <= *to && !settled.load(Ordering::Relaxed) {
                call(*target);
            }
        }
    }

    fn settled(&self) -> usize {
        self.count_settled.load(Ordering::Relaxed)
    }
}

/// What a person is looked for by: whether there is only a name, and the object id or the name.
pub(super) fn name_of(person: Person, dictionaries: &Dictionaries) -> (bool, String) {
    (person.id(dictionaries).is_empty(), person.key(dictionaries).to_owned())
}

/// Where the sign-ins of a look-up may stand, and from when to when they were; where there may be history, from the beginning.
fn target(lookup: &Lookup, background: Background<'_>) -> (LookupTarget, Time, Time) {
    let target = match lookup.key {
        LookupKey::Person(person) | LookupKey::Flow(_, person) => {
            LookupTarget::Person(print_of(person, background.dictionaries))
        }
        LookupKey::Value(field, value) => {
            let print = print_of_text(background.text(field, value));
            match VALUES.iter().position(|known| *known == field) {
                Some(side) => LookupTarget::Value(side, print),
                None if field == Field::Ip => LookupTarget::Address(print),
                None => LookupTarget::Everyone,
            }
        }
    };
    let from = if lookup.start == Time::MIN { lookup.from } else { Time::MIN };
    (target, from, lookup.to.max(lookup.start))
}
