//! The attempts that something stopped, as rows.

use std::sync::Arc;

use entrasift_core::Field;
use entrasift_rules::detect::flow::{Flow, Judgement};

use super::super::story::UserStory;
use crate::answer::wording::some;
use crate::answer::{Column, Holds, Rows, Show, Table, Tone, Value};

pub fn table(story: &Arc<UserStory>) -> Table {
    let columns = vec![
        Column::new("first", "First", Show::Always, Holds::Time),
        Column::new("last", "Last", Show::Full, Holds::Time),
        Column::new("judgement", "Became", Show::Always, Holds::Number),
        Column::new("cause", "Cause", Show::Always, Holds::Words),
        Column::new("codes", "Codes", Show::Always, Holds::ErrorCode),
        Column::new("apps", "Apps", Show::Wide, Holds::Words),
        Column::new("attempts", "Attempts", Show::Full, Holds::Number),
        Column::new("strange_place", "Strange place", Show::Full, Holds::Number),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = story.clone();
    Table::new(columns, Rows::pulled(story.attempts.len(), move |at| row(&shared, &shared.attempts[at])))
}

fn row(UserStory { seen, flows, .. }: &UserStory, flow: &Flow) -> Vec<Value> {
    let tone = match flow.judgement {
        Judgement::Stopped | Judgement::Hostile => Tone::Bad,
        Judgement::Recovered | Judgement::Waiting => Tone::Good,
    };
    let mut apps: Vec<String> = flow
        .apps
        .iter()
        .filter_map(|(app, _)| {
            flows.names(*app).and_then(|names| seen.texts(Field::App, names).into_iter().next())
        })
        .collect();
    apps.sort_unstable();
    vec![
        flow.first.into(),
        flow.last.into(),
        Value::Word(flow.judgement.name(), tone),
        flow.cause.name().into(),
        Value::List(flow.codes.iter().map(|code| Value::Code(*code)).collect()),
        some(apps),
        flow.attempts.into(),
        flow.strange.into(),
        seen.evidence(&flow.evidence()),
    ]
}
