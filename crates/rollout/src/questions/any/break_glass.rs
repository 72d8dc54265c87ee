//! `break-glass`: every emergency sign-in.

use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::log::batch::{RowRef, Status};
use entrasift_core::log::symbols::{Symbol, Translation};
use entrasift_core::text::time::Time;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::list;
use entrasift_rules::tenant::Tenant;
use hashbrown::HashMap;

use crate::answer::{Answer, Column, Holds, Outcome, Section, Show, Step, Table, Tone, Value};
use crate::reading::newest::Newest;
use crate::reading::read_logs::{Seen, count_of, see};
use crate::reading::request::{AnswerError, Request};

/// What `break-glass` watches: all rows of the declared accounts.
#[derive(Default)]
struct Emergencies {
    events: Vec<Event>,
    /// Whether each success was with MFA, leaving aside that the account is declared; `None` where the log does not tell.
    mfa: HashMap<RowRef, Option<bool>>,
}

struct Event {
    account: u16,
    time: Time,
    row: RowRef,
    status: Status,
    code: Symbol,
    app: Symbol,
    ip: Symbol,
    place: [Symbol; 3],
    client: Symbol,
    user: Symbol,
    /// With MFA; `None` where the log does not tell, or it is no success.
    mfa: Option<bool>,
}

