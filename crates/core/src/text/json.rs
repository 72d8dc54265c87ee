//! JSON as the exports write it: finds the records in any sequence of values, and the members of an object, without building a tree.
//!
//! A record is an object that is not a page. Pages are `{"value": […]}` and `{"records": […]}`, whose elements are records. Records may
//! stand on a line each, in an array, in pages, or one after the other.
//!
//! In every value of a record, strings must end on their line and brackets must match, whether somebody reads the value or not. Keys,
//! colons and commas are checked in objects that are taken apart. The rest is up to the reader of the value.

use std::borrow::Cow;

use wide::u8x16;

use crate::text::nested::{Nested, nested_end};

/// What stands next in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A whole object, from its opening to after its closing brace.
    Record {
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// An object that starts here and does not end in the text.
    Open(usize),
    /// An object that starts here and is broken: its brackets do not match, or a line ends within one of its strings.
    Crossed(usize),
    /// No further object.
    End,
}

/// The next record at or after a place between records.
pub fn next_record(text: &[u8], mut at: usize) -> Next {
    loop {
        match text.get(at) {
            None => return Next::End,
            Some(b'{') => match page_elements(text, at) {
                Some(elements) => at = elements,
                None => {
                    return match nested_end(text, at) {
                        Nested::Ends(end) => Next::Record { start: at, end },
                        Nested::Open => Next::Open(at),
                        Nested::Crossed => Next::Crossed(at),
                    };
                }
            },
            // Keys and words of a page around its elements.
            Some(b'"') => match string_end(text, at) {
                Some(end) => at = end,
                None => return Next::End,
            },
            Some(_) => at += 1,
        }
    }
}

/// Where the next object opens, at or after a place between records.
pub(crate) fn next_object(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match text.get(at)? {
            b'{' => return Some(at),
            b'"' => at = string_end(text, at)?,
            _ => at += 1,
        }
    }
}

/// A key under which a page holds its records.
pub(crate) fn is_page_key(key: &[u8]) -> bool {
    key.eq_ignore_ascii_case(b"value") || key.eq_ignore_ascii_case(b"records")
}

/// Where the elements of a page begin: the object has an array `value` or `records`, before which only plain values stand.
fn page_elements(text: &[u8], object: usize) -> Option<usize> {
    let mut at = skip_space(text, object + 1);
    while text.get(at) == Some(&b'"') {
        let key_end = string_end(text, at)?;
        let key = &text[at + 1..key_end - 1];
        let colon = skip_space(text, key_end);
        let value = skip_space(text, colon + usize::from(text.get(colon) == Some(&b':')));
        match text.get(value)? {
            b'[' if is_page_key(key) => return Some(value + 1),
            b'[' | b'{' => return None,
            _ => at = skip_space(text, sound_end(text, value)?),
        }
        match text.get(at) {
            Some(b',') => at = skip_space(text, at + 1),
            _ => return None,
        }
    }
    None
}

/// The place of the first byte that is not white space.
#[inline]
pub fn skip_space(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// Where the value that starts here ends; `None` if it does not end in the text, or if its brackets do not match.
#[inline]
pub(crate) fn sound_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'"' => string_end(text, at),
        b'{' | b'[' => match nested_end(text, at) {
            Nested::Ends(end) => Some(end),
            Nested::Open | Nested::Crossed => None,
        },
        _ => {
            let ends = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b'.');
            Some(at + text[at..].iter().position(ends)?)
        }
    }
}

/// The place after the closing quote of the string that opens here; `None` if the text or the line ends before.
#[inline]
pub(crate) fn string_end(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at = mark_of_string(text, at)?;
        match text[at] {
            b'"' => return Some(at + 1),
            b'\\' if text.get(at + 1) != Some(&b'\n') => at += 2,
            _ => return None,
        }
    }
}

/// The place of the next quote, backslash or line end. Most strings are so short that calling a search would cost more than this loop.
#[inline]
fn mark_of_string(text: &[u8], mut at: usize) -> Option<usize> {
    while let Some(bytes) = text.get(at..)?.first_chunk::<16>() {
        let bytes = u8x16::new(*bytes);
        let found = bytes.simd_eq(u8x16::splat(b'"'))
            | bytes.simd_eq(u8x16::splat(b'\\'))
            | bytes.simd_eq(u8x16::splat(b'\n'));
        match found.to_bitmask() {
            0 => at += 16,
            bits => return Some(at + bits.trailing_zeros() as usize),
        }
    }
    let found = text[at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))?;
    Some(at + found)
}

