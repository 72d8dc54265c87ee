//! Whom a name means: everybody who signed in with a user name or an object id.

use entrasift_core::{Field, Translation};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, View};
use hashbrown::HashSet;

use crate::reading::read_logs::Seen;

/// Looks for everybody whom a name or an object id means.
#[derive(Debug, Default)]
pub struct Whom {
    name: String,
    found: HashSet<Person>,
}

impl Whom {
    /// Whom this name means, in any case.
    pub fn new(name: &str) -> Whom {
        Whom { name: name.to_lowercase(), found: HashSet::new() }
    }

    /// The keys of the people found, ascending.
    pub fn keys(&self, seen: &Seen) -> Vec<String> {
        let mut keys: Vec<String> = self.found.iter().map(|person| seen.key(*person).to_owned()).collect();
        keys.sort_unstable();
        keys
    }
}

impl Observe for Whom {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.is_user() && row.person() != Person::NOBODY) {
            let is = |field: Field| row.text(field).to_lowercase() == self.name;
            if is(Field::User) || is(Field::UserId) {
                self.found.insert(row.person());
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.found.extend(other.found.iter().map(|person| person.translate(translation)));
    }
}
