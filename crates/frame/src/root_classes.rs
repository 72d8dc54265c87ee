//! The classes that no row tells by itself: those that come from a session's root, in a later showing.

use std::collections::HashMap;

use entrasift_core::{RowRef, Translation};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::engine::{Observe, Row, View};

/// Remembers what the engine says in a later showing; all else is derived again when the frame is made. 20 bytes for each success whose
/// class hangs on its session.
#[derive(Debug, Default)]
pub struct RootClasses {
    /// This observer watches the first showing, in which a class follows from its row.
    first: bool,
    verdicts: HashMap<RowRef, Verdict>,
}

impl RootClasses {
    /// The class of a row that hung on its session.
    pub(crate) fn verdict(&self, row: RowRef) -> Option<Verdict> {
        self.verdicts.get(&row).copied()
    }
}

impl Observe for RootClasses {
    fn observe(&mut self, _: View<'_>) {
        self.first = true;
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        if !self.first {
            self.verdicts.extend(rows.iter().map(|(row, verdict)| (row.row_ref(), *verdict)));
        }
    }

    fn merge(&mut self, other: Self, _: &Translation) {
        self.verdicts.extend(other.verdicts);
    }
}