/// The first place in `from..limit` where an object with one of these keys opens. There reading goes on after a broken record, or begins in
/// the middle of a file.
pub(crate) fn object_with(keys: &[&str], text: &[u8], from: usize, limit: usize) -> Option<usize> {
    let opens = memchr::memchr_iter(b'{', text.get(from..)?).map(|place| from + place);
    opens.take_while(|open| *open < limit).find(|open| {
        let before = text[..*open].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        let follows = text[..*open].last() == Some(&b'\n');
        (follows || matches!(before, None | Some(b',' | b'[' | b'}' | b']')))
            && members(&text[*open..])
                .map_while(Result::ok)
                .any(|(key, _)| keys.iter().any(|known| key.eq_ignore_ascii_case(known.as_bytes())))
    })
}

/// How many more arrays and pages open than close in the text between two records.
pub fn nesting(between: &[u8]) -> i64 {
    let (mut at, mut open) = (0, 0);
    while let Some(byte) = between.get(at) {
        match byte {
            b'"' => match string_end(between, at) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => return open,
            },
            b'{' | b'[' => open += 1,
            b'}' | b']' => open -= 1,
            _ => {}
        }
        at += 1;
    }
    open
}

/// The places of values between two records that are neither records nor parts of a page: words, numbers, strings. Neighbours without a
/// separator count as one.
pub(crate) fn strays(between: &[u8]) -> Vec<usize> {
    let (mut found, mut at) = (Vec::new(), 0);
    // State: whether a value of a key comes next, whether the key holds records, whether the last thing was such a value.
    let (mut of_key, mut of_page, mut in_stray) = (false, false, false);
    while let Some(byte) = between.get(at) {
        let (start, end) = match byte {
            b'"' => (at, string_end(between, at).unwrap_or(between.len())),
            b'[' if of_key && !of_page => match nested_end(between, at) {
                Nested::Ends(end) => (at, end),
                Nested::Open | Nested::Crossed => (at, between.len()),
            },
            b',' | b'[' | b']' | b'{' | b'}' | b'\n' => {
                (of_key, in_stray) = (of_key && *byte == b'\n', false);
                at += 1;
                continue;
            }
            b':' | 0..=b' ' => {
                at += 1;
                continue;
            }
            _ => {
                let ends = |byte: &u8| matches!(byte, b'"' | b',' | b'[' | b']' | b'{' | b'}' | 0..=b' ');
                (at, between[at..].iter().position(ends).map_or(between.len(), |length| at + length))
            }
        };
        at = skip_space(between, end);
        if *byte == b'"' && between.get(at) == Some(&b':') {
            (of_key, of_page, in_stray) = (true, is_page_key(&between[start + 1..end - 1]), false);
            continue;
        }
        if !of_key && !in_stray {
            found.push(start);
        }
        // The rest of its line belongs to it.
        in_stray = !of_key && !between[end..at].contains(&b'\n');
        of_key = false;
    }
    found
}

/// The members of an object: each key without its quotes (escapes unchanged), and the text of each value. If the object is broken, the last
/// item is an error.
pub struct Members<'t> {
    text: &'t [u8],
    at: usize,
    done: bool,
}

/// The object is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenMember;

/// The members of the object that a text is.
pub fn members(object: &[u8]) -> Members<'_> {
    let opens = object.first() == Some(&b'{');
    Members { text: object, at: skip_space(object, usize::from(opens)), done: !opens }
}

impl<'t> Iterator for Members<'t> {
    type Item = Result<(&'t [u8], &'t [u8]), BrokenMember>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        if self.text.get(self.at) == Some(&b'}') {
            self.done = true;
            return None;
        }
        let member = self.member();
        self.done = member.is_none();
        Some(member.ok_or(BrokenMember))
    }
}

impl<'t> Members<'t> {
    fn member(&mut self) -> Option<(&'t [u8], &'t [u8])> {
        (self.text.get(self.at) == Some(&b'"')).then_some(())?;
        let key_end = string_end(self.text, self.at)?;
        let key = &self.text[self.at + 1..key_end - 1];
        let colon = skip_space(self.text, key_end);
        (self.text.get(colon) == Some(&b':')).then_some(())?;
        let value = skip_space(self.text, colon + 1);
        let end = sound_end(self.text, value)?;
        (end > value).then_some(())?;
        let after = skip_space(self.text, end);
        self.at = match self.text.get(after)? {
            b',' => skip_space(self.text, after + 1),
            b'}' => after,
            _ => return None,
        };
        Some((key, &self.text[value..end]))
    }
}

