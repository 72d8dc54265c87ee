//! An answer as the clocks of a zone tell it. Renderers for people know no zone: to them every time is what a clock shows.

use std::borrow::Cow;

use entrasift_core::text::time::Zone;
use entrasift_rollout::answer::{Answer, Body, Table, Value};

/// The answer with every time as the clocks of the zone show it.
pub(crate) fn seen_in(answer: &Answer, zone: Zone) -> Cow<'_, Answer> {
    if zone == Zone::UTC {
        return Cow::Borrowed(answer);
    }
    let mut answer = answer.clone();
    if let Some(reading) = &mut answer.reading {
        reading.as_of = reading.as_of.map(|time| zone.local(time));
        reading.totals.iter_mut().for_each(|(_, value)| turn(value, zone));
        let tables = [&mut reading.inputs, &mut reading.ignored, &mut reading.problems];
        tables.into_iter().for_each(|table| turn_table(table, zone));
    }
    for section in &mut answer.sections {
        match &mut section.body {
            Body::Table(table) => turn_table(table, zone),
            Body::Value(value) => turn(value, zone),
            Body::Page(_) => {}
        }
    }
    Cow::Owned(answer)
}

fn turn_table(table: &mut Table, zone: Zone) {
    table.rows.iter_mut().flatten().for_each(|value| turn(value, zone));
}

fn turn(value: &mut Value, zone: Zone) {
    match value {
        Value::Time(time) => *time = zone.local(*time),
        Value::List(items) | Value::Some { items, .. } => {
            items.iter_mut().for_each(|item| turn(item, zone));
        }
        Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| turn(value, zone)),
        Value::Table(table) => turn_table(table, zone),
        Value::Null
        | Value::Bool(_)
        | Value::Count(_)
        | Value::Code(_)
        | Value::Share(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Word(..)
        | Value::Evidence { .. } => {}
    }
}
