//! How `break-glass` is said.

use std::sync::Arc;

use entrasift_core::field::catalogue;
use entrasift_core::{Field, Status};
use entrasift_rules::list;

use super::emergencies::EmergencySignIn;
use super::usage::EmergencyUse;
use crate::answer::wording::count_of;
use crate::answer::{Answer, Column, Holds, Outcome, Rows, Section, Show, Step, Table, Tone, Value};

pub(super) fn answer(used: &Arc<EmergencyUse>) -> Answer {
    let rules: Vec<_> = list::named("break-glass-use").into_iter().collect();
    let next = match used.events.is_empty() {
        true => Vec::new(),
        false => vec![Step::run("show REQUEST-ID", "one event with every column")],
    };
    Answer {
        command: "break-glass",
        reading: Some(used.seen.reading(&rules, Vec::new())),
        lead: lead(used),
        sections: vec![
            Section::table("accounts", "Break-glass accounts", accounts_table(used)),
            Section::table("events", "Events", events_table(used)),
        ],
        next,
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn lead(used: &EmergencyUse) -> Vec<String> {
    let declared = used.accounts.len();
    if declared == 0 {
        return vec![
            "No break-glass account is declared: use --break-glass ID, or `break_glass` in the tenant file."
                .to_owned(),
        ];
    }
    if used.events.is_empty() {
        let accounts = count_of(declared as u64, "account", "accounts");
        return vec![format!("No sign-in of the {accounts} declared.")];
    }
    let all = count_of(used.events.len() as u64, "sign-in", "sign-ins");
    vec![match used.unplanned() {
        0 => format!("{all} of break-glass accounts, each in a planned test."),
        some => format!(
            "{all} of break-glass accounts; {} not planned. Find out who it was.",
            count_of(some, "was", "were")
        ),
    }]
}

fn accounts_table(used: &Arc<EmergencyUse>) -> Table {
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
    let shared = used.clone();
    Table::new(columns, Rows::pulled(used.accounts.len(), move |number| account_row(&shared, number)))
}

fn account_row(used: &Arc<EmergencyUse>, number: usize) -> Vec<Value> {
    let account = &used.accounts[number];
    let methods = account.registered_methods.as_ref();
    let shared = used.clone();
    let own = Rows::pulled(account.events.len(), move |at| {
        event_row(&shared, &shared.events[shared.accounts[number].events[at] as usize])
    });
    vec![
        used.name(number).into(),
        (!account.events.is_empty()).into(),
        account.events.len().into(),
        account.success.into(),
        account.failure.into(),
        account.interrupted.into(),
        account.without_mfa.into(),
        account.last_success.into(),
        methods.map_or(Value::Null, |methods| {
            Value::List(methods.iter().map(|method| method.clone().into()).collect())
        }),
        Value::Table(Table::new(event_columns(), own)),
    ]
}

fn event_columns() -> Vec<Column> {
    vec![
        Column::new("time", "Time", Show::Always, Holds::Time),
        Column::new("status", "Status", Show::Always, Holds::Words),
        Column::new("error_code", "Code", Show::Always, Holds::ErrorCode),
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("ip", "Address", Show::Always, Holds::Address),
        Column::new("location", "Location", Show::Wide, Holds::Words),
        Column::new("client_app", "Client app", Show::Wide, Holds::Words),
        Column::new("mfa", "MFA", Show::Always, Holds::Words),
        Column::new("planned", "Planned", Show::Always, Holds::Number),
        Column::new("path", "File", Show::Full, Holds::File),
        Column::new("row", "Row", Show::Full, Holds::Number),
    ]
}

fn events_table(used: &Arc<EmergencyUse>) -> Table {
    let mut columns = event_columns();
    columns.insert(0, Column::new("account", "Account", Show::Always, Holds::User));
    let shared = used.clone();
    let rows = Rows::pulled(used.events.len(), move |at| {
        let event = &shared.events[at];
        let mut row = event_row(&shared, event);
        row.insert(0, shared.name(usize::from(event.account) - 1).into());
        row
    });
    Table::new(columns, rows)
}

/// The code as a number; text that is none as it stands; null where the file has none.
fn code_value(code: &str) -> Value {
    match code.trim() {
        "" => Value::Null,
        text => text.parse().map_or_else(|_| text.into(), Value::Code),
    }
}

fn event_row(used: &EmergencyUse, event: &EmergencySignIn) -> Vec<Value> {
    let seen = &used.seen;
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
        used.is_planned(event).into(),
        place.path.into(),
        place.row.into(),
    ]
}
