//! The engine: every worker shows its batches to an observer; observers are merged and concluded.
//!
//! A success whose class hangs on its session's root (see [`crate::derive::outcome`]) is not classified in the first showing: its session is
//! noted, a second showing collects the roots of just those sessions, and a third one settles what was left open. When all is classified,
//! an observer may want to know more of a few people, addresses or flows ([`crate::detect::lookup`]): one more showing looks it up.

use std::hash::BuildHasher;
use std::sync::Arc;

use entrasift_core::content::recognise::Input;
use entrasift_core::field::Field;
use entrasift_core::log::batch::Batch;
use entrasift_core::log::ledger::{Ledger, Problem};
use entrasift_core::log::scan::{Options, RowNumbers, Scan, ScanError, Scanner, Visit};
use entrasift_core::log::signin::SignIns;
use entrasift_core::log::steps::{Steps, id_key};
use entrasift_core::log::symbols::{Dictionaries, Translation};
use entrasift_core::text::time::Time;
use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::derive::outcome::Verdict;
use crate::derive::{Derivation, Known};
use crate::detect::Background;
use crate::detect::index::Index;
use crate::detect::lookup::{AllFound, Lookup, LookupReader};
use crate::engine::population::Population;
use crate::tenant::Tenant;

pub mod memo;
pub mod population;
pub mod prefilter;

/// A batch and what is derived of its rows.
pub struct View<'b> {
    /// The sign-ins.
    pub batch: &'b mut Batch,
    /// What is derived of each.
    pub known: &'b [Known],
}

