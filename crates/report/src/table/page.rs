//! A page of Markdown on a terminal: paragraphs wrapped to its width, headings in bold, blocks of code as they are.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::screen::{BOLD, DIM, LONGEST, PLAIN, Screen};
use crate::harmless;

/// Writes a page.
pub(super) fn write<W: Write>(screen: &mut Screen<'_, W>, page: &str) -> io::Result<()> {
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in page.lines() {
        let bare = line.trim();
        let is_fence = bare.starts_with("```");
        let is_text = !in_code && !is_fence && !bare.is_empty() && !bare.starts_with('#');
        if is_text && !is_item(bare) {
            paragraph.push_str(bare);
            paragraph.push(' ');
            continue;
        }
        flush(screen, &mut paragraph)?;
        in_code ^= is_fence;
        match () {
            () if is_fence => {}
            () if in_code => verbatim(screen, line)?,
            () if bare.is_empty() => screen.blank()?,
            () if is_text => paragraph = format!("{bare} "),
            () => screen.prose(bare.trim_start_matches('#'), "", BOLD)?,
        }
    }
    flush(screen, &mut paragraph)
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

fn flush<W: Write>(screen: &mut Screen<'_, W>, paragraph: &mut String) -> io::Result<()> {
    let text = std::mem::take(paragraph);
    screen.prose(&text, "", PLAIN)
}

/// A line that keeps its blanks.
fn verbatim<W: Write>(screen: &mut Screen<'_, W>, line: &str) -> io::Result<()> {
    let line = harmless::shortened(line.trim_end(), LONGEST);
    let shown = format!("    {line}");
    match shown.width() <= screen.width {
        true => screen.line(&shown, DIM),
        false => screen.prose(&line, "", DIM),
    }
}
