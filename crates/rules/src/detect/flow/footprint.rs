//! Footprints: what is kept of people's successes, to tell whether a stopped flow has recovered. All of these are sums.

use entrasift_core::{ABSENT, Field, Symbol, Time, Translation};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::mark::App;
use crate::derive::outcome::Class;
use crate::derive::person::{PerPerson, Person};
use crate::derive::row::Row;
use crate::small_map::SmallMap;

/// No such success was seen.
const NEVER: Time = Time::MIN;

/// A user agent at an address; either may be absent.
type Place = (Symbol, Symbol);
/// A country and an autonomous system number; either may be absent.
type Region = (Symbol, Symbol);

/// The last success with MFA.
#[derive(Debug, Clone, Copy)]
struct Protected(Time);

impl Default for Protected {
    fn default() -> Self {
        Protected(NEVER)
    }
}

/// The circumstances in which one person succeeded, and when with MFA last: 16 bytes for each application, device and place. Nothing
/// asks for two of the three in combination; there would be nearly as many combinations as rows.
#[derive(Debug, Clone)]
pub struct Prints {
    any: Time,
    protected: Time,
    interactive: Time,
    apps: SmallMap<App, Protected>,
    devices: SmallMap<Symbol, Protected, 2>,
    places: SmallMap<Place, Protected>,
    regions: SmallMap<Region, (), 3>,
}

impl Default for Prints {
    fn default() -> Self {
        Prints {
            any: NEVER,
            protected: NEVER,
            interactive: NEVER,
            apps: SmallMap::default(),
            devices: SmallMap::default(),
            places: SmallMap::default(),
            regions: SmallMap::default(),
        }
    }
}

fn latest<K: Copy + Eq + std::hash::Hash, const N: usize>(
    times: &mut SmallMap<K, Protected, N>,
    key: K,
    time: Time,
) {
    let known = times.entry(key);
    known.0 = time.max(known.0);
}

impl Prints {
    fn see(&mut self, row: Row<'_>, app: App, class: Class) {
        let time = row.time();
        let mut protected = NEVER;
        self.any = self.any.max(time);
        if class.is_protected() {
            protected = time;
            self.protected = self.protected.max(time);
            if row.interactive().unwrap_or(true) {
                self.interactive = self.interactive.max(time);
            }
        }
        if app != App::NONE {
            latest(&mut self.apps, app, protected);
        }
        let device = row.symbol(Field::DeviceId);
        if device != ABSENT {
            latest(&mut self.devices, device, protected);
        }
        let place = (row.symbol(Field::UserAgent), row.symbol(Field::Ip));
        latest(&mut self.places, place, protected);
        self.regions.entry((row.symbol(Field::Country), row.symbol(Field::Asn)));
    }

    fn touched(&self) -> u32 {
        self.apps.touched() ^ self.places.touched()
    }

    fn merge(&mut self, other: &Prints, translation: &Translation) {
        self.any = self.any.max(other.any);
        self.protected = self.protected.max(other.protected);
        self.interactive = self.interactive.max(other.interactive);
        for (app, time) in other.apps.iter() {
            latest(&mut self.apps, app.translate(translation), time.0);
        }
        for (device, time) in other.devices.iter() {
            latest(&mut self.devices, translation.symbol(Field::DeviceId, *device), time.0);
        }
        for ((agent, address), time) in other.places.iter() {
            let agent = translation.symbol(Field::UserAgent, *agent);
            latest(&mut self.places, (agent, translation.symbol(Field::Ip, *address)), time.0);
        }
        for ((country, network), ()) in other.regions.iter() {
            let country = translation.symbol(Field::Country, *country);
            self.regions.entry((country, translation.symbol(Field::Asn, *network)));
        }
    }

    /// Every application with a success, in no particular order.
    pub fn apps(&self) -> impl Iterator<Item = App> {
        self.apps.iter().map(|(app, _)| *app)
    }

    /// The last success with MFA in an application.
    pub fn protected_in(&self, app: App) -> Option<Time> {
        self.apps.get(app).and_then(|time| said(time.0))
    }

    /// The last success with MFA from a device.
    pub fn protected_on(&self, device: Symbol) -> Option<Time> {
        self.devices.get(device).and_then(|time| said(time.0))
    }

    /// The last success with MFA with a user agent from an address.
    pub fn protected_at(&self, agent: Symbol, address: Symbol) -> Option<Time> {
        self.places.get((agent, address)).and_then(|time| said(time.0))
    }

    /// There is a success from one of these addresses, countries or networks.
    pub fn is_known(
        &self,
        address: impl Fn(Symbol) -> bool,
        country: impl Fn(Symbol) -> bool,
        network: impl Fn(Symbol) -> bool,
    ) -> bool {
        self.regions.iter().any(|((at, of), ())| country(*at) || network(*of))
            || self.places.iter().any(|((_, at), _)| address(*at))
    }

    /// The last success with MFA.
    pub fn last_protected(&self) -> Option<Time> {
        said(self.protected)
    }
}

/// What is kept of the successes of all people.
#[derive(Debug)]
pub struct Footprints {
    people: PerPerson<Prints>,
    apps: HashMap<App, Time, FixedState>,
}

impl Default for Footprints {
    fn default() -> Self {
        Footprints { people: PerPerson::default(), apps: HashMap::with_hasher(FixedState::with_seed(13)) }
    }
}

impl Footprints {
    /// Sees one success of a person.
    pub fn see(&mut self, row: Row<'_>, class: Class) {
        let app = App::from_row(row);
        self.people.entry(row.person()).see(row, app, class);
        self.add_app(app, row.time());
    }

    /// Fetches what is kept of people whose successes are seen next (see [`PerPerson::approach`]).
    pub fn approach(&self, people: impl Iterator<Item = Person> + Clone) {
        self.people.approach(people.clone(), |prints| {
            (prints.apps.len() + prints.devices.len() + prints.regions.len()) as u32
        });
        self.people.approach(people, Prints::touched);
    }

    fn add_app(&mut self, app: App, time: Time) {
        if app != App::NONE {
            let known = self.apps.entry(app).or_insert(NEVER);
            *known = (*known).max(time);
        }
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: Footprints, translation: &Translation) {
        for (person, prints) in other.people() {
            self.people.entry(person.translate(translation)).merge(prints, translation);
        }
        for (app, time) in other.apps {
            self.add_app(app.translate(translation), time);
        }
    }

    /// Everybody with a success, in no particular order.
    pub fn people(&self) -> impl Iterator<Item = (Person, &Prints)> {
        self.people.iter().filter(|(_, prints)| prints.any != NEVER)
    }

    /// What is kept of one person's successes.
    pub fn prints(&self, person: Person) -> Option<&Prints> {
        self.people.get(person)
    }

    /// A person's last success of any class.
    pub fn last_success(&self, person: Person) -> Option<Time> {
        self.prints(person).and_then(|prints| said(prints.any))
    }

    /// A person's last success with MFA.
    pub fn last_protected(&self, person: Person) -> Option<Time> {
        self.prints(person).and_then(Prints::last_protected)
    }

    /// A person's last interactive success with MFA; a row that does not say counts as interactive.
    pub fn last_protected_interactive(&self, person: Person) -> Option<Time> {
        self.prints(person).and_then(|prints| said(prints.interactive))
    }

    /// The last success of anybody in an application.
    pub fn last_success_in(&self, app: App) -> Option<Time> {
        self.apps.get(&app).copied()
    }
}

fn said(time: Time) -> Option<Time> {
    (time != NEVER).then_some(time)
}
