//! Roots: the interactive sign-ins from which sessions take their class, collected for those sessions that need one.

use std::hash::BuildHasher;

use entrasift_core::{Batch, Field, Time, Visit, id_key};
use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::derive::derivation::Derivation;
use crate::derive::derived::Derived;
use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};
use crate::tenant::Tenant;

/// A session of a person: 128 bits of hash, the same in every worker.
type Session = u128;
/// Some sessions.
pub(super) type Sessions = HashSet<Session, FixedState>;

/// The session of a row; `None` where it has none.
pub(super) fn session_of(row: Row<'_>) -> Option<Session> {
    let session = id_key(&row.cell(Field::SessionId))?;
    let person = FixedState::with_seed(11).hash_one(row.person().key(row.dictionaries()));
    Some(session ^ u128::from(person) << 64 ^ u128::from(person.rotate_left(17)))
}

/// The roots of some sessions: when each was, and its class; in the order of time.
#[derive(Debug, Default)]
pub(super) struct Roots(HashMap<Session, Vec<(Time, Verdict)>, FixedState>);

impl Roots {
    /// What several workers found.
    pub(super) fn merged<'t>(found: impl Iterator<Item = RootSearch<'t>>) -> Roots {
        let mut roots = Roots::default();
        for (session, mut entries) in found.flat_map(|one| one.found) {
            roots.0.entry(session).or_default().append(&mut entries);
        }
        roots.0.values_mut().for_each(|entries| entries.sort_unstable());
        roots
    }

    /// The class of the latest root of a row's session at or before the row; of several at one time the first of the ladder.
    pub(super) fn class_of(&self, row: Row<'_>) -> Option<Verdict> {
        root_at(self.0.get(&session_of(row)?)?, row.time())
    }
}

fn root_at(roots: &[(Time, Verdict)], time: Time) -> Option<Verdict> {
    let before = roots.partition_point(|(at, _)| *at <= time);
    let (latest, _) = roots[..before].last()?;
    let first = roots[..before].partition_point(|(at, _)| at < latest);
    Some(roots[first].1)
}

/// The second showing: looks for the roots of the sessions that are wanted.
pub(super) struct RootSearch<'t> {
    derivation: Derivation<'t>,
    derived: Vec<Derived>,
    wanted: &'t Sessions,
    found: HashMap<Session, Vec<(Time, Verdict)>, FixedState>,
}

impl<'t> RootSearch<'t> {
    pub(super) fn new(tenant: &'t Tenant, ours: Option<String>, wanted: &'t Sessions) -> Self {
        let derivation = Derivation::new(tenant, ours);
        RootSearch { derivation, derived: Vec::new(), wanted, found: HashMap::default() }
    }
}

impl Visit for RootSearch<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        if batch.format().interactive() == Some(false) {
            return;
        }
        self.derivation.derive(batch, &mut self.derived);
        for row in View::new(batch, &self.derived).rows() {
            if !row.is_user_success() || row.interactive() == Some(false) {
                continue;
            }
            let Some(session) = session_of(row) else { continue };
            if self.wanted.contains(&session) {
                let verdict = self.derivation.verdict(row);
                self.found.entry(session).or_default().push((row.time(), verdict));
            }
        }
    }
}
