//! A row: one sign-in of a batch, as a small value that can be copied.

use std::borrow::Cow;

use crate::dialect::Format;
use crate::field::method::Evidence;
use crate::field::status::{Code, Status};
use crate::field::{Field, FieldSet};
use crate::log::batch::Batch;
use crate::log::row_ref::RowRef;
use crate::log::symbols::{Dictionaries, Symbol};
use crate::text::time::Time;
use crate::text::words::fold_word;

/// One sign-in of a batch. Symbols and texts are those of columns that were filled for the row ([`Batch::fill`]); cells are read from
/// the file's bytes.
#[derive(Debug, Clone, Copy)]
pub struct Row<'b> {
    batch: &'b Batch,
    index: usize,
}

impl Batch {
    /// One of its sign-ins; `index` is smaller than [`Batch::len`].
    #[inline]
    pub fn row(&self, index: usize) -> Row<'_> {
        debug_assert!(index < self.len(), "row {index} of {}", self.len());
        Row { batch: self, index }
    }

    /// Its sign-ins, in the order of the file.
    #[inline]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        (0..self.len()).map(|index| Row { batch: self, index })
    }
}

impl<'b> Row<'b> {
    /// Its place in the batch, from 0.
    #[inline]
    pub fn index(self) -> usize {
        self.index
    }

    /// Where it stands in the input.
    #[inline]
    pub fn row_ref(self) -> RowRef {
        self.batch.row_ref(self.index)
    }

    /// When the sign-in was made.
    #[inline]
    pub fn time(self) -> Time {
        self.batch.times()[self.index]
    }

    /// What became of it.
    #[inline]
    pub fn status(self) -> Status {
        self.batch.statuses()[self.index]
    }

    /// A token was issued.
    #[inline]
    pub fn is_success(self) -> bool {
        self.status() == Status::Success
    }

    /// The fields that its file can fill, in some row.
    pub fn fills(self) -> FieldSet {
        self.batch.fills()
    }

    /// The shape of its file.
    pub fn format(self) -> Format {
        self.batch.format()
    }

    /// The dictionaries that its symbols belong to.
    pub fn dictionaries(self) -> &'b Dictionaries {
        self.batch.dictionaries()
    }

    /// The symbol of a field. Its column must be filled for this row.
    #[inline]
    pub fn symbol(self, field: Field) -> Symbol {
        self.batch.symbol(self.index, field)
    }

    /// The value of a field in its canonical spelling; empty where it is absent. Its column must be filled for this row.
    pub fn text(self, field: Field) -> &'b str {
        self.text_of(field, self.symbol(field))
    }

    /// The text of a symbol of a field.
    #[inline]
    pub fn text_of(self, field: Field, symbol: Symbol) -> &'b str {
        self.batch.text_of(field, symbol)
    }

    /// The value of a field, as the file has it (trimmed of quotes only); empty where it is absent.
    #[inline]
    pub fn cell(self, field: Field) -> Cow<'b, [u8]> {
        self.batch.cell(self.index, field)
    }

    /// The value of a field as the file has it, as text without space around it.
    pub fn cell_text(self, field: Field) -> String {
        self.batch.cell_text(self.index, field)
    }

    /// A time other than that of the sign-in, in the order of day and month that the file has.
    pub fn time_of(self, field: Field) -> Option<Time> {
        Time::parse(self.cell(field).trim_ascii(), self.batch.shape.date_order)
    }

    /// It is interactive: what the file says of all its rows, else what the row says.
    #[inline]
    pub fn interactive(self) -> Option<bool> {
        self.format().interactive().or_else(|| {
            let cell = self.cell(Field::EventType);
            // As nearly every record spells it.
            match &*cell {
                b"" => return None,
                b"interactiveUser" => return Some(true),
                b"nonInteractiveUser" => return Some(false),
                _ => {}
            }
            let word = fold_word(&String::from_utf8_lossy(&cell));
            (!word.is_empty()).then(|| word.starts_with("interactive"))
        })
    }

    /// It is a user's, not a service principal's or managed identity's.
    pub fn is_user(self) -> bool {
        if self.format().is_workload() {
            return false;
        }
        let cell = self.cell(Field::EventType);
        !(cell.eq_ignore_ascii_case(b"servicePrincipal") || cell.eq_ignore_ascii_case(b"managedIdentity"))
    }

    /// What its error code says.
    #[inline]
    pub fn code(self) -> Code {
        self.batch.code_of(self.symbol(Field::Code))
    }

    /// An AuthDetails companion has steps of it.
    pub fn has_companion(self) -> bool {
        self.companion() != Evidence::NONE
    }

    /// What its steps prove: those of its AuthDetails companion and those in the row. The column [`Field::StepsDigest`] must be filled
    /// for this row.
    #[inline]
    pub fn steps(self) -> Evidence {
        let evidence = self.companion();
        if self.batch.shape.fills.contains(Field::StepsDigest) {
            return evidence.and(self.batch.digest_of(self.symbol(Field::StepsDigest)));
        }
        evidence
    }

    #[inline]
    fn companion(self) -> Evidence {
        if self.batch.steps.is_empty() {
            return Evidence::NONE;
        }
        self.batch.steps.evidence(&self.cell(Field::RequestId))
    }
}
