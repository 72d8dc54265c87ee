//! Values, and the tables that are made of them.

use std::borrow::Cow;
use std::sync::Arc;

use entrasift_core::Time;
use entrasift_core::field::holds::Holds;

use super::column::{Chart, Column, Show, Tone};

/// One value. Every text in it may come from an export and is hostile until it is rendered.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing; `null` in JSON.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A count.
    Count(u64),
    /// An error code or another number that is a name.
    Code(i64),
    /// A share between 0 and 1; people read it as percent.
    Share(f64),
    /// Another number that need not be whole: an average, for instance.
    Number(f64),
    /// Text.
    Text(String),
    /// A word of ours (a verdict, a severity), with its tone.
    Word(&'static str, Tone),
    /// A point in time.
    Time(Time),
    /// A list, whole.
    List(Vec<Value>),
    /// The smallest values of a longer list; `more` stands beside it under the key `…_more`.
    Some {
        /// At most 20 values.
        items: Vec<Value>,
        /// How many more there are.
        more: u64,
    },
    /// Rows that prove a claim: at most 5 places; the total stands beside it under the key `…_total`.
    Evidence {
        /// The smallest (path, row).
        places: Vec<Place>,
        /// How many rows there are in all.
        total: u64,
    },
    /// Named values.
    Map(Vec<Fact>),
    /// A text that says itself what it holds, where a column holds texts of several kinds.
    Held(Holds, String),
    /// A table inside a row.
    Table(Table),
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was named.
    pub path: String,
    /// Its row; the header is row 1. In JSON files the record's number from 1.
    pub row: u64,
}

/// A value with a name, and what its texts hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The key in JSON, and the name that people read.
    pub key: Cow<'static, str>,
    /// What the texts of the value hold.
    pub holds: Holds,
    /// The value.
    pub value: Value,
}

impl Fact {
    /// A named value.
    pub fn new(key: impl Into<Cow<'static, str>>, holds: Holds, value: impl Into<Value>) -> Fact {
        Fact { key: key.into(), holds, value: value.into() }
    }

    /// A named count.
    pub fn count(key: impl Into<Cow<'static, str>>, count: u64) -> Fact {
        Fact::new(key, Holds::Number, Value::Count(count))
    }
}

/// Rows of one shape. In JSON a list of objects, one key a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns, in JSON order.
    pub columns: Vec<Column>,
    /// The rows, in their documented order; each as long as `columns`.
    pub rows: Rows,
    /// How many rows at the end are folded into a count on a terminal, unless `--full`. JSON and CSV always hold all.
    pub folded: usize,
    /// What the folded rows are, for instance `attacks that achieved nothing`.
    pub folded_as: String,
    /// Whether people work through it line by line, so that a spreadsheet gets columns for an owner and a due date.
    pub is_worklist: bool,
    /// How to draw it, where a picture says more.
    pub chart: Option<Chart>,
}

/// The rows of a table: made already, or made one by one when a renderer pulls them, so that a long list holds only what its conclusion
/// holds.
#[derive(Clone)]
pub struct Rows(Made);

#[derive(Clone)]
enum Made {
    All(Arc<Vec<Vec<Value>>>),
    Pulled { length: usize, row: Arc<dyn Fn(usize) -> Vec<Value> + Send + Sync> },
}

impl Rows {
    /// So many rows, each made by its number from 0 whenever somebody asks for it.
    pub fn pulled(length: usize, row: impl Fn(usize) -> Vec<Value> + Send + Sync + 'static) -> Rows {
        Rows(Made::Pulled { length, row: Arc::new(row) })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Made::All(rows) => rows.len(),
            Made::Pulled { length, .. } => *length,
        }
    }

    /// There is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One row; empty behind the last.
    pub fn row(&self, at: usize) -> Cow<'_, [Value]> {
        match &self.0 {
            Made::All(rows) => Cow::Borrowed(rows.get(at).map_or(&[], Vec::as_slice)),
            Made::Pulled { length, row } if at < *length => Cow::Owned(row(at)),
            Made::Pulled { .. } => Cow::Borrowed(&[]),
        }
    }

    /// The rows in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Cow<'_, [Value]>> + ExactSizeIterator {
        (0..self.len()).map(|at| self.row(at))
    }

    /// The values of one column in the order of the rows.
    pub fn column(&self, at: usize) -> impl Iterator<Item = Value> {
        self.iter().filter_map(move |row| match row {
            Cow::Borrowed(row) => row.get(at).cloned(),
            Cow::Owned(mut row) => (at < row.len()).then(|| row.swap_remove(at)),
        })
    }

    /// The same rows, each changed when it is pulled.
    #[must_use]
    pub fn map(self, change: impl Fn(Vec<Value>) -> Vec<Value> + Send + Sync + 'static) -> Rows {
        match self.0 {
            Made::All(rows) => {
                Rows::pulled(rows.len(), move |at| change(rows.get(at).cloned().unwrap_or_default()))
            }
            Made::Pulled { length, row } => Rows::pulled(length, move |at| change(row(at))),
        }
    }
}

impl Default for Rows {
    fn default() -> Rows {
        Rows(Made::All(Arc::default()))
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Rows) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl From<Vec<Vec<Value>>> for Rows {
    fn from(rows: Vec<Vec<Value>>) -> Rows {
        Rows(Made::All(Arc::new(rows)))
    }
}

impl FromIterator<Vec<Value>> for Rows {
    fn from_iter<I: IntoIterator<Item = Vec<Value>>>(rows: I) -> Rows {
        rows.into_iter().collect::<Vec<_>>().into()
    }
}

impl Table {
    /// A table of columns and rows, nothing folded, without a picture.
    pub fn new(columns: impl Into<Vec<Column>>, rows: impl Into<Rows>) -> Table {
        Table { columns: columns.into(), rows: rows.into(), ..Table::default() }
    }

    /// A table of columns that are always shown.
    pub fn shown(columns: &[(&'static str, &'static str, Holds)], rows: impl Into<Rows>) -> Table {
        let columns = columns.iter().map(|(key, title, holds)| Column::new(key, title, Show::Always, *holds));
        Table::new(columns.collect::<Vec<_>>(), rows)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Value {
        Value::Count(count)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Value {
        Value::Count(count as u64)
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Value {
        Value::Time(time)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
