//! The people who are stopped: one line each, from all of their stopped flows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::dialect::registration::Registration;
use entrasift_core::field::Field;
use entrasift_core::text::time::{HOUR, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{App, BrokenApp, Cause, Flow, Flows, Judgement};
use entrasift_rules::measure::Evidence;
use hashbrown::{HashMap, HashSet};

use super::advice::{self, Known};
use crate::answer::{Column, Holds, Show, Table, Tone, Value};
use crate::facts::priority::{self, Admins, Priority};
use crate::people::activity::Roll;
use crate::people::cohort::{ReportLine, Uncounted, snapshots};
use crate::reading::read_logs::{Seen, some};

/// The service publishes late, and people are on the way: younger stops may still resolve themselves.
const PENDING: i64 = 2 * HOUR;

/// The cause of those who are stopped only in applications that let nobody in.
pub(super) const APP_BROKEN: &str = "app-broken";

/// How badly someone is stopped, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// No success with MFA since: cannot work.
    LockedOut,
    /// Works, but not in some application or on some device; or was seen only in an application that lets nobody in.
    Partly,
    /// Only old clients and scripts are stopped, or the account is no person's.
    Client,
}

impl State {
    fn word(self) -> Value {
        match self {
            State::LockedOut => Value::Word("locked-out", Tone::Bad),
            State::Partly => Value::Word("partly", Tone::Warn),
            State::Client => Value::Word("client", Tone::Plain),
        }
    }
}

/// One person who is stopped.
pub(super) struct Stopped {
    pub person: Person,
    pub user: String,
    pub admin: bool,
    pub account: &'static str,
    pub state: State,
    pub since: Time,
    pub last: Time,
    pub attempts: u64,
    pub codes: Vec<i64>,
    pub cause: &'static str,
    pub likely: String,
    pub action: String,
    pub registered: Option<bool>,
    pub capable: Option<bool>,
    pub apps: Vec<String>,
    pub worked: Option<Time>,
    pub pending: bool,
    pub evidence: Evidence,
}

/// What is known of people beside the logs' flows.
pub(super) struct People<'r> {
    by_id: HashMap<&'r str, ReportLine<'r>>,
    by_name: HashMap<String, ReportLine<'r>>,
    declared: Admins,
    in_portal: HashSet<Person>,
    /// There is a report.
    pub has_report: bool,
}

impl<'r> People<'r> {
    /// From the newest registration reports, the tenant file, and who worked in an admin app.
    pub fn of(seen: &'r Seen, flows: &Flows) -> People<'r> {
        let roll = Roll::default();
        let outside = Uncounted::new(&seen.request.tenant, &roll);
        let newest = snapshots(&seen.request, &outside).into_iter().next_back();
        let lines: Vec<ReportLine<'r>> =
            newest.map(|newest| newest.people.into_values().collect()).unwrap_or_default();
        let dictionaries = &seen.watched.dictionaries;
        let is_portal = |app: App| priority::of_app(app.id(dictionaries), "") == Priority::Admin;
        let in_portal = flows.footprints().people().filter(|(_, prints)| prints.apps().any(is_portal));
        People {
            has_report: !lines.is_empty(),
            by_id: lines.iter().map(|line| (line.report.user_id.as_str(), *line)).collect(),
            by_name: lines.iter().map(|line| (line.report.sign_in_name(), *line)).collect(),
            declared: Admins::of(&seen.request),
            in_portal: in_portal.map(|(person, _)| person).collect(),
        }
    }

    fn line(&self, seen: &Seen, person: Person) -> Option<&ReportLine<'r>> {
        let id = seen.user_id(person);
        let by_id = self.by_id.get(id).filter(|_| !id.is_empty());
        by_id.or_else(|| self.by_name.get(seen.shown(person)))
    }

    fn is_admin(&self, seen: &Seen, person: Person) -> bool {
        self.declared.has(seen.shown(person))
            || self.declared.has(seen.user_id(person))
            || self.in_portal.contains(&person)
    }
}

/// Everyone who is stopped: administrators first, then who cannot work at all, then who can in part, then clients and scripts; in
/// each the longest stopped first, then by user and key.
pub(super) fn stopped(
    seen: &Seen,
    flows: &Flows,
    judged: &[Flow],
    broken: &[BrokenApp],
    people: &People<'_>,
) -> Vec<Stopped> {
    let mut by_person: BTreeMap<Person, Vec<(usize, &Flow)>> = BTreeMap::new();
    for (place, flow) in judged.iter().enumerate().filter(|(_, flow)| flow.judgement == Judgement::Stopped) {
        by_person.entry(flow.person).or_default().push((place, flow));
    }
    let in_broken: HashSet<usize> = broken.iter().flat_map(|app| app.flows.iter().copied()).collect();
    let mut lines: Vec<Stopped> = by_person
        .into_iter()
        .map(|(person, own)| {
            let broken_app = own.iter().all(|(place, _)| in_broken.contains(place));
            let own: Vec<&Flow> = own.into_iter().map(|(_, flow)| flow).collect();
            line(seen, flows, person, &own, broken_app, people)
        })
        .collect();
    lines.sort_by(|a, b| {
        let rank = |line: &Stopped| (!line.admin, line.state, line.since);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.user.cmp(&b.user))
            .then_with(|| seen.key(a.person).cmp(seen.key(b.person)))
    });
    lines
}

