//! What PowerShell scripts write: the properties of Graph as columns, some with JSON in their cells, some flat, with a status in words or a
//! number. Exports whose nested cells were destroyed are rejected before.

use std::sync::LazyLock;

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::graph;
use crate::dialect::head::{Head, Likeness};
use crate::dialect::path_name::{Convert, PathName, converted, fallback, path};
use crate::field::Field;
use crate::text::layout::Layout;

/// Scripts. They fetch either what the portal downloads, or pages of the interface.
pub static POWERSHELL: Dialect = Dialect {
    may_fill,
    row_limits: &[5_000, 100_000, 250_000],
    page_rows: Some(1_000),
    ..Dialect::new(
        "powershell",
        &[Layout::Csv],
        |head| {
            Likeness::certain_if(
                head.has("createddatetime") && head.has_any(&["userprincipalname", "appdisplayname"]),
            )
        },
        Names::Paths(names),
    )
};

/// The properties of Graph, and the flat columns that scripts make of the nested ones.
fn names() -> &'static [PathName] {
    static NAMES: LazyLock<Vec<PathName>> =
        LazyLock::new(|| graph::NAMES.iter().chain(FLAT).copied().collect());
    &NAMES
}

/// Flat columns.
const FLAT: &[PathName] = &[
    path("city", Field::City),
    path("state", Field::State),
    path("country", Field::Country),
    path("countryorregion", Field::Country),
    path("device", Field::DeviceName),
    path("devicename", Field::DeviceName),
    path("deviceid", Field::DeviceId),
    path("browser", Field::Browser),
    path("os", Field::Os),
    path("operatingsystem", Field::Os),
    path("iscompliant", Field::Compliant),
    path("ismanaged", Field::Managed),
    path("trusttype", Field::TrustType),
    converted("status", Field::Status, Convert::Plain),
    fallback("status", Field::Code, Convert::Number),
    path("errorcode", Field::Code),
    path("failurereason", Field::Reason),
    path("additionaldetails", Field::MfaResult),
];

/// Whether a column can fill a field, judged by the first rows: nested values need JSON in some row, a code from the status needs a status
/// that is a number.
fn may_fill(name: &PathName, head: &Head<'_>, column: usize) -> bool {
    let mut cells = head.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim_ascii());
    let is_number = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    match name.convert {
        _ if name.path.contains('.') => cells.any(|cell| cell.starts_with(b"{")),
        Convert::Steps => cells.any(|cell| cell.starts_with(b"[")),
        Convert::Number => cells.any(is_number),
        _ => true,
    }
}
