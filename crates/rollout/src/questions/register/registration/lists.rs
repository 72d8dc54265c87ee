//! The lists of `registration`.

use std::sync::Arc;

use super::contact::{AdminSign, Contact, Obstacle, Registrant};
use super::registrations::Registrations;
use crate::answer::{Chart, Column, Fact, Holds, Place, Rows, Show, Table, Tone, Value};
use crate::reading::intake::ReportPlace;

/// How many rows of a list that only informs are shown on a screen.
const SHOWN: usize = 10;

pub(super) fn contacts(all: &Arc<Registrations>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("display_name", "Name", Show::Full, Holds::User),
        Column::new("methods", "Methods", Show::Wide, Holds::Words),
        Column::new("reason", "Why", Show::Always, Holds::Words),
        Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
        Column::new("last_signin", "Last sign-in", Show::Always, Holds::Time),
        Column::new("admin", "Admin", Show::Always, Holds::Words),
        Column::new("admin_because", "Admin because", Show::Full, Holds::Words),
        Column::new("suggestion", "What to do", Show::Full, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    Table::new(columns, Rows::pulled(all.contacts.len(), move |at| contact(&shared, &shared.contacts[at])))
}

fn contact(all: &Registrations, Contact { who, obstacle }: &Contact) -> Vec<Value> {
    let suggestion = match all.has_logs() && who.last_signin.is_none() {
        true => "not seen in the logs: ask whether the account is still needed, and disable it if not",
        false => suggestion(*obstacle),
    };
    vec![
        all.user(who.line).into(),
        all.line(who.line).display_name.clone().into(),
        methods(all, who.line),
        reason(*obstacle).into(),
        active(all, who),
        who.last_signin.into(),
        who.admin.is_some().into(),
        who.admin.map(admin_words).into(),
        suggestion.into(),
        evidence(all, who.line),
    ]
}

fn admin_words(sign: AdminSign) -> &'static str {
    match sign {
        AdminSign::Report => "isAdmin in the report",
        AdminSign::TenantFile => "admins of the tenant file",
        AdminSign::AdminApp => "signs in to an admin app",
    }
}

/// Why somebody cannot use MFA yet.
fn reason(obstacle: Obstacle) -> String {
    let words = match obstacle {
        Obstacle::Lost { since } => {
            let since = since.map_or_else(String::new, |time| format!(" since {}", time.day_words()));
            return format!("lost every usable method{since}");
        }
        Obstacle::NotAllowed => "registered, but not allowed by policy",
        Obstacle::OnlyPass => "only a temporary access pass",
        Obstacle::OnlyReset => "only for password reset",
        Obstacle::Nothing => "nothing registered",
    };
    words.to_owned()
}

/// What to do about it.
fn suggestion(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Lost { .. } => {
            "ask what became of the phone, and whether the user removed the method; issue a temporary access pass to register again"
        }
        Obstacle::NotAllowed => {
            "register an allowed method at https://aka.ms/mysecurityinfo, or allow this one in the authentication methods policy"
        }
        Obstacle::OnlyPass => "register before the pass ends, at https://aka.ms/mysecurityinfo",
        Obstacle::OnlyReset | Obstacle::Nothing => {
            "register the Authenticator app at https://aka.ms/mysecurityinfo; without a smartphone a FIDO2 key, or a temporary access pass for the time being"
        }
    }
}

pub(super) fn snapshots(all: &Registrations) -> Table {
    let columns = vec![
        Column::new("date", "Report of", Show::Always, Holds::Time),
        Column::new("day", "Day", Show::Always, Holds::Number),
        Column::new("eligible", "People", Show::Always, Holds::Number),
        Column::new("capable", "Can use MFA", Show::Always, Holds::Number),
        Column::new("rate", "Rate", Show::Always, Holds::Number),
        Column::new("required", "Target line", Show::Always, Holds::Number),
        Column::new("registered", "Registered", Show::Full, Holds::Number),
        Column::new("newly", "New", Show::Always, Holds::Number),
        Column::new("lost", "Lost", Show::Wide, Holds::Number),
        Column::new("joined", "Joined", Show::Full, Holds::Number),
        Column::new("gone", "Gone", Show::Full, Holds::Number),
        Column::new("files", "Files", Show::Full, Holds::File),
    ];
    let (reports, baseline) = (&all.seen.request.intake.reports, all.baseline());
    let rows = all.days.iter().map(|one| {
        let path = |report: &u32| reports[*report as usize].path.as_str().into();
        let day = one.date.and_then(|date| all.campaign.day(date));
        let required = day.zip(baseline).map(|(day, first)| all.campaign.required(first, day));
        vec![
            one.date.into(),
            day.map_or(Value::Null, Value::Code),
            one.eligible.into(),
            one.capable.into(),
            rate(one.rate()),
            rate(required),
            one.registered.into(),
            one.change.map(|change| change.newly).into(),
            one.change.map(|change| change.lost).into(),
            one.change.map(|change| change.joined).into(),
            one.change.map(|change| change.gone).into(),
            Value::List(one.reports.iter().map(path).collect()),
        ]
    });
    let chart = Chart {
        caption: "Share of people who can use MFA, day by day, and the line to the target".to_owned(),
        x: 0,
        series: vec![(4, "can use MFA", Tone::Good), (5, "target line", Tone::Dim)],
    };
    Table { columns, rows: rows.collect(), chart: Some(chart), ..Table::default() }
}

