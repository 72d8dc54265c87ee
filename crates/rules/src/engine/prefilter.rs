//! The prefilter: tells from one value of a row at a time which of many predicates can still hold for it.
//!
//! Most rows concern no rule. So each predicate is asked beforehand what a single value (a code, a client app, a status) leaves of it:
//! "cannot hold any more" is remembered for each distinct value as one bit. The bits of a row's values, taken together, are the
//! predicates that are worth asking. The number of rules hardly matters then.
//!
//! A single value says nothing of "this value here or that value there". So what holds in several ways has a bit for each way.

use entrasift_core::{ABSENT, Field, Status, Symbol};

use crate::derive::derived::{Derived, Legacy};
use crate::derive::outcome::Class;
use crate::derive::row::Row;
use crate::predicate::Predicate;

/// A group has at most so many predicates: one bit each in an answer.
const GROUP: usize = 64;
/// The predicates of a group hold in at most so many ways.
const MOST_WAYS: usize = 128;
/// A predicate that can hold in more ways than this is treated as a single way.
const WAYS_OF_ONE: usize = 4;

/// Any number of predicates, in groups.
#[derive(Debug)]
pub struct Prefilter {
    groups: Vec<PrefilterGroup>,
}

/// Some of the predicates, and what each value leaves of them.
#[derive(Debug)]
pub struct PrefilterGroup {
    /// The number of its first predicate.
    first: usize,
    /// The ways in which the predicates hold; one bit each.
    ways: Vec<Predicate>,
    /// For each predicate the bits of its ways.
    of_predicate: Vec<u128>,
    /// What is left, by the [`index`] of what is derived of a row.
    derived: Vec<u128>,
    /// What is left, by class.
    classes: [u128; Class::ALL.len()],
    fields: Vec<Column>,
}

/// What the values of one field leave.
#[derive(Debug)]
struct Column {
    field: Field,
    /// By symbol, the place in `leaves` of what the value leaves: one byte a value, because a field may have many.
    numbers: Vec<u8>,
    /// The different sets of ways that values leave; there are few.
    leaves: Vec<u128>,
}

/// Which predicates of a group are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked(u128);

/// Numbers of predicates, ascending, as places in the list that [`Prefilter::new`] was given.
#[derive(Debug, Clone)]
pub struct Numbers {
    first: usize,
    left: u64,
}

impl Iterator for Numbers {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            return None;
        }
        let number = self.first + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(number)
    }
}

/// One thing known of a row.
enum Fact<'f> {
    Nothing,
    Value(Field, Option<&'f str>),
    Derived(Status, Derived),
    Class(Class),
}

impl Prefilter {
    /// A prefilter for these predicates.
    pub fn new(predicates: &[Predicate]) -> Prefilter {
        let groups = predicates.chunks(GROUP).enumerate();
        Prefilter {
            groups: groups.map(|(number, group)| PrefilterGroup::new(number * GROUP, group)).collect(),
        }
    }

    /// What to ask each group with, for the predicates whose numbers are wanted.
    pub fn asking(&self, mut wanted: impl FnMut(usize) -> bool) -> Vec<Asked> {
        let of_group = |group: &PrefilterGroup| {
            let ways = (group.first..).zip(&group.of_predicate).filter(|(number, _)| wanted(*number));
            Asked(ways.fold(0, |bits, (_, ways)| bits | ways))
        };
        self.groups.iter().map(of_group).collect()
    }

    /// The groups, to be asked one by one.
    pub fn groups_mut(&mut self) -> &mut [PrefilterGroup] {
        &mut self.groups
    }
}

impl PrefilterGroup {
    fn new(first: usize, predicates: &[Predicate]) -> PrefilterGroup {
        let (mut every_way, mut of_predicate) = (Vec::new(), Vec::new());
        for (number, predicate) in predicates.iter().enumerate() {
            let room = MOST_WAYS - every_way.len() - (predicates.len() - number - 1);
            let ways = ways(predicate, room.min(WAYS_OF_ONE)).unwrap_or_else(|| vec![predicate.clone()]);
            let bits = (0..ways.len()).fold(0, |bits, way| bits | 1 << (every_way.len() + way));
            of_predicate.push(bits);
            every_way.extend(ways);
        }
        let mut group = PrefilterGroup {
            first,
            ways: every_way,
            of_predicate,
            derived: Vec::new(),
            classes: [0; Class::ALL.len()],
            fields: Vec::new(),
        };
        group.derived =
            every_derivation().map(|(status, derived)| group.left(&Fact::Derived(status, derived))).collect();
        group.classes = Class::ALL.map(|class| group.left(&Fact::Class(class)));
        let possible = group.left(&Fact::Nothing);
        let mut fields: Vec<(Field, u128)> = Field::ALL
            .iter()
            .map(|field| (*field, possible & !group.left(&Fact::Value(*field, None))))
            .filter(|(_, excluded)| *excluded != 0)
            .collect();
        // What excludes most is asked first.
        fields.sort_by_key(|(field, excluded)| (std::cmp::Reverse(excluded.count_ones()), *field));
        group.fields = fields.into_iter().map(|(field, _)| Column::new(field)).collect();
        group
    }

