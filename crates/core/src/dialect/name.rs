//! Names: what a dialect calls the fields in the header of a CSV.

use crate::field::Field;

/// Which part of a column is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellPart {
    /// All of it.
    Whole,
    /// The last of three parts of `City, State, CC`, split from the right.
    Country,
    /// The middle of three.
    State,
    /// The first of three, with any further commas.
    City,
}

impl CellPart {
    /// The part of a value.
    #[inline]
    pub fn cut(self, value: &[u8]) -> &[u8] {
        match self {
            CellPart::Whole => value,
            part => part.cut_location(value),
        }
    }

    fn cut_location(self, value: &[u8]) -> &[u8] {
        let mut parts = value.rsplitn(3, |byte| *byte == b',');
        let index = match self {
            CellPart::Country | CellPart::Whole => 0,
            CellPart::State => 1,
            CellPart::City => 2,
        };
        parts.nth(index).unwrap_or_default().trim_ascii()
    }
}

/// One name of one dialect: the header, normalised by [`header_key`](crate::text::words::header_key), and the field that it fills.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Header text, lower case, white space collapsed.
    pub header: &'static str,
    /// The field.
    pub field: Field,
    /// The part of the column.
    pub part: CellPart,
}

/// A name for a whole column.
pub const fn name(header: &'static str, field: Field) -> Name {
    Name { header, field, part: CellPart::Whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_location_are_split_from_the_right() {
        let check = |value: &str, expect: [&str; 3]| {
            let parts = [CellPart::City, CellPart::State, CellPart::Country]
                .map(|part| part.cut(value.as_bytes()).to_vec());
            assert_eq!(parts.map(|part| String::from_utf8(part).unwrap()), expect, "{value}");
        };
        check("Berlin, Berlin, DE", ["Berlin", "Berlin", "DE"]);
        check(", , DE", ["", "", "DE"]);
        check(
            "Washington, D.C., District of Columbia, US",
            ["Washington, D.C.", "District of Columbia", "US"],
        );
        check("DE", ["", "", "DE"]);
        check("", ["", "", ""]);
    }
}
