//! Requests: what an observer wants to be looked up of a few people, addresses or flows once all rows were shown.

use std::hash::BuildHasher;

use entrasift_core::{Field, Row as LogRow, Symbol, Time, Translation, id_key};
use foldhash::quality::FixedState;

use crate::derive::person::Person;
use crate::engine::mark::KEPT;

/// Whose sign-ins are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKey {
    /// Those of a person.
    Person(Person),
    /// Those with a value of a field (an address, a network, a user agent).
    Value(Field, Symbol),
    /// Those of a person in one flow, which is named by the hash of its correlation id ([`flow_of`]).
    Flow(u64, Person),
}

/// Which sign-ins are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// Successes.
    Success,
    /// Successes, and sign-ins with one of these codes, which must be among [`WITH_PASSWORD`].
    Accepted(&'static [i64]),
    /// Interactive successes.
    Interactive,
    /// Interactive successes from outside the trusted networks to which no policy applied, and which nothing else protected.
    Exempt,
}

/// What the sign-ins that were found are summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// By person.
    Person,
    /// By the value of a field.
    Field(Field),
}

impl Split {
    /// A value of another worker, in our dictionaries.
    pub(super) fn translate(self, value: u32, translation: &Translation) -> u32 {
        match self {
            Split::Person => Person(value).translate(translation).0,
            Split::Field(field) => translation.symbol(field, value),
        }
    }
}

/// One thing to look up.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// Whose sign-ins.
    pub key: LookupKey,
    /// Which of them.
    pub sought: Sought,
    /// Sign-ins before this time are history (see `Found::knew`).
    pub start: Time,
    /// The first time at which a sign-in is found.
    pub from: Time,
    /// The last one. Sign-ins that are neither history nor between the two are ignored.
    pub to: Time,
    /// How they are summed up.
    pub split: Split,
    /// Keep the sign-ins themselves as well, with the values of these fields.
    pub keep: Option<[Field; KEPT]>,
    /// Where more values than this are found, the answer is of no interest, and nothing of it is kept.
    pub most: usize,
    /// The answer is of no interest where that of the look-up before this one is of none.
    pub only_after_last: bool,
}

impl Lookup {
    /// Successes in a time span, summed up per value of a field; everything before the span is history.
    pub fn successes(key: LookupKey, from: Time, to: Time, split: Split) -> Lookup {
        Lookup {
            key,
            sought: Sought::Success,
            start: from,
            from,
            to,
            split,
            keep: None,
            most: usize::MAX,
            only_after_last: false,
        }
    }

    /// The answer may turn out to be of no interest.
    pub(super) fn is_bounded(&self) -> bool {
        self.most < usize::MAX
    }
}

/// A number for the flow that a row belongs to: the hash of its correlation id. `None` where it has none.
pub fn flow_of(row: LogRow<'_>) -> Option<u64> {
    id_key(&row.cell(Field::CorrelationId)).map(|id| FixedState::with_seed(29).hash_one(id))
}

/// Codes of sign-ins in which the password was right though no token was issued: what Microsoft's brute-force query counts as a way in.
pub const WITH_PASSWORD: &[i64] = &[50125, 50140, 70043, 70044];

/// A success, or a sign-in that counts as a way in: no look-up asks for any other.
pub(super) fn is_sought(row: LogRow<'_>) -> bool {
    row.is_success() || row.code().number.is_some_and(|code| WITH_PASSWORD.contains(&code))
}
