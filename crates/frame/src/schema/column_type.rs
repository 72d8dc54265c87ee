//! The types that columns have.

use polars::prelude::{Categories, DataType, Field as FrameField, TimeUnit, TimeZone};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A word of a small vocabulary: categorical in a frame, text in SQL.
    Word,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Flag,
    /// A point in time: microseconds, UTC.
    Time,
    /// A list of texts.
    Texts,
    /// The authentication steps: a list of structs.
    Steps,
    /// The policies: a list of structs.
    Policies,
}

impl Type {
    /// The type in Polars.
    pub fn dtype(self) -> DataType {
        match self {
            Type::Text => DataType::String,
            Type::Word => DataType::from_categories(Categories::global()),
            Type::Integer => DataType::Int64,
            Type::Flag => DataType::Boolean,
            Type::Time => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
            Type::Texts => DataType::List(Box::new(DataType::String)),
            Type::Steps => list_of(STEP),
            Type::Policies => list_of(POLICY),
        }
    }

    /// The type in words, as the schema page has it.
    pub fn words(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Word => "word",
            Type::Integer => "integer",
            Type::Flag => "boolean",
            Type::Time => "time",
            Type::Texts => "list of texts",
            Type::Steps => "list of structs",
            Type::Policies => "list of structs",
        }
    }
}

fn list_of(members: &[(&str, Type)]) -> DataType {
    let members = members.iter().map(|(name, kind)| FrameField::new((*name).into(), kind.dtype()));
    DataType::List(Box::new(DataType::Struct(members.collect())))
}

/// The members of a step.
pub const STEP: &[(&str, Type)] = &[
    ("step", Type::Integer),
    ("method", Type::Text),
    ("detail", Type::Text),
    ("succeeded", Type::Flag),
    ("result", Type::Text),
    ("requirement", Type::Text),
    ("at", Type::Time),
];

/// The members of a policy.
pub const POLICY: &[(&str, Type)] = &[("id", Type::Text), ("name", Type::Text), ("result", Type::Text)];
