//! What the values of a log say of filters: a column in which every row says the same was asked for at the download.

use entrasift_core::text::words::fold_word;
use entrasift_core::{ABSENT, Field, Symbol, Translation};
use entrasift_rules::engine::Row;
use hashbrown::HashSet;

use crate::reading::read_logs::Seen;

/// The columns by which the sign-in page filters and that hide what a check looks for.
const COLUMNS: [Field; 3] = [Field::Requirement, Field::CaStatus, Field::ClientApp];

/// With this many rows, one value in all of them is no accident.
const ENOUGH: u64 = 100;

/// Which values these columns have, in the window's sign-ins of users.
#[derive(Debug, Default)]
pub struct Uniformity {
    rows: [u64; COLUMNS.len()],
    values: HashSet<(usize, Symbol)>,
}

impl Uniformity {
    /// Notes the values of one row.
    pub fn see(&mut self, row: Row<'_>) {
        for (at, field) in COLUMNS.into_iter().enumerate() {
            let value = row.symbol(field);
            if value != ABSENT {
                self.rows[at] += 1;
                self.values.insert((at, value));
            }
        }
    }

    /// Adds what another worker saw.
    pub fn merge(&mut self, other: Uniformity, translation: &Translation) {
        for (ours, theirs) in self.rows.iter_mut().zip(other.rows) {
            *ours += theirs;
        }
        let values = other.values.into_iter();
        self.values.extend(values.map(|(at, value)| (at, translation.symbol(COLUMNS[at], value))));
    }

    /// One sentence for each column in which all rows have a value that an unfiltered log would not have alone.
    pub fn doubts(&self, seen: &Seen) -> Vec<String> {
        let mut doubts = Vec::new();
        for (at, field) in COLUMNS.into_iter().enumerate().filter(|(at, _)| self.rows[*at] >= ENOUGH) {
            let own = self.values.iter().filter(|(column, _)| *column == at);
            let mut words: Vec<String> = own.map(|(_, value)| fold_word(seen.text(field, *value))).collect();
            words.sort_unstable();
            words.dedup();
            let [only] = words.as_slice() else { continue };
            doubts.extend(doubt(field, only).map(str::to_owned));
        }
        doubts
    }
}

/// Why a log with only this value was filtered. After a wrong password nothing more is asked and no policy is met, and no company works
/// with a single kind of program.
fn doubt(field: Field, only: &str) -> Option<&'static str> {
    match field {
        Field::Requirement if only.starts_with("multi") => {
            Some("every sign-in was asked for MFA, even those that failed at the password: a filter was on")
        }
        Field::CaStatus if only == "success" => {
            Some("every sign-in met Conditional Access with success: a filter was on")
        }
        Field::ClientApp => Some("there is one client app only: a filter was on"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be() {
        let check = |field, only, expect| assert_eq!(doubt(field, only).is_some(), expect, "{only}");
        check(Field::Requirement, "multifactorauthentication", true);
        check(Field::Requirement, "singlefactorauthentication", false);
        check(Field::CaStatus, "success", true);
        check(Field::CaStatus, "notapplied", false);
        check(Field::ClientApp, "browser", true);
    }
}
