//! Shapes: where the fields stand in the rows of one file.

use std::sync::{Arc, LazyLock};

use crate::dialect::name::{CellPart, Name};
use crate::field::{Field, FieldSet};
use crate::text::words::header_key;
use crate::text::written::DateOrder;

/// Where the fields stand in one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    places: Vec<Option<(u16, CellPart)>>,
    /// How many columns the header has.
    pub width: usize,
    /// The fields that this file can fill.
    pub fills: FieldSet,
    /// Which number of its dates comes first, if they are written with slashes.
    pub date_order: Option<DateOrder>,
}

impl Shape {
    /// Finds a dialect's names in a header. If two columns have the same name, the first counts.
    pub fn from_header(header: &[String], names: &[Name]) -> Shape {
        let mut places = vec![None; Field::COUNT];
        let mut fills = FieldSet::EMPTY;
        for (column, title) in header.iter().enumerate() {
            let key = header_key(title);
            for name in names.iter().filter(|name| name.header == key) {
                let place = &mut places[name.field as usize];
                if place.is_none() {
                    *place = Some((column as u16, name.part));
                    fills = fills.with(name.field);
                }
            }
        }
        Shape { places, width: header.len(), fills, date_order: None }
    }

    /// The shape of a table with a column for every field, in the order of the fields.
    pub(crate) fn all_fields() -> Arc<Shape> {
        static ALL: LazyLock<Arc<Shape>> = LazyLock::new(|| {
            let places = (0..Field::COUNT).map(|column| Some((column as u16, CellPart::Whole))).collect();
            let fills = FieldSet::new(Field::ALL.iter().copied());
            Arc::new(Shape { places, width: Field::COUNT, fills, date_order: None })
        });
        ALL.clone()
    }

    /// The shape of records that a transcoder turns into that table; `fills` says which fields they can fill.
    pub(crate) fn transcoded(fills: FieldSet) -> Shape {
        Shape { fills, ..(*Shape::all_fields()).clone() }
    }

    /// The field that a column fills; the first if there are several.
    pub(crate) fn field_at(&self, column: u16) -> Option<Field> {
        let here = |place: &Option<(u16, CellPart)>| place.is_some_and(|(known, _)| known == column);
        self.places.iter().position(here).map(|index| Field::ALL[index])
    }

    /// The column of a field, and which part of the column it is.
    #[inline]
    pub fn place(&self, field: Field) -> Option<(u16, CellPart)> {
        *self.places.get(field as usize)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::portal;

    #[test]
    fn untidy_headers_map_to_one_field_each() {
        let header = ["\u{feff}Date (UTC)", "Application ID ", "Incoming token type", "Incoming token type"];
        let shape = Shape::from_header(&header.map(String::from), portal::NAMES);
        assert_eq!(shape.place(Field::Time), Some((0, CellPart::Whole)));
        assert_eq!(shape.place(Field::AppId), Some((1, CellPart::Whole)));
        assert_eq!(shape.place(Field::IncomingToken), Some((2, CellPart::Whole)));
    }
}
