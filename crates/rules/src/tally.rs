//! A tally: sign-ins summed up per group. Observed per batch, merged across workers, concluded at the end.

use entrasift_core::field::Field;
use entrasift_core::symbols::{Symbol, Translation};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::person::Person;

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
    groups: HashMap<[u32; N], R, FixedState>,
}

impl<const N: usize, R: Remember> Tally<N, R> {
    /// An empty tally with keys of these parts.
    pub fn per(parts: [Part; N]) -> Self {
        Tally { parts, groups: HashMap::with_hasher(FixedState::with_seed(7)) }
    }

    /// What the group of a key remembers.
    #[inline]
    pub fn group(&mut self, key: [u32; N]) -> &mut R {
        self.groups.entry(key).or_default()
    }

    /// What the group of a key remembers, if there is one.
    pub fn get(&self, key: &[u32; N]) -> Option<&R> {
        self.groups.get(key)
    }

    /// Every group, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32; N], &R)> {
        self.groups.iter()
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// No sign-in was seen.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Takes in another worker's tally.
    pub fn merge(&mut self, other: Self, translation: &Translation) {
        for (theirs, memory) in other.groups {
            let mut key = theirs;
            for (value, part) in key.iter_mut().zip(self.parts) {
                *value = translate(part, *value, translation);
            }
            self.group(key).merge(memory, translation);
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
