//! The order of day and month in the dates of a file, told by its rows.

use std::io;

use crate::content::input::Input;
use crate::content::record_reader::{Found, RecordReader};
use crate::dialect::cells::Cells;
use crate::dialect::transcoder::Opened;
use crate::field::Field;
use crate::text::layout::Layout;
use crate::text::rows::Rows;
use crate::text::structure::{RecordSpan, Structure};
use crate::text::time::Time;
use crate::text::written::DateOrder;

/// How many bytes of the file are read at a time.
const PIECE_BYTES: u64 = 512 << 10;

/// The order of day and month, told by the first date that leaves no doubt. `Err` holds an example if the file has dates like these and
/// none of them tells the order; `Ok(None)` means that the file has no such dates.
pub(super) fn date_order(input: &Input) -> io::Result<Result<Option<DateOrder>, String>> {
    let (mut buffer, mut structure, mut cells) = (Vec::new(), Structure::default(), Cells::default());
    let mut dated = Cells::default();
    let (mut next, mut open) = (input.start, None);
    let (reader, length) = (RecordReader { input }, input.source.length());
    while next < length {
        structure.clear();
        cells.begin();
        let limit = (next + PIECE_BYTES).min(length);
        let mut window = reader.open(next, limit, &mut buffer)?;
        let mut found = Found { structure: &mut structure, cells: &mut cells, nesting: 0 };
        let end = reader.read(&mut window, &mut found, 0, (limit - next) as usize)?;
        for row in &structure.rows {
            let rows = Rows { text: &buffer, structure: &structure };
            let Some(cell) = date_of(input, rows, row, &mut dated) else { return Ok(Ok(None)) };
            match DateOrder::told_by(&cell) {
                Some(Some(order)) => return Ok(Ok(Some(order))),
                Some(None) if open.is_none() => open = Some(String::from_utf8_lossy(&cell).into_owned()),
                None if open.is_none() && Time::parse_iso(&cell).is_some() => return Ok(Ok(None)),
                _ => {}
            }
        }
        next = end;
    }
    Ok(open.map_or(Ok(None), Err))
}

/// The date of one row as the file spells it; `None` if the file has no dates.
fn date_of(input: &Input, rows: Rows<'_>, row: &RecordSpan, cells: &mut Cells) -> Option<Vec<u8>> {
    if input.layout == Layout::Json {
        let transcoder = input.transcoder.as_ref()?;
        cells.begin();
        let text = &rows.text[..rows.place(row, 0).end];
        // The date of a broken record tells nothing.
        let sound = transcoder.read_record(text, row.start as usize, cells) == Opened::Record(text.len());
        return Some(if sound { cells.text(Field::Time, text).to_vec() } else { Vec::new() });
    }
    let (column, part) = input.time_column?;
    Some(part.cut(&rows.cell(row, column as usize)).trim_ascii().to_vec())
}
