//! One output format: its name, the files it is for, and how it writes an answer.

use std::fmt;
use std::io::{self, BufWriter, Write};

use entrasift_rollout::answer::Answer;

use crate::style::Style;
use crate::wall_clock::seen_in;

/// What formats write to.
pub(crate) type Out<'o> = BufWriter<&'o mut dyn Write>;

/// An output format.
pub struct Format {
    /// The name, as `--format` takes it.
    pub name: &'static str,
    /// Extensions of files in this format, in lower case and without the dot.
    pub extensions: &'static [&'static str],
    /// Whether a terminal can show it.
    pub is_text: bool,
    /// Whether people read its times, which are then those of the style's zone; else they stay UTC.
    pub(crate) is_zoned: bool,
    pub(crate) write: fn(&Answer, &Style, &mut Out<'_>) -> io::Result<()>,
}

impl Format {
    /// Renders an answer in this format.
    ///
    /// # Errors
    /// What `out` says, and where the format has limits of its own (a spreadsheet), what those say.
    pub fn render(
        &self,
        answer: &Answer,
        style: &Style,
        mut out: &mut (impl Write + ?Sized),
    ) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, &mut out as &mut dyn Write);
        match self.is_zoned {
            true => (self.write)(&seen_in(answer, style.zone), style, &mut out)?,
            false => (self.write)(answer, style, &mut out)?,
        }
        out.flush()
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Format").field(&self.name).finish()
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}
