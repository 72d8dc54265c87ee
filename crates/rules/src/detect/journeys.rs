//! The detector of impossible journeys: successes of one person, one directly after the other, that are too far apart for any aeroplane.

use entrasift_core::{ABSENT, Field, FieldSet, HOUR, MINUTE, Symbol, Time, Translation};
use hashbrown::HashSet;

use crate::derive::country::least_km;
use crate::derive::person::{PerPerson, Person};
use crate::derive::row::View;
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup, LookupKey, Sought, Split};
use crate::engine::mark::{self, Mark};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::rule::case::{Case, Cases, lasting};
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;
use crate::rule::{Rule, Severity};

/// Watches for people who would have had to fly too fast.
#[derive(Debug)]
pub(crate) struct Journeys {
    rule: Rule,
    /// The first country met of each person, and whether there was another one.
    seen: PerPerson<(Symbol, bool)>,
    suspects: usize,
}

const COUNTRY: usize = 0;
const ADDRESS: usize = 1;
const DEVICE: usize = 2;
const KEPT: [Field; mark::KEPT] = [Field::Country, Field::Ip, Field::DeviceId];

impl Journeys {
    pub(crate) fn new(rule: &Rule) -> Journeys {
        Journeys { rule: rule.clone(), seen: PerPerson::default(), suspects: 0 }
    }

    fn see(&mut self, person: Person, country: Symbol) {
        let (first, several) = self.seen.entry(person);
        *several |= *first != ABSENT && *first != country;
        *first = country;
    }

    fn case(&self, background: Background<'_>, mut events: Vec<Mark>) -> Option<Case> {
        events.retain(|event| event.values[COUNTRY] != ABSENT && !background.trusts(event.values[ADDRESS]));
        // Events of one time are ordered by their values, which do not depend on how the log was cut or shuffled.
        events.sort_by_cached_key(|event| {
            let texts =
                [COUNTRY, ADDRESS, DEVICE].map(|at| background.text(KEPT[at], event.values[at]).to_owned());
            (event.time, texts, event.row)
        });
        let mut flights: Vec<(Mark, Mark, i64)> = Vec::new();
        for pair in events.windows(2) {
            let km = least_km(
                background.text(Field::Country, pair[0].values[COUNTRY]),
                background.text(Field::Country, pair[1].values[COUNTRY]),
            );
            let hours = (pair[1].time.0.saturating_sub(pair[0].time.0)) as f64 / HOUR as f64;
            if km >= f64::from(self.rule.value("kilometres"))
                && km > hours * f64::from(self.rule.value("kmh"))
            {
                flights.push((pair[0], pair[1], km as i64));
            }
        }
        let (from, to, km) =
            *flights.iter().max_by_key(|(from, to, km)| (*km, std::cmp::Reverse((from.time, to.time))))?;
        let same_device = flights
            .iter()
            .all(|(from, to, _)| from.values[DEVICE] != ABSENT && from.values[DEVICE] == to.values[DEVICE]);
        let minutes = (to.time.0 - from.time.0) / MINUTE;
        let (severity, device) = match same_device {
            true => (Severity::Low, "on one registered device, so most likely by a VPN"),
            false => (Severity::High, "on different or unknown devices"),
        };
        let mut rows = HashSet::new();
        let ends = flights.iter().flat_map(|(from, to, _)| [*from, *to]);
        let ends: Vec<Mark> = ends.filter(|event| rows.insert(event.row)).collect();
        let what = format!("at least {} km within {}, {device}", rounded(km), lasting(minutes));
        let mut case = Case::new(severity, what, &ends, &KEPT[..DEVICE]);
        case.got_in = vec![from.person];
        Some(case)
    }
}

impl Observe for Journeys {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(&[Field::Country]);
    }

    fn observe(&mut self, view: View<'_>) {
        if view.batch().format().interactive() == Some(false) {
            return;
        }
        for row in view.rows().filter(|row| row.is_success() && row.is_ordinary()) {
            let country = row.symbol(Field::Country);
            if country != ABSENT {
                self.see(row.person(), country);
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (person, (country, several)) in other.seen.iter().filter(|(_, (country, _))| *country != ABSENT) {
            let person = person.translate(translation);
            self.see(person, translation.symbol(Field::Country, *country));
            self.seen.entry(person).1 |= several;
        }
    }

    fn may_look_up(&self) -> bool {
        true
    }

    /// Asks for every interactive success of the people who were in more than one country.
    fn lookups(&mut self, _: Background<'_>) -> Vec<Lookup> {
        let several = self.seen.iter().filter(|(_, (_, several))| *several);
        let lookups: Vec<Lookup> = several
            .map(|(person, _)| Lookup {
                sought: Sought::Interactive,
                keep: Some(KEPT),
                most: usize::MAX,
                ..Lookup::successes(
                    LookupKey::Person(person),
                    Time::MIN,
                    Time::MAX,
                    Split::Field(Field::Country),
                )
            })
            .collect();
        self.suspects = lookups.len();
        lookups
    }
}

impl Detector for Journeys {
    fn required(&self) -> FieldSet {
        self.rule.required()
    }

    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
        let trails = all_found.by_ref().take(self.suspects);
        vec![self.rule.finding(Cases::new(
            trails.filter_map(|mut found| self.case(background, found.marks.take())).collect(),
        ))]
    }
}

/// Rounds down to a hundred kilometres: a lower bound between two countries is not more exact than that.
fn rounded(km: i64) -> i64 {
    km / 100 * 100
}
