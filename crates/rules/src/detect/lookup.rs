//! The plan: one more showing that looks up what must be known of the few keys under suspicion.
//!
//! A [`Lookup`] names a key (a person, an address, a flow) and a time span; what it catches is summed up per value of one field
//! ([`Trace`]), or kept event by event where it was asked for. Memory hangs on the suspects, not on the log. Only those parts of the
//! logs are read that the [`super::index`] does not rule out.

use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::fold_word;
use entrasift_core::log::batch::Batch;
use entrasift_core::log::row::Row as LogRow;
use entrasift_core::log::scan::{ScanError, Scanner, Visit};
use entrasift_core::log::steps::id_key;
use entrasift_core::log::symbols::{ABSENT, Dictionaries, Symbol, Translation};
use entrasift_core::text::time::Time;
use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::index::{self, Index, LookupTargets};
use super::{Background, KEPT, Mark, Marks};
use crate::derive::derivation::Derivation;
use crate::derive::derived::FIELDS;
use crate::derive::outcome::Class;
use crate::derive::person::{PerPerson, Person};
use crate::engine::memo::Memo;
use crate::engine::population::Population;
use crate::engine::row::Row;
use crate::measure::{Evidence, Span};
use crate::tenant::Tenant;

/// Whose sign-ins are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKey {
    /// A person's.
    Person(Person),
    /// Those with a value of a field (an address, a network, a user agent).
    Value(Field, Symbol),
    /// A person's, in a flow: the hash of a correlation id ([`flow_of`]).
    Flow(u64, Person),
}

/// What of a lookup tells where in the logs its sign-ins may stand ([`super::index`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LookupTarget {
    /// A person's print.
    Person(u16),
    /// An address's print.
    Address(u16),
    /// The print of a user agent or a network: which of the two, by [`index::side_of`].
    Value(usize, u16),
    /// Anywhere.
    Everyone,
}

/// Which sign-ins are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// Successes.
    Success,
    /// Successes, and sign-ins with one of these codes, which must be among [`WITH_PASSWORD`].
    Accepted(&'static [i64]),
    /// Interactive successes.
    Interactive,
    /// Interactive successes, outside the trusted networks, to which no policy applied and which were not protected by anything else.
    Exempt,
}

/// What the events are summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Whose they are.
    Person,
    /// The value of a field.
    Field(Field),
}

/// One thing to look for.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// Of whom.
    pub key: LookupKey,
    /// Which.
    pub sought: Sought,
    /// Events before this time are history ([`Found::knew`]).
    pub start: Time,
    /// Events from here …
    pub from: Time,
    /// … up to here (both included) are found; those that are neither history nor found are ignored.
    pub to: Time,
    /// How they are summed up.
    pub split: Split,
    /// Keep the found events themselves, with the values of these fields.
    pub keep: Option<[Field; KEPT]>,
    /// With more values than this the lookup is of no interest: nothing of it is kept.
    pub most: usize,
    /// It is of no interest where the lookup before it is of none.
    pub only_after_last: bool,
}

impl Lookup {
    /// Successes of a key in a time span, by a field; all before the span is history.
    pub fn successes(key: LookupKey, from: Time, to: Time, split: Split) -> Lookup {
        Lookup {
            key,
            sought: Sought::Success,
            start: from,
            from,
            to,
            split,
            keep: None,
            most: usize::MAX,
            only_after_last: false,
        }
    }
}

/// What was found with one value.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// When the found events were.
    pub span: Span,
    /// The found events.
    pub evidence: Evidence,
}

/// What one lookup found.
#[derive(Debug, Clone)]
pub struct Found {
    split: Split,
    start: Time,
    firsts: Arc<Firsts>,
    traces: HashMap<u32, Trace, FixedState>,
    most: usize,
    /// There were more values than the lookup wanted to know of.
    pub too_many: bool,
    /// The found events, if they were asked for.
    pub marks: Marks,
}

/// The first event with each value. Wishes that differ in their times only share one: a burst a day of one user agent would
/// otherwise count its users anew for each.
type Firsts = HashMap<u32, Time, FixedState>;

