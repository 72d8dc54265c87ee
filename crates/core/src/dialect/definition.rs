//! What a dialect is: all that reading needs to know of one source of files.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::dialect::head::{Head, Likeness};
use crate::dialect::name::Name;
use crate::dialect::path_name::PathName;
use crate::text::layout::Layout;

/// One source of files: how they are recognised, what they call our fields, and at how many rows they are cut off.
pub struct Dialect {
    /// The name that every answer shows (`format` in the JSON).
    pub name: &'static str,
    /// The layouts in which its files come.
    pub layouts: &'static [Layout],
    /// How well the beginning of a file fits.
    pub fingerprint: fn(&Head<'_>) -> Likeness,
    /// What it calls the fields.
    pub names: Names,
    /// The keys of a file's columns, spelled as in [`Dialect::names`]. The error names a date column that is not in UTC.
    pub keys: fn(&Head<'_>) -> Result<Vec<String>, String>,
    /// Whether a name can fill its field in this file. The number is that of its column in a CSV.
    pub may_fill: fn(&PathName, &Head<'_>, usize) -> bool,
    /// In JSON, every record has one of these keys. A guessed start of a record must have one, too.
    pub record_keys: &'static [&'static str],
    /// The key that tells the kind of a record, for sources that mix sign-ins with other records. A record that has the key, and from which
    /// no event type follows, is not a sign-in.
    pub category_key: Option<&'static str>,
    /// What is true of every row of the file, as a word of [`Field::EventType`](crate::field::Field::EventType).
    pub event_type: Option<&'static str>,
    /// The numbers of rows at which downloads are cut off.
    pub row_limits: &'static [u64],
    /// How many rows one page of the interface holds at most, if files are fetched page by page.
    pub page_rows: Option<u64>,
    /// The column that is missing, if the file looks like this dialect except for that column.
    pub lacks: fn(&Head<'_>) -> Option<&'static str>,
}

/// The dialect of a file. Answers call it the format of the file.
pub type Format = &'static Dialect;

/// What a dialect calls the fields.
#[derive(Debug, Clone, Copy)]
pub enum Names {
    /// By the header of a CSV whose cells hold plain values.
    Headers(&'static [Name]),
    /// By a path into nested values, in JSON or in the cells of a CSV.
    Paths(fn() -> &'static [PathName]),
}

impl Dialect {
    /// A dialect without specialities. Set them with struct update syntax.
    pub const fn new(
        name: &'static str,
        layouts: &'static [Layout],
        fingerprint: fn(&Head<'_>) -> Likeness,
        names: Names,
    ) -> Dialect {
        Dialect {
            name,
            layouts,
            fingerprint,
            names,
            keys: |head| Ok(head.keys.to_vec()),
            may_fill: |_, _, _| true,
            record_keys: &[],
            category_key: None,
            event_type: None,
            row_limits: &[],
            page_rows: None,
            lacks: |_| None,
        }
    }

    /// Whether every row is an interactive sign-in, if the file says so.
    pub fn interactive(&self) -> Option<bool> {
        match self.event_type {
            Some("interactiveUser") => Some(true),
            Some("nonInteractiveUser") => Some(false),
            _ => None,
        }
    }

    /// Whether the file holds sign-ins of workloads only: service principals or managed identities.
    pub fn is_workload(&self) -> bool {
        matches!(self.event_type, Some("servicePrincipal" | "managedIdentity"))
    }

    /// The row limit at which a file with this many rows was probably cut off.
    pub fn limit_at(&self, rows: u64) -> Option<u64> {
        self.row_limits.iter().copied().find(|limit| *limit == rows)
    }
}

/// Two dialects are equal if their names are: names are unique.
impl PartialEq for Dialect {
    fn eq(&self, other: &Dialect) -> bool {
        self.name == other.name
    }
}

impl Eq for Dialect {}

impl Hash for Dialect {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dialect").field(&self.name).finish()
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
