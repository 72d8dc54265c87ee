//! The lines of a terminal: wrapped to its width, harmless, coloured where there are colours.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};
use entrasift_rollout::answer::Tone;
use unicode_width::UnicodeWidthStr;

use crate::cell::{self, Detail};
use crate::harmless;
use crate::style::Style;
use crate::wrap::{self, Long};

/// Rows of the first table, unless more are asked for.
pub(super) const ROWS: usize = 20;

/// Rows of each table after it that is longer than the first may be; a shorter one is shown whole, since a day or an hour that is left
/// out is missed.
const FEWER_ROWS: usize = 8;

/// Columns that one text may take in all its lines: more is nothing that anybody reads.
pub(super) const LONGEST: usize = 2_000;

/// A sparkline of fewer marks says nothing.
pub(super) const FEWEST_MARKS: usize = 8;

pub(super) const PLAIN: Paint = Paint::new();
pub(super) const BOLD: Paint = Paint::new().bold();
pub(super) const DIM: Paint = Paint::new().dimmed();
pub(super) const YELLOW: Paint = AnsiColor::Yellow.on_default();

pub(super) fn paint(tone: Tone) -> Paint {
    match tone {
        Tone::Plain => PLAIN,
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warn => YELLOW,
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Dim => DIM,
    }
}

/// Where the lines go.
pub(super) struct Screen<'a, W> {
    out: &'a mut W,
    pub(super) style: &'a Style,
    pub(super) width: usize,
    written: bool,
    /// Whether the last section was one line, after which another may follow without a blank line.
    pub(super) inline: bool,
    /// How many tables were begun.
    pub(super) tables: usize,
}

impl<'a, W: Write> Screen<'a, W> {
    /// An empty screen.
    pub(super) fn new(out: &'a mut W, style: &'a Style) -> Screen<'a, W> {
        Screen { out, style, width: style.width.max(1), written: false, inline: false, tables: 0 }
    }

    /// `… and 12 more (--full)`, where there are any.
    pub(super) fn more(&mut self, count: usize, what: &str) -> io::Result<()> {
        match count {
            0 => Ok(()),
            _ => {
                let how = if self.style.full { "" } else { " (--full)" };
                self.prose(&format!("… and {} {what}{how}", cell::grouped(count as u64)), "", DIM)
            }
        }
    }

    /// A label and a text that wraps beside it.
    pub(super) fn hanging(&mut self, label: &str, text: &str, style: Paint) -> io::Result<()> {
        let indent = label.width();
        if indent >= self.width {
            self.prose(label, "", PLAIN)?;
            return self.prose(text, "", style);
        }
        let lines = wrap::lines(&harmless::shortened(text, LONGEST), self.width - indent, Long::Broken);
        let first = lines.first().map_or("", String::as_str);
        let first = format!("{label}{}", painted(first, style, self.style.colour));
        self.line(if lines.is_empty() { label } else { &first }, PLAIN)?;
        let blank = " ".repeat(indent);
        lines.iter().skip(1).try_for_each(|line| {
            let line = format!("{blank}{}", painted(line, style, self.style.colour));
            self.line(&line, PLAIN)
        })
    }

    /// A text from anywhere, wrapped.
    pub(super) fn prose(&mut self, text: &str, indent: &str, style: Paint) -> io::Result<()> {
        let indent = if indent.width() + FEWEST_MARKS > self.width { "" } else { indent };
        let lines =
            wrap::lines(&harmless::shortened(text, LONGEST), self.width - indent.width(), Long::Broken);
        lines.iter().try_for_each(|line| self.line(&format!("{indent}{line}"), style))
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        if self.written { writeln!(self.out) } else { Ok(()) }
    }

    /// One line that is harmless and fits.
    pub(super) fn line(&mut self, text: &str, style: Paint) -> io::Result<()> {
        self.written = true;
        writeln!(self.out, "{}", painted(text.trim_end(), style, self.style.colour))
    }

    pub(super) fn detail(&self) -> Detail {
        if self.style.full { Detail::WHOLE } else { Detail::SHORT }
    }

    /// How many of so many rows are shown.
    pub(super) fn rows_of(&self, rows: usize) -> usize {
        let most = self.style.top.unwrap_or(match (self.style.full, self.tables) {
            (true, _) => usize::MAX,
            (_, 2..) if rows > ROWS => FEWER_ROWS,
            _ => ROWS,
        });
        rows.min(most)
    }
}

pub(super) fn painted(text: &str, style: Paint, colour: bool) -> String {
    match colour && style != PLAIN && !text.is_empty() {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}
