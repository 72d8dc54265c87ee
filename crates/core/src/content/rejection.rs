//! Rejections: why a file cannot be used, and what to do.

use std::io;

use crate::dialect::Head;
use crate::text::layout::Layout;

/// Why a file cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// No byte, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// A header and nothing else is fine; this is no text at all.
    #[error("it is no text (binary data); export the sign-in log as CSV")]
    Binary,
    /// UTF-16, which [`crate::text::unpack`] makes UTF-8 before anything is recognised.
    #[error("it is UTF-16 text; decode it first (`unpack::unpack`), or save it as \"CSV UTF-8\"")]
    Utf16,
    /// A compressed file, which [`crate::text::unpack`] unpacks before anything is recognised.
    #[error("it is compressed ({0}); unpack it first (`unpack::unpack`, for zip `unpack::Archive`)")]
    Compressed(&'static str),
    /// JSON that is no sign-in log.
    #[error("it is JSON, but no sign-in log or registration report (its first record has the keys {0})")]
    UnknownJson(String),
    /// It begins like JSON, and no object stands in it: a configuration file, for example.
    #[error("it is no sign-in log: it begins like JSON, but holds no record")]
    NoRecord,
    /// A date column in another zone.
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
    /// Cells that PowerShell replaced by type names.
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
    /// Dates that leave open which number is the day.
    #[error(
        "its dates are ambiguous: in `{0}` nothing in the file tells day from month; say --date-order mdy or dmy"
    )]
    AmbiguousDates(String),
    /// Nothing that is known.
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

/// The logs that are known and are no sign-in logs.
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
