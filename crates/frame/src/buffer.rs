//! A buffer: the values of one column of some thousand sign-ins, until they become a column of a frame.

use std::collections::HashMap;

use entrasift_core::{ABSENT, Dictionary, Symbol, Time};
use polars::chunked_array::builder::AnonymousOwnedListBuilder;
use polars::prelude::*;

use crate::schema::{POLICY, STEP, Type};
use crate::step::{Policy, Step};

/// Nanoseconds in the unit of a frame's times.
const MICROSECOND: i64 = 1_000;

/// A time as a frame has it; what is finer than a microsecond is cut off.
pub(crate) fn microseconds(time: Time) -> i64 {
    time.0.div_euclid(MICROSECOND)
}

/// The values of one column.
pub(crate) enum Buffer {
    /// Values of a dictionary.
    Symbols(Vec<Symbol>),
    /// Values of which each is new.
    Texts(Vec<Option<String>>),
    /// Words of ours.
    Words(Vec<Option<&'static str>>),
    Integers(Vec<Option<i64>>),
    Flags(Vec<Option<bool>>),
    Steps(Vec<Vec<Step>>),
    Policies(Vec<Vec<Policy>>),
}

impl Buffer {
    /// The column, and an empty buffer. `respell` makes the text of a symbol what the frame shall hold.
    pub(crate) fn take(
        &mut self,
        name: &str,
        kind: Type,
        dictionary: &Dictionary,
        respell: impl Fn(&str) -> Option<String>,
    ) -> PolarsResult<Column> {
        let name = PlSmallStr::from_str(name);
        let series = match self {
            Buffer::Symbols(symbols) => of_symbols(std::mem::take(symbols), kind, dictionary, respell)?,
            Buffer::Texts(texts) => texts_of(&std::mem::take(texts)),
            Buffer::Words(words) => words_of(std::mem::take(words).into_iter())?,
            Buffer::Integers(values) => {
                let values = Int64Chunked::from_iter(std::mem::take(values)).into_series();
                if kind == Type::Time { values.cast(&kind.dtype())? } else { values }
            }
            Buffer::Flags(values) => BooleanChunked::from_iter(std::mem::take(values)).into_series(),
            Buffer::Steps(steps) => list_of(&std::mem::take(steps), kind, steps_of)?,
            Buffer::Policies(policies) => list_of(&std::mem::take(policies), kind, policies_of)?,
        };
        Ok(series.with_name(name).into_column())
    }
}

fn texts_of<T: AsRef<str>>(texts: &[Option<T>]) -> Series {
    let texts =
        texts.iter().map(|text| text.as_ref().map(AsRef::as_ref).filter(|text: &&str| !text.is_empty()));
    StringChunked::from_iter(texts).into_series()
}

fn words_of<'w>(words: impl Iterator<Item = Option<&'w str>>) -> PolarsResult<Series> {
    StringChunked::from_iter(words).into_series().cast(&Type::Word.dtype())
}

/// Each distinct value is spelled once; the rows share its bytes.
fn of_symbols(
    symbols: Vec<Symbol>,
    kind: Type,
    dictionary: &Dictionary,
    respell: impl Fn(&str) -> Option<String>,
) -> PolarsResult<Series> {
    let mut places: HashMap<Symbol, IdxSize> = HashMap::new();
    let mut values: Vec<Option<String>> = Vec::new();
    let rows = symbols.into_iter().map(|symbol| {
        *places.entry(symbol).or_insert_with(|| {
            let text = if symbol == ABSENT { None } else { respell(dictionary.text(symbol)) };
            values.push(text);
            (values.len() - 1) as IdxSize
        })
    });
    let rows: Vec<IdxSize> = rows.collect();
    let values = texts_of(&values).cast(&kind.dtype())?;
    values.take(&IdxCa::from_vec(PlSmallStr::EMPTY, rows))
}

/// A list for each row; null where it is empty.
fn list_of<T>(
    rows: &[Vec<T>],
    kind: Type,
    structs: impl Fn(&[&T]) -> PolarsResult<Series>,
) -> PolarsResult<Series> {
    let all: Vec<&T> = rows.iter().flatten().collect();
    if all.is_empty() {
        return Ok(Series::full_null(PlSmallStr::EMPTY, rows.len(), &kind.dtype()));
    }
    let flat = structs(&all)?;
    let mut lists = AnonymousOwnedListBuilder::new(PlSmallStr::EMPTY, rows.len(), Some(flat.dtype().clone()));
    let mut from = 0;
    for row in rows {
        if row.is_empty() {
            lists.append_null();
        } else {
            lists.append_series(&flat.slice(from, row.len()))?;
            from += row.len() as i64;
        }
    }
    Ok(lists.finish().into_series())
}

fn struct_of(length: usize, members: Vec<(&str, Series)>) -> PolarsResult<Series> {
    let members: Vec<Series> =
        members.into_iter().map(|(name, series)| series.with_name(PlSmallStr::from_str(name))).collect();
    Ok(StructChunked::from_series(PlSmallStr::EMPTY, length, members.iter())?.into_series())
}

fn steps_of(steps: &[&Step]) -> PolarsResult<Series> {
    let text =
        |of: fn(&Step) -> &String| texts_of(&steps.iter().map(|step| Some(of(step))).collect::<Vec<_>>());
    let at = Int64Chunked::from_iter(steps.iter().map(|step| step.at.map(microseconds))).into_series();
    let members = vec![
        Int64Chunked::from_iter(steps.iter().map(|step| Some(step.number))).into_series(),
        text(|step| &step.method),
        text(|step| &step.detail),
        BooleanChunked::from_iter(steps.iter().map(|step| step.succeeded)).into_series(),
        text(|step| &step.result),
        text(|step| &step.requirement),
        at.cast(&Type::Time.dtype())?,
    ];
    struct_of(steps.len(), STEP.iter().map(|(name, _)| *name).zip(members).collect())
}

fn policies_of(policies: &[&Policy]) -> PolarsResult<Series> {
    let text = |of: fn(&Policy) -> &String| {
        texts_of(&policies.iter().map(|policy| Some(of(policy))).collect::<Vec<_>>())
    };
    let members = vec![text(|policy| &policy.id), text(|policy| &policy.name), text(|policy| &policy.result)];
    struct_of(policies.len(), POLICY.iter().map(|(name, _)| *name).zip(members).collect())
}
