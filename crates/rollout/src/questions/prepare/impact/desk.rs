//! Desks: devices at which several people sign in, and who of them does so without MFA today.

use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_core::log::symbols::{ABSENT, Translation};
use entrasift_core::text::time::Time;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, View};
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
    fn observe(&mut self, view: &mut View<'_>) {
        view.batch.fill(&[Field::DeviceId]);
    }

    fn classified(&mut self, view: &mut View<'_>, row: usize, verdict: Verdict) {
        let known = view.known[row];
        let device = view.batch.symbol(row, Field::DeviceId);
        let counts = device != ABSENT
            && known.is_user
            && known.break_glass == 0
            && known.person != Person::NOBODY
            && !known.legacy.is_legacy()
            && view.batch.interactive(row).unwrap_or(true);
        if !counts
            || view.batch.text_of(Field::DeviceId, device).trim_matches(['0', '-', '{', '}']).is_empty()
        {
            return;
        }
        let (name, time, place) =
            (view.batch.symbol(row, Field::DeviceName), view.batch.times()[row], view.batch.row_ref(row));
        let one = self.0.group([device, known.person.0]);
        one.names.see(name);
        if is_open(verdict.class) {
            one.open += 1;
            one.last = one.last.max(Some(time));
            one.evidence.see(place);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
    }
}

fn is_open(class: Class) -> bool {
    matches!(
        class,
        Class::Gap | Class::GapLegacySetting | Class::Remembered | Class::DeviceSatisfied | Class::Unknown
    )
}

/// A device that several people use.
pub struct Shared<'d> {
    /// Its name, else its id.
    pub name: String,
    /// How many people.
    pub people: usize,
    /// Those who get in without MFA.
    pub open: Vec<(Person, &'d AtDesk)>,
}

impl Desks {
    /// The devices of which `counts` finds so many people that they are shared; in no particular order.
    pub fn shared(&self, seen: &Seen, counts: impl Fn(Person) -> bool) -> Vec<Shared<'_>> {
        let mut devices: BTreeMap<u32, Vec<(Person, &AtDesk)>> = BTreeMap::new();
        for ([device, person], one) in self.0.iter().filter(|([_, person], _)| counts(Person(*person))) {
            devices.entry(*device).or_default().push((Person(*person), one));
        }
        let shared = devices.into_iter().filter(|(_, people)| people.len() >= SHARED_BY);
        shared
            .map(|(device, people)| {
                let name = people.iter().flat_map(|(_, one)| seen.texts(Field::DeviceName, &one.names)).min();
                let id = || seen.text(Field::DeviceId, device).to_owned();
                let count = people.len();
                let open = people.into_iter().filter(|(_, one)| one.open > 0).collect();
                Shared { name: name.filter(|name| !name.is_empty()).unwrap_or_else(id), people: count, open }
            })
            .collect()
    }
}
