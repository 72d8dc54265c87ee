//! The lists of `enforcement`.

use std::sync::Arc;

use entrasift_core::field::catalogue::error_code;
use entrasift_rules::detect::flow::Cause;

use super::advice::advice;
use super::first_hours::FirstHours;
use super::hours::CodeMeaning;
use super::stopped::{APP_BROKEN, StopState, StoppedPerson};
use crate::answer::wording::some;
use crate::answer::{Chart, Column, Fact, Holds, Rows, Show, Table, Tone, Value};
use crate::reading::read_logs::Seen;

pub(super) fn stopped(hours: &Arc<FirstHours>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("admin", "Admin", Show::Full, Holds::Words),
        Column::new("account_kind", "Account", Show::Full, Holds::Words),
        Column::new("state", "State", Show::Always, Holds::Words),
        Column::new("since", "Since", Show::Always, Holds::Time),
        Column::new("last_attempt", "Last attempt", Show::Full, Holds::Number),
        Column::new("attempts", "Attempts", Show::Wide, Holds::Number),
        Column::new("codes", "Codes", Show::Wide, Holds::ErrorCode),
        Column::new("cause", "Cause", Show::Always, Holds::Words),
        Column::new("likely", "Likely", Show::Wide, Holds::Words),
        Column::new("action", "What the helpdesk does", Show::Always, Holds::Words),
        Column::new("registered", "Registered", Show::Wide, Holds::Number),
        Column::new("capable", "Allowed by policy", Show::Full, Holds::Number),
        Column::new("apps", "Apps", Show::Full, Holds::Words),
        Column::new("worked", "Worked with MFA since", Show::Full, Holds::Number),
        Column::new("pending", "Under 2 h old", Show::Full, Holds::Number),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = hours.clone();
    let row = move |at: usize| stopped_row(&shared.seen, &shared.stopped[at]);
    Table::new(columns, Rows::pulled(hours.stopped.len(), row))
}

fn stopped_row(seen: &Seen, stop: &StoppedPerson) -> Vec<Value> {
    let (likely, action) = advice(seen, stop);
    vec![
        seen.shown(stop.person).into(),
        seen.user_id(stop.person).into(),
        stop.is_admin.into(),
        stop.no_person.unwrap_or("person").into(),
        state(stop.state),
        stop.since.into(),
        stop.last.into(),
        stop.attempts.into(),
        codes(&stop.codes),
        stop.cause_name().into(),
        likely.into(),
        action.into(),
        stop.registered.into(),
        stop.capable.into(),
        some(stop.apps.iter().map(|app| app.text(seen).to_owned()).collect()),
        stop.worked.into(),
        stop.is_pending.into(),
        seen.evidence(&stop.evidence),
    ]
}

fn state(state: StopState) -> Value {
    match state {
        StopState::LockedOut => Value::Word("locked-out", Tone::Bad),
        StopState::Partly => Value::Word("partly", Tone::Warn),
        StopState::Client => Value::Word("client", Tone::Plain),
    }
}

fn codes(codes: &[i64]) -> Value {
    Value::List(codes.iter().map(|code| Value::Code(*code)).collect())
}