/// Watches sign-ins. The empty observer is neutral, merging is associative and commutative.
pub trait Observe: Send {
    /// Looks at every sign-in of a batch, before classes are known.
    fn observe(&mut self, view: &mut View<'_>);

    /// Learns the class of one success of a user. Each is told exactly once.
    fn classified(&mut self, view: &mut View<'_>, row: usize, verdict: Verdict);

    /// Learns the classes of some successes of a batch, each once. To look at all of them in one go is quicker where something is kept
    /// for each person: what one row needs is fetched while the one before is worked on.
    fn classified_all(&mut self, view: &mut View<'_>, verdicts: &[(u32, Verdict)]) {
        for (row, verdict) in verdicts {
            self.classified(view, *row as usize, *verdict);
        }
    }

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
    fn observe(&mut self, view: &mut View<'_>) {
        self.0.observe(view);
        self.1.observe(view);
    }

    fn classified(&mut self, view: &mut View<'_>, row: usize, verdict: Verdict) {
        self.0.classified(view, row, verdict);
        self.1.classified(view, row, verdict);
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
        self.1.merge(other.1, translation);
    }

    fn classified_all(&mut self, view: &mut View<'_>, verdicts: &[(u32, Verdict)]) {
        self.0.classified_all(view, verdicts);
        self.1.classified_all(view, verdicts);
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

/// What was watched, beside what the observer made of it.
#[derive(Debug)]
pub struct Watched {
    /// Who and what was there.
    pub population: Population,
    /// The values behind all symbols.
    pub dictionaries: Dictionaries,
    /// The ledger of each input.
    pub ledgers: Vec<Ledger>,
    /// The first malformed rows of each input.
    pub problems: Vec<Problem>,
    /// Which row a reference means.
    pub rows: RowNumbers,
    /// The id of our tenant, as far as known.
    pub ours: Option<String>,
}

/// Shows the logs to an observer.
///
/// # Errors
/// As [`Scanner::show`].
pub fn watch<O: Observe>(
    logs: &[Input],
    steps: &Arc<Steps>,
    options: &Options,
    tenant: &Tenant,
    make: impl Fn() -> O + Sync,
) -> Result<(O, Watched), ScanError> {
    let mut scanner = Scanner::new(logs, options, steps.clone());
    let declared = tenant.home_tenant_id.clone();
    let mut ours = declared.clone().or_else(|| guess_tenant(logs));
    let (mut observer, mut watched, wanted, mut index) = loop {
        let first = scanner.show(|| First::new(tenant, ours.clone(), make()))?;
        let (observer, watched, wanted, index) = merge_first(first, make());
        let counted = watched.population.tenant_of_most(&watched.dictionaries);
        if declared.is_some() || counted == ours {
            break (observer, watched, wanted, index);
        }
        ours = counted;
    };
    if !wanted.is_empty() {
        let scan = scanner.show(|| Roots::new(tenant, ours.clone(), &wanted))?;
        let mut roots = RootsBySession::default();
        for (part, _) in scan.seen {
            for (session, mut entries) in part.found {
                roots.entry(session).or_default().append(&mut entries);
            }
        }
        roots.values_mut().for_each(|entries| entries.sort_unstable());
        let scan = scanner.show(|| Settle::new(tenant, ours.clone(), &roots, make()))?;
        for (part, dictionaries) in scan.seen {
            let translation = watched.dictionaries.merge(&dictionaries);
            observer.merge(part.observer, &translation);
        }
    }
    look_up(&mut scanner, &mut index, (&mut observer, &mut watched), tenant, &ours)?;
    watched.ours = ours;
    Ok((observer, watched))
}

/// Looks up what the observer wants to know of those under suspicion, in one more showing, and lets it judge. Without a look-up there is
/// no showing.
fn look_up<O: Observe>(
    scanner: &mut Scanner<'_>,
    index: &mut Option<Index>,
    (observer, watched): (&mut O, &mut Watched),
    tenant: &Tenant,
    ours: &Option<String>,
) -> Result<(), ScanError> {
    let Watched { population, dictionaries, .. } = watched;
    let lookups = observer.lookups(Background { tenant, population, dictionaries });
    let found = LookupReader { scanner, index, tenant, ours, population, dictionaries }.read(lookups)?;
    observer.judge(Background { tenant, population, dictionaries }, &mut found.into_iter());
    Ok(())
}

/// The resource tenant of most of the first rows; the count over all rows verifies it.
fn guess_tenant(logs: &[Input]) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let first = logs.first()?.clone();
    for sign_in in SignIns::new(first).take(200).flatten().flatten() {
        let id = entrasift_core::log::symbols::canonical_spelling(
            Field::ResourceTenantId.kind(),
            &sign_in.resource_tenant,
        );
        *counts.entry(id).or_default() += usize::from(!sign_in.resource_tenant.is_empty());
    }
    counts
        .into_iter()
        .filter(|(id, count)| *count > 0 && !id.is_empty())
        .max_by_key(|(_, count)| *count)
        .map(|(id, _)| id)
}

/// The first worker takes in what the others saw.
fn merge_first<O: Observe>(scan: Scan<First<'_, O>>, empty: O) -> (O, Watched, Sessions, Option<Index>) {
    let Scan { seen, ledgers, problems, rows } = scan;
    let mut seen = seen.into_iter();
    let (mut observer, mut population, mut wanted, mut index) =
        (empty, Population::default(), Sessions::default(), None);
    let mut dictionaries = Dictionaries::default();
    if let Some((first, known)) = seen.next() {
        (observer, population, wanted, index) = (first.observer, first.population, first.wanted, first.index);
        dictionaries = known;
    }
    for (part, theirs) in seen {
        let translation = dictionaries.merge(&theirs);
        observer.merge(part.observer, &translation);
        population.merge(&part.population, &translation, &dictionaries);
        wanted.extend(part.wanted);
        if let (Some(index), Some(noted)) = (&mut index, part.index) {
            index.merge(noted);
        }
    }
    (observer, Watched { population, dictionaries, ledgers, problems, rows, ours: None }, wanted, index)
}

/// A session of a person: 128 bits of hash, the same in every worker.
type Session = u128;
type Sessions = HashSet<Session, FixedState>;
type RootsBySession = HashMap<Session, Vec<(Time, Verdict)>, FixedState>;

fn session_of(batch: &Batch, row: usize, known: Known) -> Option<Session> {
    let session = id_key(&batch.cell(row, Field::SessionId))?;
    let person = FixedState::with_seed(11).hash_one(known.person.key(batch.dictionaries()));
    Some(session ^ u128::from(person) << 64 ^ u128::from(person.rotate_left(17)))
}

/// The first showing: everything but the classes that hang on a root.
struct First<'t, O> {
    derivation: Derivation<'t>,
    known: Vec<Known>,
    verdicts: Vec<(u32, Verdict)>,
    population: Population,
    observer: O,
    wanted: Sessions,
    /// Where whose successes stand, if the observer may ask for it.
    index: Option<Index>,
}

impl<'t, O: Observe> First<'t, O> {
    fn new(tenant: &'t Tenant, ours: Option<String>, observer: O) -> Self {
        First {
            derivation: Derivation::new(tenant, ours),
            known: Vec::new(),
            verdicts: Vec::new(),
            population: Population::default(),
            index: observer.may_look_up().then(Index::default),
            observer,
            wanted: Sessions::default(),
        }
    }
}

impl<O: Observe> Visit for First<'_, O> {
    fn visit(&mut self, batch: &mut Batch) {
        self.derivation.known(batch, &mut self.known);
        self.population.observe(batch, &self.known);
        if let Some(index) = &mut self.index {
            index.note(batch, &self.known);
        }
        let mut view = View { batch, known: &self.known };
        self.observer.observe(&mut view);
        self.verdicts.clear();
        for (row, known) in self.known.iter().enumerate() {
            if !self.derivation.is_user_success(view.batch, row, *known) {
                continue;
            }
            let verdict = self.derivation.verdict(view.batch, row, *known);
            if self.derivation.may_follow_root(view.batch, row, verdict) {
                self.wanted.extend(session_of(view.batch, row, *known));
            } else {
                self.verdicts.push((row as u32, verdict));
            }
        }
        self.observer.classified_all(&mut view, &self.verdicts);
    }
}

/// The second showing: the roots of the sessions that are wanted.
struct Roots<'t> {
    derivation: Derivation<'t>,
    known: Vec<Known>,
    wanted: &'t Sessions,
    found: RootsBySession,
}

