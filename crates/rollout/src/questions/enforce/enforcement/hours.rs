//! Hours: what failed in each hour of the window, for whom and in which application.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use entrasift_core::{ABSENT, Field, HOUR, Status, Time, Translation};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{App, Why};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::memo::Memo;
use hashbrown::HashMap;

/// So many people must fail in one hour to make it an outage.
const OUTAGE_PEOPLE: usize = 5;

/// What happened in one hour.
#[derive(Debug, Clone, Copy, Default)]
pub struct FailureCounts {
    /// Sign-ins that failed.
    pub failure: u64,
    /// Sign-ins that were interrupted.
    pub interrupted: u64,
    /// How many of these have a code that a policy can cause, or an unknown one.
    pub by_policy: u64,
}

/// What one person met in one application in one hour.
#[derive(Debug, Clone, Copy, Default)]
struct AppHour {
    /// A policy asked them or their background tokens for something.
    policy: bool,
    /// A policy stopped the person, not only a token in the background.
    stopped: bool,
    succeeded: bool,
}

/// What an error code means. The code 50053 has two meanings, and the failure reason says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeMeaning {
    /// What the catalogue says.
    Usual,
    /// The account is locked.
    Locked,
    /// The address is known for attacks.
    MaliciousAddress,
}

/// An hour in which more people failed than got in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppOutage {
    /// The hour.
    pub hour: i64,
    /// In which application.
    pub app: App,
    /// People who were stopped and did not succeed there in that hour.
    pub stopped: usize,
    /// People who succeeded there.
    pub succeeded: usize,
}

/// Watches the hours of a window, for users who are not break-glass accounts.
#[derive(Debug)]
pub struct FailureHours {
    window: Range<Time>,
    hours: BTreeMap<i64, FailureCounts>,
    met: HashMap<(i64, App, Person), AppHour>,
    others: HashMap<(i64, CodeMeaning), HashMap<Person, u64>>,
    meanings: Memo<CodeMeaning>,
}

impl FailureHours {
    /// Hours of a window in which nothing was seen yet.
    pub fn new(window: Range<Time>) -> FailureHours {
        FailureHours {
            window,
            hours: BTreeMap::new(),
            met: HashMap::new(),
            others: HashMap::new(),
            meanings: Memo::default(),
        }
    }

    /// The hours in which something failed, ascending, as hours since 1970.
    pub fn hours(&self) -> &BTreeMap<i64, FailureCounts> {
        &self.hours
    }

    /// How many people a policy met in each hour, whether they got through later or not.
    pub fn people(&self) -> BTreeMap<i64, usize> {
        let mut people: BTreeMap<i64, BTreeSet<Person>> = BTreeMap::new();
        for ((hour, _, person), _) in self.met.iter().filter(|(_, met)| met.policy) {
            people.entry(*hour).or_default().insert(*person);
        }
        people.into_iter().map(|(hour, people)| (hour, people.len())).collect()
    }

    /// Codes that no policy causes: sign-ins by person; in no particular order.
    pub fn others(&self) -> impl Iterator<Item = (i64, CodeMeaning, &HashMap<Person, u64>)> {
        self.others.iter().map(|((code, meaning), people)| (*code, *meaning, people))
    }

    /// Hours and applications in which five or more people were stopped without a success there in that hour, and more than succeeded; in
    /// no particular order. Background tokens that wait for a prompt stop nobody.
    pub fn outages(&self) -> Vec<AppOutage> {
        let mut counts: HashMap<(i64, App), (usize, usize)> = HashMap::new();
        for ((hour, app, _), met) in &self.met {
            let (stopped, succeeded) = counts.entry((*hour, *app)).or_default();
            *succeeded += usize::from(met.succeeded);
            *stopped += usize::from(met.stopped && !met.succeeded);
        }
        let is_outage = |stopped: usize, succeeded: usize| stopped >= OUTAGE_PEOPLE && stopped > succeeded;
        let each = counts.iter().filter(|(_, (stopped, succeeded))| is_outage(*stopped, *succeeded));
        let outage = |((hour, app), (stopped, succeeded)): (&(i64, App), &(usize, usize))| {
            let (hour, app, stopped, succeeded) = (*hour, *app, *stopped, *succeeded);
            AppOutage { hour, app, stopped, succeeded }
        };
        each.map(outage).collect()
    }

    fn failed(&mut self, row: Row<'_>, hour: i64) {
        let (person, code) = (row.person(), row.code());
        let by_policy = matches!(Why::classify(code), Some(Why::Impact | Why::Unknown));
        let counts = self.hours.entry(hour).or_default();
        match row.status() {
            Status::Interrupted => counts.interrupted += 1,
            _ => counts.failure += 1,
        }
        counts.by_policy += u64::from(by_policy);
        if by_policy {
            let app = App::from_row(row);
            let waits =
                matches!(code.number, Some(50074 | 50076 | 50079)) && row.interactive() == Some(false);
            let met = self.met.entry((hour, app, person)).or_default();
            met.policy = true;
            met.stopped |= !waits;
        } else if let Some(number) = code.number {
            let meaning = if number == LOCKED_CODE { self.meaning(row) } else { CodeMeaning::Usual };
            *self.others.entry((number, meaning)).or_default().entry(person).or_default() += 1;
        }
    }

    fn meaning(&mut self, row: Row<'_>) -> CodeMeaning {
        let reason = row.symbol(Field::Reason);
        if reason == ABSENT {
            return CodeMeaning::Usual;
        }
        self.meanings.get(reason, || {
            let text = row.text_of(Field::Reason, reason).to_lowercase();
            let locked =
                ["is locked", "idslocked", "too many times"].iter().any(|words| text.contains(words));
            match (locked, text.contains("malicious")) {
                (true, false) => CodeMeaning::Locked,
                (false, true) => CodeMeaning::MaliciousAddress,
                _ => CodeMeaning::Usual,
            }
        })
    }
}

/// The account is locked after wrong passwords, or the address is blocked: the failure reason says which.
const LOCKED_CODE: i64 = 50053;

impl Observe for FailureHours {
    fn needs(&self, needs: &mut Needs) {
        needs.of_rows(&[Field::Reason], |row| row.code().number == Some(LOCKED_CODE));
    }

    fn observe(&mut self, view: View<'_>) {
        let window = self.window.clone();
        for row in view.rows().filter(|row| row.is_ordinary() && window.contains(&row.time())) {
            let hour = row.time().0.div_euclid(HOUR);
            if row.is_success() {
                let app = App::from_row(row);
                self.met.entry((hour, app, row.person())).or_default().succeeded = true;
            } else {
                self.failed(row, hour);
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (hour, theirs) in other.hours {
            let ours = self.hours.entry(hour).or_default();
            ours.failure += theirs.failure;
            ours.interrupted += theirs.interrupted;
            ours.by_policy += theirs.by_policy;
        }
        for ((hour, app, person), theirs) in other.met {
            let key = (hour, app.translate(translation), person.translate(translation));
            let ours = self.met.entry(key).or_default();
            ours.policy |= theirs.policy;
            ours.stopped |= theirs.stopped;
            ours.succeeded |= theirs.succeeded;
        }
        for (code, people) in other.others {
            let ours = self.others.entry(code).or_default();
            for (person, count) in people {
                *ours.entry(person.translate(translation)).or_default() += count;
            }
        }
    }
}
