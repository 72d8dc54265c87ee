//! The error codes that stand on a page, and what they mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use entrasift_core::field::catalogue::{self, ErrorCode};
use entrasift_rollout::answer::{Column, Table, Value};

use super::escaped;
use super::rows::Tables;

/// Whether a column holds error codes: other numbers that are names have another key.
pub(super) fn is_of_codes(column: &Column) -> bool {
    matches!(column.key, "code" | "codes" | "error_code" | "error_codes")
}

/// The codes of these tables that the catalogue knows, in ascending order. A success needs no explanation.
pub(super) fn codes(tables: &[Cow<'_, Table>]) -> BTreeMap<i64, &'static ErrorCode> {
    let mut found = BTreeMap::new();
    let mut see = |code: i64| {
        if code != 0
            && let Some(entry) = catalogue::error_code(code)
        {
            found.insert(code, entry);
        }
    };
    for table in tables {
        for (at, _) in table.columns.iter().enumerate().filter(|(_, column)| is_of_codes(column)) {
            table.rows.column(at).for_each(|value| each_code(&value, &mut see));
        }
    }
    found
}

fn each_code(value: &Value, see: &mut impl FnMut(i64)) {
    match value {
        Value::Code(code) => see(*code),
        Value::List(items) | Value::Some { items, .. } => items.iter().for_each(|item| each_code(item, see)),
        _ => {}
    }
}

/// What a code means, in one sentence or two.
pub(super) fn told(entry: &ErrorCode) -> String {
    let meaning = entry.meaning.trim_end_matches('.');
    match entry.helpdesk_action.trim_end_matches('.') {
        "" => format!("{meaning}."),
        action => format!("{meaning}. {action}."),
    }
}

/// Writes the list, where there is a code on the page.
pub(super) fn write(tables: &Tables<'_>, out: &mut impl Write) -> io::Result<()> {
    let codes = codes(tables.placed());
    if codes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<details class=\"part\" id=\"codes\"><summary><h2>What the codes mean</h2><span class=\"count\">{}</span></summary>\n\
         <dl class=\"glossary\">",
        codes.len()
    )?;
    for (code, entry) in codes {
        writeln!(out, "<dt>{code}</dt><dd>{}</dd>", escaped(&told(entry)))?;
    }
    writeln!(out, "</dl></details>")
}
