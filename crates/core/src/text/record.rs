//! One CSV record, read one byte after another by a strict reader. It reads headers, and the tests compare the fast reader of
//! [`crate::text::structure`] with it.

/// A record with more bytes than this is malformed.
pub const MAX_RECORD_BYTES: usize = 8 << 20;

/// How a record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At a line end, or complete at the end of the text.
    Complete,
    /// A quote is where none may be.
    StrayQuote,
    /// The text ends inside quotes.
    UnclosedQuote,
    /// The record is over [`MAX_RECORD_BYTES`].
    OverLong,
}

/// One record of a CSV text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, without its line end.
    pub end: usize,
    /// Where the next record starts.
    pub next: usize,
    /// Where each field ends. The next field begins one byte later.
    pub field_ends: Vec<usize>,
    /// How it ends. Unless it is complete, `end` and `next` are those of its first physical line.
    pub ending: Ending,
}

impl Record {
    /// Reads the record that starts at `start`; `None` at the end of the text.
    pub fn at(text: &[u8], start: usize, delimiter: u8) -> Option<Record> {
        if start >= text.len() {
            return None;
        }
        let mut record =
            Record { start, end: start, next: text.len(), field_ends: Vec::new(), ending: Ending::Complete };
        match record.walk(text, delimiter) {
            Ending::Complete => {}
            bad => record.give_up(text, bad),
        }
        Some(record)
    }

    /// Whether it is a blank line, which is not a record but counts as a row.
    pub fn is_blank(&self) -> bool {
        self.ending == Ending::Complete && self.start == self.end
    }

    /// The fields, with quotes removed and doubled quotes made single.
    pub fn fields<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = std::borrow::Cow<'t, [u8]>> {
        let starts = std::iter::once(self.start).chain(self.field_ends.iter().map(|end| end + 1));
        starts.zip(&self.field_ends).map(|(start, end)| unquote(&text[start..*end]))
    }

    fn walk(&mut self, text: &[u8], delimiter: u8) -> Ending {
        let mut at = self.start;
        loop {
            if text.get(at) == Some(&b'"') {
                match closing_quote(text, at + 1) {
                    None if text.len() - self.start > MAX_RECORD_BYTES => return Ending::OverLong,
                    None => return Ending::UnclosedQuote,
                    Some(close) => at = close + 1,
                }
            } else {
                while at < text.len() && text[at] != delimiter && text[at] != b'\n' {
                    if text[at] == b'"' {
                        return self.unless_over_long(at, Ending::StrayQuote);
                    }
                    at += 1;
                }
            }
            let quoted = at > self.start && text[at - 1] == b'"';
            match text.get(at) {
                Some(byte) if *byte == delimiter => {
                    self.field_ends.push(at);
                    at += 1;
                }
                Some(b'\n') => return self.finish(text, at, at + 1),
                Some(b'\r') if quoted && matches!(text.get(at + 1), None | Some(b'\n')) => {
                    let next = (at + 2).min(text.len());
                    return self.finish(text, (at + 1).min(text.len()), next);
                }
                None => return self.finish(text, text.len(), text.len()),
                Some(_) => return self.unless_over_long(at, Ending::StrayQuote),
            }
        }
    }

    fn unless_over_long(&self, at: usize, ending: Ending) -> Ending {
        if at - self.start > MAX_RECORD_BYTES { Ending::OverLong } else { ending }
    }

    fn finish(&mut self, text: &[u8], line_end: usize, next: usize) -> Ending {
        if line_end - self.start > MAX_RECORD_BYTES {
            return Ending::OverLong;
        }
        let carriage = line_end > self.start && text[line_end - 1] == b'\r';
        self.end = line_end - usize::from(carriage);
        self.field_ends.push(self.end);
        self.next = next;
        Ending::Complete
    }

    fn give_up(&mut self, text: &[u8], ending: Ending) {
        let line = memchr::memchr(b'\n', &text[self.start..]).map(|length| self.start + length);
        self.end = line.unwrap_or(text.len());
        self.next = line.map_or(text.len(), |line| line + 1);
        self.field_ends.clear();
        self.ending = ending;
    }
}

fn closing_quote(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// A field without its quotes, doubled quotes made single.
pub fn unquote(field: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let [b'"', inner @ .., b'"'] = field else { return field.into() };
    if memchr::memchr(b'"', inner).is_none() {
        return inner.into();
    }
    let mut plain = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter();
    while let Some(byte) = bytes.next() {
        plain.push(*byte);
        if *byte == b'"' {
            bytes.next();
        }
    }
    plain.into()
}

/// All records of a text from `start` on.
pub fn records(text: &[u8], start: usize, delimiter: u8) -> impl Iterator<Item = Record> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        let record = Record::at(text, at, delimiter)?;
        at = record.next;
        Some(record)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, Ending)]) {
        let found: Vec<_> = records(text.as_bytes(), 0, b',')
            .map(|record| {
                let fields: Vec<_> = record
                    .fields(text.as_bytes())
                    .map(|f| String::from_utf8_lossy(&f).into_owned())
                    .collect();
                (fields.join("|"), record.ending)
            })
            .collect();
        let expect: Vec<_> = expect.iter().map(|(fields, ending)| ((*fields).to_owned(), *ending)).collect();
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn records_and_endings() {
        use Ending::*;
        check("a,b\nc,d\n", &[("a|b", Complete), ("c|d", Complete)]);
        check("a,b\r\n\"c,\"\"x\"\"\",\"d\nd\"\r\n", &[("a|b", Complete), ("c,\"x\"|d\nd", Complete)]);
        check("a,\n\nb,c", &[("a|", Complete), ("", Complete), ("b|c", Complete)]);
        check("a\"b,c\nd,e\n", &[("", StrayQuote), ("d|e", Complete)]);
        check("\"a\"b,c\nd,e\n", &[("", StrayQuote), ("d|e", Complete)]);
        check("a,\"b\nc,d\n", &[("", UnclosedQuote), ("c|d", Complete)]);
        check("\"\",\"\"\n", &[("|", Complete)]);
        check("\"a\"\r", &[("a", Complete)]);
        check("a\r\rb\n", &[("a\r\rb", Complete)]);
    }
}
