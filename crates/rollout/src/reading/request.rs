//! A request: the files, what is known of the tenant, and how to read.

use std::sync::Arc;

use entrasift_core::{Options, Time};
use entrasift_rules::tenant::Tenant;

use crate::reading::intake::{Intake, ReportFile};

/// What every command is asked with. A copy shares the files and what is known of the tenant.
#[derive(Clone)]
pub struct Request {
    /// The files.
    pub intake: Arc<Intake>,
    /// What is known of the tenant.
    pub tenant: Arc<Tenant>,
    /// How to read, and which sign-ins.
    pub options: Options,
    /// What "now" means; the latest time in the logs where nobody says.
    pub as_of: Option<Time>,
    /// The first malformed row is an error.
    pub strict: bool,
}

impl Request {
    /// A request of these files: all of their sign-ins, "now" is the latest of them, and malformed rows are counted.
    pub fn new(intake: impl Into<Arc<Intake>>, tenant: impl Into<Arc<Tenant>>) -> Request {
        let (intake, tenant) = (intake.into(), tenant.into());
        Request { intake, tenant, options: Options::default(), as_of: None, strict: false }
    }

    /// The registration reports that "now" knows of: where someone says what now is, none of a later day (UTC).
    pub fn reports(&self) -> impl Iterator<Item = &ReportFile> {
        self.numbered_reports().map(|(_, report)| report)
    }

    /// The same with the place of each in [`Intake::reports`].
    pub fn numbered_reports(&self) -> impl Iterator<Item = (u32, &ReportFile)> {
        let now = self.as_of.map(Time::day);
        let is_later =
            move |report: &ReportFile| now.zip(report.date()).is_some_and(|(now, date)| date.day() > now);
        (0..).zip(&self.intake.reports).filter(move |(_, report)| !is_later(report))
    }
}

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The files could not be read.
    #[error(transparent)]
    Scan(#[from] entrasift_core::ScanError),
    /// `--strict`, and a malformed row.
    #[error(
        "{path}, row {row} (byte {offset}): {class}{detail}; without --strict the row is counted and the rest is analysed"
    )]
    Malformed {
        /// The file.
        path: String,
        /// The row; the header is row 1.
        row: u64,
        /// Where it starts, in bytes.
        offset: u64,
        /// The class of the fault.
        class: &'static str,
        /// More, with a separator before it; may be empty.
        detail: String,
    },
    /// No sign-in log was given.
    #[error("no sign-in log among the files: {command} needs one (portal: Sign-in logs, Download, CSV)")]
    NoLog {
        /// The command.
        command: &'static str,
    },
    /// No registration report was given.
    #[error(
        "no registration report among the files: {command} needs one (Entra admin center: Authentication methods, User registration \
         details, Download; once a day while the campaign runs)"
    )]
    NoReport {
        /// The command.
        command: &'static str,
    },
    /// No row in the window.
    #[error("no sign-in in the time window{0}")]
    NothingInWindow(String),
    /// Files in which the question cannot be answered at all.
    #[error("{path} has no column `{column}`, which {command} needs")]
    MissingColumn {
        /// The first such file.
        path: String,
        /// The column.
        column: &'static str,
        /// The command.
        command: &'static str,
    },
    /// A request id, code, or rule that is not there.
    #[error("{0}")]
    NotFound(String),
}
