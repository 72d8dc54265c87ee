//! Sign-ins without a client app: nobody can tell whether they are legacy.

use entrasift_core::field::catalogue;
use entrasift_core::{Field, Status, Translation};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::Row;
use entrasift_rules::measure::Evidence;
use hashbrown::HashSet;

/// Sign-ins without a client app.
#[derive(Debug, Clone, Default)]
pub struct Unclassified {
    /// Sign-ins, succeeded, failed, interrupted.
    pub counts: [u64; 4],
    /// Users.
    pub users: HashSet<Person>,
    /// The rows.
    pub evidence: Evidence,
}

impl Unclassified {
    /// Sees one.
    pub fn see(&mut self, row: Row<'_>) {
        self.counts[0] += 1;
        self.counts[status_index(row.status())] += 1;
        self.users.insert(row.person());
        self.evidence.see(row.row_ref());
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: Unclassified, translation: &Translation) {
        for (ours, theirs) in self.counts.iter_mut().zip(other.counts) {
            *ours += theirs;
        }
        self.users.extend(other.users.iter().map(|person| person.translate(translation)));
        self.evidence.merge(&other.evidence);
    }
}

/// No client app is given.
pub fn is_blank(row: Row<'_>) -> bool {
    let cell = row.cell(Field::ClientApp);
    cell.is_empty()
        || catalogue::client_class(&String::from_utf8_lossy(&cell)) == catalogue::ClientClass::Unclassified
}

fn status_index(status: Status) -> usize {
    match status {
        Status::Success => 1,
        Status::Failure => 2,
        Status::Interrupted => 3,
    }
}
