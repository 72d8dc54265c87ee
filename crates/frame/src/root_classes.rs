//! The classes that no row tells by itself: those that come from a session's root, in a later showing.

use std::collections::HashMap;

use entrasift_core::log::batch::RowRef;
use entrasift_core::log::symbols::Translation;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::engine::{Observe, View};

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
    fn observe(&mut self, _: &mut View<'_>) {
        self.first = true;
    }

    fn classified(&mut self, view: &mut View<'_>, row: usize, verdict: Verdict) {
        if !self.first {
            self.verdicts.insert(view.batch.row_ref(row), verdict);
        }
    }

    fn merge(&mut self, other: Self, _: &Translation) {
        self.verdicts.extend(other.verdicts);
    }
}
