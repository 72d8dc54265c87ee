//! What one pass over the rows of a table tells the page: how its columns sort, its codes, its picture, and its first rows.

use entrasift_rollout::answer::{Holds, Table, Value};

use super::figure::Figure;
use super::glossary::Glossary;
use crate::points::Points;

/// Rows that are seen where scripts do not run.
const FIRST: usize = 25;

/// What is known of a table.
pub(super) struct Survey {
    /// How each column sorts.
    pub kinds: Vec<Kind>,
    /// The error codes in it that the catalogue knows.
    pub glossary: Glossary,
    /// Its picture, where it has a chart that can be drawn.
    pub figure: Option<Figure>,
    /// The first of the rows that are not folded.
    pub first: Vec<Vec<Value>>,
}

/// What the values of a column are, which decides how they sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Count,
    Share,
    Code,
    Bool,
    Word,
    Time,
    Text,
}

impl Kind {
    /// The kind of one value; `None` for nothing.
    fn classify(value: &Value) -> Option<Kind> {
        match value {
            Value::Null => None,
            Value::Count(_) => Some(Kind::Count),
            Value::Share(_) => Some(Kind::Share),
            Value::Code(_) | Value::Number(_) => Some(Kind::Code),
            Value::Bool(_) => Some(Kind::Bool),
            Value::Word(..) => Some(Kind::Word),
            Value::Time(_) => Some(Kind::Time),
            _ => Some(Kind::Text),
        }
    }

    /// The name that the script knows.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Share => "share",
            Kind::Code => "code",
            Kind::Bool => "bool",
            Kind::Word => "word",
            Kind::Time => "time",
            Kind::Text => "text",
        }
    }
}

impl Survey {
    /// Pulls each row of a table once.
    pub(super) fn new(table: &Table) -> Survey {
        let mut kinds: Vec<Option<Kind>> = vec![None; table.columns.len()];
        let mut glossary = Glossary::default();
        let mut points = Points::new(table);
        let mut first = Vec::new();
        let most = FIRST.min(table.rows.len().saturating_sub(table.folded));
        for row in table.rows.iter() {
            for ((known, value), column) in kinds.iter_mut().zip(&*row).zip(&table.columns) {
                if let Some(kind) = Kind::classify(value) {
                    // Where values disagree they sort as texts.
                    let agreed = known.is_none_or(|known| known == kind);
                    *known = Some(if agreed { kind } else { Kind::Text });
                }
                if column.holds == Holds::ErrorCode {
                    glossary.see(value);
                }
            }
            if let Some(points) = &mut points {
                points.see(&row);
            }
            if first.len() < most {
                first.push(row.into_owned());
            }
        }
        let kinds = kinds.into_iter().map(|kind| kind.unwrap_or(Kind::Text)).collect();
        let figure = points.and_then(|points| Figure::new(&points));
        Survey { kinds, glossary, figure, first }
    }
}