/// A list of people of the newest report.
fn people(all: &Arc<Registrations>, list: fn(&Registrations) -> &[Registrant]) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("methods", "Methods", Show::Always, Holds::Words),
        Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
        Column::new("last_signin", "Last sign-in", Show::Wide, Holds::Time),
        Column::new("admin", "Admin", Show::Always, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    let row = move |at: usize| {
        let who = &list(&shared)[at];
        vec![
            shared.user(who.line).into(),
            methods(&shared, who.line),
            active(&shared, who),
            who.last_signin.into(),
            who.admin.is_some().into(),
            evidence(&shared, who.line),
        ]
    };
    Table::new(columns, Rows::pulled(list(all).len(), row))
}

pub(super) fn not_allowed(all: &Arc<Registrations>) -> Table {
    people(all, |all| &all.not_allowed)
}

pub(super) fn weak_only(all: &Arc<Registrations>) -> Table {
    folded(people(all, |all| &all.weak_only), SHOWN, "more")
}

pub(super) fn regressions(all: &Arc<Registrations>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("what", "What", Show::Always, Holds::Words),
        Column::new("removed", "Removed", Show::Always, Holds::Words),
        Column::new("before", "Last report with it", Show::Full, Holds::Time),
        Column::new("since", "First report without", Show::Always, Holds::Time),
        Column::new("recovered", "Back since", Show::Always, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    let row = move |at: usize| {
        let one = &shared.regressions[at];
        let (word, tone) = match one.is_lost {
            true => ("cannot use MFA any more", Tone::Bad),
            false => ("a method is gone", Tone::Warn),
        };
        let removed = one.removed(&shared.seen.request.intake);
        vec![
            shared.user(one.line).into(),
            Value::Word(word, if one.recovered.is_some() { Tone::Dim } else { tone }),
            Value::List(removed.into_iter().map(Value::from).collect()),
            one.before.into(),
            one.since.into(),
            one.recovered.into(),
            evidence(&shared, one.line),
        ]
    };
    Table::new(columns, Rows::pulled(all.regressions.len(), row))
}

pub(super) fn newcomers(all: &Arc<Registrations>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("since", "First report with it", Show::Always, Holds::Time),
        Column::new("methods", "Methods", Show::Always, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    let row = move |at: usize| {
        let one = &shared.newcomers[at];
        vec![
            shared.user(one.line).into(),
            one.since.into(),
            methods(&shared, one.line),
            evidence(&shared, one.line),
        ]
    };
    folded(Table::new(columns, Rows::pulled(all.newcomers.len(), row)), SHOWN, "more before")
}

pub(super) fn guests(all: &Arc<Registrations>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Wide, Holds::User),
        Column::new("user_name", "Signs in as", Show::Always, Holds::User),
        Column::new("capable", "Can use MFA here", Show::Always, Holds::Number),
        Column::new("methods", "Methods", Show::Wide, Holds::Words),
        Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
        Column::new("last_signin", "Last sign-in", Show::Always, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    let row = move |at: usize| {
        let who = &shared.guests[at];
        vec![
            shared.user(who.line).into(),
            shared.line(who.line).sign_in_name().into(),
            who.is_capable.into(),
            methods(&shared, who.line),
            active(&shared, who),
            who.last_signin.into(),
            evidence(&shared, who.line),
        ]
    };
    let table = Table::new(columns, Rows::pulled(all.guests.len(), row));
    folded(table, 0, "guests; their MFA normally lives in their home tenant")
}

/// How many people have each method.
pub(super) fn by_method(all: &Registrations) -> Value {
    Value::Map(all.by_method.iter().map(|(name, count)| Fact::count(name.clone(), *count)).collect())
}

pub(super) fn excluded(all: &Arc<Registrations>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("because", "Because", Show::Always, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = all.clone();
    let row = move |at: usize| {
        let one = &shared.excluded[at];
        vec![shared.user(one.line).into(), one.because.into(), evidence(&shared, one.line)]
    };
    folded(Table::new(columns, Rows::pulled(all.excluded.len(), row)), 0, "accounts that do not count")
}

/// The table with all but its first rows folded.
fn folded(mut table: Table, shown: usize, folded_as: &str) -> Table {
    (table.folded, table.folded_as) = (table.rows.len().saturating_sub(shown), folded_as.to_owned());
    table
}

/// A share; nothing where it is not known.
pub(super) fn rate(rate: Option<f64>) -> Value {
    rate.map_or(Value::Null, Value::Share)
}

/// Seen in the logs; nothing without logs.
fn active(all: &Registrations, who: &Registrant) -> Value {
    all.has_logs().then_some(who.last_signin.is_some()).into()
}

fn methods(all: &Registrations, line: ReportPlace) -> Value {
    Value::List(all.line(line).methods.iter().map(|method| method.clone().into()).collect())
}

fn evidence(all: &Registrations, place: ReportPlace) -> Value {
    let path = all.seen.request.intake.reports[place.report as usize].path.clone();
    Value::Evidence { places: vec![Place { path, row: all.line(place).row }], total: 1 }
}
