//! Rejections: why a file cannot be used, and what to do.

use std::io;

use crate::dialect::Head;
use crate::text::layout::Layout;

/// Why a file cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It has no bytes, or only white space.
    #[error("it is empty")]
    Empty,
    /// It is not text. (A header without rows would be fine.)
    #[error("it is no text (binary data); export the sign-in log as CSV")]
    Binary,
    /// UTF-16, which [`crate::text::unpack`] makes UTF-8 before anything is recognised.
    #[error("it is UTF-16 text; decode it first (`unpack::unpack`), or save it as \"CSV UTF-8\"")]
    Utf16,
    /// A compressed file, which [`crate::text::unpack`] unpacks before anything is recognised.
    #[error("it is compressed ({0}); unpack it first (`unpack::unpack`, for zip `unpack::Archive`)")]
    Compressed(&'static str),
    /// JSON that is not a sign-in log.
    #[error("it is JSON, but no sign-in log or registration report (its first record has the keys {0})")]
    UnknownJson(String),
    /// It begins like JSON and contains no object, for example a configuration file.
    #[error("it is no sign-in log: it begins like JSON, but holds no record")]
    NoRecord,
    /// A date column in a time zone other than UTC.
    #[error("its date column `{0}` is not UTC; set the time zone of the query page to UTC and export again")]
    OtherZone(String),
    /// The directory audit log.
    #[error(
        "it is the directory audit log, not a sign-in log; in the Entra admin center open Sign-in logs, Download"
    )]
    DirectoryAudit,
    /// The unified audit log of Purview.
    #[error(
        "it is a Purview unified audit export, not a sign-in log; in the Entra admin center open Sign-in logs, Download"
    )]
    UnifiedAudit,
    /// PowerShell replaced nested cells with the names of their types.
    #[error(
        "its nested cells were destroyed by Export-Csv (they hold type names such as `{0}`); export as JSON, or download from the portal"
    )]
    DestroyedCells(String),
    /// A column that every answer needs.
    #[error("the column `{column}` is missing, which {needed_for} needs")]
    MissingColumn {
        /// Its name in an English export.
        column: &'static str,
        /// The question that needs it.
        needed_for: &'static str,
    },
    /// Nothing in the file tells whether the day or the month comes first in its dates.
    #[error(
        "its dates are ambiguous: in `{0}` nothing in the file tells day from month; say --date-order mdy or dmy"
    )]
    AmbiguousDates(String),
    /// A header that nothing knows.
    #[error(
        "its header is not one of a sign-in log, an AuthDetails companion or a registration report (first column `{first}`, {columns} columns); a portal in another language: switch it to English and download again"
    )]
    UnknownHeader {
        /// The first column's name.
        first: String,
        /// How many columns there are.
        columns: usize,
    },
    /// The operating system could not read it.
    #[error("it could not be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// The rejection of a log that is known but is not a sign-in log.
pub(super) fn foreign_log(head: &Head<'_>) -> Option<Rejection> {
    let (unified, directory) = match head.layout {
        Layout::Csv => (
            head.has("auditdata") && head.has_any(&["operation", "operations"]),
            head.has_any(&["activitydatetime", "target1displayname", "activitydisplayname"]),
        ),
        Layout::Json => (head.has("auditdata"), head.has_any(&["activitydatetime", "targetresources"])),
    };
    match (unified, directory, head.layout) {
        (_, true, Layout::Json) => Some(Rejection::DirectoryAudit),
        (true, ..) => Some(Rejection::UnifiedAudit),
        (_, true, _) => Some(Rejection::DirectoryAudit),
        _ => None,
    }
}
