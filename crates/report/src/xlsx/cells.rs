//! Values in cells.

use entrasift_core::{SECOND, Time};
use entrasift_rollout::answer::Value;
use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use super::looks::Looks;
use crate::cell::{self, Detail};
use crate::harmless;

/// Columns that one text may take; a cell holds 32,767 characters.
pub(super) const LONGEST: usize = 8_000;

/// Whole numbers beyond this are written as text, since a cell would round them.
const LARGEST: u64 = 1 << 53;

/// A time as a spreadsheet counts it; `None` where it cannot.
pub(super) fn date(time: Time) -> Option<ExcelDateTime> {
    ExcelDateTime::from_timestamp(time.0.div_euclid(SECOND)).ok()
}

/// Writes a value: numbers as numbers, times as times, everything else as text that is never a formula.
pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match value {
        Value::Null => {}
        Value::Count(count) if *count < LARGEST => {
            sheet.write_number_with_format(row, column, *count as f64, &looks.count)?;
        }
        Value::Code(code) if code.unsigned_abs() < LARGEST => {
            sheet.write_number_with_format(row, column, *code as f64, &looks.code)?;
        }
        Value::Number(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Value::Share(share) if share.is_finite() => {
            sheet.write_number_with_format(row, column, *share, &looks.share)?;
        }
        Value::Time(time) => match date(*time) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, &looks.time)?;
            }
            None => text(sheet, row, column, &cell::minute(*time), looks)?,
        },
        _ => text(sheet, row, column, &cell::text(value, Detail::WHOLE), looks)?,
    }
    Ok(())
}

/// Writes a text. What looks like a formula stays a text even when somebody edits the cell.
pub(super) fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let look = if harmless::is_formula(text) { &looks.quoted } else { &looks.plain };
    sheet.write_string_with_format(row, column, harmless::shortened(text, LONGEST), look)?;
    Ok(())
}
