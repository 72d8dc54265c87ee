//! Prompts: how often a person is asked for a second factor, by which method, and on what that is not registered.

use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_core::log::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::text::time::{DAY, Time, Zone};
use entrasift_rules::measure::Distinct;
use entrasift_rules::tally::{Part, Remember, Tally};

use super::life::Life;
use crate::answer::{Fact, Holds, Section, Value};
use crate::reading::read_logs::{Seen, count_of};

/// Prompts a day from which on something is set up badly.
const ANNOYING: u64 = 3;

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

    fn total(&self) -> u64 {
        self.days.values().sum()
    }

    fn most(&self) -> u64 {
        self.days.values().copied().max().unwrap_or(0)
    }
}

/// Methods with how often each was used, most first.
fn methods(seen: &Seen, prompts: &Prompts) -> Vec<(String, u64)> {
    let mut methods: Vec<_> = prompts
        .methods
        .iter()
        .map(|(method, times)| (seen.text(Field::MfaMethod, method).to_owned(), times))
        .collect();
    methods.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    methods
}

/// Browsers that were asked without a device id, most prompts first.
fn unregistered(seen: &Seen, prompts: &Prompts) -> Vec<(String, u64)> {
    let on = prompts.browsers.iter().filter(|(_, on)| on.unregistered > 0);
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

/// What to do about it.
fn advice(seen: &Seen, prompts: &Prompts) -> Vec<&'static str> {
    let mut advice = Vec::new();
    if prompts.most() < ANNOYING {
        return advice;
    }
    let calls = |(method, _): &(String, u64)| {
        let method = method.to_lowercase();
        method.contains("phone call") || method.contains("text message") || method.contains("sms")
    };
    if methods(seen, prompts).iter().any(calls) {
        advice.push(
            "calls or texts instead of push: set up Authenticator, or a passkey, and make it the default",
        );
    }
    if !unregistered(seen, prompts).is_empty() {
        advice.push("a browser that is not registered is asked every time: sign in to its work profile, or register the device");
    } else {
        advice.push(
            "the device is registered and is asked all the same: look for a sign-in frequency, private windows, or cookies that are \
             deleted when the browser closes",
        );
    }
    advice.push("ten minutes of help, no exemption (entrasift exceptions --exempt says what one would risk)");
    advice
}

/// One sentence, where it is worth one.
pub fn lead(seen: &Seen, life: &Life) -> Option<String> {
    let prompts = &life.prompts;
    if prompts.most() < ANNOYING {
        return None;
    }
    let by =
        methods(seen, prompts).first().map_or(String::new(), |(method, _)| format!(", mostly by {method}"));
    Some(format!("Up to {} a day{by}: that is set up badly.", count_of(prompts.most(), "prompt", "prompts")))
}

/// What the prompts are like.
pub fn section(seen: &Seen, life: &Life) -> Section {
    let prompts = &life.prompts;
    let counted = |list: Vec<(String, u64)>| {
        Value::Map(list.into_iter().map(|(name, count)| Fact::count(name, count)).collect())
    };
    let day = |day: &i64| Time(day.saturating_mul(DAY)).rfc3339().chars().take(10).collect::<String>();
    let days = prompts.days.iter().map(|(number, count)| Fact::count(day(number), *count));
    let share = (!prompts.days.is_empty()).then(|| {
        let tenths = prompts.total() * 10 / prompts.days.len() as u64;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    let advice = advice(seen, prompts).into_iter().map(Value::from).collect();
    let facts = vec![
        Fact::new("prompts", Holds::Number, prompts.total()),
        Fact::new("failed", Holds::Number, prompts.failed),
        Fact::new("days_with_prompts", Holds::Number, prompts.days.len()),
        Fact::new("per_day", Holds::Words, share),
        Fact::new("most_on_one_day", Holds::Number, prompts.most()),
        Fact::new("by_day", Holds::Number, Value::Map(days.collect())),
        Fact::new("methods", Holds::Words, counted(methods(seen, prompts))),
        Fact::new("unregistered_browsers", Holds::Number, counted(unregistered(seen, prompts))),
        Fact::new("advice", Holds::Number, Value::List(advice)),
    ];
    Section::value("prompts", "\"These prompts are annoying\"", Value::Map(facts))
}
