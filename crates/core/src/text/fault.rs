//! Faults: why a record of a file cannot be used.

/// Why a record is malformed. If several faults apply, the first in this order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A NUL byte.
    Nul,
    /// Over 8 MiB.
    OverLong,
    /// A quote where none may stand.
    StrayQuote,
    /// A quote that never closes.
    UnclosedQuote,
    /// Invalid UTF-8.
    InvalidUtf8,
    /// Broken JSON: a record, or a cell that should hold JSON.
    BadJson,
    /// A number of fields other than that of the header.
    FieldCount,
    /// The last row of a file whose end is missing: its last cell may be incomplete.
    Cut,
    /// The time is missing or impossible.
    BadDate,
    /// Neither an error code nor a status.
    NoStatus,
}

impl Fault {
    /// The name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Nul => "nul",
            Fault::OverLong => "over-long",
            Fault::StrayQuote => "stray-quote",
            Fault::UnclosedQuote => "unclosed-quote",
            Fault::InvalidUtf8 => "invalid-utf8",
            Fault::BadJson => "bad-json",
            Fault::FieldCount => "field-count",
            Fault::Cut => "cut",
            Fault::BadDate => "bad-date",
            Fault::NoStatus => "no-status",
        }
    }
}
