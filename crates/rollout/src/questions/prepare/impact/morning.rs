//! Mornings: the hour at which each person first signs in on a working day.

use entrasift_core::log::symbols::Translation;
use entrasift_core::text::time::{DAY, HOUR, Zone};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, View};
use hashbrown::HashMap;

/// The first hour of each person on each local day.
#[derive(Debug)]
pub struct Mornings {
    zone: Zone,
    first: HashMap<(Person, i64), u8>,
}

impl Mornings {
    /// In a zone.
    pub fn in_zone(zone: Zone) -> Mornings {
        Mornings { zone, first: HashMap::new() }
    }

    fn see(&mut self, person: Person, day: i64, hour: u8) {
        let known = self.first.entry((person, day)).or_insert(hour);
        *known = hour.min(*known);
    }

    /// The hour at which a person starts on most working days (Monday to Friday), the earliest of several; `None` where the
    /// person was not seen on any.
    pub fn usual_hour(&self, person: Person) -> Option<usize> {
        let mut hours = [0_u32; 24];
        // 1970-01-01 was a Thursday.
        let working = |day: i64| (day + 3).rem_euclid(7) < 5;
        for ((_, day), hour) in self.first.iter().filter(|((one, _), _)| *one == person) {
            hours[usize::from(*hour)] += u32::from(working(*day));
        }
        let most = hours.iter().copied().max().filter(|most| *most > 0)?;
        hours.iter().position(|days| *days == most)
    }
}

impl Observe for Mornings {
    fn observe(&mut self, view: &mut View<'_>) {
        for (row, known) in view.known.iter().enumerate() {
            let counts = known.is_user
                && known.break_glass == 0
                && known.person != Person::NOBODY
                && !known.legacy.is_legacy()
                && view.batch.interactive(row).unwrap_or(true);
            if counts {
                let local = self.zone.local(view.batch.times()[row]).0;
                let hour = local.rem_euclid(DAY) / HOUR;
                self.see(known.person, local.div_euclid(DAY), hour as u8);
            }
        }
    }

    fn classified(&mut self, _: &mut View<'_>, _: usize, _: Verdict) {}

    fn merge(&mut self, other: Self, translation: &Translation) {
        for ((person, day), hour) in other.first {
            self.see(person.translate(translation), day, hour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_hour() {
        let check = |seen: &[(i64, u8)], expect| {
            let mut mornings = Mornings::in_zone(Zone::UTC);
            seen.iter().for_each(|(day, hour)| mornings.see(Person(1), *day, *hour));
            assert_eq!(mornings.usual_hour(Person(1)), expect, "{seen:?}");
        };
        // Day 4 is a Monday, day 9 a Saturday.
        check(&[], None);
        check(&[(9, 8)], None);
        check(&[(4, 8), (4, 6), (5, 9), (6, 9)], Some(9));
        check(&[(4, 8), (5, 7)], Some(7));
        check(&[(4, 8), (9, 3), (10, 3)], Some(8));
    }
}
