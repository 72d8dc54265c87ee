//! What was read and what was lost: the part common to all answers.

use std::borrow::Cow;

use entrasift_core::Time;
use entrasift_core::field::holds::Holds;

use super::column::{Column, Show};
use super::value::{Table, Value};

/// What was read: the keys `as_of`, `inputs`, `ignored`, `problems`, `totals`, `warnings`, `not_evaluated` of every JSON answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The tenant's name where the tenant file gives one.
    pub tenant: Option<String>,
    /// What "now" means.
    pub as_of: Option<Time>,
    /// One line for each file that was read, by path.
    pub inputs: Vec<InputLine>,
    /// Files that were not read, by path.
    pub ignored: Vec<Ignored>,
    /// The first 100 malformed rows, by path and row.
    pub problems: Vec<ProblemLine>,
    /// The ledger in total.
    pub totals: Totals,
    /// What the reader should know before trusting the answer.
    pub warnings: Vec<Warning>,
    /// What these files cannot answer.
    pub not_evaluated: Vec<NotEvaluated>,
}

/// The ledger of one file, in rows or records.
#[derive(Debug, Clone, PartialEq)]
pub struct InputLine {
    /// The file, as it was named.
    pub path: String,
    /// What it is, such as `portal-interactive`.
    pub format: &'static str,
    /// It is a registration report, in which no sign-in is looked for.
    pub is_report: bool,
    /// How its text is encoded.
    pub encoding: String,
    /// How it is packed.
    pub compression: String,
    /// What became of its rows, without the columns that only the total has.
    pub totals: Totals,
    /// It is at a limit at which its source cuts exports off.
    pub truncation_suspected: bool,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The file.
    pub path: String,
    /// Why it was not read.
    pub reason: String,
}

/// A malformed row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemLine {
    /// The file.
    pub path: String,
    /// The row; the header is row 1. In JSON the record's number from 1.
    pub row: u64,
    /// Where it starts, in bytes.
    pub offset: u64,
    /// The class of the fault.
    pub class: &'static str,
    /// More about it; may be empty.
    pub detail: String,
}

/// Rows, what became of them, and the sign-ins that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Data rows or records.
    pub rows: u64,
    /// Rows that could not be used.
    pub malformed: u64,
    /// Rows that repeat a sign-in.
    pub duplicates: u64,
    /// Rows outside the period that was asked for.
    pub out_of_window: u64,
    /// Records that are no sign-in.
    pub other: u64,
    /// Sign-ins.
    pub signins: u64,
    /// Distinct users.
    pub users: u64,
    /// Sign-ins that succeeded.
    pub success: u64,
    /// Sign-ins that failed.
    pub failure: u64,
    /// Sign-ins that were interrupted.
    pub interrupted: u64,
    /// The earliest time.
    pub first: Option<Time>,
    /// The latest time.
    pub last: Option<Time>,
}

impl Totals {
    /// The totals by their keys, in the order of the JSON.
    pub fn entries(&self) -> [(&'static str, Value); 12] {
        [
            ("rows", self.rows.into()),
            ("malformed", self.malformed.into()),
            ("duplicates", self.duplicates.into()),
            ("out_of_window", self.out_of_window.into()),
            ("other", self.other.into()),
            ("signins", self.signins.into()),
            ("users", self.users.into()),
            ("success", self.success.into()),
            ("failure", self.failure.into()),
            ("interrupted", self.interrupted.into()),
            ("first", self.first.into()),
            ("last", self.last.into()),
        ]
    }
}

/// What the reader should know before trusting an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// A stable code.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// The file that it concerns; `None`: all.
    pub path: Option<String>,
}

impl Warning {
    /// A warning about all files.
    pub fn new(code: &'static str, message: impl Into<String>) -> Warning {
        Warning { code, message: message.into(), path: None }
    }

    /// A warning about one file.
    pub fn about(code: &'static str, path: &str, message: impl Into<String>) -> Warning {
        Warning { code, message: message.into(), path: Some(path.to_owned()) }
    }
}

/// A rule, check or question that rows could not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEvaluated {
    /// The rule, check or question.
    pub rule: Cow<'static, str>,
    /// Why it could not be answered.
    pub because: String,
    /// The file; `None`: all.
    pub path: Option<String>,
    /// The rows of that file.
    pub rows: Option<u64>,
}

