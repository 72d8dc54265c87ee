//! Dialects: what each source calls our fields. One file each, one line in the list.

use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::field::{Field, FieldSet};
use crate::text::time::DateOrder;
pub use crate::text::words::header_key;

pub mod authdetails;
pub mod azure_monitor;
pub mod defender;
pub mod graph;
pub mod log_analytics;
pub mod portal;
pub mod powershell;
pub mod registration;

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Portal CSV of interactive user sign-ins.
    PortalInteractive,
    /// Portal CSV of non-interactive user sign-ins.
    PortalNonInteractive,
    /// Portal CSV of user sign-ins where nothing tells which.
    PortalUser,
    /// Portal CSV of service principals.
    PortalApplication,
    /// Portal CSV of managed identities.
    PortalManagedIdentity,
    /// Graph sign-ins as JSON, the portal's JSON download included.
    Graph,
    /// Azure Monitor records.
    AzureMonitor,
    /// Log Analytics or Sentinel, CSV or JSON.
    LogAnalytics,
    /// Defender XDR advanced hunting. Experimental: no real export was seen.
    Defender,
    /// What PowerShell scripts write.
    PowerShell,
    /// Companion of a portal CSV with one row for each authentication step.
    PortalAuthDetails,
    /// Registration report.
    Registration,
}

impl Format {
    /// The name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Format::PortalInteractive => "portal-interactive",
            Format::PortalNonInteractive => "portal-noninteractive",
            Format::PortalUser => "portal-user",
            Format::PortalApplication => "portal-application",
            Format::PortalManagedIdentity => "portal-managed-identity",
            Format::Graph => "graph",
            Format::AzureMonitor => "azure-monitor",
            Format::LogAnalytics => "log-analytics",
            Format::Defender => "defender",
            Format::PowerShell => "powershell",
            Format::PortalAuthDetails => "portal-authdetails",
            Format::Registration => "registration",
        }
    }

    /// The file holds sign-ins.
    pub fn is_log(self) -> bool {
        !matches!(self, Format::PortalAuthDetails | Format::Registration)
    }

    /// What the file name, or the caller, says of every row: interactive or not.
    pub fn interactive(self) -> Option<bool> {
        match self {
            Format::PortalInteractive => Some(true),
            Format::PortalNonInteractive => Some(false),
            _ => None,
        }
    }

    /// What the file says of every row, as the word of [`Field::EventType`].
    pub fn event_type(self) -> Option<&'static str> {
        match self {
            Format::PortalInteractive => Some("interactiveUser"),
            Format::PortalNonInteractive => Some("nonInteractiveUser"),
            Format::PortalApplication => Some("servicePrincipal"),
            Format::PortalManagedIdentity => Some("managedIdentity"),
            _ => None,
        }
    }

    /// The file holds sign-ins of workloads only.
    pub fn is_workload(self) -> bool {
        matches!(self, Format::PortalApplication | Format::PortalManagedIdentity)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which part of a column is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellPart {
    /// All of it.
    Whole,
    /// The last of three parts of `City, State, CC`, split from the right.
    Country,
    /// The middle of three.
    State,
    /// The first of three, with any further commas.
    City,
}

impl CellPart {
    /// The part of a value.
    #[inline]
    pub fn of(self, value: &[u8]) -> &[u8] {
        match self {
            CellPart::Whole => value,
            part => part.of_location(value),
        }
    }

    fn of_location(self, value: &[u8]) -> &[u8] {
        let mut parts = value.rsplitn(3, |byte| *byte == b',');
        let index = match self {
            CellPart::Country | CellPart::Whole => 0,
            CellPart::State => 1,
            CellPart::City => 2,
        };
        parts.nth(index).unwrap_or_default().trim_ascii()
    }
}

/// One name of one dialect: the header, normalised by [`header_key`], and the field that it fills.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Header text, lower case, white space collapsed.
    pub header: &'static str,
    /// The field.
    pub field: Field,
    /// The part of the column.
    pub part: CellPart,
}

/// A name for a whole column.
pub const fn name(header: &'static str, field: Field) -> Name {
    Name { header, field, part: CellPart::Whole }
}

/// Where the fields stand in one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    places: Vec<Option<(u16, CellPart)>>,
    /// How many columns the header has.
    pub width: usize,
    /// The fields that this file can fill.
    pub fills: FieldSet,
    /// Which number of its dates comes first, where they have such dates.
    pub date_order: Option<DateOrder>,
}

impl Shape {
    /// Finds a dialect's names in a header. Of two columns with one name, the first counts.
    pub fn of(header: &[String], names: &[Name]) -> Shape {
        let mut places = vec![None; Field::COUNT];
        let mut fills = FieldSet::EMPTY;
        for (column, title) in header.iter().enumerate() {
            let key = header_key(title);
            for name in names.iter().filter(|name| name.header == key) {
                let place = &mut places[name.field as usize];
                if place.is_none() {
                    *place = Some((column as u16, name.part));
                    fills = fills.with(name.field);
                }
            }
        }
        Shape { places, width: header.len(), fills, date_order: None }
    }

    /// The shape of a table with one column for each field, in the order of the fields.
    pub(crate) fn of_all_fields() -> Arc<Shape> {
        static ALL: LazyLock<Arc<Shape>> = LazyLock::new(|| {
            let places = (0..Field::COUNT).map(|column| Some((column as u16, CellPart::Whole))).collect();
            let fills = FieldSet::of(Field::ALL.iter().copied());
            Arc::new(Shape { places, width: Field::COUNT, fills, date_order: None })
        });
        ALL.clone()
    }

    /// The shape of records that are transcoded into that table; `fills` is what their source can fill.
    pub(crate) fn of_transcoded(fills: FieldSet) -> Shape {
        Shape { fills, ..(*Shape::of_all_fields()).clone() }
    }

    /// The field that a column fills; the first of several.
    pub(crate) fn field_at(&self, column: u16) -> Option<Field> {
        let here = |place: &Option<(u16, CellPart)>| place.is_some_and(|(known, _)| known == column);
        self.places.iter().position(here).map(|index| Field::ALL[index])
    }

    /// The column of a field, and the part of it.
    #[inline]
    pub fn place(&self, field: Field) -> Option<(u16, CellPart)> {
        *self.places.get(field as usize)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_location_are_split_from_the_right() {
        let check = |value: &str, expect: [&str; 3]| {
            let parts = [CellPart::City, CellPart::State, CellPart::Country]
                .map(|part| part.of(value.as_bytes()).to_vec());
            assert_eq!(parts.map(|part| String::from_utf8(part).unwrap()), expect, "{value}");
        };
        check("Berlin, Berlin, DE", ["Berlin", "Berlin", "DE"]);
        check(", , DE", ["", "", "DE"]);
        check(
            "Washington, D.C., District of Columbia, US",
            ["Washington, D.C.", "District of Columbia", "US"],
        );
        check("DE", ["", "", "DE"]);
        check("", ["", "", ""]);
    }

    #[test]
    fn untidy_headers_map_to_one_field_each() {
        let header = ["\u{feff}Date (UTC)", "Application ID ", "Incoming token type", "Incoming token type"];
        let shape = Shape::of(&header.map(String::from), portal::NAMES);
        assert_eq!(shape.place(Field::Time), Some((0, CellPart::Whole)));
        assert_eq!(shape.place(Field::AppId), Some((1, CellPart::Whole)));
        assert_eq!(shape.place(Field::IncomingToken), Some((2, CellPart::Whole)));
    }
}
