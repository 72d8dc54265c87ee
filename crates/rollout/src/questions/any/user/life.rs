//! A life: what is kept of one person's sign-ins. All but the newest events are sums, and those are bounded.

use entrasift_core::{Field, RowRef, Status, Symbol, Time, Translation, Zone};
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Span};
use entrasift_rules::tally::{Part, Remember, Tally};
use hashbrown::{HashMap, HashSet};

use super::prompts::Prompts;
use crate::reading::read_logs::Seen;

/// LifeEvents kept: the newest.
pub const EVENTS_KEPT: usize = 500;

/// One sign-in of the person.
#[derive(Debug, Clone, Copy)]
pub struct LifeEvent {
    /// When.
    pub time: Time,
    /// Where it stands.
    pub row: RowRef,
    /// What became of it.
    pub status: Status,
    /// Interactive, where that is known.
    pub interactive: Option<bool>,
    /// Error code.
    pub code: Symbol,
    /// Application.
    pub app: Symbol,
    /// MFA method of the row.
    pub method: Symbol,
    /// Operating system.
    pub os: Symbol,
    /// Browser.
    pub browser: Symbol,
    /// Address.
    pub ip: Symbol,
    /// Country.
    pub country: Symbol,
}

/// How often something was used.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    /// Sign-ins.
    pub count: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// First and last.
    pub span: Span,
}

impl Remember for Usage {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.count += other.count;
        self.success += other.success;
        self.span.merge(other.span);
    }
}

/// Tells the sign-ins of one person, who is known under some keys.
#[derive(Debug, Clone)]
struct Own {
    keys: Vec<String>,
    /// The answers for the people of one worker's dictionaries.
    known: HashMap<Person, bool>,
}

impl Own {
    fn has(&mut self, row: Row<'_>) -> bool {
        let keys = &self.keys;
        row.is_user()
            && row.person() != Person::NOBODY
            && *self.known.entry(row.person()).or_insert_with(|| {
                let key = row.person().key(row.dictionaries());
                keys.iter().any(|one| one == key)
            })
    }
}

/// One person's sign-ins.
#[derive(Debug)]
pub struct Life {
    own: Own,
    /// Sign-ins.
    pub signins: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// Of these, failed.
    pub failure: u64,
    /// First and last.
    pub span: Span,
    /// Last success with a fresh second step.
    pub last_fresh: Option<Time>,
    /// First success with a fresh second step.
    pub first_fresh: Option<Time>,
    /// Codes of rows that are no success.
    pub codes: Distinct,
    /// By device id, operating system, browser and join type.
    pub devices: Tally<4, Usage>,
    /// By address, city and country.
    pub places: Tally<3, Usage>,
    /// Prompts.
    pub prompts: Prompts,
    people: HashSet<Person>,
    events: Vec<LifeEvent>,
    classes: HashMap<RowRef, Class>,
}

const FIELDS: [Field; 10] = [
    Field::Code,
    Field::App,
    Field::MfaMethod,
    Field::Os,
    Field::Browser,
    Field::Ip,
    Field::Country,
    Field::City,
    Field::DeviceId,
    Field::TrustType,
];

impl Life {
    /// Of the people with these keys, whose prompts are counted by the days of a zone.
    pub fn new(keys: Vec<String>, zone: Zone) -> Life {
        Life {
            own: Own { keys, known: HashMap::new() },
            signins: 0,
            success: 0,
            failure: 0,
            span: Span::default(),
            last_fresh: None,
            first_fresh: None,
            codes: Distinct::default(),
            devices: Tally::per(
                [Field::DeviceId, Field::Os, Field::Browser, Field::TrustType].map(Part::Value),
            ),
            places: Tally::per([Field::Ip, Field::City, Field::Country].map(Part::Value)),
            prompts: Prompts::in_zone(zone),
            people: HashSet::new(),
            events: Vec::new(),
            classes: HashMap::new(),
        }
    }

    /// The keys of the person.
    pub fn keys(&self) -> &[String] {
        &self.own.keys
    }