impl NotEvaluated {
    /// A question that no file answers.
    pub fn new(rule: impl Into<Cow<'static, str>>, because: impl Into<String>) -> NotEvaluated {
        NotEvaluated { rule: rule.into(), because: because.into(), path: None, rows: None }
    }

    /// A question that one file does not answer for its rows.
    pub fn of_file(
        rule: impl Into<Cow<'static, str>>,
        because: impl Into<String>,
        path: &str,
        rows: u64,
    ) -> NotEvaluated {
        let path = Some(path.to_owned());
        NotEvaluated { rule: rule.into(), because: because.into(), path, rows: Some(rows) }
    }
}

const INPUT_COLUMNS: [Column; 13] = [
    Column::new("path", "File", Show::Always, Holds::File),
    Column::new("format", "Format", Show::Always, Holds::Words),
    Column::new("encoding", "Encoding", Show::Always, Holds::Words),
    Column::new("compression", "Compression", Show::Always, Holds::Words),
    Column::new("rows", "Rows", Show::Always, Holds::Number),
    Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
    Column::new("malformed", "Malformed", Show::Always, Holds::Number),
    Column::new("duplicates", "Duplicates", Show::Always, Holds::Number),
    Column::new("out_of_window", "Out of window", Show::Always, Holds::Number),
    Column::new("other", "Other", Show::Always, Holds::Number),
    Column::new("first", "First", Show::Always, Holds::Time),
    Column::new("last", "Last", Show::Always, Holds::Time),
    Column::new("truncation_suspected", "Truncated?", Show::Always, Holds::Number),
];

impl Reading {
    /// The files that were read.
    pub fn inputs_table(&self) -> Table {
        let rows = self.inputs.iter().map(|line| {
            let totals = &line.totals;
            vec![
                line.path.as_str().into(),
                line.format.into(),
                line.encoding.as_str().into(),
                line.compression.as_str().into(),
                totals.rows.into(),
                totals.signins.into(),
                totals.malformed.into(),
                totals.duplicates.into(),
                totals.out_of_window.into(),
                totals.other.into(),
                totals.first.into(),
                totals.last.into(),
                line.truncation_suspected.into(),
            ]
        });
        Table::new(INPUT_COLUMNS, rows.collect::<Vec<_>>())
    }

    /// The files that were not read.
    pub fn ignored_table(&self) -> Table {
        let rows = self.ignored.iter().map(|one| vec![one.path.as_str().into(), one.reason.as_str().into()]);
        let columns = [("path", "File", Holds::File), ("reason", "Why it was not read", Holds::Quoted)];
        Table::shown(&columns, rows.collect::<Vec<_>>())
    }

    /// The first malformed rows.
    pub fn problems_table(&self) -> Table {
        let rows = self.problems.iter().map(|one| {
            vec![
                one.path.as_str().into(),
                one.row.into(),
                one.offset.into(),
                one.class.into(),
                one.detail.as_str().into(),
            ]
        });
        let columns = [
            ("path", "File", Holds::File),
            ("row", "Row", Holds::Number),
            ("offset", "Byte", Holds::Number),
            ("class", "Class", Holds::Words),
            ("detail", "Detail", Holds::Quoted),
        ];
        Table::shown(&columns, rows.collect::<Vec<_>>())
    }

    /// The warnings.
    pub fn warnings_table(&self) -> Table {
        let rows = self
            .warnings
            .iter()
            .map(|one| vec![one.code.into(), one.message.as_str().into(), one.path.as_deref().into()]);
        let columns = [
            ("code", "Code", Holds::Words),
            ("message", "Warning", Holds::TenantWords),
            ("path", "File", Holds::File),
        ];
        Table::shown(&columns, rows.collect::<Vec<_>>())
    }

    /// What could not be told.
    pub fn not_evaluated_table(&self) -> Table {
        let rows = self.not_evaluated.iter().map(|one| {
            vec![
                (&*one.rule).into(),
                one.because.as_str().into(),
                one.path.as_deref().into(),
                one.rows.into(),
            ]
        });
        let columns = [
            ("rule", "Question", Holds::Words),
            ("because", "Because", Holds::Words),
            ("path", "File", Holds::File),
            ("rows", "Rows", Holds::Number),
        ];
        Table::shown(&columns, rows.collect::<Vec<_>>())
    }
}
