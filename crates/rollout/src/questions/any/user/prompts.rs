//! Prompts: how often a person is asked for a second factor, by which method, and on what that is not registered.

use std::collections::BTreeMap;

use entrasift_core::{ABSENT, DAY, Field, Symbol, Time, Translation, Zone};
use entrasift_rules::measure::Distinct;
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::reading::read_logs::Seen;

/// Second factors that were answered, and how many failed.
#[derive(Debug)]
pub struct Prompts {
    zone: Zone,
    days: BTreeMap<i64, u64>,
    failed: u64,
    methods: Distinct,
    /// By operating system and browser: prompts, and how many of them without a device id.
    browsers: Tally<2, OnBrowser>,
}

#[derive(Debug, Clone, Copy, Default)]
struct OnBrowser {
    prompts: u64,
    unregistered: u64,
}

impl Remember for OnBrowser {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.prompts += other.prompts;
        self.unregistered += other.unregistered;
    }
}

impl Prompts {
    /// With days of a zone.
    pub fn in_zone(zone: Zone) -> Prompts {
        let browsers = Tally::per([Field::Os, Field::Browser].map(Part::Value));
        Prompts { zone, days: BTreeMap::new(), failed: 0, methods: Distinct::default(), browsers }
    }

    /// Sees a prompt that was not answered as it should be.
    pub fn see_failed(&mut self) {
        self.failed += 1;
    }

    /// Sees a prompt that was answered.
    pub fn see(&mut self, time: Time, method: Symbol, browser: [Symbol; 2], device: Symbol) {
        *self.days.entry(self.zone.local(time).0.div_euclid(DAY)).or_default() += 1;
        self.methods.see(method);
        let on = self.browsers.group(browser);
        on.prompts += 1;
        on.unregistered += u64::from(device == ABSENT);
    }

    /// Takes in another worker's.
    pub fn merge(&mut self, other: Prompts, translation: &Translation) {
        for (day, prompts) in other.days {
            *self.days.entry(day).or_default() += prompts;
        }
        self.failed += other.failed;
        self.methods.merge(&other.methods, |method| translation.symbol(Field::MfaMethod, method));
        self.browsers.merge(other.browsers, translation);
    }

    /// Prompts that were answered.
    pub fn total(&self) -> u64 {
        self.days.values().sum()
    }

    /// Prompts that were not answered as they should be.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// The most prompts on one day.
    pub fn most(&self) -> u64 {
        self.days.values().copied().max().unwrap_or(0)
    }

    /// How many prompts were answered on each day that had some; days are counted from 1970 in the zone.
    pub fn by_day(&self) -> &BTreeMap<i64, u64> {
        &self.days
    }

    /// Methods with how often each was used, most first.
    pub fn methods(&self, seen: &Seen) -> Vec<(String, u64)> {
        let mut methods: Vec<_> = self
            .methods
            .iter()
            .map(|(method, times)| (seen.text(Field::MfaMethod, method).to_owned(), times))
            .collect();
        methods.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        methods
    }

    /// Browsers that were asked without a device id, most prompts first.
    pub fn unregistered(&self, seen: &Seen) -> Vec<(String, u64)> {
        let on = self.browsers.iter().filter(|(_, on)| on.unregistered > 0);
        let mut browsers: Vec<(String, u64)> = on
            .map(|([os, browser], on)| {
                let parts = [seen.text(Field::Browser, *browser), seen.text(Field::Os, *os)];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                (if parts.is_empty() { "unknown".to_owned() } else { parts.join(" on ") }, on.unregistered)
            })
            .collect();
        browsers.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        browsers
    }
}
