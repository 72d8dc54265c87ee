//! Rows: the cells of records with a known structure.

use std::borrow::Cow;

use crate::text::record::unquote;
use crate::text::structure::{RecordSpan, Structure};

/// A text and the structure of its records.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'t> {
    pub text: &'t [u8],
    pub structure: &'t Structure,
}

impl<'t> Rows<'t> {
    /// A cell without its quotes, doubled quotes made single.
    #[inline]
    pub(crate) fn cell(self, row: &RecordSpan, column: usize) -> Cow<'t, [u8]> {
        if self.structure.doubled_quotes && !self.structure.plain {
            return unquote(self.span(row, column, column));
        }
        Cow::Borrowed(self.text_of(row, column))
    }

    /// A cell without its quotes, for texts without doubled quotes.
    #[inline]
    pub(crate) fn text_of(self, row: &RecordSpan, column: usize) -> &'t [u8] {
        if self.structure.plain {
            return self.plain_cell(row, column);
        }
        match self.span(row, column, column) {
            [b'"', text @ .., _] => text,
            cell => cell,
        }
    }

    #[inline]
    fn plain_cell(self, row: &RecordSpan, column: usize) -> &'t [u8] {
        let index = row.first as usize + 2 * column;
        let ends = &self.structure.field_ends;
        &self.text[ends[index] as usize..ends[index + 1] as usize]
    }

    /// The place of a cell in the text, without its quotes. Doubled quotes may be in it.
    pub(crate) fn place(self, row: &RecordSpan, column: usize) -> std::ops::Range<usize> {
        let ends = &self.structure.field_ends;
        let index = row.first as usize + column;
        let start = if column == 0 { row.start as usize } else { ends[index - 1] as usize + 1 };
        let end = ends[index] as usize;
        if self.text[start..end].first() == Some(&b'"') { start + 1..end - 1 } else { start..end }
    }

    /// The bytes of some neighbouring columns, quotes and separators included.
    #[inline]
    pub(crate) fn span(self, row: &RecordSpan, first: usize, last: usize) -> &'t [u8] {
        let ends = &self.structure.field_ends;
        let index = row.first as usize + first;
        let start = if first == 0 { row.start as usize } else { ends[index - 1] as usize + 1 };
        &self.text[start..ends[row.first as usize + last] as usize]
    }
}
