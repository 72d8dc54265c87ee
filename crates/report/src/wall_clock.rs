//! An answer as the clocks of a zone tell it. Renderers for people know no zone: to them every time is what a clock shows.

use std::borrow::Cow;

use entrasift_core::Zone;
use entrasift_rollout::answer::{Answer, Body, Table, Totals, Value};

/// The answer with every time as the clocks of the zone show it.
pub(crate) fn seen_in(answer: &Answer, zone: Zone) -> Cow<'_, Answer> {
    if zone == Zone::UTC {
        return Cow::Borrowed(answer);
    }
    let mut answer = answer.clone();
    if let Some(reading) = &mut answer.reading {
        reading.as_of = reading.as_of.map(|time| zone.local(time));
        turn_totals(&mut reading.totals, zone);
        reading.inputs.iter_mut().for_each(|line| turn_totals(&mut line.totals, zone));
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

fn turn_totals(totals: &mut Totals, zone: Zone) {
    totals.first = totals.first.map(|time| zone.local(time));
    totals.last = totals.last.map(|time| zone.local(time));
}

fn turn_table(table: &mut Table, zone: Zone) {
    let rows = std::mem::take(&mut table.rows);
    table.rows = rows.map(move |mut row| {
        row.iter_mut().for_each(|value| turn(value, zone));
        row
    });
}

fn turn(value: &mut Value, zone: Zone) {
    match value {
        Value::Time(time) => *time = zone.local(*time),
        Value::List(items) | Value::Some { items, .. } => {
            items.iter_mut().for_each(|item| turn(item, zone));
        }
        Value::Map(entries) => entries.iter_mut().for_each(|fact| turn(&mut fact.value, zone)),
        Value::Table(table) => turn_table(table, zone),
        Value::Null
        | Value::Bool(_)
        | Value::Count(_)
        | Value::Code(_)
        | Value::Share(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Held(..)
        | Value::Word(..)
        | Value::Evidence { .. } => {}
    }
}
