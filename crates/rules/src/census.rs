//! The census: who is in the logs, under which name, and in which tenants.

use std::collections::BTreeSet;

use entrasift_core::batch::Batch;
use entrasift_core::field::Field;
use entrasift_core::symbols::{ABSENT, Dictionaries, Symbol, Translation};
use entrasift_core::time::{HOUR, Time};

use crate::derive::Known;
use crate::person::{PerPerson, Person};

/// Who and what was there.
#[derive(Debug, Clone, Default)]
pub struct Census {
    people: PerPerson<Met>,
    resource_tenants: Vec<u64>,
    own_tenants: Vec<u64>,
    with_steps: u64,
    hours: BTreeSet<(EventKind, i64)>,
    last_hour: Option<(EventKind, i64)>,
    /// Whether the home and the resource tenant met last are one.
    last_tenants: Option<([Symbol; 2], bool)>,
}

/// What a log is of, for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Interactive sign-ins of users.
    Interactive,
    /// Non-interactive sign-ins of users.
    NonInteractive,
    /// Nothing tells.
    Unsaid,
    /// Sign-ins of workloads.
    Workload,
}

/// What is known of one person.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    is_user: bool,
    name: Symbol,
    named_at: Option<Time>,
}

impl Census {
    /// Counts a batch. The fields of [`crate::derive`] must be filled.
    pub fn observe(&mut self, batch: &mut Batch, known: &[Known]) {
        if batch.fills().contains(Field::Steps) {
            self.with_steps += (0..batch.len()).filter(|row| batch.has_companion(*row)).count() as u64;
        }
        for (row, known) in known.iter().enumerate() {
            let kind = match batch.interactive(row) {
                _ if !known.is_user => EventKind::Workload,
                Some(true) => EventKind::Interactive,
                Some(false) => EventKind::NonInteractive,
                None => EventKind::Unsaid,
            };
            let hour = Some((kind, batch.times()[row].0.div_euclid(HOUR)));
            if hour != self.last_hour {
                self.last_hour = hour;
                self.hours.extend(hour);
            }
        }
        let (users, times) = (batch.column(Field::User), batch.times());
        let (homes, resources) = (batch.column(Field::HomeTenantId), batch.column(Field::ResourceTenantId));
        for (row, known) in known.iter().enumerate() {
            let met = self.people.of(known.person);
            met.is_user |= known.is_user;
            met.rename(users[row], times[row], |name| batch.text_of(Field::User, name));
            add(&mut self.resource_tenants, resources[row]);
            let tenants = [homes[row], resources[row]];
            let same = match self.last_tenants {
                Some((last, same)) if last == tenants => same,
                _ => same_tenant(batch, tenants),
            };
            self.last_tenants = Some((tenants, same));
            if same {
                add(&mut self.own_tenants, resources[row]);
            }
        }
    }

