//! Row numbers: which row of its file a reference means.

use crate::content::input::Input;
use crate::log::extent::Extent;
use crate::log::row_ref::RowRef;
use crate::text::layout::Layout;

/// Turns references into row numbers, once all chunks are counted.
#[derive(Debug, Default, Clone)]
pub struct RowNumbers {
    lines_before: Vec<Vec<u64>>,
    /// The number of the first record of each input: rows count from the header, records of JSON from 1.
    first_rows: Vec<u64>,
}

impl RowNumbers {
    /// The row in its file; the header is row 1. In JSON the record's number from 1.
    pub fn row(&self, place: RowRef) -> u64 {
        let file = place.file() as usize;
        self.first_rows[file] + self.lines_before[file][place.chunk()] + place.line()
    }

    pub(super) fn new(extents: &[Vec<Extent>], inputs: &[Input]) -> RowNumbers {
        let sums = |extents: &Vec<Extent>| {
            let lines = extents.iter().scan(0, |sum, extent| {
                let before = *sum;
                *sum += u64::from(extent.lines);
                Some(before)
            });
            lines.collect()
        };
        let first_rows =
            inputs.iter().map(|input| if input.layout == Layout::Json { 1 } else { 2 }).collect();
        RowNumbers { lines_before: extents.iter().map(sums).collect(), first_rows }
    }
}