impl Found {
    pub(crate) fn new(lookup: &Lookup) -> Found {
        let fields = lookup.keep.unwrap_or([Field::Country; KEPT]);
        Found {
            split: lookup.split,
            start: lookup.start,
            firsts: Arc::default(),
            traces: HashMap::default(),
            most: lookup.most,
            too_many: false,
            marks: Marks::new(fields),
        }
    }

    /// There is an event with the value before the lookup's start.
    pub fn knew(&self, value: u32) -> bool {
        self.firsts.get(&value).is_some_and(|first| *first < self.start)
    }

    /// Values with found events, in no particular order.
    pub fn traces(&self) -> impl Iterator<Item = (u32, &Trace)> {
        self.traces.iter().map(|(value, trace)| (*value, trace))
    }

    /// Gives up where there are more values than wanted.
    fn bound(&mut self) {
        if self.traces.len() > self.most {
            self.too_many = true;
            self.traces = HashMap::default();
            self.marks.take();
        }
    }

    fn merge(&mut self, other: Found, translation: &Translation) {
        self.too_many |= other.too_many;
        if self.too_many {
            self.traces = HashMap::default();
            self.marks.take();
            return;
        }
        for (value, theirs) in other.traces {
            let ours = self.traces.entry(self.split.translate(value, translation)).or_default();
            ours.span.merge(theirs.span);
            ours.evidence.merge(&theirs.evidence);
        }
        self.marks.merge(other.marks, translation);
        self.bound();
    }
}

impl Split {
    fn translate(self, value: u32, translation: &Translation) -> u32 {
        match self {
            Split::Person => Person(value).translate(translation).0,
            Split::Field(field) => translation.symbol(field, value),
        }
    }
}

/// What one worker, or all of them, found.
#[derive(Debug)]
pub struct LookupResults {
    /// By lookup.
    found: Vec<Found>,
    /// By group.
    firsts: Vec<Firsts>,
}

impl LookupResults {
    /// Takes in what another worker found.
    pub fn merge(&mut self, theirs: LookupResults, plan: &LookupPlan, translation: &Translation) {
        for (ours, theirs) in self.found.iter_mut().zip(theirs.found) {
            ours.merge(theirs, translation);
        }
        for ((ours, theirs), group) in self.firsts.iter_mut().zip(theirs.firsts).zip(&plan.groups) {
            for (value, time) in theirs {
                let first = ours.entry(group.split.translate(value, translation)).or_insert(time);
                *first = time.min(*first);
            }
        }
    }

    /// What each lookup found, in the order of the lookups.
    pub fn open(mut self, plan: &LookupPlan) -> Vec<Found> {
        for (group, firsts) in plan.groups.iter().zip(self.firsts) {
            let firsts = Arc::new(firsts);
            for lookup in &group.lookups {
                self.found[*lookup as usize].firsts = firsts.clone();
            }
        }
        self.found
    }
}

/// What was found of all lookups, each consumer's in the order of its lookups.
pub type AllFound = std::vec::IntoIter<Found>;

/// A number for the flow of a row: the hash of its correlation id. `None` where it has none.
pub fn flow_of(row: LogRow<'_>) -> Option<u64> {
    id_key(&row.cell(Field::CorrelationId)).map(|id| FixedState::with_seed(29).hash_one(id))
}

/// The lookups, found by the text of their keys: each worker has its own symbols.
#[derive(Debug)]
pub struct LookupPlan {
    lookups: Vec<Lookup>,
    groups: Vec<LookupGroup>,
    people: Numbers<(bool, String)>,
    values: Vec<(Field, Numbers<String>)>,
    /// Of each lookup: where its sign-ins may stand, and when they were.
    targets: Vec<(LookupTarget, Time, Time)>,
    /// The lookups that turned out to be of no interest, and how many they are.
    settled: Vec<AtomicBool>,
    count_settled: AtomicUsize,
}

/// Wishes of one key that differ in their times only.
#[derive(Debug)]
struct LookupGroup {
    sought: Sought,
    split: Split,
    flow: Option<u64>,
    /// From here on nothing is history for any of them.
    last_start: Time,
    lookups: Vec<u32>,
}

/// The numbers of the groups of each key.
type Numbers<K> = HashMap<K, Vec<u32>, FixedState>;

