//! The lists for those who talk to people: everyone who meets the policy, and how many of each department.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_rules::excepted::Excepted;

use super::morning::UsualHours;
use super::state::{People, State};
use crate::answer::{Column, Holds, Show, Table, Tone, Value};
use crate::reading::read_logs::Seen;
use crate::tenant::directory::Directory;

/// How many of each state a department has.
type Counts = [u64; State::ALL.len()];

/// What stands where the directory does not tell a department.
const NOT_TOLD: &str = "(not told)";

fn department<'d>(seen: &Seen, directory: &'d Directory, one: &super::state::Standing) -> &'d str {
    directory.department(seen.shown(one.person), seen.user_id(one.person)).unwrap_or(NOT_TOLD)
}

/// The departments: most people who are not ready first, then name.
pub fn departments(seen: &Seen, people: &People, directory: &Directory) -> Table {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for one in people.iter() {
        let own = counts.entry(department(seen, directory, one)).or_default();
        own[one.state as usize] += 1;
    }
    let mut counts: Vec<(&str, Counts)> = counts.into_iter().collect();
    counts.sort_by_key(|(name, own)| (Reverse(own[1..].iter().sum::<u64>()), *name));
    let columns = vec![
        Column::new("department", "Department", Show::Always, Holds::Number),
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
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// Everyone who meets the policy: blocked, must register, prompted; then department, user, id. Those who are only prompted are
/// folded: they need no call.
pub fn people(seen: &Seen, people: &People, starts: &UsualHours, directory: Option<&Directory>) -> Table {
    let excepted = Excepted::new(&seen.request.tenant.exceptions);
    let mut all: Vec<_> = people
        .iter()
        .filter(|one| one.state != State::Ready)
        .map(|one| {
            let department = directory.map(|directory| department(seen, directory, one));
            (Reverse(one.state), department, seen.shown(one.person), seen.user_id(one.person), one)
        })
        .collect();
    all.sort_by(|a, b| (a.0, a.1, a.2, a.3).cmp(&(b.0, b.1, b.2, b.3)));
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
        Column::new("state", "What happens", Show::Always, Holds::Words),
        Column::new("kind", "Special account", Show::Always, Holds::Words),
        Column::new("department", "Department", Show::Always, Holds::Number),
        Column::new("starts_at", "Starts at", Show::Always, Holds::Words),
        Column::new("excepted", "In [exceptions]", Show::Full, Holds::Number),
    ];
    let prompted = all.iter().filter(|(state, ..)| state.0 == State::WillBePrompted).count();
    let rows = all.into_iter().map(|(_, department, user, id, one)| {
        let tone = match one.state {
            State::Blocked => Tone::Bad,
            State::MustRegister => Tone::Warn,
            _ => Tone::Plain,
        };
        let hour = starts.hour(one.person).map(|hour| format!("{hour:02}:00"));
        vec![
            user.into(),
            id.into(),
            Value::Word(one.state.name(), tone),
            one.kind.map_or(Value::Null, |kind| kind.name().into()),
            department.map_or(Value::Null, Value::from),
            hour.map_or(Value::Null, Value::from),
            excepted.because(user).is_some().into(),
        ]
    });
    Table {
        columns,
        rows: rows.collect(),
        folded: prompted,
        folded_as: "who will be prompted, and can answer".to_owned(),
        ..Table::default()
    }
}
