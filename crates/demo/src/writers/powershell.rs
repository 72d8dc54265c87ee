//! PowerShell: the flat CSV that scripts of incident responders write, without ids and with the status in words.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::csv::{CsvStyle, CsvWriter};
use super::detail;
use crate::signin::SignIn;

const COLUMNS: [&str; 15] = [
    "CreatedDateTime",
    "UserPrincipalName",
    "UserDisplayName",
    "AppDisplayName",
    "IPAddress",
    "City",
    "Country",
    "Device",
    "Browser",
    "OS",
    "Status",
    "RiskState",
    "RiskLevelDuringSignIn",
    "RiskLevelAggregated",
    "ConditionalAccessStatus",
];

/// Writes the header and one line for each sign-in.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_powershell<'s>(
    out: &mut impl Write,
    style: CsvStyle,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let mut csv = CsvWriter::new(out, style);
    COLUMNS.iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let mut rows = 0;
    for signin in signins {
        let row = signin.borrow();
        let (level, state) = detail::risk(row);
        let (name, status) = (detail::username(row), row.outcome().word.text());
        let cells = [
            &row.time.to_string(),
            &name,
            &row.account.display_name,
            row.app.name,
            &row.place.ip,
            row.place.city,
            row.place.country,
            &row.device.name,
            row.browser,
            row.device.os,
            status,
            state,
            level,
            level,
            row.conditional_access.graph(),
        ];
        cells.into_iter().for_each(|cell| csv.text(cell));
        csv.end_line()?;
        rows += 1;
    }
    csv.flush()?;
    Ok(rows)
}
