//! XLSX: a summary with a chart, and a sheet for each table, made for working through a list.

mod cells;
mod looks;
mod names;
mod plot;
mod sheet;
mod summary;
mod workbook;

use crate::format::Format;

/// A workbook: a summary with a chart, and a sheet for each table.
pub static FORMAT: Format =
    Format { name: "xlsx", extensions: &["xlsx"], is_text: false, is_zoned: true, write: workbook::write };
