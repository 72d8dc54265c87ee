//! Judging: what became of each flow.

use std::ops::Range;

use entrasift_core::field::catalogue::{CredentialAccepted, error_code};
use entrasift_core::{ABSENT, Symbol, Time};
use hashbrown::HashMap;

use super::attempt::Flow;
use super::cause::Cause;
use super::footprint::{Footprints, Prints};
use super::judgement::Judgement;
use super::linking::link;
use super::mark::{App, FlowMark, Why};

/// The flows of the marks in a window, by first row; only the flows that are wanted are kept.
pub(super) fn judge<'m>(
    marks: impl Iterator<Item = &'m FlowMark>,
    footprints: &Footprints,
    window: Range<Time>,
    wanted: impl Fn(&Flow) -> bool,
) -> Vec<Flow> {
    let mut marks: Vec<&FlowMark> = marks.filter(|mark| window.contains(&mark.time)).collect();
    marks.sort_unstable_by_key(|mark| (mark.person, mark.time, mark.row));
    let (mut flows, nothing) = (Vec::new(), Prints::default());
    for of_person in marks.chunk_by(|a, b| a.person == b.person) {
        let prints = footprints.prints(of_person[0].person).unwrap_or(&nothing);
        for places in link(of_person) {
            let rows: Vec<&FlowMark> = places.into_iter().map(|place| of_person[place]).collect();
            if rows.iter().any(|mark| mark.why != Why::Expired) {
                flows.extend(Some(flow(&rows, prints, footprints)).filter(&wanted));
            }
        }
    }
    flows.sort_unstable_by_key(|flow| (flow.first, flow.rows.first().copied()));
    flows
}

/// The flow of some marks of one person, in time order.
fn flow(rows: &[&FlowMark], prints: &Prints, footprints: &Footprints) -> Flow {
    let person = rows[0].person;
    let made: Vec<&FlowMark> = rows.iter().copied().filter(|mark| mark.why != Why::Expired).collect();
    let (first, last) = (made[0].time, made[made.len() - 1].time);
    let places = Places::new(rows);
    let fitting = Fitting::new(&places, prints);
    let legacy = made[0].legacy;
    let later = |time: Option<Time>| time > Some(last);
    let is_strange = places.are_strange(prints);
    let judgement = match () {
        () if is_waiting(&made) && later(footprints.last_protected_interactive(person)) => Judgement::Waiting,
        () if !legacy && later(fitting.by_device) => Judgement::Recovered,
        () if is_strange && later(footprints.last_protected(person)) => Judgement::Hostile,
        () if !legacy && later(fitting.in_app) => Judgement::Recovered,
        () => Judgement::Stopped,
    };
    let got_through = if legacy { None } else { fitting.by_device.max(fitting.in_app) };
    let open = made.iter().map(|mark| mark.time).find(|time| Some(*time) > got_through);
    let (cause, code) = Cause::classify_flow(rows.iter().copied());
    Flow {
        person,
        first,
        last,
        since: open.unwrap_or(first),
        attempts: attempts(&made),
        codes: distinct(rows.iter().filter_map(|mark| mark.number())),
        apps: apps(&made),
        judgement,
        cause,
        code,
        unknown: made.iter().any(|mark| mark.why == Why::Unknown),
        password_right: made.iter().any(|mark| password_right(mark.code)),
        legacy,
        in_background: made.iter().all(|mark| mark.in_background),
        strange: is_strange,
        rows: rows.iter().map(|mark| mark.row).collect(),
    }
}

/// Nothing but background tokens that were asked for MFA.
fn is_waiting(made: &[&FlowMark]) -> bool {
    made.iter().all(|mark| !mark.legacy && mark.in_background && matches!(mark.code, 50074 | 50076 | 50079))
}

fn password_right(code: i64) -> bool {
    error_code(code).is_some_and(|entry| entry.credential_accepted == CredentialAccepted::Yes)
}

fn attempts(made: &[&FlowMark]) -> u64 {
    let without = made.iter().filter(|mark| mark.correlation == 0).count();
    let ids = distinct(made.iter().map(|mark| mark.correlation).filter(|id| *id != 0));
    (without + ids.len()) as u64
}

fn apps(made: &[&FlowMark]) -> Vec<(App, Time)> {
    let mut apps: HashMap<App, Time> = HashMap::new();
    for mark in made {
        let last = apps.entry(mark.app).or_insert(mark.time);
        *last = (*last).max(mark.time);
    }
    apps.into_iter().collect()
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// From where and with what a flow was tried. Each list is ascending and leaves out absent values.
struct Places {
    apps: Vec<App>,
    devices: Vec<Symbol>,
    agents: Vec<(Symbol, Symbol)>,
    addresses: Vec<Symbol>,
    countries: Vec<Symbol>,
    networks: Vec<Symbol>,
}

impl Places {
    fn new(rows: &[&FlowMark]) -> Places {
        let values = |of: fn(&FlowMark) -> Symbol| {
            distinct(rows.iter().map(|mark| of(mark)).filter(|symbol| *symbol != ABSENT))
        };
        let agents = rows.iter().map(|mark| (mark.agent, mark.address));
        Places {
            apps: distinct(rows.iter().map(|mark| mark.app).filter(|app| *app != App::NONE)),
            devices: values(|mark| mark.device),
            agents: distinct(agents.filter(|(agent, address)| *agent != ABSENT && *address != ABSENT)),
            addresses: values(|mark| mark.address),
            countries: values(|mark| mark.country),
            networks: values(|mark| mark.network),
        }
    }

    /// There is an address, and the person never succeeded from any of these addresses, networks or countries.
    fn are_strange(&self, prints: &Prints) -> bool {
        let of = |list: &[Symbol], symbol: Symbol| list.binary_search(&symbol).is_ok();
        !self.addresses.is_empty()
            && !prints.is_known(
                |address| of(&self.addresses, address),
                |country| of(&self.countries, country),
                |network| of(&self.networks, network),
            )
    }
}

/// The last successes with MFA that fit a flow.
struct Fitting {
    /// From the same device id, or with the same user agent from the same address.
    by_device: Option<Time>,
    /// In the same application.
    in_app: Option<Time>,
}

impl Fitting {
    fn new(places: &Places, prints: &Prints) -> Fitting {
        let devices = places.devices.iter().filter_map(|device| prints.protected_on(*device));
        let agents =
            places.agents.iter().filter_map(|(agent, address)| prints.protected_at(*agent, *address));
        Fitting {
            by_device: devices.chain(agents).max(),
            in_app: places.apps.iter().filter_map(|app| prints.protected_in(*app)).max(),
        }
    }
}
