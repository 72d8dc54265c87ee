//! The successes of a window, grouped by what tells them apart.

use entrasift_core::{Field, Translation};
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::{Distinct, Evidence};
use entrasift_rules::tally::Remember;

use crate::facts::conditional_access::PolicyEffects;

/// What tells some successes from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessKey {
    /// Who signed in.
    pub person: Person,
    /// How the successes are classified.
    pub class: Class,
    /// Interactive; a row that does not say counts as interactive.
    pub interactive: bool,
    /// The row names no client app.
    pub unclassified: bool,
    /// The account of the directory synchronisation signed in to something else.
    pub astray: bool,
    /// What Conditional Access did; empty for background sign-ins.
    pub applied: PolicyEffects,
}

impl SuccessKey {
    pub(super) fn packed(self) -> [u32; 4] {
        let flags =
            u32::from(self.interactive) | u32::from(self.unclassified) << 1 | u32::from(self.astray) << 2;
        [self.person.0, self.class as u32, flags, self.applied.number()]
    }

    pub(super) fn unpacked([person, class, flags, applied]: [u32; 4]) -> SuccessKey {
        SuccessKey {
            person: Person(person),
            class: Class::ALL[class as usize],
            interactive: flags & 1 != 0,
            unclassified: flags & 2 != 0,
            astray: flags & 4 != 0,
            applied: PolicyEffects::from_number(applied),
        }
    }
}

/// Some successes of one account.
#[derive(Debug, Default)]
pub struct Successes {
    /// How many.
    pub count: u64,
    /// The applications, by name.
    pub apps: Distinct,
    /// The home tenants.
    pub homes: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Successes {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.homes.merge(&other.homes, |home| translation.symbol(Field::HomeTenantId, home));
        self.evidence.merge(&other.evidence);
    }
}
