//! Addresses of legacy failures: how many users one address tries.

use entrasift_core::Translation;
use entrasift_rules::derive::person::Person;

/// A few persons: enough to say "five or more", and "another than this one".
#[derive(Debug, Clone, Default)]
pub struct TriedUsers(Vec<Person>);

/// How many failing users of one address make an attack.
pub const ATTACKED_USERS: usize = 5;

impl TriedUsers {
    /// Sees one of them.
    pub fn see(&mut self, person: Person) {
        if self.0.len() < ATTACKED_USERS && !self.0.contains(&person) {
            self.0.push(person);
        }
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: &TriedUsers, translation: &Translation) {
        other.0.iter().for_each(|person| self.see(person.translate(translation)));
    }

    /// Five or more.
    pub fn is_many(&self) -> bool {
        self.0.len() >= ATTACKED_USERS
    }

    /// Someone else is among them.
    pub fn has_other_than(&self, person: Person) -> bool {
        self.0.iter().any(|one| *one != person)
    }
}

/// What is known of one address over all users.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// Users whose legacy sign-ins failed from it.
    pub failed: TriedUsers,
    /// Users whose legacy sign-ins failed from it without the right password.
    pub refused: TriedUsers,
}
