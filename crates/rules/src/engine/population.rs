//! The population: who is in the logs, under which name, and in which tenants.

use entrasift_core::log::hours::{HourSet, longest_pause};
use entrasift_core::{ABSENT, Dictionaries, Field, HOUR, Symbol, Time, Translation};

use crate::derive::person::{PerPerson, Person};
use crate::derive::row::{Row, View};

/// Who and what was there.
#[derive(Debug, Clone, Default)]
pub struct Population {
    people: PerPerson<Met>,
    resource_tenants: Vec<u64>,
    own_tenants: Vec<u64>,
    with_steps: u64,
    /// By kind.
    hours: [HourSet; 4],
    files: Vec<Variety>,
    last_hour: Option<(EventKind, i64)>,
    /// The home and the resource tenant met last, and whether they are the same one.
    last_tenants: Option<([Symbol; 2], bool)>,
}

/// What kind of sign-ins a log holds, for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Interactive sign-ins of users.
    Interactive,
    /// Non-interactive sign-ins of users.
    NonInteractive,
    /// Sign-ins of users that do not say whether they were interactive.
    Unsaid,
    /// Sign-ins of workloads.
    Workload,
}

/// Whether a file holds sign-ins of more than one person and application.
#[derive(Debug, Clone, Copy, Default)]
struct Variety {
    person: Option<Person>,
    app: Option<Symbol>,
    more_people: bool,
    more_apps: bool,
}

impl Variety {
    fn meet(&mut self, person: Option<Person>, app: Option<Symbol>) {
        if let Some(person) = person {
            self.more_people |= *self.person.get_or_insert(person) != person;
        }
        if let Some(app) = app {
            self.more_apps |= *self.app.get_or_insert(app) != app;
        }
    }

    fn is_settled(&self) -> bool {
        self.more_people && self.more_apps
    }
}

/// When there were sign-ins of one kind, by the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The start of the first hour that has some.
    pub first: Time,
    /// The end of the last.
    pub end: Time,
    /// How many hours lie between.
    pub all: u64,
    /// How many of them have none.
    pub without: u64,
    /// The longest time without any; empty where every hour has some.
    pub longest_pause: (Time, Time),
}

/// What is known of one person.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    is_user: bool,
    name: Symbol,
    named_at: Option<Time>,
}

impl Population {
    /// Counts a batch.
    pub fn observe(&mut self, view: View<'_>) {
        if view.fills().contains(Field::Steps) {
            self.with_steps += view.rows().filter(|row| row.has_companion()).count() as u64;
        }
        self.note_variety(view);
        for row in view.rows() {
            let kind = match row.interactive() {
                _ if !row.is_user() => EventKind::Workload,
                Some(true) => EventKind::Interactive,
                Some(false) => EventKind::NonInteractive,
                None => EventKind::Unsaid,
            };
            let hour = (kind, row.time().0.div_euclid(HOUR));
            if Some(hour) != self.last_hour {
                self.last_hour = Some(hour);
                self.hours[kind as usize].insert(hour.1);
            }
        }
        for row in view.rows() {
            let met = self.people.entry(row.person());
            met.is_user |= row.is_user();
            met.rename(row.symbol(Field::User), row.time(), |name| row.text_of(Field::User, name));
            let (home, resource) = (row.symbol(Field::HomeTenantId), row.symbol(Field::ResourceTenantId));
            add(&mut self.resource_tenants, resource);
            let tenants = [home, resource];
            let same = match self.last_tenants {
                Some((last, same)) if last == tenants => same,
                _ => same_tenant(row, tenants),
            };
            self.last_tenants = Some((tenants, same));
            if same {
                add(&mut self.own_tenants, resource);
            }
        }
    }

    /// Notes persons and applications by file, until each file has shown several of both.
    fn note_variety(&mut self, view: View<'_>) {
        let Some(last) = view.rows().len().checked_sub(1) else { return };
        let file_of = |row: Row<'_>| row.row_ref().file() as usize;
        let (first, last) = (file_of(view.row(0)), file_of(view.row(last)));
        if first == last && self.files.get(first).is_some_and(Variety::is_settled) {
            return;
        }
        for row in view.rows() {
            let file = file_of(row);
            if self.files.len() <= file {
                self.files.resize(file + 1, Variety::default());
            }
            if !self.files[file].is_settled() {
                let app = row.symbol(Field::AppId);
                self.files[file].meet(Some(row.person()), (app != ABSENT).then_some(app));
            }
        }
    }

    /// Takes in another worker's population; `dictionaries` are ours.
    pub fn merge(&mut self, other: &Population, translation: &Translation, dictionaries: &Dictionaries) {
        self.with_steps += other.with_steps;
        self.hours.iter_mut().zip(&other.hours).for_each(|(ours, theirs)| ours.merge(theirs));
        self.files.resize(self.files.len().max(other.files.len()), Variety::default());
        for (ours, theirs) in self.files.iter_mut().zip(&other.files) {
            ours.more_people |= theirs.more_people;
            ours.more_apps |= theirs.more_apps;
            let person = theirs.person.map(|person| person.translate(translation));
            ours.meet(person, theirs.app.map(|app| translation.symbol(Field::AppId, app)));
        }
        for (person, theirs) in other.people.iter() {
            if !theirs.is_user && theirs.named_at.is_none() {
                continue;
            }
            let name = translation.symbol(Field::User, theirs.name);
            let ours = self.people.entry(person.translate(translation));
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
        !self.hours[kind as usize].is_empty()
    }

    /// When there were sign-ins of a kind; `None` where there were none.
    pub fn hours(&self, kind: EventKind) -> Option<Hours> {
        let hours = self.hours[kind as usize].sorted();
        let (first, end) = (*hours.first()?, hours.last()? + 1);
        let longest = longest_pause(&hours).unwrap_or((end, end));
        let time = |hour: i64| Time(hour.saturating_mul(HOUR));
        let all = (end - first) as u64;
        Some(Hours {
            first: time(first),
            end: time(end),
            all,
            without: all - hours.len() as u64,
            longest_pause: (time(longest.0), time(longest.1)),
        })
    }

    /// A file holds sign-ins of one person only.
    pub fn is_of_one_person(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(|seen| seen.person.is_some() && !seen.more_people)
    }

    /// A file holds sign-ins in one application only.
    pub fn is_of_one_app(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(|seen| seen.app.is_some() && !seen.more_apps)
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

    /// Everyone who has a name: what tells the person from others, and how people know the person. The order means nothing.
    pub fn names<'d>(&'d self, dictionaries: &'d Dictionaries) -> impl Iterator<Item = (&'d str, &'d str)> {
        let named = self.people.iter().filter(|(_, met)| met.name != ABSENT).map(|(person, _)| person);
        named.map(|person| (person.key(dictionaries), self.shown(person, dictionaries)))
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
            let is_id = spelled.len() == 36 && !spelled.contains('@')
                || entrasift_core::log::symbols::is_zero_id(spelled);
            if is_id || self.named_at == Some(time) && spelled < text(self.name) {
                return;
            }
        }
        (self.name, self.named_at) = (name, Some(time));
    }
}

fn same_tenant(row: Row<'_>, [home, resource]: [Symbol; 2]) -> bool {
    home != ABSENT
        && resource != ABSENT
        && row.text_of(Field::HomeTenantId, home) == row.text_of(Field::ResourceTenantId, resource)
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
