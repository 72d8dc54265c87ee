//! One cell of a table on a terminal.

use entrasift_rollout::answer::Value;
use unicode_width::UnicodeWidthStr;

use super::screen::LONGEST;
use crate::cell::{self, Detail};
use crate::harmless;

/// Lines of one cell, unless all is asked for.
const LINES: usize = 3;

/// The value in words.
pub(super) fn shown(value: &Value, full: bool) -> String {
    let detail = if full { Detail::WHOLE } else { Detail::SHORT };
    harmless::shortened(&cell::text(value, detail), LONGEST).into_owned()
}

/// Whether the value is a list that takes one line.
pub(super) fn is_line(value: &Value, full: bool) -> bool {
    !full && matches!(value, Value::List(_) | Value::Some { .. })
}

/// As many items as fit, and how many more there are.
pub(super) fn in_a_line(value: &Value, width: usize) -> Vec<String> {
    let told = (1..=Detail::SHORT.items).rev().map(|most| items(value, most));
    let mut fitting = told.filter(|text| text.width() <= width);
    let line = fitting.next().unwrap_or_else(|| harmless::shortened(&items(value, 1), width).into_owned());
    if line.is_empty() { Vec::new() } else { vec![line] }
}

/// The first items of a list, and how many more there are.
pub(super) fn items(value: &Value, most: usize) -> String {
    let detail = Detail { items: most, ..Detail::SHORT };
    harmless::shortened(&cell::text(value, detail), LONGEST).into_owned()
}

/// At most three lines, unless all is asked for.
pub(super) fn cropped(mut lines: Vec<String>, width: usize, full: bool) -> Vec<String> {
    if !full && lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", harmless::head(last, width.saturating_sub(1)));
        }
    }
    lines
}