impl Observe for Emergencies {
    fn needs(&self, needs: &mut Needs) {
        let fields = [Field::Ip, Field::City, Field::State, Field::Country];
        needs.of_rows(&fields, |row| row.break_glass() != 0 && row.is_user());
    }

    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.break_glass() != 0 && row.is_user()) {
            let value = |field| row.symbol(field);
            let (code, app, ip) = (value(Field::Code), value(Field::App), value(Field::Ip));
            let place = [value(Field::City), value(Field::State), value(Field::Country)];
            let (client, user) = (value(Field::ClientApp), value(Field::User));
            self.events.push(Event {
                account: row.break_glass(),
                time: row.time(),
                row: row.row_ref(),
                status: row.status(),
                code,
                app,
                ip,
                place,
                client,
                user,
                mfa: None,
            });
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows.iter().filter(|(row, _)| row.break_glass() != 0) {
            let mfa = match verdict.aside {
                Class::Unknown | Class::TokenOnly => None,
                class => Some(class.is_protected()),
            };
            self.mfa.insert(row.row_ref(), mfa);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        let translated = other.events.into_iter().map(|event| Event {
            code: translation.symbol(Field::Code, event.code),
            app: translation.symbol(Field::App, event.app),
            ip: translation.symbol(Field::Ip, event.ip),
            place: [
                translation.symbol(Field::City, event.place[0]),
                translation.symbol(Field::State, event.place[1]),
                translation.symbol(Field::Country, event.place[2]),
            ],
            client: translation.symbol(Field::ClientApp, event.client),
            user: translation.symbol(Field::User, event.user),
            ..event
        });
        self.events.extend(translated);
        self.mfa.extend(other.mfa);
    }
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request) -> Result<Answer, AnswerError> {
    let rules: Vec<_> = list::named("break-glass-use").into_iter().collect();
    let (Emergencies { events, mfa }, seen) = see(request, "break-glass", &[], Emergencies::default)?;
    let with_mfa = |event: Event| Event { mfa: mfa.get(&event.row).copied().flatten(), ..event };
    let mut events: Vec<_> = events.into_iter().map(with_mfa).collect();
    events.sort_by_key(|event| (event.time, event.row));
    let sections = vec![
        Section::table("accounts", "Break-glass accounts", accounts(&seen, &events)),
        Section::table("events", "Events", all_events(&seen, &events)),
    ];
    let lead = lead(request, &events);
    let reading = Some(seen.reading(&rules, Vec::new()));
    let next = if events.is_empty() {
        Vec::new()
    } else {
        vec![Step::run("show REQUEST-ID", "one event with every column")]
    };
    Ok(Answer {
        command: "break-glass",
        reading,
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

fn lead(request: &Request, events: &[Event]) -> Vec<String> {
    let declared = request.tenant.break_glass.len();
    if declared == 0 {
        return vec![
            "No break-glass account is declared: use --break-glass ID, or `break_glass` in the tenant file."
                .to_owned(),
        ];
    }
    if events.is_empty() {
        let accounts = count_of(declared as u64, "account", "accounts");
        return vec![format!("No sign-in of the {accounts} declared.")];
    }
    let unplanned = events.iter().filter(|event| !is_planned(&request.tenant, event)).count() as u64;
    let all = count_of(events.len() as u64, "sign-in", "sign-ins");
    vec![match unplanned {
        0 => format!("{all} of break-glass accounts, each in a planned test."),
        some => format!(
            "{all} of break-glass accounts; {} not planned. Find out who it was.",
            count_of(some, "was", "were")
        ),
    }]
}

fn is_planned(tenant: &Tenant, event: &Event) -> bool {
    tenant.planned(&tenant.break_glass[usize::from(event.account) - 1], event.time)
}

fn accounts(seen: &Seen, events: &[Event]) -> Table {
    let columns = vec![
        Column::new("id", "Account", Show::Always, Holds::User),
        Column::new("matched", "Seen", Show::Always, Holds::Number),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Always, Holds::Number),
        Column::new("failure", "Failed", Show::Always, Holds::Number),
        Column::new("interrupted", "Interrupted", Show::Wide, Holds::Number),
        Column::new("without_mfa", "Without MFA", Show::Always, Holds::Number),
        Column::new("last_success", "Last success", Show::Always, Holds::Time),
        Column::new("registered_methods", "Registered methods", Show::Wide, Holds::Words),
        Column::new("events", "Events", Show::Never, Holds::Number),
    ];
    let tenant = &seen.request.tenant;
    let rows = tenant.break_glass.iter().enumerate().map(|(index, id)| {
        let own: Vec<&Event> =
            events.iter().filter(|event| usize::from(event.account) == index + 1).collect();
        let count = |status| own.iter().filter(|event| event.status == status).count();
        let successes = || own.iter().filter(|event| event.status == Status::Success);
        vec![
            id.clone().into(),
            (!own.is_empty()).into(),
            own.len().into(),
            count(Status::Success).into(),
            count(Status::Failure).into(),
            count(Status::Interrupted).into(),
            successes().filter(|event| event.mfa != Some(true)).count().into(),
            successes().map(|event| event.time).max().into(),
            registered_methods(seen, id, &own),
            Value::Table(events_table(seen, &own)),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// The methods in the newest report; null without a report, or where the account is missing in it.
fn registered_methods(seen: &Seen, id: &str, own: &[&Event]) -> Value {
    let newest = Newest::new(&seen.request);
    let names: Vec<&str> = own.iter().map(|event| seen.text(Field::User, event.user)).collect();
    let line = newest.lines().map(|(_, user)| user).find(|user| {
        let is = |name: &str| {
            user.user.eq_ignore_ascii_case(name)
                || !user.user_id.is_empty() && user.user_id.eq_ignore_ascii_case(name)
        };
        is(id.trim()) || names.iter().any(|name| !name.is_empty() && is(name))
    });
    line.map_or(Value::Null, |user| {
        Value::List(user.methods.iter().map(|method| method.clone().into()).collect())
    })
}

const EVENT_COLUMNS: &[(&str, &str, Show, Holds)] = &[
    ("time", "Time", Show::Always, Holds::Words),
    ("status", "Status", Show::Always, Holds::Words),
    ("error_code", "Code", Show::Always, Holds::Words),
    ("app", "App", Show::Always, Holds::Words),
    ("ip", "Address", Show::Always, Holds::Address),
    ("location", "Location", Show::Wide, Holds::Words),
    ("client_app", "Client app", Show::Wide, Holds::Words),
    ("mfa", "MFA", Show::Always, Holds::Words),
    ("planned", "Planned", Show::Always, Holds::Number),
    ("path", "File", Show::Full, Holds::File),
    ("row", "Row", Show::Full, Holds::Number),
];

fn events_table(seen: &Seen, events: &[&Event]) -> Table {
    let columns =
        EVENT_COLUMNS.iter().map(|(key, title, show, holds)| Column::new(key, title, *show, *holds));
    Table {
        columns: columns.collect(),
        rows: events.iter().map(|event| event_row(seen, event)).collect(),
        ..Table::default()
    }
}

fn all_events(seen: &Seen, events: &[Event]) -> Table {
    let mut table = events_table(seen, &events.iter().collect::<Vec<_>>());
    table.columns.insert(0, Column::new("account", "Account", Show::Always, Holds::User));
    let rows = events.iter().map(|event| {
        let account = seen.request.tenant.break_glass[usize::from(event.account) - 1].clone().into();
        std::iter::once(account).chain(event_row(seen, event)).collect()
    });
    table.rows = rows.collect();
    table
}

/// The code as a number; text that is none as it stands; null where the file has none.
fn code_value(code: &str) -> Value {
    match code.trim() {
        "" => Value::Null,
        text => text.parse().map_or_else(|_| text.into(), Value::Code),
    }
}

fn event_row(seen: &Seen, event: &Event) -> Vec<Value> {
    let tone = match event.status {
        Status::Success => Tone::Bad,
        Status::Failure => Tone::Warn,
        Status::Interrupted => Tone::Plain,
    };
    let code = seen.text(Field::Code, event.code);
    let parts = [Field::City, Field::State, Field::Country].into_iter().zip(event.place);
    let parts: Vec<&str> = parts.map(|(field, symbol)| seen.text(field, symbol)).collect();
    let location = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let client = seen.text(Field::ClientApp, event.client);
    let client = catalogue::client_app(client).map_or(client, |entry| entry.name);
    let place = seen.place(event.row);
    vec![
        event.time.into(),
        Value::Word(event.status.name(), tone),
        code_value(code),
        seen.text(Field::App, event.app).into(),
        seen.text(Field::Ip, event.ip).into(),
        location.into(),
        client.into(),
        event.mfa.into(),
        is_planned(&seen.request.tenant, event).into(),
        place.path.into(),
        place.row.into(),
    ]
}
