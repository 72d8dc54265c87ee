//! Auth details: the companion download of a portal CSV, one line for each authentication step.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::csv::{CsvStyle, CsvWriter};
use crate::signin::SignIn;

/// The column names, in order.
pub const HEADER: [&str; 7] = [
    "Request ID",
    "Date",
    "Authentication method",
    "Authentication method detail",
    "Succeeded",
    "Result detail",
    "Requirement",
];

/// Writes the header and the steps of every sign-in.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_auth_details<'s>(
    out: &mut impl Write,
    style: CsvStyle,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let mut csv = CsvWriter::new(out, style);
    HEADER.iter().for_each(|name| csv.text(name));
    csv.end_line()?;
    let mut rows = 0;
    for signin in signins {
        let signin = signin.borrow();
        for step in &signin.steps {
            csv.guid(signin.id);
            csv.text(&step.time.to_string());
            csv.text(step.method);
            csv.text(step.detail);
            csv.text(if step.succeeded { "true" } else { "false" });
            csv.text(step.result);
            csv.text("");
            csv.end_line()?;
            rows += 1;
        }
    }
    csv.flush()?;
    Ok(rows)
}
