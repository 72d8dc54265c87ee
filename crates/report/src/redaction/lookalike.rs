//! What looks like an account, an address or an id, though nobody has said that it is one.

use std::net::IpAddr;

use entrasift_rollout::answer::Holds;

/// A stretch of a text that must not stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub kind: Holds,
}

/// What looks like a user name or a mail address: something, `@` (also as `%40`), something with a letter.
pub(super) fn accounts(text: &str) -> Vec<Found> {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>()[]{},;:|\\".contains(c);
    let signs = text.match_indices('@').chain(text.match_indices("%40"));
    let found = signs.filter_map(|(at, sign)| {
        let start = text[..at]
            .rfind(ends)
            .map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
        let after = at + sign.len();
        let domain = text[after..].find(|c: char| !c.is_alphanumeric() && !"._-".contains(c));
        let end = domain.map_or(text.len(), |length| after + length);
        let end = after + text[after..end].trim_end_matches(['.', '-']).len();
        (start < at && end > after).then_some(Found { start, end, kind: Holds::User })
    });
    found.collect()
}

/// What looks like an address or an id.
pub(super) fn numbers_of_machines(text: &str, id: Holds) -> Vec<Found> {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '-');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_part).map(|at| from + at) {
        let end = text[start..].find(|c: char| !is_part(c)).map_or(text.len(), |length| start + length);
        of_run(text, start, end, id, &mut found);
        from = end;
    }
    found
}

/// Addresses and ids in a stretch of hexadecimal digits, dots, colons and hyphens.
fn of_run(text: &str, start: usize, end: usize, id: Holds, found: &mut Vec<Found>) {
    let mut from = start;
    while from < end {
        let rest = &text[from..end];
        let starts_word = text[..from].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let length = if starts_word { id_length(rest).or_else(|| address_length(rest)) } else { None };
        let ends_word =
            |length: usize| text[from + length..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        match length.filter(|length| ends_word(*length)) {
            Some(length) => {
                let kind = if id_length(rest).is_some() { id } else { Holds::Address };
                found.push(Found { start: from, end: from + length, kind });
                from += length;
            }
            None => from += 1,
        }
    }
}

/// `8-4-4-4-12` hexadecimal digits, or 32 of them; not all zero.
fn id_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = match () {
        () if bytes.len() >= 36 && bytes[..36].iter().enumerate().all(|(at, byte)| is_of_id(at, *byte)) => 36,
        () if bytes.len() >= 32 && bytes[..32].iter().all(u8::is_ascii_hexdigit) => 32,
        () => return None,
    };
    bytes[..length].iter().any(|byte| !matches!(byte, b'0' | b'-')).then_some(length)
}

fn is_of_id(at: usize, byte: u8) -> bool {
    match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    }
}

/// Whether the whole text is an id.
pub(super) fn looks_like_id(text: &str) -> bool {
    id_length(text) == Some(text.len())
}

/// The longest address at the front: dotted or with colons, of more than colons.
fn address_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 45;
    let most = text.find('-').unwrap_or(text.len()).min(LONGEST);
    let lengths = (2..=most).rev();
    let mut addresses = lengths.filter(|length| {
        let text = &text[..*length];
        text.bytes().any(|byte| byte.is_ascii_hexdigit())
            && text.contains([':', '.'])
            && text.parse::<IpAddr>().is_ok()
    });
    addresses.next()
}