    /// Takes in another worker's census; `dictionaries` are ours.
    pub fn merge(&mut self, other: &Census, translation: &Translation, dictionaries: &Dictionaries) {
        self.with_steps += other.with_steps;
        self.hours.extend(&other.hours);
        for (person, theirs) in other.people.iter() {
            if !theirs.is_user && theirs.named_at.is_none() {
                continue;
            }
            let name = translation.symbol(Field::User, theirs.name);
            let ours = self.people.of(person.translate(translation));
            ours.is_user |= theirs.is_user;
            if let Some(time) = theirs.named_at {
                ours.rename(name, time, |name| dictionaries.text(Field::User, name));
            }
        }
        for (sums, parts) in [
            (&mut self.resource_tenants, &other.resource_tenants),
            (&mut self.own_tenants, &other.own_tenants),
        ] {
            for (symbol, count) in parts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let ours = translation.symbol(Field::ResourceTenantId, symbol as Symbol);
                grow(sums, ours);
                sums[ours as usize] += count;
            }
        }
    }

    /// How many sign-ins have steps in an AuthDetails companion.
    pub fn with_companion_steps(&self) -> u64 {
        self.with_steps
    }

    /// There are sign-ins of a kind.
    pub fn has(&self, kind: EventKind) -> bool {
        self.hours.range((kind, i64::MIN)..=(kind, i64::MAX)).next().is_some()
    }

    /// The longest time without any sign-in of a kind: from the end of one hour with rows to the start of the next.
    pub fn longest_pause(&self, kind: EventKind) -> Option<(Time, Time)> {
        let hours: Vec<i64> =
            self.hours.range((kind, i64::MIN)..=(kind, i64::MAX)).map(|(_, hour)| *hour).collect();
        let pauses = hours.windows(2).map(|pair| (pair[0] + 1, pair[1]));
        let longest = pauses.max_by_key(|(from, to)| (to - from, -from))?;
        Some((Time(longest.0 * HOUR), Time(longest.1 * HOUR)))
    }

    /// How many users there are.
    pub fn users(&self) -> u64 {
        self.people.iter().filter(|(person, met)| *person != Person::NOBODY && met.is_user).count() as u64
    }

    /// How people know a person: the name on the latest row, else the id.
    pub fn shown<'d>(&self, person: Person, dictionaries: &'d Dictionaries) -> &'d str {
        match self.people.get(person).map(|met| met.name) {
            Some(name) if name != ABSENT => dictionaries.text(Field::User, name),
            _ => person.key(dictionaries),
        }
    }

    /// The resource tenant of most sign-ins; of several the smallest id.
    pub fn tenant_of_most(&self, dictionaries: &Dictionaries) -> Option<String> {
        let counted = self.resource_tenants.iter().enumerate().skip(1).filter(|(_, count)| **count > 0);
        let text = |symbol: usize| dictionaries.text(Field::ResourceTenantId, symbol as Symbol);
        let most = counted.max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| text(*b).cmp(text(*a))));
        most.map(|(symbol, _)| text(symbol).to_owned())
    }

    /// Tenants in which users of the same tenant signed in, most sign-ins first: more than one means several tenants' logs.
    pub fn own_tenants(&self, dictionaries: &Dictionaries) -> Vec<(String, u64)> {
        let counted = self.own_tenants.iter().enumerate().skip(1).filter(|(_, count)| **count > 0);
        let text = |symbol: usize| dictionaries.text(Field::ResourceTenantId, symbol as Symbol).to_owned();
        let mut tenants: Vec<_> = counted.map(|(symbol, count)| (text(symbol), *count)).collect();
        tenants.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        tenants
    }
}

impl Met {
    /// The name on the latest row counts; of two at one time the larger.
    #[inline]
    fn rename<'t>(&mut self, name: Symbol, time: Time, text: impl Fn(Symbol) -> &'t str) {
        if self.named_at > Some(time) || name == ABSENT || self.named_at == Some(time) && name == self.name {
            return;
        }
        if name != self.name {
            let spelled = text(name);
            let is_id =
                spelled.len() == 36 && !spelled.contains('@') || entrasift_core::symbols::is_zero_id(spelled);
            if is_id || self.named_at == Some(time) && spelled < text(self.name) {
                return;
            }
        }
        (self.name, self.named_at) = (name, Some(time));
    }
}

fn same_tenant(batch: &Batch, [home, resource]: [Symbol; 2]) -> bool {
    home != ABSENT
        && resource != ABSENT
        && batch.text_of(Field::HomeTenantId, home) == batch.text_of(Field::ResourceTenantId, resource)
}

#[inline]
fn add(counts: &mut Vec<u64>, symbol: Symbol) {
    grow(counts, symbol);
    counts[symbol as usize] += 1;
}

fn grow(counts: &mut Vec<u64>, symbol: Symbol) {
    if counts.len() <= symbol as usize {
        counts.resize((symbol as usize + 1).next_power_of_two(), 0);
    }
}
