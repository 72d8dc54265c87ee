//! Broken applications: several people are stopped in them, and nobody gets in.

use entrasift_core::Time;
use hashbrown::HashMap;

use super::attempt::Flow;
use super::footprint::Footprints;
use super::judgement::Judgement;
use super::mark::App;
use crate::derive::person::Person;

/// An application in which people are stopped and nobody succeeds.
#[derive(Debug, Clone)]
pub struct BrokenApp {
    /// The application.
    pub app: App,
    /// Who is stopped in it, each once; in no particular order.
    pub people: Vec<Person>,
    /// When the first of them was stopped.
    pub since: Time,
    /// When somebody last succeeded in it; `None`: never in the data.
    pub worked: Option<Time>,
    /// The flows, as places in the list that was given.
    pub flows: Vec<usize>,
}

/// Finds them among flows, as `Flows::broken` describes.
pub(super) fn broken(flows: &[Flow], footprints: &Footprints, least: usize) -> Vec<BrokenApp> {
    let mut apps: HashMap<App, BrokenApp> = HashMap::new();
    for (place, flow) in flows.iter().enumerate().filter(|(_, flow)| flow.judgement == Judgement::Stopped) {
        for (app, last) in flow.apps.iter().filter(|(app, _)| *app != App::NONE) {
            let worked = footprints.last_success_in(*app);
            if worked >= Some(*last) {
                continue;
            }
            let entry = apps.entry(*app).or_insert_with(|| BrokenApp {
                app: *app,
                people: Vec::new(),
                since: flow.since,
                worked,
                flows: Vec::new(),
            });
            entry.people.push(flow.person);
            entry.since = entry.since.min(flow.since);
            entry.flows.push(place);
        }
    }
    let mut broken: Vec<_> = apps.into_values().collect();
    for app in &mut broken {
        app.people.sort_unstable();
        app.people.dedup();
    }
    broken.retain(|app| app.people.len() >= least.max(1));
    broken
}
