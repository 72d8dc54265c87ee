//! Csv: cells and lines, quoted always or where needed.

use std::io::{self, Write};

use crate::guid::Guid;

/// What stands between cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// A comma, as every download has it.
    #[default]
    Comma,
    /// A semicolon, as spreadsheets of many countries write it.
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

/// A line before the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preamble {
    /// None.
    #[default]
    None,
    /// `sep=` and the delimiter, for spreadsheets.
    Separator,
    /// `#TYPE` and the name of a type, as old versions of PowerShell write it.
    Type,
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvStyle {
    /// Quote every cell, as the raw download does; otherwise only where needed.
    pub quoted: bool,
    /// End lines with CR LF.
    pub crlf: bool,
    /// Begin with a UTF-8 byte order mark.
    pub bom: bool,
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// A line before the header.
    pub preamble: Preamble,
}

/// Writes cells into a buffer and the buffer into the world.
pub struct CsvWriter<'w, W: Write> {
    world: &'w mut W,
    buffer: Vec<u8>,
    style: CsvStyle,
    line_begun: bool,
}

const FLUSH_AT: usize = 1 << 18;

impl<'w, W: Write> CsvWriter<'w, W> {
    /// Begins a file.
    pub fn new(world: &'w mut W, style: CsvStyle) -> Self {
        let mut buffer = Vec::with_capacity(FLUSH_AT + 8192);
        if style.bom {
            buffer.extend_from_slice("\u{feff}".as_bytes());
        }
        match style.preamble {
            Preamble::None => {}
            Preamble::Separator => {
                buffer.extend_from_slice(&[b's', b'e', b'p', b'=', style.delimiter.byte(), b'\n'])
            }
            Preamble::Type => {
                buffer.extend_from_slice(b"#TYPE System.Management.Automation.PSCustomObject\n")
            }
        }
        CsvWriter { world, buffer, style, line_begun: false }
    }

    /// A cell of text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A cell of UTF-8 bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.separate();
        let delimiter = self.style.delimiter.byte();
        let special =
            bytes.iter().fold(false, |seen, b| seen | matches!(b, b'"' | b'\r' | b'\n') | (*b == delimiter));
        if !self.style.quoted && !special {
            self.buffer.extend_from_slice(bytes);
            return;
        }
        self.buffer.push(b'"');
        if special {
            for &byte in bytes {
                if byte == b'"' {
                    self.buffer.push(b'"');
                }
                self.buffer.push(byte);
            }
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        self.buffer.push(b'"');
    }

    /// A cell with an identifier.
    pub fn guid(&mut self, guid: Guid) {
        self.bytes(&guid.text());
    }

    /// A cell with an identifier, or an empty one.
    pub fn guid_or_empty(&mut self, guid: Option<Guid>) {
        match guid {
            Some(guid) => self.guid(guid),
            None => self.text(""),
        }
    }

    /// A cell with a number.
    pub fn number(&mut self, number: u64) {
        let mut digits = [0u8; 20];
        let (mut at, mut rest) = (digits.len(), number);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return self.bytes(&digits[at..]);
            }
        }
    }

    /// Ends the line.
    ///
    /// # Errors
    /// When the world does not take the bytes.
    pub fn end_line(&mut self) -> io::Result<()> {
        self.buffer.extend_from_slice(if self.style.crlf { b"\r\n" } else { b"\n" });
        self.line_begun = false;
        if self.buffer.len() >= FLUSH_AT {
            self.flush()?;
        }
        Ok(())
    }

    /// Hands over what is buffered.
    ///
    /// # Errors
    /// When the world does not take the bytes.
    pub fn flush(&mut self) -> io::Result<()> {
        self.world.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn separate(&mut self) {
        if self.line_begun {
            self.buffer.push(self.style.delimiter.byte());
        }
        self.line_begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{CsvStyle, CsvWriter};

    fn line(style: CsvStyle, cells: &[&str]) -> String {
        let mut out = Vec::new();
        let mut csv = CsvWriter::new(&mut out, style);
        cells.iter().for_each(|cell| csv.text(cell));
        csv.end_line().and_then(|()| csv.flush()).expect("a vector takes everything");
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn quotes_only_where_needed_or_everywhere() {
        let cells = ["plain", "a,b", "say \"hi\"", "two\nlines", ""];
        let minimal = "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\n";
        assert_eq!(line(CsvStyle::default(), &cells), minimal);
        let all = "\u{feff}\"plain\",\"\"\r\n";
        assert_eq!(
            line(CsvStyle { quoted: true, crlf: true, bom: true, ..CsvStyle::default() }, &["plain", ""]),
            all
        );
    }

    #[test]
    fn numbers_have_all_their_digits() {
        let mut out = Vec::new();
        let mut csv = CsvWriter::new(&mut out, CsvStyle::default());
        [0, 7, 500_121, u64::MAX].into_iter().for_each(|number| csv.number(number));
        csv.flush().expect("a vector takes everything");
        assert_eq!(out, b"0,7,500121,18446744073709551615");
    }
}