impl<'t> Roots<'t> {
    fn new(tenant: &'t Tenant, ours: Option<String>, wanted: &'t Sessions) -> Self {
        let derivation = Derivation::new(tenant, ours);
        Roots { derivation, known: Vec::new(), wanted, found: RootsBySession::default() }
    }
}

impl Visit for Roots<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        if batch.format().interactive() == Some(false) {
            return;
        }
        self.derivation.known(batch, &mut self.known);
        for (row, known) in self.known.iter().enumerate() {
            if !self.derivation.is_user_success(batch, row, *known) || batch.interactive(row) == Some(false) {
                continue;
            }
            let Some(session) = session_of(batch, row, *known) else { continue };
            if self.wanted.contains(&session) {
                let verdict = self.derivation.verdict(batch, row, *known);
                self.found.entry(session).or_default().push((batch.times()[row], verdict));
            }
        }
    }
}

/// The third showing: the classes that hung on a root.
struct Settle<'t, O> {
    derivation: Derivation<'t>,
    known: Vec<Known>,
    roots: &'t RootsBySession,
    observer: O,
}

impl<'t, O> Settle<'t, O> {
    fn new(tenant: &'t Tenant, ours: Option<String>, roots: &'t RootsBySession, observer: O) -> Self {
        Settle { derivation: Derivation::new(tenant, ours), known: Vec::new(), roots, observer }
    }
}

impl<O: Observe> Visit for Settle<'_, O> {
    fn visit(&mut self, batch: &mut Batch) {
        if batch.format().interactive() == Some(true) {
            return;
        }
        self.derivation.known(batch, &mut self.known);
        let mut view = View { batch, known: &self.known };
        for (row, known) in self.known.iter().enumerate() {
            if !self.derivation.is_user_success(view.batch, row, *known) {
                continue;
            }
            let verdict = self.derivation.verdict(view.batch, row, *known);
            if self.derivation.may_follow_root(view.batch, row, verdict) {
                let time = view.batch.times()[row];
                let session = session_of(view.batch, row, *known);
                let root = session
                    .and_then(|session| self.roots.get(&session))
                    .and_then(|roots| root_at(roots, time));
                self.observer.classified(&mut view, row, root.unwrap_or(verdict));
            }
        }
    }
}

/// The latest root at or before a time; of several at one time the first class of the ladder.
fn root_at(roots: &[(Time, Verdict)], time: Time) -> Option<Verdict> {
    let before = roots.partition_point(|(at, _)| *at <= time);
    let (latest, _) = roots[..before].last()?;
    let first = roots[..before].partition_point(|(at, _)| at < latest);
    Some(roots[first].1)
}
