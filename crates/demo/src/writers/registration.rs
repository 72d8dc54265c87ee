//! Registration report: the portal's "User registration details" CSV.

use std::io::{self, Write};

use super::csv::{CsvStyle, CsvWriter};
use crate::moment::Date;
use crate::registration::Registration;

/// The column names, in order.
pub const HEADER: [&str; 8] = [
    "userPrincipalName",
    "userDisplayName",
    "isMfaCapable",
    "isPasswordlessCapable",
    "isSsprCapable",
    "defaultMfaMethod",
    "methodsRegistered",
    "lastUpdatedDateTime",
];

/// The name that the portal gives to the report of a day; it pads nothing.
pub fn file_name(date: Date) -> String {
    let (year, month, day) = date.civil();
    format!("exportUserRegistrationDetails_{year}-{month}-{day}.csv")
}

/// Writes the header and one line for each account.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_registration(
    out: &mut impl Write,
    style: CsvStyle,
    report: &[Registration<'_>],
) -> io::Result<u64> {
    let mut csv = CsvWriter::new(out, style);
    HEADER.iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let flag = |value: bool| if value { "True" } else { "False" };
    for line in report {
        csv.text(&line.account.report_upn);
        csv.text(&line.account.display_name);
        csv.text(flag(line.capable));
        csv.text(flag(line.passwordless));
        csv.text(flag(line.reset_capable));
        csv.text(line.default_method);
        let methods: Vec<String> = line.methods.iter().map(|method| format!("\"{method}\"")).collect();
        csv.text(&format!("[{}]", methods.join(",")));
        let (second, fraction) = line.updated;
        let whole = second.to_string();
        csv.text(&format!("{}.{fraction:07}Z", whole.trim_end_matches('Z')));
        csv.end_line()?;
    }
    csv.flush()?;
    Ok(report.len() as u64)
}
