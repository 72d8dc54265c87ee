//! Footprints: what people's successes left, by which a stopped flow is known to have recovered. All of it are sums.

use entrasift_core::batch::Batch;
use entrasift_core::field::Field;
use entrasift_core::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::time::Time;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::mark::App;
use crate::outcome::Class;
use crate::person::{PerPerson, Person};

/// No success of the kind was seen.
const NEVER: Time = Time::MIN;

/// A circumstance in which a person succeeded: an application, or a device, or a user agent at a place; the other fields are absent.
/// Nothing asks for two of the three together, and together they would be about as many as the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Trace {
    /// Who.
    pub person: Person,
    /// The application.
    pub app: App,
    /// Device id.
    pub device: Symbol,
    /// User agent.
    pub agent: Symbol,
    /// Address.
    pub address: Symbol,
    /// Country.
    pub country: Symbol,
    /// Autonomous system number.
    pub network: Symbol,
}

impl Trace {
    fn nowhere(person: Person) -> Trace {
        let (device, agent, address) = (ABSENT, ABSENT, ABSENT);
        Trace { person, app: App::NONE, device, agent, address, country: ABSENT, network: ABSENT }
    }
}

/// When a person last succeeded; [`Time::MIN`] is never.
#[derive(Debug, Clone, Copy)]
struct Last {
    any: Time,
    protected: Time,
    interactive: Time,
}

impl Default for Last {
    fn default() -> Self {
        Last { any: NEVER, protected: NEVER, interactive: NEVER }
    }
}

/// What the successes of all people left.
#[derive(Debug)]
pub struct Footprints {
    /// In which circumstances each person succeeded, and when last with MFA.
    traces: HashMap<Trace, Time, FixedState>,
    people: PerPerson<Last>,
    apps: HashMap<App, Time, FixedState>,
}

impl Default for Footprints {
    fn default() -> Self {
        let hasher = || FixedState::with_seed(13);
        Footprints {
            traces: HashMap::with_hasher(hasher()),
            people: PerPerson::default(),
            apps: HashMap::with_hasher(hasher()),
        }
    }
}

impl Footprints {
    /// Sees one success of a person.
    pub fn see(&mut self, batch: &mut Batch, row: usize, person: Person, class: Class) {
        let time = batch.times()[row];
        let (app, device) = (App::of(batch, row), batch.symbol(row, Field::DeviceId));
        let nowhere = Trace::nowhere(person);
        let place = Trace {
            agent: batch.symbol(row, Field::UserAgent),
            address: batch.symbol(row, Field::Ip),
            country: batch.symbol(row, Field::Country),
            network: batch.symbol(row, Field::Asn),
            ..nowhere
        };
        let mut last = Last { any: time, ..Last::default() };
        if class.is_protected() {
            last.protected = time;
            if batch.interactive(row).unwrap_or(true) {
                last.interactive = time;
            }
        }
        self.add(place, last.protected);
        if app != App::NONE {
            self.add(Trace { app, ..nowhere }, last.protected);
        }
        if device != ABSENT {
            self.add(Trace { device, ..nowhere }, last.protected);
        }
        self.people.of(person).add(last);
        self.add_app(app, time);
    }

    fn add(&mut self, trace: Trace, protected: Time) {
        let known = self.traces.entry(trace).or_insert(NEVER);
        *known = (*known).max(protected);
    }

    fn add_app(&mut self, app: App, time: Time) {
        if app != App::NONE {
            let known = self.apps.entry(app).or_insert(NEVER);
            *known = (*known).max(time);
        }
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: Footprints, translation: &Translation) {
        for (trace, protected) in other.traces {
            let ours = Trace {
                person: trace.person.translate(translation),
                app: trace.app.translate(translation),
                device: translation.symbol(Field::DeviceId, trace.device),
                agent: translation.symbol(Field::UserAgent, trace.agent),
                address: translation.symbol(Field::Ip, trace.address),
                country: translation.symbol(Field::Country, trace.country),
                network: translation.symbol(Field::Asn, trace.network),
            };
            self.add(ours, protected);
        }
        for (person, last) in other.people.iter().filter(|(_, last)| last.any != NEVER) {
            self.people.of(person.translate(translation)).add(*last);
        }
        for (app, time) in other.apps {
            self.add_app(app.translate(translation), time);
        }
    }

    /// Every trace, and the last success with MFA in it; in no particular order.
    pub fn traces(&self) -> impl Iterator<Item = (&Trace, Option<Time>)> {
        self.traces.iter().map(|(trace, time)| (trace, said(*time)))
    }

    /// A person's last success of any class.
    pub fn last_success(&self, person: Person) -> Option<Time> {
        self.people.get(person).and_then(|last| said(last.any))
    }

    /// A person's last success with MFA.
    pub fn last_protected(&self, person: Person) -> Option<Time> {
        self.people.get(person).and_then(|last| said(last.protected))
    }

    /// A person's last interactive success with MFA; a row that does not say counts as interactive.
    pub fn last_protected_interactive(&self, person: Person) -> Option<Time> {
        self.people.get(person).and_then(|last| said(last.interactive))
    }

    /// The last success of anybody in an application.
    pub fn last_success_in(&self, app: App) -> Option<Time> {
        self.apps.get(&app).copied()
    }
}

impl Last {
    fn add(&mut self, other: Last) {
        self.any = self.any.max(other.any);
        self.protected = self.protected.max(other.protected);
        self.interactive = self.interactive.max(other.interactive);
    }
}

fn said(time: Time) -> Option<Time> {
    (time != NEVER).then_some(time)
}
