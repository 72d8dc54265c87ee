//! An answer: what one command says, as plain data that every output format renders.

use entrasift_core::text::time::Time;

pub mod case;
pub(crate) mod check;

/// What one command says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The command's name, for instance `legacy`.
    pub command: &'static str,
    /// What was read, and what was lost: the part common to all commands. `None` for reference commands (`explain`, `rules`).
    pub reading: Option<Reading>,
    /// The answer in one to three sentences, before everything else.
    pub lead: Vec<String>,
    /// The parts, in the order in which they are shown. The first table is the command's main list.
    pub sections: Vec<Section>,
    /// What to do next, each a sentence or a command line.
    pub next: Vec<String>,
    /// Which exit code the answer deserves.
    pub outcome: Outcome,
}

/// Whether the answer to the command's question is yes, no, or cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done (exit code 0).
    Done,
    /// Done, and the answer is "no" (exit code 1).
    No,
    /// It cannot be told (exit code 3).
    Inconclusive,
}

/// What was read: the keys `as_of`, `inputs`, `ignored`, `problems`, `totals`, `warnings`, `not_evaluated` of every JSON answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The tenant's name where the tenant file gives one.
    pub tenant: Option<String>,
    /// What "now" means.
    pub as_of: Option<Time>,
    /// One row for each file that was read.
    pub inputs: Table,
    /// Files that were not read, and why.
    pub ignored: Table,
    /// The first 100 malformed rows.
    pub problems: Table,
    /// The ledger in total.
    pub totals: Vec<(&'static str, Value)>,
    /// What the reader should know before trusting the answer.
    pub warnings: Table,
    /// What these files cannot answer.
    pub not_evaluated: Table,
}

/// One part of an answer, under one key of the JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Key in the JSON.
    pub key: &'static str,
    /// Title for people; empty: not shown to people, only in JSON.
    pub title: String,
    /// One sentence under the title; may be empty.
    pub note: String,
    /// The content.
    pub body: Body,
    /// Whether a picture of it belongs on the first screen, where there is a first screen of pictures.
    pub headline: bool,
    /// The chapter that begins here, in an answer of several.
    pub chapter: Option<Chapter>,
}

/// What stands above the first section of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The command that answers the same by itself.
    pub command: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// Its answer in a few sentences.
    pub lead: Vec<String>,
}

/// The content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Rows of one shape.
    Table(Table),
    /// Any single value: a number, a word, a list, or named facts.
    Value(Value),
    /// A page of Markdown (a rule's page).
    Page(String),
}

/// Rows of one shape. In JSON a list of objects, one key a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns, in JSON order.
    pub columns: Vec<Column>,
    /// The rows, in their documented order; each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
    /// How many rows at the end are folded into a count on a terminal, unless `--full`. JSON and CSV always hold all.
    pub folded: usize,
    /// What the folded rows are, for instance `attacks that achieved nothing`.
    pub folded_as: String,
    /// How to draw it, where a picture says more.
    pub chart: Option<Chart>,
}

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Key in JSON and header in CSV.
    pub key: &'static str,
    /// Header for people.
    pub title: &'static str,
    /// When people see it.
    pub show: Show,
}

/// When a column is shown to people. JSON and CSV hold every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Show {
    /// On every width.
    Always,
    /// When the terminal is wide enough; always in HTML, XLSX and Markdown.
    Wide,
    /// With `--full`, and as the detail of a row in HTML; always in XLSX.
    Full,
    /// Never on a screen of rows.
    Never,
}

/// How to draw a table: one series of numbers for each named column, over the first column. Counts are sums and drawn as bars on top of
/// each other; shares are levels and drawn as lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What the picture shows, in one sentence (its text alternative).
    pub caption: String,
    /// Column key on the horizontal axis.
    pub x: &'static str,
    /// Column keys of the series, with a label and a tone each; stacked.
    pub series: Vec<(&'static str, &'static str, Tone)>,
}

/// What a word means for the reader: decides colour where there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// As it should be.
    Good,
    /// Wants attention.
    Warn,
    /// Wants action.
    Bad,
    /// Of little weight.
    Dim,
}

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
    Map(Vec<(String, Value)>),
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

impl Column {
    /// A column.
    pub const fn new(key: &'static str, title: &'static str, show: Show) -> Column {
        Column { key, title, show }
    }
}

impl Section {
    /// A section of rows.
    pub fn table(key: &'static str, title: impl Into<String>, table: Table) -> Section {
        Section::of(key, title, Body::Table(table))
    }

    /// A section of one value.
    pub fn value(key: &'static str, title: impl Into<String>, value: Value) -> Section {
        Section::of(key, title, Body::Value(value))
    }

    /// A section of any content.
    pub fn of(key: &'static str, title: impl Into<String>, body: Body) -> Section {
        Section { key, title: title.into(), note: String::new(), body, headline: false, chapter: None }
    }

    /// The same on the first screen.
    #[must_use]
    pub fn headline(mut self) -> Section {
        self.headline = true;
        self
    }

    /// The same with a sentence under its title.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Section {
        self.note = note.into();
        self
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
