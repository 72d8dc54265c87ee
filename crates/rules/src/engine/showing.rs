//! Showings: how batches reach an observer, first all of them, later those successes whose class came from a session's root.

use entrasift_core::{Batch, Visit};

use crate::derive::derivation::Derivation;
use crate::derive::derived::Derived;
use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};
use crate::engine::lookup::Index;
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::engine::population::Population;
use crate::engine::roots::{Roots, Sessions, session_of};
use crate::tenant::Tenant;

/// The first showing: everything but the classes that come from a root.
pub(super) struct First<'t, O> {
    derivation: Derivation<'t>,
    derived: Vec<Derived>,
    verdicts: Vec<(u32, Verdict)>,
    needs: Needs,
    /// The merged observer, when all is shown.
    pub observer: O,
    /// Who and what was there.
    pub population: Population,
    /// The sessions whose root is wanted.
    pub wanted: Sessions,
    /// Where whose successes stand, if the observer may ask for it.
    pub index: Option<Index>,
}

impl<'t, O: Observe> First<'t, O> {
    pub(super) fn new(tenant: &'t Tenant, ours: Option<String>, observer: O) -> Self {
        let mut needs = Needs::default();
        let index = observer.may_look_up().then(Index::default);
        if index.is_some() {
            needs.of_every_row(Index::FIELDS);
        }
        observer.needs(&mut needs);
        First {
            derivation: Derivation::new(tenant, ours),
            derived: Vec::new(),
            verdicts: Vec::new(),
            needs,
            observer,
            population: Population::default(),
            wanted: Sessions::default(),
            index,
        }
    }
}

impl<O: Observe> Visit for First<'_, O> {
    fn visit(&mut self, batch: &mut Batch) {
        self.derivation.derive(batch, &mut self.derived);
        self.verdicts.clear();
        for row in View::new(batch, &self.derived).rows().filter(|row| row.is_user_success()) {
            let verdict = self.derivation.verdict(row);
            if self.derivation.may_follow_root(row, verdict) {
                self.wanted.extend(session_of(row));
            } else {
                self.verdicts.push((row.index() as u32, verdict));
            }
        }
        self.needs.fill(batch, &self.derived, &self.verdicts);
        let view = View::new(batch, &self.derived);
        self.population.observe(view);
        if let Some(index) = &mut self.index {
            index.note(view);
        }
        self.observer.observe(view);
        tell(&mut self.observer, view, &self.verdicts);
    }
}

fn tell(observer: &mut impl Observe, view: View<'_>, verdicts: &[(u32, Verdict)]) {
    if !verdicts.is_empty() {
        let rows = verdicts.iter().map(|(row, verdict)| (view.row(*row as usize), *verdict));
        observer.classified(&rows.collect::<Vec<(Row<'_>, Verdict)>>());
    }
}

/// The third showing: the classes that came from a root.
pub(super) struct Settle<'t, O> {
    derivation: Derivation<'t>,
    derived: Vec<Derived>,
    verdicts: Vec<(u32, Verdict)>,
    needs: Needs,
    roots: &'t Roots,
    /// The observer of what was settled.
    pub observer: O,
}

impl<'t, O: Observe> Settle<'t, O> {
    pub(super) fn new(tenant: &'t Tenant, ours: Option<String>, roots: &'t Roots, observer: O) -> Self {
        let mut needs = Needs::default();
        observer.needs(&mut needs);
        let derivation = Derivation::new(tenant, ours);
        Settle { derivation, derived: Vec::new(), verdicts: Vec::new(), needs, roots, observer }
    }
}

impl<O: Observe> Visit for Settle<'_, O> {
    fn visit(&mut self, batch: &mut Batch) {
        if batch.format().interactive() == Some(true) {
            return;
        }
        self.derivation.derive(batch, &mut self.derived);
        self.verdicts.clear();
        for row in View::new(batch, &self.derived).rows().filter(|row| row.is_user_success()) {
            let verdict = self.derivation.verdict(row);
            if self.derivation.may_follow_root(row, verdict) {
                let root = self.roots.class_of(row);
                self.verdicts.push((row.index() as u32, root.unwrap_or(verdict)));
            }
        }
        self.needs.fill_classified(batch, &self.derived, &self.verdicts);
        tell(&mut self.observer, View::new(batch, &self.derived), &self.verdicts);
    }
}