impl LookupPlan {
    /// Of these lookups.
    pub fn new(lookups: Vec<Lookup>, background: Background<'_>) -> LookupPlan {
        let mut plan = LookupPlan {
            targets: lookups.iter().map(|lookup| lookup.target(background)).collect(),
            settled: lookups.iter().map(|_| AtomicBool::new(false)).collect(),
            count_settled: AtomicUsize::new(0),
            lookups,
            groups: Vec::new(),
            people: HashMap::default(),
            values: Vec::new(),
        };
        for (number, lookup) in plan.lookups.iter().enumerate() {
            let (wanted, flow) = match lookup.key {
                LookupKey::Person(person) => {
                    (plan.people.entry(name_of(person, background.dictionaries)).or_default(), None)
                }
                LookupKey::Flow(flow, person) => {
                    (plan.people.entry(name_of(person, background.dictionaries)).or_default(), Some(flow))
                }
                LookupKey::Value(field, value) => {
                    let place = plan.values.iter().position(|(known, _)| *known == field);
                    let place = place.unwrap_or_else(|| {
                        plan.values.push((field, HashMap::default()));
                        plan.values.len() - 1
                    });
                    let text = background.text(field, value).to_owned();
                    (plan.values[place].1.entry(text).or_default(), None)
                }
            };
            let same = |group: &&u32| {
                let group = &plan.groups[**group as usize];
                (group.sought, group.split, group.flow) == (lookup.sought, lookup.split, flow)
            };
            let place = wanted.iter().find(same).copied().unwrap_or_else(|| {
                let (sought, split, last_start) = (lookup.sought, lookup.split, Time::MIN);
                plan.groups.push(LookupGroup { sought, split, flow, last_start, lookups: Vec::new() });
                wanted.push(plan.groups.len() as u32 - 1);
                plan.groups.len() as u32 - 1
            });
            let group = &mut plan.groups[place as usize];
            group.last_start = group.last_start.max(lookup.start);
            group.lookups.push(number as u32);
        }
        plan
    }

    /// Nothing found yet.
    pub fn nothing(&self) -> LookupResults {
        LookupResults {
            found: self.lookups.iter().map(Found::new).collect(),
            firsts: self.groups.iter().map(|_| Firsts::default()).collect(),
        }
    }

