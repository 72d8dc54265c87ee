//! `diff`: what changed between two exports: users, protocols, apps, and what the rules found.

use std::sync::Arc;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::{Seen, see};
use crate::reading::request::{AnswerError, Request};

mod comparison;
mod pair;
mod roster;
mod view;

pub use comparison::{ComparedExport, Comparison};
pub use pair::{Change, FindingPair, ItemPair};
pub use roster::{Roster, RosterFinding, RosterItem, RosterObserver, RosterSums, Shown};

/// The question what changed: the earlier export is asked, and compared with a later one.
#[derive(Clone)]
pub struct DiffOptions {
    /// The later export.
    pub after: Request,
}

impl Question for DiffOptions {
    type Observer = RosterObserver;
    type Conclusion = Comparison;

    const NAME: &'static str = "diff";

    fn observer(&self, request: &Request) -> RosterObserver {
        roster::observer(request)
    }

    fn conclude(&self, seen: &Arc<Seen>, observer: RosterObserver) -> Result<Comparison, AnswerError> {
        let before = Roster::new(seen, observer);
        let (observer, seen) = see(&self.after, Self::NAME, Self::NEEDS, || roster::observer(&self.after))?;
        Ok(Comparison::new(before, Roster::new(&seen, observer)))
    }

    fn answer(comparison: &Arc<Comparison>) -> Answer {
        view::answer(comparison)
    }
}