    /// The predicates that may hold for a row, of those asked for.
    #[inline]
    pub fn may_hold(&mut self, row: Row<'_>, Asked(asked): Asked) -> Numbers {
        let mut left = asked & self.derived[index(row.status(), row.derived())];
        for column in &mut self.fields {
            if left == 0 {
                break;
            }
            let symbol = row.symbol(column.field);
            left &= match column.numbers.get(symbol as usize) {
                Some(number) if *number != UNKNOWN => column.leaves[*number as usize],
                _ => column.learn(&self.ways, row, symbol),
            };
        }
        self.numbers(left)
    }

    /// As [`PrefilterGroup::may_hold`], of a success whose class is known.
    #[inline]
    pub fn may_hold_of(&mut self, row: Row<'_>, class: Class, asked: Asked) -> Numbers {
        match asked.0 & self.classes[class as usize] {
            0 => self.numbers(0),
            left => self.may_hold(row, Asked(left)),
        }
    }

    #[inline]
    fn numbers(&self, ways: u128) -> Numbers {
        Numbers { first: self.first, left: if ways == 0 { 0 } else { self.predicates_of(ways) } }
    }

    fn predicates_of(&self, ways: u128) -> u64 {
        let numbered = self.of_predicate.iter().enumerate();
        numbered.fold(0, |bits, (number, of)| bits | u64::from(of & ways != 0) << number)
    }

    fn left(&self, fact: &Fact<'_>) -> u128 {
        left(&self.ways, fact)
    }
}

/// The ways in which a predicate holds: it holds where one of them does. `None` where there are more than `most`.
fn ways(predicate: &Predicate, most: usize) -> Option<Vec<Predicate>> {
    let found = match predicate {
        Predicate::Any(parts) if !parts.is_empty() => {
            let mut found = Vec::new();
            for part in parts {
                found.extend(ways(part, most)?);
            }
            found
        }
        Predicate::All(parts) => {
            let mut found = vec![Vec::new()];
            for part in parts {
                let of_part = ways(part, most)?;
                let with = |before: &Vec<Predicate>, way: &Predicate| {
                    [before.as_slice(), std::slice::from_ref(way)].concat()
                };
                found = found
                    .iter()
                    .flat_map(|before| of_part.iter().map(move |way| with(before, way)))
                    .collect();
                if found.len() > most {
                    return None;
                }
            }
            found.into_iter().map(Predicate::All).collect()
        }
        single => vec![single.clone()],
    };
    (found.len() <= most).then_some(found)
}

/// No value has this number: nothing is known of it yet.
const UNKNOWN: u8 = u8::MAX;

impl Column {
    fn new(field: Field) -> Column {
        Column { field, numbers: Vec::new(), leaves: Vec::new() }
    }

    #[cold]
    fn learn(&mut self, ways: &[Predicate], row: Row<'_>, symbol: Symbol) -> u128 {
        let value = (symbol != ABSENT).then(|| row.text_of(self.field, symbol));
        let leaves = left(ways, &Fact::Value(self.field, value));
        let number = self.leaves.iter().position(|known| *known == leaves).unwrap_or(self.leaves.len());
        if number >= usize::from(UNKNOWN) {
            return leaves;
        }
        if number == self.leaves.len() {
            self.leaves.push(leaves);
        }
        if self.numbers.len() <= symbol as usize {
            self.numbers.resize((symbol as usize + 1).next_power_of_two(), UNKNOWN);
        }
        self.numbers[symbol as usize] = number as u8;
        leaves
    }
}

fn left(predicates: &[Predicate], fact: &Fact<'_>) -> u128 {
    let bits = predicates.iter().enumerate();
    bits.fold(0, |left, (bit, predicate)| left | u128::from(verdict(predicate, fact) != Some(false)) << bit)
}