/// The elements of an array; stops where the array is broken.
pub fn elements(array: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = skip_space(array, usize::from(array.first() == Some(&b'[')));
    std::iter::from_fn(move || {
        if matches!(array.get(at), None | Some(b']')) {
            return None;
        }
        let end = sound_end(array, at).filter(|end| *end > at)?;
        let element = &array[at..end];
        let after = skip_space(array, end);
        at = skip_space(array, after + usize::from(array.get(after) == Some(&b',')));
        Some(element)
    })
}

/// A value as text: strings without quotes and escapes, `null` as empty, all else unchanged. An impossible escape is left as it is.
pub fn plain(value: &[u8]) -> Cow<'_, [u8]> {
    match value {
        b"null" => Cow::Borrowed(b""),
        [b'"', inner @ .., b'"'] => {
            if memchr::memchr(b'\\', inner).is_none() {
                return Cow::Borrowed(inner);
            }
            match serde_json::from_slice::<String>(value) {
                Ok(text) => Cow::Owned(text.into_bytes()),
                Err(_) => Cow::Borrowed(inner),
            }
        }
        other => Cow::Borrowed(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<&str> {
        let (mut at, mut found) = (0, Vec::new());
        while let Next::Record { start, end } = next_record(text.as_bytes(), at) {
            found.push(&text[start..end]);
            at = end;
        }
        found
    }

    #[test]
    fn what_is_no_record_between_records() {
        for (between, places) in [
            (", ", vec![]),
            (
                "],\"@odata.nextLink\":\"https://x\",\"n\":[1,2]}\n{\"@odata.context\":\n\"y\",\"value\":[",
                vec![],
            ),
            ("]}{\"records\" : [null, ", vec![16]),
            (", null, 42,\"text\",", vec![2, 8, 11]),
            ("\n2026-11-03 09:00:00 \"shipper\" stopped: 3 of 4\nagain\n", vec![1, 47]),
            (",\"open", vec![1]),
            ("\u{1e}", vec![]),
        ] {
            assert_eq!(strays(between.as_bytes()), places, "{between}");
        }
    }

    #[test]
    fn records_in_every_sequence() {
        let (a, b) = (r#"{"id":"1","s":{"x":[{"id":"}"}]}}"#, r#"{ "id" : "2\"}" }"#);
        for text in [
            format!("[{a},{b}]"),
            format!("{a}\r\n{b}\r\n"),
            format!("[\n  {a},\n  {b}\n]"),
            format!("[{a}][{b}]"),
            format!(r#"{{"@odata.context":"https://x","value":[{a},{b}],"@odata.nextLink":"y{{"}}"#),
            format!(r#"{{"records": [{a}]}}{{"records":[{b}]}}"#),
            format!(r#"{{"value":[]}}{{"value":[{a}]}} {b}"#),
        ] {
            assert_eq!(records(&text), [a, b], "{text}");
        }
        assert_eq!(records(""), [""; 0]);
        assert_eq!(next_record(br#"[{"a":"b"#, 0), Next::Open(1));
    }

    #[test]
    fn members_and_elements() {
        let object = br#"{"a":1, "b" : {"c":[1,2]},"d":null,"e":"x\u00e9"}"#;
        let found: Vec<_> = members(object).map(|member| member.unwrap()).collect();
        assert_eq!(found[1], (&b"b"[..], &br#"{"c":[1,2]}"#[..]));
        assert_eq!(plain(found[2].1), &b""[..]);
        assert_eq!(plain(found[3].1), "xé".as_bytes());
        assert!(members(br#"{"a" 1}"#).next().unwrap().is_err());
        assert!(members(br#"{"a":}"#).next().unwrap().is_err());
        assert_eq!(elements(br#"[1,"a",{"b":[2]}]"#).count(), 3);
        assert_eq!(elements(b"[").count(), 0);
        assert_eq!(elements(b"").count(), 0);
    }

    #[test]
    fn no_bytes_panic() {
        let mut seed = 1_u64;
        let alphabet = br#"{}[]":,\ nulabvaluerecords"#;
        for _ in 0..20_000 {
            let mut roll = || {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1);
                (seed >> 33) as usize
            };
            let text: Vec<u8> = (0..roll() % 60).map(|_| alphabet[roll() % alphabet.len()]).collect();
            let mut at = 0;
            while let Next::Record { end, start } = next_record(&text, at) {
                members(&text[start..end]).for_each(drop);
                elements(&text[start..end]).for_each(drop);
                assert!(end > at);
                at = end;
            }
        }
    }
}
