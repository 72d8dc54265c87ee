//! Row numbers: what number the row of a reference has in its file.

use crate::content::input::Input;
use crate::log::extent::Extent;
use crate::log::row_ref::RowRef;
use crate::text::layout::Layout;

/// Turns references into row numbers, once all chunks are counted.
#[derive(Debug, Default, Clone)]
pub struct RowNumbers {
    lines_before: Vec<Vec<u64>>,
    /// The number of the first record of each input: the header of a CSV is row 1, and records of JSON count from 1.
    first_rows: Vec<u64>,
}

impl RowNumbers {
    /// The number of the row in its file. The header of a CSV is row 1; records of JSON count from 1.
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
