//! How wide the columns of a table want to be, measured on its rows one by one.

use entrasift_rollout::answer::{Column, Show, Table, Value};
use unicode_width::UnicodeWidthStr;

use super::cells::{is_line, items, shown};
use crate::cell;
use crate::columns::Want;
use crate::wrap;

/// A word this long makes its column so wide even if that leaves out columns of lesser weight; a longer one is cut.
const LONGEST_WORD: usize = 40;

/// The same for a column of lesser weight.
const LONGEST_WORD_WIDE: usize = 24;

/// A list is shown when its first item has this room; it takes one line.
const LONGEST_ITEM: usize = 30;

/// A text is not given more than so many columns.
const WIDEST: usize = 64;

/// What the rows of a table ask for, column by column.
#[derive(Debug)]
pub(super) struct Measure {
    full: bool,
    rows: usize,
    columns: Vec<Measured>,
}

/// One column that may be shown.
#[derive(Debug)]
struct Measured {
    want: Want,
    is_empty: bool,
    is_quantity: bool,
}

impl Measure {
    /// The titles alone. All columns may be shown with `full`, else only those for wide terminals.
    pub(super) fn new(table: &Table, full: bool) -> Measure {
        let last = if full { Show::Full } else { Show::Wide };
        let columns = table.columns.iter().enumerate().filter(|(_, column)| column.show <= last);
        let measured = |(at, column): (usize, &Column)| Measured {
            want: Want {
                column: at,
                show: column.show,
                least: wrap::widest_word(column.title),
                most: column.title.width(),
                words: false,
            },
            is_empty: true,
            is_quantity: true,
        };
        Measure { full, rows: 0, columns: columns.map(measured).collect() }
    }

    /// Looks at the next row.
    pub(super) fn see(&mut self, row: &[Value]) {
        self.rows += 1;
        for column in &mut self.columns {
            if let Some(value) = row.get(column.want.column) {
                column.see(value, self.full);
            }
        }
    }

    /// What each column asks for. A column that is empty in every row is not worth its width.
    pub(super) fn wants(&self) -> Vec<Want> {
        let no_rows = self.rows == 0;
        let columns = self.columns.iter();
        let worth = columns.filter(|one| !one.is_empty || (no_rows && one.want.show == Show::Always));
        worth.map(|one| one.want).collect()
    }

    /// Whether every value of a column is a quantity.
    pub(super) fn is_of_quantities(&self, column: usize) -> bool {
        self.columns.iter().any(|one| one.want.column == column && one.is_quantity)
    }
}

impl Measured {
    fn see(&mut self, value: &Value, full: bool) {
        let text = shown(value, full);
        self.is_empty &= text.is_empty();
        self.is_quantity &= matches!(value, Value::Null) || cell::is_quantity(value);
        let (want, whole) = (&mut self.want, text.width());
        if is_line(value, full) {
            want.words = true;
            want.least = want.least.max(items(value, 1).width().min(LONGEST_ITEM));
            want.most = want.most.max(whole.min(WIDEST));
            return;
        }
        let words = matches!(
            value,
            Value::Text(_)
                | Value::Held(..)
                | Value::List(_)
                | Value::Some { .. }
                | Value::Evidence { .. }
                | Value::Map(_)
                | Value::Table(_)
        );
        let longest = if want.show == Show::Always { LONGEST_WORD } else { LONGEST_WORD_WIDE };
        let least = if words { wrap::widest_word(&text).min(longest) } else { whole };
        want.words |= words;
        want.least = want.least.max(least);
        want.most = want.most.max(if words { whole.min(WIDEST) } else { whole });
    }
}
