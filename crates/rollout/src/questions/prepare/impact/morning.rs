//! Mornings: the hour at which each person first signs in on a working day.

use entrasift_core::{DAY, HOUR, Translation, Zone};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, View};
use hashbrown::HashMap;

use crate::facts::weekday::is_weekend;

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

    /// The zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    fn see(&mut self, person: Person, day: i64, hour: u8) {
        let known = self.first.entry((person, day)).or_insert(hour);
        *known = hour.min(*known);
    }

    /// The hour at which each person usually starts.
    pub fn usual_hours(&self) -> UsualHours {
        let mut hours: HashMap<Person, [u32; 24]> = HashMap::new();
        for ((person, _), hour) in self.first.iter().filter(|((_, day), _)| !is_weekend(*day)) {
            hours.entry(*person).or_default()[usize::from(*hour)] += 1;
        }
        UsualHours(hours.into_iter().map(|(person, days)| (person, most_days(days))).collect())
    }
}

/// The hour with the most days, the earliest of several.
fn most_days(hours: [u32; 24]) -> usize {
    let most = hours.iter().max();
    hours.iter().position(|days| Some(days) == most).unwrap_or_default()
}

/// The hour at which each person starts on most working days, the earliest of several.
#[derive(Debug)]
pub struct UsualHours(HashMap<Person, usize>);

impl UsualHours {
    /// The hour of a person; `None` if the person was seen on no working day.
    pub fn hour(&self, person: Person) -> Option<usize> {
        self.0.get(&person).copied()
    }
}

impl Observe for Mornings {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.is_ordinary() && !row.legacy().is_legacy()) {
            if row.interactive().unwrap_or(true) {
                let local = self.zone.local(row.time()).0;
                let hour = local.rem_euclid(DAY) / HOUR;
                self.see(row.person(), local.div_euclid(DAY), hour as u8);
            }
        }
    }

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
            assert_eq!(mornings.usual_hours().hour(Person(1)), expect, "{seen:?}");
        };
        // Day 4 is a Monday, day 9 a Saturday.
        check(&[], None);
        check(&[(9, 8)], None);
        check(&[(4, 8), (4, 6), (5, 9), (6, 9)], Some(9));
        check(&[(4, 8), (5, 7)], Some(7));
        check(&[(4, 8), (9, 3), (10, 3)], Some(8));
    }
}
