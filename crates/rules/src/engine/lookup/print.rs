//! Prints: 16 bits of hash of a person, an address, a user agent or a network. The index notes them of what stands where, and look-ups
//! ask by them.

use std::hash::BuildHasher;

use entrasift_core::{Dictionaries, Field, Time};
use foldhash::quality::FixedState;

use crate::derive::person::Person;

/// 16 bits of hash, never 0.
pub(super) type Print = u16;

/// The fields of which a page of the index knows all values, and a block of it one bit of each value.
pub(super) const VALUES: [Field; 2] = [Field::UserAgent, Field::Asn];

/// What of a look-up tells where in the logs its sign-ins may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookupTarget {
    /// The print of a person.
    Person(Print),
    /// The print of an address.
    Address(Print),
    /// The print of a value of one of the fields of [`VALUES`], and the field's place there.
    Value(usize, Print),
    /// They may stand anywhere.
    Everyone,
}

/// Who is asked for, and when.
pub(super) trait LookupTargets: Sync {
    /// Calls for everyone who is still asked for and whom sign-ins between two times may concern.
    fn each(&self, first: Time, last: Time, call: impl FnMut(LookupTarget));

    /// How many are no longer asked for.
    fn settled(&self) -> usize;
}

/// The print of a person, the same in every worker.
pub(super) fn print_of(person: Person, dictionaries: &Dictionaries) -> Print {
    short(hash((person.id(dictionaries).is_empty(), person.key(dictionaries))))
}

/// The print of a text.
pub(super) fn print_of_text(text: &str) -> Print {
    short(hash(text))
}

fn hash(value: impl std::hash::Hash) -> u64 {
    FixedState::with_seed(31).hash_one(value)
}

fn short(hash: u64) -> Print {
    ((hash >> 48) as Print).max(1)
}