    /// A lookup is of no interest, and so are those that hang on it.
    fn settle(&self, lookup: usize) {
        let hanging = self.lookups[lookup + 1..].iter().take_while(|next| next.only_after_last).count();
        for settled in &self.settled[lookup..=lookup + hanging] {
            if !settled.swap(true, Ordering::Relaxed) {
                self.count_settled.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl LookupTargets for LookupPlan {
    fn each(&self, first: Time, last: Time, mut call: impl FnMut(LookupTarget)) {
        for ((target, from, to), settled) in self.targets.iter().zip(&self.settled) {
            if *from <= last && first <= *to && !settled.load(Ordering::Relaxed) {
                call(*target);
            }
        }
    }

    fn settled(&self) -> usize {
        self.count_settled.load(Ordering::Relaxed)
    }
}

impl Lookup {
    /// It may turn out to be of no interest.
    pub(crate) fn is_bounded(&self) -> bool {
        self.most < usize::MAX
    }

    /// Where its sign-ins may stand, and from when to when they were; history counts where there may be any.
    fn target(&self, background: Background<'_>) -> (LookupTarget, Time, Time) {
        let target = match self.key {
            LookupKey::Person(person) | LookupKey::Flow(_, person) => {
                LookupTarget::Person(index::print_of(person, background.dictionaries))
            }
            LookupKey::Value(field, value) => {
                let print = index::print_of_text(background.text(field, value));
                match index::side_of(field) {
                    Some(side) => LookupTarget::Value(side, print),
                    None if field == Field::Ip => LookupTarget::Address(print),
                    None => LookupTarget::Everyone,
                }
            }
        };
        let from = if self.start == Time::MIN { self.from } else { Time::MIN };
        (target, from, self.to.max(self.start))
    }
}

/// Where the logs are read again for what is wished.
pub(crate) struct LookupReader<'s, 'i> {
    pub scanner: &'s mut Scanner<'i>,
    /// Without one all is read again.
    pub index: &'s mut Option<Index>,
    pub tenant: &'s Tenant,
    pub ours: &'s Option<String>,
    pub population: &'s Population,
    pub dictionaries: &'s mut Dictionaries,
}

impl LookupReader<'_, '_> {
    /// What each lookup catches. Wishes that may be of no interest are tried first, without their history: most of them give up after
    /// a few rows.
    pub fn read(&mut self, lookups: Vec<Lookup>) -> Result<Vec<Found>, ScanError> {
        if self.index.is_none() || !self.scanner.shows_parts() {
            return self.look_up(lookups, true);
        }
        let bounded: Vec<usize> = (0..lookups.len()).filter(|number| lookups[*number].is_bounded()).collect();
        let tries = bounded.iter().map(|number| {
            let lookup = lookups[*number].clone();
            Lookup { start: Time::MIN, keep: None, only_after_last: false, ..lookup }
        });
        let tried = self.look_up(tries.collect(), false)?;
        let mut given_up = vec![false; lookups.len()];
        bounded.iter().zip(&tried).for_each(|(number, found)| given_up[*number] = found.too_many);
        for number in 1..lookups.len() {
            given_up[number] |= lookups[number].only_after_last && given_up[number - 1];
        }
        let mut all: Vec<Found> = lookups.iter().map(Found::new).collect();
        let left: Vec<usize> = (0..lookups.len()).filter(|number| !given_up[*number]).collect();
        all.iter_mut().zip(given_up).for_each(|(found, given_up)| found.too_many = given_up);
        let found = self.look_up(left.iter().map(|number| lookups[*number].clone()).collect(), true)?;
        left.into_iter().zip(found).for_each(|(number, found)| all[number] = found);
        Ok(all)
    }

    fn look_up(&mut self, lookups: Vec<Lookup>, by_chunk: bool) -> Result<Vec<Found>, ScanError> {
        if lookups.is_empty() {
            return Ok(Vec::new());
        }
        let (tenant, population) = (self.tenant, self.population);
        let plan =
            LookupPlan::new(lookups, Background { tenant, population, dictionaries: self.dictionaries });
        let make = || LookupPass::new(&plan, tenant, self.ours.clone());
        let parts = self.index.as_mut().map(|index| index.select(&plan, by_chunk));
        let seen = match &parts {
            Some(parts) if self.scanner.shows_parts() => self.scanner.show_parts(parts, make)?,
            _ => self.scanner.show(make)?.seen,
        };
        let mut results = plan.nothing();
        for (part, theirs) in seen {
            let translation = self.dictionaries.merge(&theirs);
            results.merge(part.results, &plan, &translation);
        }
        Ok(results.open(&plan))
    }
}

fn name_of(person: Person, dictionaries: &Dictionaries) -> (bool, String) {
    (person.id(dictionaries).is_empty(), person.key(dictionaries).to_owned())
}

/// Looks for what is wished.
pub struct LookupPass<'p> {
    plan: &'p LookupPlan,
    tenant: &'p Tenant,
    derivation: Derivation<'p>,
    people: PerPerson<Option<Option<&'p [u32]>>>,
    values: Vec<Memo<Option<&'p [u32]>>>,
    trusted: Memo<bool>,
    policies: Memo<bool>,
    /// What was found.
    pub results: LookupResults,
}

impl<'p> LookupPass<'p> {
    /// Of a plan, in a tenant.
    pub fn new(plan: &'p LookupPlan, tenant: &'p Tenant, ours: Option<String>) -> LookupPass<'p> {
        LookupPass {
            plan,
            tenant,
            derivation: Derivation::new(tenant, ours),
            people: PerPerson::default(),
            values: plan.values.iter().map(|_| Memo::default()).collect(),
            trusted: Memo::default(),
            policies: Memo::default(),
            results: plan.nothing(),
        }
    }

    fn look(&mut self, batch: &mut Batch, row: usize) {
        let person = self.derivation.person(batch, row);
        let plan = self.plan;
        let of_person = self.people.of(person);
        let wanted = match of_person {
            Some(known) => *known,
            None => {
                let found = plan.people.get(&name_of(person, batch.dictionaries())).map(Vec::as_slice);
                *of_person = Some(found);
                found
            }
        };
        self.each(wanted, batch, row, person);
        for (place, (field, lookups)) in plan.values.iter().enumerate() {
            let symbol = batch.intern(row, *field);
            if symbol != ABSENT {
                let ask = || lookups.get(batch.text_of(*field, symbol)).map(Vec::as_slice);
                let wanted = self.values[place].get(symbol, ask);
                self.each(wanted, batch, row, person);
            }
        }
    }

    fn each(&mut self, wanted: Option<&[u32]>, batch: &mut Batch, row: usize, person: Person) {
        for number in wanted.unwrap_or_default() {
            let plan = self.plan;
            let group = &plan.groups[*number as usize];
            let time = batch.times()[row];
            let hits = |lookup: &&u32| {
                let lookup = &plan.lookups[**lookup as usize];
                lookup.from <= time && time <= lookup.to
            };
            if !(time < group.last_start || group.lookups.iter().any(|lookup| hits(&lookup)))
                || !batch.row(row).is_user()
                || group.flow.is_some() && group.flow != flow_of(batch.row(row))
                || !self.fits(group.sought, batch, row)
            {
                continue;
            }
            let value = match group.split {
                Split::Person => person.0,
                Split::Field(field) => batch.intern(row, field),
            };
            let first = self.results.firsts[*number as usize].entry(value).or_insert(time);
            *first = time.min(*first);
            let place = batch.row(row).row_ref();
            for lookup in group.lookups.iter().filter(hits) {
                let found = &mut self.results.found[*lookup as usize];
                if found.too_many {
                    continue;
                }
                let trace = found.traces.entry(value).or_default();
                trace.span.see(time);
                trace.evidence.see(place);
                if let Some(fields) = plan.lookups[*lookup as usize].keep {
                    let values = fields.map(|field| batch.intern(row, field));
                    found.marks.push(Mark { time, row: place, person, values });
                }
                found.bound();
                if found.too_many {
                    plan.settle(*lookup as usize);
                }
            }
        }
    }

    fn fits(&mut self, sought: Sought, batch: &mut Batch, row: usize) -> bool {
        let looked_at = batch.row(row);
        let success = looked_at.is_success();
        let interactive = || looked_at.interactive().unwrap_or(true);
        match sought {
            Sought::Success => success,
            Sought::Accepted(codes) => {
                success || looked_at.code().number.is_some_and(|code| codes.contains(&code))
            }
            Sought::Interactive => success && interactive(),
            Sought::Exempt => success && interactive() && self.is_exempt(batch, row),
        }
    }

    fn is_exempt(&mut self, batch: &mut Batch, row: usize) -> bool {
        let (tenant, address) = (self.tenant, batch.intern(row, Field::Ip));
        if address != ABSENT && self.trusted.get(address, || tenant.trusts(batch.text_of(Field::Ip, address)))
        {
            return false;
        }
        let policy = batch.intern(row, Field::CaStatus);
        if !self.policies.get(policy, || fold_word(batch.text_of(Field::CaStatus, policy)) == "notapplied") {
            return false;
        }
        batch.fill(FIELDS);
        let derived = self.derivation.derive_row(batch, row);
        may_be_exempt(self.derivation.verdict(Row::new(batch.row(row), &derived)).class)
    }
}

/// Classes of a success that a policy could have asked for more.
pub(crate) fn may_be_exempt(class: Class) -> bool {
    matches!(class, Class::Gap | Class::GapLegacySetting | Class::Unknown)
}

impl Visit for LookupPass<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        batch.fill(&[Field::UserId, Field::User]);
        for row in 0..batch.len() {
            if is_sought(batch.row(row)) {
                self.look(batch, row);
            }
        }
    }
}

/// A success, or a sign-in that counts as a way in: no lookup looks for any other.
pub(crate) fn is_sought(row: LogRow<'_>) -> bool {
    row.is_success() || row.code().number.is_some_and(|code| WITH_PASSWORD.contains(&code))
}

/// Codes of sign-ins in which the password was right though no token was issued: what Microsoft's brute-force query counts as a way in.
pub const WITH_PASSWORD: &[i64] = &[50125, 50140, 70043, 70044];
