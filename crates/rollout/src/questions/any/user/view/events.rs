//! The newest sign-ins in time order, as rows.

use std::sync::Arc;

use entrasift_core::Field;

use super::super::life::{EVENTS_KEPT, LifeEvent};
use super::super::story::UserStory;
use crate::answer::wording::count_of;
use crate::answer::{Column, Holds, Rows, Section, Show, Table, Value};
use crate::questions::any::gaps::class_tone;

/// The newest sign-ins in time order.
pub fn section(story: &Arc<UserStory>) -> Section {
    let columns = vec![
        Column::new("time", "Time", Show::Always, Holds::Time),
        Column::new("status", "Status", Show::Always, Holds::Words),
        Column::new("code", "Code", Show::Always, Holds::ErrorCode),
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("class", "MFA", Show::Always, Holds::Words),
        Column::new("method", "Method", Show::Full, Holds::Words),
        Column::new("interactive", "Interactive", Show::Full, Holds::Number),
        Column::new("device", "Device", Show::Wide, Holds::Words),
        Column::new("ip", "Address", Show::Wide, Holds::Address),
        Column::new("country", "Country", Show::Full, Holds::Words),
        Column::new("path", "File", Show::Full, Holds::File),
        Column::new("row", "Row", Show::Full, Holds::Number),
    ];
    let shared = story.clone();
    let rows = Rows::pulled(story.life.events().len(), move |at| row(&shared, &shared.life.events()[at]));
    let life = &story.life;
    let left = life.signins.saturating_sub(life.events().len() as u64);
    let note = match left {
        0 => String::new(),
        left => format!(
            "The newest {EVENTS_KEPT}; {} left out here, and counted everywhere else.",
            count_of(left, "older one is", "older ones are")
        ),
    };
    Section::table("events", "Sign-ins in time order", Table::new(columns, rows)).noted(note)
}

fn row(UserStory { seen, life, .. }: &UserStory, event: &LifeEvent) -> Vec<Value> {
    let text = |field, symbol| seen.text(field, symbol).to_owned();
    let device: Vec<String> = [text(Field::Os, event.os), text(Field::Browser, event.browser)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let class =
        life.class_of(event.row).map_or(Value::Null, |class| Value::Word(class.name(), class_tone(class)));
    let place = seen.place(event.row);
    vec![
        event.time.into(),
        event.status.name().into(),
        text(Field::Code, event.code).trim().parse().map_or(Value::Null, Value::Code),
        text(Field::App, event.app).into(),
        class,
        text(Field::MfaMethod, event.method).into(),
        event.interactive.into(),
        device.join("; ").into(),
        text(Field::Ip, event.ip).into(),
        text(Field::Country, event.country).into(),
        place.path.into(),
        place.row.into(),
    ]
}
