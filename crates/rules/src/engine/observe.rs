//! Observers: sums over sign-ins.

use entrasift_core::Translation;

use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup};
use crate::engine::needs::Needs;

/// Watches sign-ins. The empty observer is neutral, merging is associative and commutative.
pub trait Observe: Send {
    /// Names the fields that it reads. Asked once of each worker's observer, before anything is shown.
    fn needs(&self, _: &mut Needs) {}

    /// Looks at every sign-in of a batch, before classes are known.
    fn observe(&mut self, view: View<'_>);

    /// Learns the classes of some successes of users in one batch, never of none. Each success is told exactly once, in this showing or in
    /// a later one that calls nothing else. All of them come in one go, so that what is kept for each person can be fetched for
    /// the rows to come while one is worked on.
    fn classified(&mut self, _: &[(Row<'_>, Verdict)]) {}

    /// Takes in what another worker saw.
    fn merge(&mut self, other: Self, translation: &Translation);

    /// Whether it may ask for look-ups at the end.
    fn may_look_up(&self) -> bool {
        false
    }

    /// When all is shown and merged: what must be looked up in one more showing.
    fn lookups(&mut self, _: Background<'_>) -> Vec<Lookup> {
        Vec::new()
    }

    /// Takes what its look-ups found, in their order, and judges.
    fn judge(&mut self, _: Background<'_>, _: &mut AllFound) {}
}

impl<A: Observe, B: Observe> Observe for (A, B) {
    fn needs(&self, needs: &mut Needs) {
        self.0.needs(needs);
        self.1.needs(needs);
    }

    fn observe(&mut self, view: View<'_>) {
        self.0.observe(view);
        self.1.observe(view);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        self.0.classified(rows);
        self.1.classified(rows);
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
        self.1.merge(other.1, translation);
    }

    fn may_look_up(&self) -> bool {
        self.0.may_look_up() || self.1.may_look_up()
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        let mut lookups = self.0.lookups(background);
        lookups.extend(self.1.lookups(background));
        lookups
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        self.0.judge(background, all_found);
        self.1.judge(background, all_found);
    }
}

/// An observer that may be left out. Every worker has to leave out the same ones.
impl<O: Observe> Observe for Option<O> {
    fn needs(&self, needs: &mut Needs) {
        if let Some(observer) = self {
            observer.needs(needs);
        }
    }

    fn observe(&mut self, view: View<'_>) {
        if let Some(observer) = self {
            observer.observe(view);
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        if let Some(observer) = self {
            observer.classified(rows);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        if let (Some(ours), Some(theirs)) = (self, other) {
            ours.merge(theirs, translation);
        }
    }

    fn may_look_up(&self) -> bool {
        self.as_ref().is_some_and(O::may_look_up)
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        self.as_mut().map_or(Vec::new(), |observer| observer.lookups(background))
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        if let Some(observer) = self {
            observer.judge(background, all_found);
        }
    }
}
