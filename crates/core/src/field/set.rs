//! Sets of fields.

use crate::field::table::Field;

/// A set of fields, for instance those that a dialect can ever fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldSet(u128);

impl FieldSet {
    /// No field.
    pub const EMPTY: FieldSet = FieldSet(0);

    /// The set of these fields.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> FieldSet {
        fields.into_iter().fold(FieldSet::EMPTY, FieldSet::with)
    }

    /// This set and one more field.
    #[must_use]
    pub fn with(self, field: Field) -> FieldSet {
        FieldSet(self.0 | 1 << field as u8)
    }

    /// Every field of either set.
    #[must_use]
    pub fn union(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 | other.0)
    }

    /// Whether the other set contains every field of this one.
    pub fn is_within(self, other: FieldSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the set contains the field.
    pub fn contains(self, field: Field) -> bool {
        self.0 >> (field as u8) & 1 == 1
    }

    /// The fields of the set, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| self.contains(*field))
    }
}
