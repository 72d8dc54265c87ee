//! Desks: devices at which several people sign in, and who of them does so without MFA today.

use std::collections::BTreeMap;

use entrasift_core::{ABSENT, Field, Symbol, Time, Translation};
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Evidence};
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::reading::read_logs::Seen;

/// From so many people on a device is shared. Two are a user and whoever set the device up, three a user and two administrators.
pub const SHARED_BY: usize = 4;

/// One person at one device: interactive successes with a modern client.
#[derive(Debug, Clone, Default)]
pub struct AtDesk {
    /// Without MFA, where a policy that asks for it would ask.
    pub open: u64,
    /// The last one of these.
    pub last: Option<Time>,
    /// Their rows.
    pub evidence: Evidence,
    names: Distinct,
}

impl Remember for AtDesk {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.open += other.open;
        self.last = self.last.max(other.last);
        self.evidence.merge(&other.evidence);
        self.names.merge(&other.names, |name| translation.symbol(Field::DeviceName, name));
    }
}

/// Who signs in at which device.
#[derive(Debug)]
pub struct Desks(Tally<2, AtDesk>);

impl Default for Desks {
    fn default() -> Desks {
        Desks(Tally::per([Part::Value(Field::DeviceId), Part::Person]))
    }
}

impl Observe for Desks {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(&[Field::DeviceId]);
        needs.of_classified(&[Field::DeviceName], |row, _| is_at_desk(row));
    }

    fn observe(&mut self, _: View<'_>) {}

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows.iter().filter(|(row, _)| is_at_desk(*row)) {
            let one = self.0.group([row.symbol(Field::DeviceId), row.person().0]);
            one.names.see(row.symbol(Field::DeviceName));
            if is_open(verdict.class) {
                one.open += 1;
                one.last = one.last.max(Some(row.time()));
                one.evidence.see(row.row_ref());
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
    }
}

/// Somebody sits at a device that has an id, with a program that can show a prompt.
fn is_at_desk(row: Row<'_>) -> bool {
    let device = row.symbol(Field::DeviceId);
    device != ABSENT
        && row.is_ordinary()
        && !row.legacy().is_legacy()
        && row.interactive().unwrap_or(true)
        && !row.text_of(Field::DeviceId, device).trim_matches(['0', '-', '{', '}']).is_empty()
}

fn is_open(class: Class) -> bool {
    matches!(
        class,
        Class::Gap | Class::GapLegacySetting | Class::Remembered | Class::DeviceSatisfied | Class::Unknown
    )
}

/// A device that several people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedDesk {
    /// Its id.
    pub device: Symbol,
    /// The first of its names; `None` where no row has one.
    name: Option<Symbol>,
    /// How many people use it.
    pub people: usize,
}

impl SharedDesk {
    /// Its name, else its id.
    pub fn name(self, seen: &Seen) -> &str {
        match self.name {
            Some(name) => seen.text(Field::DeviceName, name),
            None => seen.text(Field::DeviceId, self.device),
        }
    }
}

impl Desks {
    /// The devices of which `counts` finds so many people that they are shared, each with those who get in there without MFA; in no
    /// particular order.
    pub fn shared(
        &self,
        seen: &Seen,
        counts: impl Fn(Person) -> bool,
    ) -> Vec<(SharedDesk, Vec<(Person, &AtDesk)>)> {
        let mut devices: BTreeMap<Symbol, Vec<(Person, &AtDesk)>> = BTreeMap::new();
        for ([device, person], one) in self.0.iter().filter(|([_, person], _)| counts(Person(*person))) {
            devices.entry(*device).or_default().push((Person(*person), one));
        }
        let shared = devices.into_iter().filter(|(_, people)| people.len() >= SHARED_BY);
        let shared = shared.map(|(device, people)| {
            let names = people.iter().flat_map(|(_, one)| one.names.iter().map(|(name, _)| name));
            let name = names.min_by_key(|name| seen.text(Field::DeviceName, *name));
            let desk = SharedDesk { device, name, people: people.len() };
            (desk, people.into_iter().filter(|(_, one)| one.open > 0).collect())
        });
        shared.collect()
    }
}
