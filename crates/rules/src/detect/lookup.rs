//! The pursuit: one more showing that looks up what must be known of the few keys under suspicion.
//!
//! A [`Wish`] names a key (a person, an address, a flow) and a time span; what it catches is summed up per value of one field
//! ([`Trace`]), or kept event by event where it was asked for. Memory hangs on the suspects, not on the log. Only those parts of the
//! logs are read that the [`super::index`] does not rule out.

use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::fold_word;
use entrasift_core::log::batch::{Batch, Status};
use entrasift_core::log::scan::{ScanError, Scanner, Visit};
use entrasift_core::log::steps::id_key;
use entrasift_core::log::symbols::{ABSENT, Dictionaries, Symbol, Translation};
use entrasift_core::text::time::Time;
use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::index::{self, Index, Reaches};
use super::{Case, KEPT, Mark, Marks};
use crate::derive::outcome::Class;
use crate::derive::person::{PerPerson, Person};
use crate::derive::{Derivation, FIELDS};
use crate::engine::memo::Memo;
use crate::engine::population::Population;
use crate::measure::{Evidence, Span};
use crate::tenant::Tenant;

/// Whose sign-ins are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A person's.
    Person(Person),
    /// Those with a value of a field (an address, a network, a user agent).
    Value(Field, Symbol),
    /// A person's, in a flow: the hash of a correlation id ([`flow_of`]).
    Flow(u64, Person),
}

/// What of a wish tells where in the logs its sign-ins may stand ([`super::index`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
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
pub struct Wish {
    /// Of whom.
    pub key: Key,
    /// Which.
    pub sought: Sought,
    /// Events before this time are history ([`Caught::knew`]).
    pub start: Time,
    /// Events from here …
    pub from: Time,
    /// … up to here (both included) are caught; those that are neither history nor caught are ignored.
    pub to: Time,
    /// How they are summed up.
    pub split: Split,
    /// Keep the caught events themselves, with the values of these fields.
    pub keep: Option<[Field; KEPT]>,
    /// With more values than this the wish is of no interest: nothing of it is kept.
    pub most: usize,
    /// It is of no interest where the wish before it is of none.
    pub hangs_on_last: bool,
}

impl Wish {
    /// Successes of a key in a time span, by a field; all before the span is history.
    pub fn successes(key: Key, from: Time, to: Time, split: Split) -> Wish {
        Wish {
            key,
            sought: Sought::Success,
            start: from,
            from,
            to,
            split,
            keep: None,
            most: usize::MAX,
            hangs_on_last: false,
        }
    }
}

/// What was caught with one value.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// When the caught events were.
    pub span: Span,
    /// The caught events.
    pub evidence: Evidence,
}

/// What one wish caught.
#[derive(Debug, Clone)]
pub struct Caught {
    split: Split,
    start: Time,
    firsts: Arc<Firsts>,
    traces: HashMap<u32, Trace, FixedState>,
    most: usize,
    /// There were more values than the wish wanted to know of.
    pub too_many: bool,
    /// The caught events, if they were asked for.
    pub marks: Marks,
}

/// The first event with each value. Wishes that differ in their times only share one: a burst a day of one user agent would
/// otherwise count its users anew for each.
type Firsts = HashMap<u32, Time, FixedState>;

impl Caught {
    pub(crate) fn by(wish: &Wish) -> Caught {
        let fields = wish.keep.unwrap_or([Field::Country; KEPT]);
        Caught {
            split: wish.split,
            start: wish.start,
            firsts: Arc::default(),
            traces: HashMap::default(),
            most: wish.most,
            too_many: false,
            marks: Marks::of(fields),
        }
    }

    /// There is an event with the value before the wish's start.
    pub fn knew(&self, value: u32) -> bool {
        self.firsts.get(&value).is_some_and(|first| *first < self.start)
    }

