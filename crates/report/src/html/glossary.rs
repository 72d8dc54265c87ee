//! The error codes that stand on a page, and what they mean.

use std::collections::BTreeMap;
use std::io::{self, Write};

use entrasift_core::field::catalogue::{self, ErrorCode};
use entrasift_rollout::answer::Value;

use super::escape::escaped;

/// Error codes that the catalogue knows, in ascending order. A success needs no explanation.
#[derive(Default)]
pub(super) struct Glossary(BTreeMap<i64, &'static ErrorCode>);

impl Glossary {
    /// Takes in the codes of a value.
    pub(super) fn see(&mut self, value: &Value) {
        match value {
            Value::Code(code) if *code != 0 => {
                self.0.extend(catalogue::error_code(*code).map(|entry| (*code, entry)));
            }
            Value::List(items) | Value::Some { items, .. } => items.iter().for_each(|item| self.see(item)),
            _ => {}
        }
    }

    /// Takes in the codes of another.
    pub(super) fn take(&mut self, other: &Glossary) {
        self.0.extend(&other.0);
    }

    /// Each code with what it means, in one sentence or two.
    pub(super) fn entries(&self) -> impl Iterator<Item = (i64, String)> {
        self.0.iter().map(|(code, entry)| (*code, sentences(entry)))
    }

    /// Writes the list, where there is a code on the page.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "<details class=\"part\" id=\"codes\"><summary><h2>What the codes mean</h2><span class=\"count\">{}</span></summary>\n\
             <dl class=\"glossary\">",
            self.0.len()
        )?;
        for (code, told) in self.entries() {
            writeln!(out, "<dt>{code}</dt><dd>{}</dd>", escaped(&told))?;
        }
        writeln!(out, "</dl></details>")
    }
}

fn sentences(entry: &ErrorCode) -> String {
    let meaning = entry.meaning.trim_end_matches('.');
    match entry.helpdesk_action.trim_end_matches('.') {
        "" => format!("{meaning}."),
        action => format!("{meaning}. {action}."),
    }
}
