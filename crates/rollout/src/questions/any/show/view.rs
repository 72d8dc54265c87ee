//! How `show` is said.

use entrasift_core::field::catalogue;
use entrasift_core::{Evidence, Field};
use entrasift_rules::derive::outcome::Class;

use super::signin::ShownSignIn;
use crate::answer::wording::count_of;
use crate::answer::{Answer, Column, Fact, Holds, Outcome, Section, Show, Table, Value};
use crate::questions::any::gaps::class_tone;

pub(super) fn answer(shown: &ShownSignIn) -> Answer {
    Answer {
        command: "show",
        reading: Some(shown.seen.reading(&[], Vec::new())),
        lead: lead(shown),
        sections: vec![
            Section::value("signin", "The sign-in", Value::Map(facts(shown))),
            Section::table("steps", "Authentication steps", steps_table(shown)),
            Section::table("rows", "Every row, cell by cell", cells_table(shown)),
        ],
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn lead(shown: &ShownSignIn) -> Vec<String> {
    let rows = match shown.rows.len() {
        1 => "One row.".to_owned(),
        copies => format!("{}, merged into one sign-in.", count_of(copies as u64, "row", "rows")),
    };
    let class = shown.outcome.class.map(|(class, _)| format!("Class {}: {}.", class.name(), class.words()));
    std::iter::once(rows).chain(class).collect()
}

fn facts(shown: &ShownSignIn) -> Vec<Fact> {
    let outcome = &shown.outcome;
    let mut facts = vec![
        Fact::new("request_id", Holds::Id, shown.request_id.to_lowercase()),
        Fact::new("status", Holds::Words, outcome.status.map_or(Value::Null, Value::from)),
    ];
    if let Some((class, confidence)) = outcome.class {
        facts.push(Fact::new("class", Holds::Words, Value::Word(class.name(), class_tone(class))));
        facts.push(Fact::new("confidence", Holds::Words, confidence.name()));
        facts.push(Fact::new("reason", Holds::Words, reason(class, outcome.own_evidence)));
    }
    if let Some(entry) = shown.code().and_then(|code| code.parse().ok()).and_then(catalogue::error_code) {
        facts.push(Fact::new("meaning", Holds::Words, entry.meaning));
        facts.push(Fact::new("helpdesk", Holds::Words, entry.helpdesk_action));
    }
    facts
}

fn reason(class: Class, evidence: Evidence) -> String {
    let words = evidence.words();
    let seen = if words.is_empty() { "no MFA evidence of its own".to_owned() } else { words.join("; ") };
    format!("{} (evidence: {seen})", class.words())
}

fn steps_table(shown: &ShownSignIn) -> Table {
    let columns = [
        ("step", "Step", Holds::Words),
        ("method", "Method", Holds::Words),
        ("detail", "Detail", Holds::Free),
        ("succeeded", "Succeeded", Holds::Words),
        ("result", "Result", Holds::Words),
        ("path", "File", Holds::File),
        ("row", "Row", Holds::Number),
    ];
    let rows = shown.steps.iter().zip(1_u64..).map(|(step, number)| {
        vec![
            number.into(),
            step.cell(Field::StepMethod).into(),
            step.cell(Field::StepDetail).into(),
            step.cell(Field::StepSucceeded).into(),
            step.cell(Field::StepResult).into(),
            step.place.path.as_str().into(),
            step.place.row.into(),
        ]
    });
    Table::shown(&columns, rows.collect::<Vec<_>>())
}

fn cells_table(shown: &ShownSignIn) -> Table {
    let columns = vec![
        Column::new("path", "File", Show::Wide, Holds::File),
        Column::new("row", "Row", Show::Always, Holds::Number),
        Column::new("field", "Field", Show::Always, Holds::Words),
        Column::new("value", "Value", Show::Always, Holds::Words),
    ];
    let cells = shown.rows.iter().flat_map(|row| {
        row.cells.iter().map(move |(field, text)| {
            vec![
                row.place.path.as_str().into(),
                row.place.row.into(),
                field.name().into(),
                Value::Held(field.holds(), text.clone()),
            ]
        })
    });
    Table::new(columns, cells.collect::<Vec<_>>())
}
