//! A frame as the table of an answer, which every output format renders, and back.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};

use entrasift_core::{SECOND, Time};
use entrasift_rollout::answer::{
    Answer, Body, Column as AnswerColumn, Fact, Outcome, Reading, Section, Show, Table, Value,
};
use polars::prelude::*;

use crate::buffer::microseconds;
use crate::error::FrameError;
use crate::schema;

/// Nanoseconds of a day.
const DAY: i64 = 86_400 * SECOND;

/// Names of columns that a query made up. The columns of an answer have names that live as long as the program; each is kept once.
static NAMES: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);

fn kept(name: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match names.get(name) {
        Some(known) => known,
        None => {
            let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
            names.insert(name);
            name
        }
    }
}

/// The rows of a frame as plain data.
///
/// # Errors
/// What Polars says of a broken frame.
pub fn table_of(frame: &DataFrame) -> Result<Table, FrameError> {
    let columns = frame.get_columns().iter();
    let columns: Vec<AnswerColumn> = columns
        .map(|column| {
            let name = kept(column.name());
            AnswerColumn::new(name, name, Show::Always, schema::holds(name))
        })
        .collect();
    let mut rows = vec![Vec::with_capacity(columns.len()); frame.height()];
    for column in frame.get_columns() {
        for (row, cells) in rows.iter_mut().enumerate() {
            cells.push(value_of(&column.get(row)?));
        }
    }
    Ok(Table::new(columns, rows))
}

fn value_of(value: &AnyValue<'_>) -> Value {
    let time = |count: i64, unit: &TimeUnit| {
        let nanoseconds = match unit {
            TimeUnit::Nanoseconds => Some(count),
            TimeUnit::Microseconds => count.checked_mul(1_000),
            TimeUnit::Milliseconds => count.checked_mul(1_000_000),
        };
        nanoseconds.map_or(Value::Null, |nanoseconds| Value::Time(Time(nanoseconds)))
    };
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(yes) => Value::Bool(*yes),
        AnyValue::String(text) => Value::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Value::Text(text.to_string()),
        AnyValue::Float32(number) => Value::Number(f64::from(*number)),
        AnyValue::Float64(number) => Value::Number(*number),
        AnyValue::Datetime(count, unit, _) | AnyValue::DatetimeOwned(count, unit, _) => time(*count, unit),
        AnyValue::Date(days) => {
            let start = i64::from(*days).checked_mul(DAY).map(|start| Time(start).rfc3339());
            start.map_or(Value::Null, |start| Value::Text(start.chars().take(10).collect()))
        }
        AnyValue::List(items) => Value::List(items.iter().map(|item| value_of(&item)).collect()),
        AnyValue::Struct(_, _, members) => named(members, value._iter_struct_av()),
        AnyValue::StructOwned(both) => named(&both.1, both.0.iter().cloned()),
        other => match (other.get_str(), other.extract::<i64>()) {
            (Some(text), _) => Value::Text(text.to_owned()),
            (None, Some(number)) => Value::Code(number),
            (None, None) => Value::Text(other.to_string()),
        },
    }
}

fn named<'v>(members: &[Field], values: impl Iterator<Item = AnyValue<'v>>) -> Value {
    let members = members.iter().zip(values);
    let facts = members.map(|(member, value)| {
        Fact::new(member.name().to_string(), schema::holds(member.name()), value_of(&value))
    });
    Value::Map(facts.collect())
}

/// A table as a frame of the columns that are named, each of its type; what does not fit its type is null.
///
/// # Errors
/// What Polars says.
pub fn frame_of(table: &Table, columns: &[(&str, DataType)]) -> Result<DataFrame, FrameError> {
    let columns = columns.iter().map(|(name, dtype)| {
        let at = table.columns.iter().position(|column| column.key == *name);
        let values: Vec<_> = match at {
            Some(at) => table.rows.column(at).map(|value| any_of(&value, dtype)).collect(),
            None => vec![AnyValue::Null; table.rows.len()],
        };
        series_of(name, &values, dtype).map(IntoColumn::into_column)
    });
    Ok(DataFrame::new(columns.collect::<PolarsResult<Vec<_>>>()?)?)
}

/// The frame with its texts replaced, as an answer would have them: for formats that no answer has.
///
/// # Errors
/// As [`table_of`] and [`frame_of`].
pub fn replaced(
    frame: &DataFrame,
    reading: &Reading,
    replace: &dyn Fn(Answer) -> Answer,
) -> Result<DataFrame, FrameError> {
    let columns = frame.get_columns().iter();
    let columns: Vec<(&str, DataType)> =
        columns.map(|column| (column.name().as_str(), column.dtype().clone())).collect();
    let rows = Section::table("rows", "", table_of(frame)?);
    let reading = Some(reading.clone());
    let lead = Vec::new();
    let answer = Answer {
        command: "export",
        reading,
        lead,
        sections: vec![rows],
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    };
    let section = replace(answer).sections.into_iter().next();
    match section.map(|section| section.body) {
        Some(Body::Table(table)) => frame_of(&table, &columns),
        _ => frame_of(&Table::default(), &columns),
    }
}

/// Words come as text and become categories afterwards.
fn series_of(name: &str, values: &[AnyValue<'static>], dtype: &DataType) -> PolarsResult<Series> {
    let first = if dtype.is_categorical() { &DataType::String } else { dtype };
    Series::from_any_values_and_dtype(name.into(), values, first, false)?.cast(dtype)
}

fn any_of(value: &Value, dtype: &DataType) -> AnyValue<'static> {
    match (value, dtype) {
        (
            Value::Text(text) | Value::Held(_, text),
            DataType::String | DataType::Categorical(..) | DataType::Enum(..),
        ) => AnyValue::StringOwned(text.as_str().into()),
        (Value::Word(word, _), _) => AnyValue::StringOwned((*word).into()),
        (Value::Bool(yes), _) => AnyValue::Boolean(*yes),
        (Value::Count(count), _) => AnyValue::Int64(i64::try_from(*count).unwrap_or(i64::MAX)),
        (Value::Code(code), _) => AnyValue::Int64(*code),
        (Value::Share(number) | Value::Number(number), _) => AnyValue::Float64(*number),
        (Value::Time(time), DataType::Datetime(_, zone)) => AnyValue::DatetimeOwned(
            microseconds(*time),
            TimeUnit::Microseconds,
            zone.clone().map(std::sync::Arc::new),
        ),
        (Value::List(items), DataType::List(inner)) => {
            let items: Vec<_> = items.iter().map(|item| any_of(item, inner)).collect();
            series_of("", &items, inner).map_or(AnyValue::Null, AnyValue::List)
        }
        (Value::Map(entries), DataType::Struct(members)) => {
            let values = members.iter().map(|member| {
                let value = entries.iter().find(|fact| fact.key == member.name().as_str());
                value.map_or(AnyValue::Null, |fact| any_of(&fact.value, member.dtype()))
            });
            AnyValue::StructOwned(Box::new((values.collect(), members.clone())))
        }
        _ => AnyValue::Null,
    }
}
