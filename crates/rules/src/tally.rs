//! A tally: sign-ins summed up per group. Observed per batch, merged across workers, concluded at the end.

use entrasift_core::{Field, Symbol, Translation};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::derive::person::{PerPerson, Person};
use crate::small_map::SmallMap;

/// What one part of a group's key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A person ([`Person`]).
    Person,
    /// A value of a field.
    Value(Field),
    /// A number that means the same in every worker.
    Number,
}

/// What a group remembers.
pub trait Remember: Default + Send {
    /// Takes in what another worker remembers of the same group.
    fn merge(&mut self, other: Self, translation: &Translation);
}

/// Groups of sign-ins by a key of `N` parts, each with what it remembers.
#[derive(Debug)]
pub struct Tally<const N: usize, R> {
    parts: [Part; N],
    groups: Groups<N, R>,
}

#[derive(Debug)]
enum Groups<const N: usize, R> {
    Table(HashMap<[u32; N], R, FixedState>),
    /// A list for each person.
    ByPerson(PerPerson<SmallMap<[u32; N], R>>),
}

impl<const N: usize, R: Remember> Tally<N, R> {
    /// An empty tally with keys of these parts.
    pub fn per(parts: [Part; N]) -> Self {
        Tally { parts, groups: Groups::Table(HashMap::with_hasher(FixedState::with_seed(7))) }
    }

    /// An empty tally with keys of these parts, the first of which is a person. Quicker than [`Tally::per`] where nearly every person has
    /// some groups.
    pub fn by_person(parts: [Part; N]) -> Self {
        debug_assert_eq!(parts[0], Part::Person);
        Tally { parts, groups: Groups::ByPerson(PerPerson::default()) }
    }

    /// What the group of a key remembers.
    #[inline]
    pub fn group(&mut self, key: [u32; N]) -> &mut R {
        match &mut self.groups {
            Groups::Table(groups) => groups.entry(key).or_default(),
            Groups::ByPerson(people) => people.entry(Person(key[0])).entry(key),
        }
    }

    /// What the group of a key remembers, if there is one.
    pub fn get(&self, key: &[u32; N]) -> Option<&R> {
        match &self.groups {
            Groups::Table(groups) => groups.get(key),
            Groups::ByPerson(people) => people.get(Person(key[0])).and_then(|groups| groups.get(*key)),
        }
    }

    /// Every group, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32; N], &R)> {
        let (table, people) = match &self.groups {
            Groups::Table(groups) => (Some(groups), None),
            Groups::ByPerson(people) => (None, Some(people)),
        };
        let of_people = people.into_iter().flat_map(PerPerson::iter).flat_map(|(_, groups)| groups.iter());
        table.into_iter().flatten().chain(of_people.map(|(key, memory)| (key, memory)))
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        match &self.groups {
            Groups::Table(groups) => groups.len(),
            Groups::ByPerson(people) => people.iter().map(|(_, groups)| groups.len()).sum(),
        }
    }

    /// No sign-in was seen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fetches what is kept of people whose groups are asked for next (see [`PerPerson::approach`]).
    pub fn approach(&self, people: impl Iterator<Item = Person>) {
        if let Groups::ByPerson(groups) = &self.groups {
            groups.approach(people, SmallMap::touched);
        }
    }

    /// The same groups under other keys, no two of which become one: what is needed of parts that no [`Translation`] knows, before
    /// merging.
    #[must_use]
    pub fn rekeyed(self, rekey: impl Fn([u32; N]) -> [u32; N]) -> Self {
        let (parts, mut groups) = (self.parts, Vec::with_capacity(self.len()));
        let mut rekeyed = match self.groups {
            Groups::Table(table) => {
                groups.extend(table);
                Tally::per(parts)
            }
            Groups::ByPerson(people) => {
                groups.extend(people.into_values().flat_map(SmallMap::into_iter));
                Tally::by_person(parts)
            }
        };
        for (key, memory) in groups {
            *rekeyed.group(rekey(key)) = memory;
        }
        rekeyed
    }

    /// Takes in another worker's tally.
    pub fn merge(&mut self, other: Self, translation: &Translation) {
        let parts = self.parts;
        let ours = |mut key: [u32; N]| {
            for (value, part) in key.iter_mut().zip(parts) {
                *value = translate(part, *value, translation);
            }
            key
        };
        match other.groups {
            Groups::Table(groups) => {
                groups.into_iter().for_each(|(key, memory)| self.group(ours(key)).merge(memory, translation));
            }
            Groups::ByPerson(people) => {
                let groups = people.into_values().flat_map(SmallMap::into_iter);
                groups.for_each(|(key, memory)| self.group(ours(key)).merge(memory, translation));
            }
        }
    }
}

fn translate(part: Part, value: Symbol, translation: &Translation) -> u32 {
    match part {
        Part::Person => Person(value).translate(translation).0,
        Part::Value(field) => translation.symbol(field, value),
        Part::Number => value,
    }
}