pub(super) fn dead_apps(hours: &FirstHours) -> Table {
    let seen = &hours.seen;
    let columns = vec![
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("app_id", "App ID", Show::Full, Holds::PublicId),
        Column::new("users", "Users stopped", Show::Always, Holds::User),
        Column::new("people", "Who", Show::Wide, Holds::User),
        Column::new("since", "Since", Show::Always, Holds::Time),
        Column::new("worked", "Last worked", Show::Always, Holds::Number),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = hours.dead_apps.iter().map(|dead| {
        let mut names: Vec<String> =
            dead.people.iter().map(|person| seen.shown(*person).to_owned()).collect();
        names.sort_unstable();
        vec![
            dead.app.text(seen).into(),
            dead.app.app.id(&seen.watched.dictionaries).into(),
            dead.people.len().into(),
            some(names),
            dead.since.into(),
            dead.worked.into(),
            seen.evidence(&dead.evidence),
        ]
    });
    Table::new(columns, rows.collect::<Rows>())
}

pub(super) fn outages(hours: &Arc<FirstHours>) -> Table {
    let columns = vec![
        Column::new("hour", "Hour", Show::Always, Holds::Time),
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("users", "Users stopped", Show::Always, Holds::User),
        Column::new("users_succeeded", "Users who got in", Show::Always, Holds::Number),
    ];
    let shared = hours.clone();
    let row = move |at: usize| {
        let outage = &shared.outages[at];
        vec![
            outage.hour.into(),
            outage.app.text(&shared.seen).into(),
            outage.stopped.into(),
            outage.succeeded.into(),
        ]
    };
    Table::new(columns, Rows::pulled(hours.outages.len(), row))
}

pub(super) fn by_hour(hours: &Arc<FirstHours>) -> Table {
    let columns = vec![
        Column::new("hour", "Hour", Show::Always, Holds::Time),
        Column::new("failure", "Failed", Show::Wide, Holds::Number),
        Column::new("interrupted", "Interrupted", Show::Wide, Holds::Number),
        Column::new("by_policy", "By a policy", Show::Always, Holds::Number),
        Column::new("other", "For another reason", Show::Always, Holds::Number),
        Column::new("users", "Users met by a policy", Show::Always, Holds::User),
        Column::new("stopped", "Users stopped from then on", Show::Always, Holds::Number),
        Column::new("forced", "Users who registered", Show::Always, Holds::Number),
    ];
    let shared = hours.clone();
    let row = move |at: usize| {
        let one = &shared.by_hour[at];
        vec![
            one.hour.into(),
            one.failure.into(),
            one.interrupted.into(),
            one.by_policy.into(),
            (one.failure + one.interrupted - one.by_policy).into(),
            one.people.into(),
            one.stopped.into(),
            one.registered.into(),
        ]
    };
    let chart = Chart {
        caption: "Sign-ins that did not succeed, by hour: stopped by a policy, for another reason".to_owned(),
        x: 0,
        series: vec![(3, "by a policy", Tone::Warn), (4, "for another reason", Tone::Dim)],
    };
    Table { chart: Some(chart), ..Table::new(columns, Rows::pulled(hours.by_hour.len(), row)) }
}

pub(super) fn forced(hours: &Arc<FirstHours>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("asked", "Asked", Show::Always, Holds::Number),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = hours.clone();
    let row = move |at: usize| {
        let (one, seen) = (&shared.forced[at], &shared.seen);
        vec![seen.shown(one.person).into(), one.asked.into(), seen.evidence(&one.evidence)]
    };
    Table::new(columns, Rows::pulled(hours.forced.len(), row))
}

pub(super) fn strangers(hours: &Arc<FirstHours>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("first", "First", Show::Always, Holds::Time),
        Column::new("attempts", "Attempts", Show::Wide, Holds::Number),
        Column::new("codes", "Codes", Show::Wide, Holds::ErrorCode),
        Column::new("password_right", "Knew the password", Show::Always, Holds::Number),
        Column::new("action", "What to do", Show::Always, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = hours.clone();
    let row = move |at: usize| {
        let stop = &shared.strangers[at];
        let action = match stop.password_right {
            true => "Reset the password, revoke the sessions",
            false => "Watch; nothing shows that the password was right",
        };
        vec![
            shared.seen.shown(stop.person).into(),
            stop.first.into(),
            stop.attempts.into(),
            codes(&stop.codes),
            stop.password_right.into(),
            action.into(),
            shared.seen.evidence(&stop.evidence),
        ]
    };
    Table::new(columns, Rows::pulled(hours.strangers.len(), row))
}

pub(super) fn by_cause(hours: &FirstHours) -> Value {
    let names = std::iter::once(APP_BROKEN).chain(Cause::ALL.map(Cause::name));
    let count = |name| hours.stopped.iter().filter(|stop| stop.cause_name() == name).count() as u64;
    let counts = names.map(|name| (name, count(name))).filter(|(_, count)| *count > 0);
    Value::Map(counts.map(|(name, count)| Fact::count(name, count)).collect())
}

pub(super) fn other_codes(hours: &FirstHours) -> Table {
    let columns = vec![
        Column::new("code", "Code", Show::Always, Holds::ErrorCode),
        Column::new("meaning", "Meaning", Show::Always, Holds::Words),
        Column::new("users", "Users", Show::Always, Holds::User),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
    ];
    let rows = hours.other_codes.iter().map(|one| {
        let words = match one.meaning {
            CodeMeaning::Usual => error_code(one.code).map_or("", |entry| entry.meaning),
            CodeMeaning::Locked => "Account locked after too many wrong passwords",
            CodeMeaning::MaliciousAddress => {
                "Address known for attacks: nothing that came from it was looked at"
            }
        };
        vec![Value::Code(one.code), words.into(), one.people.into(), one.count.into()]
    });
    Table::new(columns, rows.collect::<Rows>())
}