    /// Values with caught events, in no particular order.
    pub fn caught(&self) -> impl Iterator<Item = (u32, &Trace)> {
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

    fn merge(&mut self, other: Caught, translation: &Translation) {
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

/// What one worker, or all of them, caught.
#[derive(Debug)]
pub struct Bag {
    /// By wish.
    caught: Vec<Caught>,
    /// By hunt.
    firsts: Vec<Firsts>,
}

impl Bag {
    /// Takes in what another worker caught.
    pub fn merge(&mut self, theirs: Bag, pursuit: &Pursuit, translation: &Translation) {
        for (ours, theirs) in self.caught.iter_mut().zip(theirs.caught) {
            ours.merge(theirs, translation);
        }
        for ((ours, theirs), hunt) in self.firsts.iter_mut().zip(theirs.firsts).zip(&pursuit.hunts) {
            for (value, time) in theirs {
                let first = ours.entry(hunt.split.translate(value, translation)).or_insert(time);
                *first = time.min(*first);
            }
        }
    }

    /// What each wish caught, in the order of the wishes.
    pub fn open(mut self, pursuit: &Pursuit) -> Vec<Caught> {
        for (hunt, firsts) in pursuit.hunts.iter().zip(self.firsts) {
            let firsts = Arc::new(firsts);
            for wish in &hunt.wishes {
                self.caught[*wish as usize].firsts = firsts.clone();
            }
        }
        self.caught
    }
}

/// What was caught of all wishes, each consumer's in the order of its wishes.
pub type Catch = std::vec::IntoIter<Caught>;

/// A number for the flow of a row: the hash of its correlation id. `None` where it has none.
pub fn flow_of(batch: &Batch, row: usize) -> Option<u64> {
    id_key(&batch.cell(row, Field::CorrelationId)).map(|id| FixedState::with_seed(29).hash_one(id))
}

/// The wishes, found by the text of their keys: each worker has its own symbols.
#[derive(Debug)]
pub struct Pursuit {
    wishes: Vec<Wish>,
    hunts: Vec<Hunt>,
    people: Numbers<(bool, String)>,
    values: Vec<(Field, Numbers<String>)>,
    /// Of each wish: where its sign-ins may stand, and when they were.
    reaches: Vec<(Reach, Time, Time)>,
    /// The wishes that turned out to be of no interest, and how many they are.
    settled: Vec<AtomicBool>,
    count_settled: AtomicUsize,
}

/// Wishes of one key that differ in their times only.
#[derive(Debug)]
struct Hunt {
    sought: Sought,
    split: Split,
    flow: Option<u64>,
    /// From here on nothing is history for any of them.
    last_start: Time,
    wishes: Vec<u32>,
}

/// The numbers of the hunts of each key.
type Numbers<K> = HashMap<K, Vec<u32>, FixedState>;

impl Pursuit {
    /// Of these wishes.
    pub fn of(wishes: Vec<Wish>, case: Case<'_>) -> Pursuit {
        let mut pursuit = Pursuit {
            reaches: wishes.iter().map(|wish| wish.reach(case)).collect(),
            settled: wishes.iter().map(|_| AtomicBool::new(false)).collect(),
            count_settled: AtomicUsize::new(0),
            wishes,
            hunts: Vec::new(),
            people: HashMap::default(),
            values: Vec::new(),
        };
        for (number, wish) in pursuit.wishes.iter().enumerate() {
            let (wanted, flow) = match wish.key {
                Key::Person(person) => {
                    (pursuit.people.entry(name_of(person, case.dictionaries)).or_default(), None)
                }
                Key::Flow(flow, person) => {
                    (pursuit.people.entry(name_of(person, case.dictionaries)).or_default(), Some(flow))
                }
                Key::Value(field, value) => {
                    let place = pursuit.values.iter().position(|(known, _)| *known == field);
                    let place = place.unwrap_or_else(|| {
                        pursuit.values.push((field, HashMap::default()));
                        pursuit.values.len() - 1
                    });
                    let text = case.text(field, value).to_owned();
                    (pursuit.values[place].1.entry(text).or_default(), None)
                }
            };
            let same = |hunt: &&u32| {
                let hunt = &pursuit.hunts[**hunt as usize];
                (hunt.sought, hunt.split, hunt.flow) == (wish.sought, wish.split, flow)
            };
            let place = wanted.iter().find(same).copied().unwrap_or_else(|| {
                let (sought, split, last_start) = (wish.sought, wish.split, Time::MIN);
                pursuit.hunts.push(Hunt { sought, split, flow, last_start, wishes: Vec::new() });
                wanted.push(pursuit.hunts.len() as u32 - 1);
                pursuit.hunts.len() as u32 - 1
            });
            let hunt = &mut pursuit.hunts[place as usize];
            hunt.last_start = hunt.last_start.max(wish.start);
            hunt.wishes.push(number as u32);
        }
        pursuit
    }

    /// Nothing caught yet.
    pub fn nothing(&self) -> Bag {
        Bag {
            caught: self.wishes.iter().map(Caught::by).collect(),
            firsts: self.hunts.iter().map(|_| Firsts::default()).collect(),
        }
    }

    /// A wish is of no interest, and so are those that hang on it.
    fn settle(&self, wish: usize) {
        let hanging = self.wishes[wish + 1..].iter().take_while(|next| next.hangs_on_last).count();
        for settled in &self.settled[wish..=wish + hanging] {
            if !settled.swap(true, Ordering::Relaxed) {
                self.count_settled.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Reaches for Pursuit {
    fn each(&self, first: Time, last: Time, mut call: impl FnMut(Reach)) {
        for ((reach, from, to), settled) in self.reaches.iter().zip(&self.settled) {
            if *from <= last && first <= *to && !settled.load(Ordering::Relaxed) {
                call(*reach);
            }
        }
    }

    fn settled(&self) -> usize {
        self.count_settled.load(Ordering::Relaxed)
    }
}

impl Wish {
    /// It may turn out to be of no interest.
    pub(crate) fn is_bounded(&self) -> bool {
        self.most < usize::MAX
    }

    /// Where its sign-ins may stand, and from when to when they were; history counts where there may be any.
    fn reach(&self, case: Case<'_>) -> (Reach, Time, Time) {
        let reach = match self.key {
            Key::Person(person) | Key::Flow(_, person) => {
                Reach::Person(index::print_of(person, case.dictionaries))
            }
            Key::Value(field, value) => {
                let print = index::print_of_text(case.text(field, value));
                match index::side_of(field) {
                    Some(side) => Reach::Value(side, print),
                    None if field == Field::Ip => Reach::Address(print),
                    None => Reach::Everyone,
                }
            }
        };
        let from = if self.start == Time::MIN { self.from } else { Time::MIN };
        (reach, from, self.to.max(self.start))
    }
}

/// Where the logs are read again for what is wished.
pub(crate) struct Search<'s, 'i> {
    pub scanner: &'s mut Scanner<'i>,
    /// Without one all is read again.
    pub index: &'s mut Option<Index>,
    pub tenant: &'s Tenant,
    pub ours: &'s Option<String>,
    pub population: &'s Population,
    pub dictionaries: &'s mut Dictionaries,
}

impl Search<'_, '_> {
    /// What each wish catches. Wishes that may be of no interest are tried first, without their history: most of them give up after
    /// a few rows.
    pub fn catch(&mut self, wishes: Vec<Wish>) -> Result<Vec<Caught>, ScanError> {
        if self.index.is_none() || !self.scanner.shows_parts() {
            return self.look_up(wishes, true);
        }
        let bounded: Vec<usize> = (0..wishes.len()).filter(|number| wishes[*number].is_bounded()).collect();
        let tries = bounded.iter().map(|number| {
            let wish = wishes[*number].clone();
            Wish { start: Time::MIN, keep: None, hangs_on_last: false, ..wish }
        });
        let tried = self.look_up(tries.collect(), false)?;
        let mut given_up = vec![false; wishes.len()];
        bounded.iter().zip(&tried).for_each(|(number, caught)| given_up[*number] = caught.too_many);
        for number in 1..wishes.len() {
            given_up[number] |= wishes[number].hangs_on_last && given_up[number - 1];
        }
        let mut all: Vec<Caught> = wishes.iter().map(Caught::by).collect();
        let left: Vec<usize> = (0..wishes.len()).filter(|number| !given_up[*number]).collect();
        all.iter_mut().zip(given_up).for_each(|(caught, given_up)| caught.too_many = given_up);
        let caught = self.look_up(left.iter().map(|number| wishes[*number].clone()).collect(), true)?;
        left.into_iter().zip(caught).for_each(|(number, caught)| all[number] = caught);
        Ok(all)
    }

    fn look_up(&mut self, wishes: Vec<Wish>, by_chunk: bool) -> Result<Vec<Caught>, ScanError> {
        if wishes.is_empty() {
            return Ok(Vec::new());
        }
        let (tenant, population) = (self.tenant, self.population);
        let pursuit = Pursuit::of(wishes, Case { tenant, population, dictionaries: self.dictionaries });
        let make = || Chase::of(&pursuit, tenant, self.ours.clone());
        let parts = self.index.as_mut().map(|index| index.select(&pursuit, by_chunk));
        let seen = match &parts {
            Some(parts) if self.scanner.shows_parts() => self.scanner.show_parts(parts, make)?,
            _ => self.scanner.show(make)?.seen,
        };
        let mut bag = pursuit.nothing();
        for (part, theirs) in seen {
            let translation = self.dictionaries.merge(&theirs);
            bag.merge(part.bag, &pursuit, &translation);
        }
        Ok(bag.open(&pursuit))
    }
}

fn name_of(person: Person, dictionaries: &Dictionaries) -> (bool, String) {
    (person.id(dictionaries).is_empty(), person.key(dictionaries).to_owned())
}

/// Looks for what is wished.
pub struct Chase<'p> {
    pursuit: &'p Pursuit,
    tenant: &'p Tenant,
    derivation: Derivation<'p>,
    people: PerPerson<Option<Option<&'p [u32]>>>,
    values: Vec<Memo<Option<&'p [u32]>>>,
    trusted: Memo<bool>,
    policies: Memo<bool>,
    /// What was caught.
    pub bag: Bag,
}

impl<'p> Chase<'p> {
    /// Of a pursuit, in a tenant.
    pub fn of(pursuit: &'p Pursuit, tenant: &'p Tenant, ours: Option<String>) -> Chase<'p> {
        Chase {
            pursuit,
            tenant,
            derivation: Derivation::new(tenant, ours),
            people: PerPerson::default(),
            values: pursuit.values.iter().map(|_| Memo::default()).collect(),
            trusted: Memo::default(),
            policies: Memo::default(),
            bag: pursuit.nothing(),
        }
    }

    fn look(&mut self, batch: &mut Batch, row: usize) {
        let person = self.derivation.person(batch, row);
        let pursuit = self.pursuit;
        let of_person = self.people.of(person);
        let wanted = match of_person {
            Some(known) => *known,
            None => {
                let found = pursuit.people.get(&name_of(person, batch.dictionaries())).map(Vec::as_slice);
                *of_person = Some(found);
                found
            }
        };
        self.each(wanted, batch, row, person);
        for (place, (field, wishes)) in pursuit.values.iter().enumerate() {
            let symbol = batch.symbol(row, *field);
            if symbol != ABSENT {
                let ask = || wishes.get(batch.text_of(*field, symbol)).map(Vec::as_slice);
                let wanted = self.values[place].get(symbol, ask);
                self.each(wanted, batch, row, person);
            }
        }
    }

    fn each(&mut self, wanted: Option<&[u32]>, batch: &mut Batch, row: usize, person: Person) {
        for number in wanted.unwrap_or_default() {
            let pursuit = self.pursuit;
            let hunt = &pursuit.hunts[*number as usize];
            let time = batch.times()[row];
            let hits = |wish: &&u32| {
                let wish = &pursuit.wishes[**wish as usize];
                wish.from <= time && time <= wish.to
            };
            if !(time < hunt.last_start || hunt.wishes.iter().any(|wish| hits(&wish)))
                || !batch.is_user(row)
                || hunt.flow.is_some() && hunt.flow != flow_of(batch, row)
                || !self.fits(hunt.sought, batch, row)
            {
                continue;
            }
            let value = match hunt.split {
                Split::Person => person.0,
                Split::Field(field) => batch.symbol(row, field),
            };
            let first = self.bag.firsts[*number as usize].entry(value).or_insert(time);
            *first = time.min(*first);
            let place = batch.row_ref(row);
            for wish in hunt.wishes.iter().filter(hits) {
                let found = &mut self.bag.caught[*wish as usize];
                if found.too_many {
                    continue;
                }
                let trace = found.traces.entry(value).or_default();
                trace.span.see(time);
                trace.evidence.see(place);
                if let Some(fields) = pursuit.wishes[*wish as usize].keep {
                    let values = fields.map(|field| batch.symbol(row, field));
                    found.marks.push(Mark { time, row: place, person, values });
                }
                found.bound();
                if found.too_many {
                    pursuit.settle(*wish as usize);
                }
            }
        }
    }

    fn fits(&mut self, sought: Sought, batch: &mut Batch, row: usize) -> bool {
        let success = batch.statuses()[row] == Status::Success;
        match sought {
            Sought::Success => success,
            Sought::Accepted(codes) => {
                success || batch.code(row).number.is_some_and(|code| codes.contains(&code))
            }
            Sought::Interactive => success && batch.interactive(row).unwrap_or(true),
            Sought::Exempt => success && batch.interactive(row).unwrap_or(true) && self.is_exempt(batch, row),
        }
    }

    fn is_exempt(&mut self, batch: &mut Batch, row: usize) -> bool {
        let (tenant, address) = (self.tenant, batch.symbol(row, Field::Ip));
        if address != ABSENT && self.trusted.get(address, || tenant.trusts(batch.text_of(Field::Ip, address)))
        {
            return false;
        }
        let policy = batch.symbol(row, Field::CaStatus);
        if !self.policies.get(policy, || fold_word(batch.text_of(Field::CaStatus, policy)) == "notapplied") {
            return false;
        }
        batch.fill(FIELDS);
        let known = self.derivation.known_of(batch, row);
        may_be_exempt(self.derivation.verdict(batch, row, known).class)
    }
}

/// Classes of a success that a policy could have asked for more.
pub(crate) fn may_be_exempt(class: Class) -> bool {
    matches!(class, Class::Gap | Class::GapLegacySetting | Class::Unknown)
}

impl Visit for Chase<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        batch.fill(&[Field::UserId, Field::User]);
        for row in 0..batch.len() {
            if is_sought(batch, row) {
                self.look(batch, row);
            }
        }
    }
}

/// A success, or a sign-in that counts as a way in: no wish looks for any other.
pub(crate) fn is_sought(batch: &mut Batch, row: usize) -> bool {
    batch.statuses()[row] == Status::Success
        || batch.code(row).number.is_some_and(|code| WITH_PASSWORD.contains(&code))
}

/// Codes of sign-ins in which the password was right though no token was issued: what Microsoft's brute-force query counts as a way in.
pub const WITH_PASSWORD: &[i64] = &[50125, 50140, 70043, 70044];
