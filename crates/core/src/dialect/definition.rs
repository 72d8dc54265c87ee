//! What a dialect is: the facts about one source of files that reading them needs.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::dialect::head::{Head, Likeness};
use crate::dialect::name::Name;
use crate::dialect::path_name::PathName;
use crate::text::layout::Layout;

/// What one source writes: how its files are recognised, what it calls our fields, and where it cuts off.
pub struct Dialect {
    /// The name that every answer shows (`format` in the JSON).
    pub name: &'static str,
    /// The layouts in which its files come.
    pub layouts: &'static [Layout],
    /// How well the beginning of a file fits.
    pub fingerprint: fn(&Head<'_>) -> Likeness,
    /// What it calls the fields.
    pub names: Names,
    /// The keys of a file's columns as [`Dialect::names`] spells them. The error is a date column that is not in UTC.
    pub keys: fn(&Head<'_>) -> Result<Vec<String>, String>,
    /// Whether a path name can fill its field in this file; the number is that of its column in a CSV.
    pub may_fill: fn(&PathName, &Head<'_>, usize) -> bool,
    /// Each record in JSON has one of these keys: a guessed record is judged by them.
    pub record_keys: &'static [&'static str],
    /// The key that says what kind of record this is, where one file mixes sign-ins with other records. A record that has the key, and
    /// from which no event type follows, is no sign-in.
    pub category_key: Option<&'static str>,
    /// What the file says of each of its rows, as a word of [`Field::EventType`](crate::field::Field::EventType).
    pub event_type: Option<&'static str>,
    /// Downloads stop at one of these numbers of rows.
    pub row_limits: &'static [u64],
    /// How many rows one page of the interface holds at most, where files are fetched page by page.
    pub page_rows: Option<u64>,
    /// The column that is missing in a file that otherwise looks like this dialect.
    pub lacks: fn(&Head<'_>) -> Option<&'static str>,
}

/// The dialect of a file, which answers call its format.
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
    /// A dialect with nothing out of the ordinary; what is, is set by struct update.
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

    /// Whether each row is an interactive sign-in, where the file says so for all of them.
    pub fn interactive(&self) -> Option<bool> {
        match self.event_type {
            Some("interactiveUser") => Some(true),
            Some("nonInteractiveUser") => Some(false),
            _ => None,
        }
    }

    /// The file holds sign-ins of workloads only: service principals or managed identities.
    pub fn is_workload(&self) -> bool {
        matches!(self.event_type, Some("servicePrincipal" | "managedIdentity"))
    }

    /// The limit at which a file with so many rows was probably cut off.
    pub fn limit_at(&self, rows: u64) -> Option<u64> {
        self.row_limits.iter().copied().find(|limit| *limit == rows)
    }
}

/// Dialects are the same if their names are: these are unique.
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
