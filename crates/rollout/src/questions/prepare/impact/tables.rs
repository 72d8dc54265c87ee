//! The short tables of `impact`: what breaks by kind, who meets it by hour and by department.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entrasift_rules::derive::person::Person;

use super::break_kind::BreakKind;
use super::lists::break_tone;
use super::policy_impact::PolicyImpact;
use super::readiness::Readiness;
use crate::answer::wording::count_of;
use crate::answer::{Chart, Column, Holds, Section, Show, Table, Tone, Value};
use crate::tenant::directory::Directory;

/// One line for each kind of breakage that is there, in the order of the list.
pub fn by_kind(impact: &PolicyImpact) -> Table {
    let mut kinds: BTreeMap<BreakKind, (BTreeSet<Person>, u64)> = BTreeMap::new();
    for one in &impact.breaks {
        let (people, signins) = kinds.entry(one.kind).or_default();
        people.insert(one.person);
        *signins += one.count;
    }
    let columns = vec![
        Column::new("kind", "Kind", Show::Always, Holds::Words),
        Column::new("users", "Accounts", Show::Always, Holds::User),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
        Column::new("action", "What to do", Show::Always, Holds::Words),
    ];
    let rows = kinds.into_iter().map(|(kind, (people, signins))| {
        let tone = break_tone(kind);
        vec![Value::Word(kind.name(), tone), people.len().into(), signins.into(), kind.action().into()]
    });
    Table::new(columns, rows.collect::<Vec<_>>())
}

/// How many of each readiness a department has.
type Counts = [u64; Readiness::ALL.len()];

/// The departments: most people who are not ready first, then name.
pub fn departments(impact: &PolicyImpact, directory: &Directory) -> Table {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for one in impact.accounts.iter() {
        let (user, id) = (impact.seen.shown(one.person), impact.seen.user_id(one.person));
        counts.entry(directory.department_or_none(user, id)).or_default()[one.readiness as usize] += 1;
    }
    let mut counts: Vec<(&str, Counts)> = counts.into_iter().collect();
    counts.sort_by_key(|(name, own)| (Reverse(own[1..].iter().sum::<u64>()), *name));
    let columns = vec![
        Column::new("department", "Department", Show::Always, Holds::Free),
        Column::new("active", "Active", Show::Always, Holds::Number),
        Column::new("ready", "Ready", Show::Always, Holds::Number),
        Column::new("will_be_prompted", "Prompted", Show::Always, Holds::Number),
        Column::new("must_register", "Must register", Show::Always, Holds::Number),
        Column::new("blocked", "Blocked", Show::Always, Holds::Number),
    ];
    let rows = counts.into_iter().map(|(name, own)| {
        let sum: u64 = own.iter().sum();
        let cells = [name.into(), sum.into()].into_iter();
        cells.chain(own.into_iter().map(Value::from)).collect()
    });
    Table::new(columns, rows.collect::<Vec<Vec<Value>>>())
}

/// At which hour of a working day the people who are affected usually start.
pub fn hours(impact: &PolicyImpact) -> Section {
    let mut counts = [[0_u64; 3]; 24];
    let mut unseen = 0_u64;
    for one in impact.accounts.iter().filter(|one| !one.is_machine()) {
        let index = match one.readiness {
            Readiness::Ready => continue,
            Readiness::WillBePrompted => 0,
            Readiness::MustRegister => 1,
            Readiness::Blocked => 2,
        };
        match one.starts_at {
            Some(hour) => counts[hour][index] += 1,
            None => unseen += 1,
        }
    }
    let rows = counts.iter().enumerate().filter(|(_, counts)| counts.iter().sum::<u64>() > 0).map(
        |(hour, counts)| {
            let sum: u64 = counts.iter().sum();
            vec![
                format!("{hour:02}:00").into(),
                sum.into(),
                counts[0].into(),
                counts[1].into(),
                counts[2].into(),
            ]
        },
    );
    let columns = vec![
        Column::new("hour", "Hour", Show::Always, Holds::Words),
        Column::new("people", "People", Show::Always, Holds::Number),
        Column::new("will_be_prompted", "Prompted", Show::Always, Holds::Number),
        Column::new("must_register", "Must register", Show::Always, Holds::Number),
        Column::new("blocked", "Blocked", Show::Always, Holds::Number),
    ];
    let chart = Chart {
        caption: "People who meet the policy for the first time, by hour of a working day".to_owned(),
        x: 0,
        series: vec![
            (2, "Prompted", Tone::Plain),
            (3, "Must register", Tone::Warn),
            (4, "Blocked", Tone::Bad),
        ],
    };
    let table = Table { columns, rows: rows.collect(), chart: Some(chart), ..Table::default() };
    let missing = match unseen {
        0 => String::new(),
        some => {
            format!(" {} never seen at a screen on a working day.", count_of(some, "more was", "more were"))
        }
    };
    let note = format!(
        "When they usually start, {}: the first calls of the first day.{missing}",
        impact.zone.name()
    );
    Section::table("hours", "When the helpdesk hears of it", table).noted(note)
}