    /// The name that people know; `None` without sign-ins.
    pub fn shown<'s>(&self, seen: &'s Seen) -> Option<&'s str> {
        self.people.iter().map(|person| seen.shown(*person)).max()
    }

    /// The events kept, in time order once [`Life::settle`] was called.
    pub fn events(&self) -> &[LifeEvent] {
        &self.events
    }

    /// The class of a success among the events.
    pub fn class_of(&self, row: RowRef) -> Option<Class> {
        self.classes.get(&row).copied()
    }

    /// Puts the events in their order: time, then application, code, status, row.
    pub fn settle(&mut self, seen: &Seen) {
        self.bound();
        let text = |field, symbol| seen.text(field, symbol);
        self.events.sort_by(|a, b| {
            let rank = |event: &LifeEvent| {
                (
                    event.time,
                    text(Field::App, event.app),
                    text(Field::Code, event.code),
                    event.status,
                    event.row,
                )
            };
            rank(a).cmp(&rank(b))
        });
    }

    /// Keeps the newest.
    fn bound(&mut self) {
        if self.events.len() > EVENTS_KEPT {
            self.events.sort_unstable_by_key(|event| std::cmp::Reverse((event.time, event.row)));
            self.events.truncate(EVENTS_KEPT);
            let kept: HashSet<RowRef> = self.events.iter().map(|event| event.row).collect();
            self.classes.retain(|row, _| kept.contains(row));
        }
    }

    fn see(&mut self, row: Row<'_>) {
        let [code, app, method, os, browser, ip, country, city, device, trust] =
            FIELDS.map(|field| row.symbol(field));
        let (time, status) = (row.time(), row.status());
        let success = u64::from(status == Status::Success);
        self.people.insert(row.person());
        self.signins += 1;
        self.success += success;
        self.failure += u64::from(status == Status::Failure);
        self.span.see(time);
        if status != Status::Success {
            self.codes.see(code);
        }
        for usage in
            [self.devices.group([device, os, browser, trust]), self.places.group([ip, city, country])]
        {
            usage.count += 1;
            usage.success += success;
            usage.span.see(time);
        }
        if row.code().number == Some(500_121) {
            self.prompts.see_failed();
        }
        let (row_ref, interactive) = (row.row_ref(), row.interactive());
        self.events.push(LifeEvent {
            time,
            row: row_ref,
            status,
            interactive,
            code,
            app,
            method,
            os,
            browser,
            ip,
            country,
        });
        if self.events.len() >= 4 * EVENTS_KEPT {
            self.bound();
        }
    }
}

impl Observe for Life {
    fn needs(&self, needs: &mut Needs) {
        let (mut one, mut other) = (self.own.clone(), self.own.clone());
        needs.of_rows(&FIELDS, move |row| one.has(row));
        needs.of_classified(&FIELDS, move |row, _| other.has(row));
    }

    fn observe(&mut self, view: View<'_>) {
        for row in view.rows() {
            if self.own.has(row) {
                self.see(row);
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows {
            if !self.own.has(*row) {
                continue;
            }
            self.classes.insert(row.row_ref(), verdict.class);
            if verdict.aside != Class::MfaDone {
                continue;
            }
            let time = row.time();
            self.last_fresh = self.last_fresh.max(Some(time));
            self.first_fresh = Some(self.first_fresh.map_or(time, |first| first.min(time)));
            let [method, os, browser, device] =
                [Field::MfaMethod, Field::Os, Field::Browser, Field::DeviceId].map(|field| row.symbol(field));
            self.prompts.see(time, method, [os, browser], device);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.signins += other.signins;
        self.success += other.success;
        self.failure += other.failure;
        self.span.merge(other.span);
        self.last_fresh = self.last_fresh.max(other.last_fresh);
        self.first_fresh = self.first_fresh.into_iter().chain(other.first_fresh).min();
        self.codes.merge(&other.codes, |code| translation.symbol(Field::Code, code));
        self.devices.merge(other.devices, translation);
        self.places.merge(other.places, translation);
        self.prompts.merge(other.prompts, translation);
        self.people.extend(other.people.iter().map(|person| person.translate(translation)));
        self.classes.extend(other.classes);
        self.events.extend(other.events.into_iter().map(|event| LifeEvent {
            code: translation.symbol(Field::Code, event.code),
            app: translation.symbol(Field::App, event.app),
            method: translation.symbol(Field::MfaMethod, event.method),
            os: translation.symbol(Field::Os, event.os),
            browser: translation.symbol(Field::Browser, event.browser),
            ip: translation.symbol(Field::Ip, event.ip),
            country: translation.symbol(Field::Country, event.country),
            ..event
        }));
        self.bound();
    }
}