/// What one fact alone makes of a predicate; `None` where that depends on more.
fn verdict(predicate: &Predicate, fact: &Fact<'_>) -> Option<bool> {
    match (predicate, fact) {
        (Predicate::All(parts), _) => {
            let mut every = Some(true);
            for part in parts {
                match verdict(part, fact) {
                    Some(false) => return Some(false),
                    Some(true) => {}
                    None => every = None,
                }
            }
            every
        }
        (Predicate::Any(parts), _) => {
            let mut none = Some(false);
            for part in parts {
                match verdict(part, fact) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => none = None,
                }
            }
            none
        }
        (Predicate::Not(part), _) => verdict(part, fact).map(|holds| !holds),
        (Predicate::Is(field, test), Fact::Value(known, value)) if field == known => {
            Some(value.is_some_and(|value| test.passes(value)))
        }
        (Predicate::Status(wanted), Fact::Derived(status, _)) => Some(wanted == status),
        (Predicate::User, Fact::Derived(_, derived)) => Some(derived.is_user),
        (Predicate::BreakGlass, Fact::Derived(_, derived)) => Some(derived.break_glass != 0),
        (Predicate::LegacyClient, Fact::Derived(_, derived)) => Some(derived.legacy == Legacy::Client),
        (Predicate::Ropc, Fact::Derived(_, derived)) => Some(derived.legacy == Legacy::Ropc),
        (Predicate::Class(classes), Fact::Class(class)) => Some(classes.contains(class)),
        _ => None,
    }
}

const STATUSES: [Status; 3] = [Status::Success, Status::Failure, Status::Interrupted];
const LEGACIES: [Legacy; 4] = [Legacy::No, Legacy::Client, Legacy::Ropc, Legacy::Unclassified];

/// What is derived of a row, as one small number.
#[inline]
fn index(status: Status, derived: Derived) -> usize {
    let Derived { is_user, break_glass, legacy, .. } = derived;
    ((status as usize * 2 + usize::from(is_user)) * 2 + usize::from(break_glass != 0)) * 4 + legacy as usize
}

/// Everything that can be derived of a row, in the order of [`index`].
fn every_derivation() -> impl Iterator<Item = (Status, Derived)> {
    (0..STATUSES.len() * 16).map(|number| {
        let derived = Derived {
            person: crate::derive::person::Person::NOBODY,
            is_user: number / 8 % 2 == 1,
            is_guest: false,
            break_glass: (number / 4 % 2) as u16,
            legacy: LEGACIES[number % 4],
        };
        (STATUSES[number / 16], derived)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predicate::Test;

    #[test]
    fn the_numbers_are_those_of_the_derivations() {
        for (number, (status, derived)) in every_derivation().enumerate() {
            assert_eq!(index(status, derived), number);
        }
    }

    fn code(codes: &'static [i64]) -> Predicate {
        Predicate::Is(Field::Code, Test::Codes(codes))
    }

    #[test]
    fn one_value_leaves_what_may_hold() {
        let prefilter = PrefilterGroup::new(
            0,
            &[
                code(&[50126]),
                !code(&[50126]),
                code(&[50126]) & Predicate::Is(Field::Ip, Test::Present),
                code(&[0]) | Predicate::Is(Field::Ip, Test::Present),
                Predicate::Class(vec![Class::Gap]),
                Predicate::All(Vec::new()),
                Predicate::Any(Vec::new()),
            ],
        );
        let by_code = |value| prefilter.predicates_of(prefilter.left(&Fact::Value(Field::Code, value)));
        assert_eq!(by_code(Some("50126")), 0b011_1101);
        assert_eq!(by_code(Some("0")), 0b011_1010);
        assert_eq!(by_code(None), 0b011_1010);
        assert_eq!(prefilter.predicates_of(prefilter.classes[Class::Gap as usize]), 0b011_1111);
        assert_eq!(prefilter.predicates_of(prefilter.classes[Class::MfaDone as usize]), 0b010_1111);
        assert_eq!(
            prefilter.fields.iter().map(|column| column.field).collect::<Vec<_>>(),
            [Field::Code, Field::Ip]
        );
    }

    #[test]
    fn what_holds_in_too_many_ways_is_one() {
        let either = code(&[1]) | code(&[2]);
        assert_eq!(ways(&(either.clone() & either.clone()), 4).map(|ways| ways.len()), Some(4));
        assert!(ways(&Predicate::All(vec![either.clone(), either.clone(), either.clone()]), 4).is_none());
        let prefilter = PrefilterGroup::new(
            0,
            &vec![Predicate::All(vec![either.clone(), either.clone(), either]); GROUP],
        );
        assert_eq!(prefilter.ways.len(), GROUP);
    }

    #[test]
    fn any_number_of_predicates() {
        let mut prefilter = Prefilter::new(&vec![code(&[0]); 2 * GROUP + 3]);
        let asked = prefilter.asking(|number| number % 50 == 1);
        let numbers: Vec<usize> = prefilter
            .groups_mut()
            .iter()
            .zip(&asked)
            .flat_map(|(group, asked)| {
                group.numbers(asked.0 & group.left(&Fact::Value(Field::Code, Some("0"))))
            })
            .collect();
        assert_eq!(numbers, [1, 51, 101]);
        assert!(Prefilter::new(&[]).asking(|_| true).is_empty());
    }
}