fn line(
    seen: &Seen,
    flows: &Flows,
    person: Person,
    own: &[&Flow],
    broken_app: bool,
    people: &People<'_>,
) -> Stopped {
    let since = own.iter().map(|flow| flow.since).min().expect("a person is stopped in a flow");
    let last = own.iter().map(|flow| flow.last).max().expect("a person is stopped in a flow");
    let telling = own.iter().min_by_key(|flow| (flow.cause, Reverse(flow.last), flow.code));
    let (cause, code) = telling.map(|flow| (flow.cause, flow.code)).expect("a person is stopped in a flow");
    let report = people.line(seen, person);
    let (registered, capable) = (report.map(ReportLine::is_registered), report.map(ReportLine::is_capable));
    let strange = own.iter().all(|flow| flow.strange);
    let known = Known { registered, capable, strange, broken_app };
    let (mut likely, action) = advice::of(cause, code, known);
    if cause == Cause::UnknownCode
        && !broken_app
        && let Some(words) = own_words(seen, flows, code)
    {
        likely = format!(
            "code {}, which is not in the catalogue; the log says `{words}`",
            code.unwrap_or_default()
        );
    }
    let worked = flows.footprints().last_protected(person).filter(|time| *time > last);
    let account = account(seen, person);
    let state = match () {
        () if account != "person" || own.iter().all(|flow| flow.legacy) => State::Client,
        () if worked.is_some() || broken_app => State::Partly,
        () => State::LockedOut,
    };
    let mut evidence = Evidence::default();
    own.iter().for_each(|flow| evidence.merge(&flow.evidence()));
    let end = seen.totals.last_signin;
    Stopped {
        person,
        user: seen.shown(person).to_owned(),
        admin: people.is_admin(seen, person),
        account,
        state,
        since,
        last,
        attempts: own.iter().map(|flow| flow.attempts).sum(),
        codes: sorted(own.iter().flat_map(|flow| flow.codes.iter().copied())),
        cause: if broken_app { APP_BROKEN } else { cause.name() },
        likely,
        action,
        registered,
        capable,
        apps: sorted(own.iter().flat_map(|flow| &flow.apps).map(|(app, _)| app_name(seen, flows, *app))),
        worked,
        pending: end.is_some_and(|end| end.0.saturating_sub(last.0) < PENDING),
        evidence,
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The name of an application in which someone was stopped; its id where no row has a name.
pub(super) fn app_name(seen: &Seen, flows: &Flows, app: App) -> String {
    let names = flows.names(app).map(|names| seen.texts(Field::App, names)).unwrap_or_default();
    names.into_iter().next().unwrap_or_else(|| app.key(&seen.watched.dictionaries).to_owned())
}

/// The failure reason beside a code that nobody knows.
fn own_words(seen: &Seen, flows: &Flows, code: Option<i64>) -> Option<String> {
    let reasons = flows.reasons(code.unwrap_or(i64::MIN))?;
    seen.texts(Field::Reason, reasons).into_iter().find(|text| !text.is_empty())
}

/// Whose account it is, by the tenant file.
fn account(seen: &Seen, person: Person) -> &'static str {
    let roll = Roll::default();
    let name = Registration { user: seen.shown(person).to_owned(), ..Registration::default() };
    match Uncounted::new(&seen.request.tenant, &roll).because(&name) {
        None | Some("excluded in the tenant file") => "person",
        Some(because) => because,
    }
}

/// The main list.
pub(super) fn table(seen: &Seen, lines: &[Stopped]) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
        Column::new("admin", "Admin", Show::Full, Holds::Words),
        Column::new("account_kind", "Account", Show::Full, Holds::Words),
        Column::new("state", "State", Show::Always, Holds::Words),
        Column::new("since", "Since", Show::Always, Holds::Time),
        Column::new("last_attempt", "Last attempt", Show::Full, Holds::Number),
        Column::new("attempts", "Attempts", Show::Wide, Holds::Number),
        Column::new("codes", "Codes", Show::Wide, Holds::Words),
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
    let rows = lines.iter().map(|line| {
        vec![
            line.user.clone().into(),
            seen.user_id(line.person).into(),
            line.admin.into(),
            line.account.into(),
            line.state.word(),
            line.since.into(),
            line.last.into(),
            line.attempts.into(),
            Value::List(line.codes.iter().map(|code| Value::Code(*code)).collect()),
            line.cause.into(),
            line.likely.clone().into(),
            line.action.clone().into(),
            line.registered.into(),
            line.capable.into(),
            some(line.apps.clone()),
            line.worked.into(),
            line.pending.into(),
            seen.evidence(&line.evidence),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}
