//! Raw chunks: records that are no plain rows, on their way into a batch.

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

/// A chunk of records that are no plain rows.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub text: Vec<u8>,
    pub structure: Structure,
    pub cells: Cells,
}

impl Raw {
    /// Finds the cells of the records for the batch, which takes over the text; broken ones stand among its broken ones. Says how many
    /// are no sign-ins.
    pub fn transcode(&mut self, input: &Input, transcoder: &Transcoder, batch: &mut Batch) -> u64 {
        let Raw { text, structure, cells } = self;
        batch.begin_rows();
        batch.structure.cut = structure.cut;
        batch.structure.broken.append(&mut structure.broken);
        let end_of = |row: &RecordSpan| structure.field_ends[row.first as usize + input.width - 1] as usize;
        // Behind the last record stands what nobody needs any more, perhaps what was made of an earlier chunk.
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

/// A record of a category that holds no sign-ins.
fn is_other(input: &Input, object: &[u8], spans: &[Span]) -> bool {
    let (start, end) = spans[Field::EventType as usize];
    let Some(category) = input.format.category_key.filter(|_| start == end) else { return false };
    members(object).flatten().any(|(key, _)| key.eq_ignore_ascii_case(category.as_bytes()))
}
