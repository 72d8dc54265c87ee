//! Raw chunks: records that are not plain rows, before they become rows of a batch.

use crate::content::input::Input;
use crate::dialect::cells::{Cells, Span, settled};
use crate::dialect::transcoder::Transcoder;
use crate::field::Field;
use crate::log::batch::Batch;
use crate::text::fault::Fault;
use crate::text::json::members;
use crate::text::layout::Layout;
use crate::text::rows::Rows;
use crate::text::structure::{Broken, RecordSpan, Structure};

/// A chunk of records that are not plain rows.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub text: Vec<u8>,
    pub structure: Structure,
    pub cells: Cells,
}

impl Raw {
    /// Finds the cells of the records and gives them, with the text, to the batch. Broken records go to its broken ones. Returns how many
    /// records are not sign-ins.
    pub(crate) fn transcode(&mut self, input: &Input, transcoder: &Transcoder, batch: &mut Batch) -> u64 {
        let Raw { text, structure, cells } = self;
        batch.begin_rows();
        batch.structure.cut = structure.cut;
        batch.structure.broken.append(&mut structure.broken);
        let end_of = |row: &RecordSpan| structure.field_ends[row.first as usize + input.width - 1] as usize;
        // What comes after the last record is not needed, for example what was made for an earlier chunk.
        text.truncate(structure.rows.last().map_or(0, end_of));
        let (mut others, mut turn) = (0, 0);
        for row in &structure.rows {
            let read = match input.layout {
                Layout::Json => cells.record(row.start, &mut turn),
                Layout::Csv => {
                    let rows = Rows { text, structure };
                    let places = (0..input.width).map(|column| rows.place(row, column));
                    let sound = transcoder.read_row(text, places, cells).is_ok();
                    sound.then(|| cells.spans())
                }
            };
            let RecordSpan { start, ordinal, .. } = *row;
            match read {
                Some(spans) if is_other(input, &text[start as usize..end_of(row)], spans) => others += 1,
                Some(spans) => batch.structure.push_spans(start, ordinal, settled(spans, text.len())),
                None => {
                    let fault = Fault::BadJson;
                    batch.structure.broken.push(Broken { start, end: start, ordinal, fault, fields: 0 });
                }
            }
        }
        text.extend_from_slice(cells.made());
        std::mem::swap(text, &mut batch.text);
        batch.structure.broken.sort_by_key(|one| one.ordinal);
        others
    }
}

/// Whether a record has a category that holds no sign-ins.
fn is_other(input: &Input, object: &[u8], spans: &[Span]) -> bool {
    let (start, end) = spans[Field::EventType as usize];
    let Some(category) = input.format.category_key.filter(|_| start == end) else { return false };
    members(object).flatten().any(|(key, _)| key.eq_ignore_ascii_case(category.as_bytes()))
}
