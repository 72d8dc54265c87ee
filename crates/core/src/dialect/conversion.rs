//! Conversions: how a value of JSON becomes the text of a field.

use crate::dialect::cells::{Cells, Span};
use crate::dialect::path_name::Convert;
use crate::field::Field;
use crate::field::method::{PART, STEP};
use crate::text::json::{elements, members, plain, skip_space, sound_end};
use crate::text::words::flag;

/// A piece of a buffer, and where in the buffer it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excerpt<'t> {
    pub text: &'t [u8],
    pub origin: u32,
}

impl Excerpt<'_> {
    pub(super) fn span(self, start: usize, end: usize) -> Span {
        (self.origin + start as u32, self.origin + end as u32)
    }
}

impl Convert {
    pub(super) fn span(self, excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) -> Span {
        let text = &excerpt.text[value..end];
        match self {
            Convert::Text | Convert::Steps => plain_span(excerpt, value, end, cells),
            Convert::Plain if matches!(text.first(), Some(b'{' | b'[')) => (0, 0),
            Convert::Plain => plain_span(excerpt, value, end, cells),
            Convert::Number => {
                let number = plain(text);
                let sound = !number.is_empty() && number.iter().all(u8::is_ascii_digit);
                if sound { plain_span(excerpt, value, end, cells) } else { (0, 0) }
            }
            Convert::First if text.first() == Some(&b'[') => {
                let first = skip_space(excerpt.text, value + 1);
                let inside = excerpt.text[..end].get(first).is_some_and(|byte| *byte != b']');
                let first_end = if inside { sound_end(&excerpt.text[..end], first) } else { None };
                let first_end = first_end.filter(|end| *end > first);
                first_end.map_or((0, 0), |first_end| plain_span(excerpt, first, first_end, cells))
            }
            Convert::First => plain_span(excerpt, value, end, cells),
            Convert::Interactive => match interactive(text) {
                Some(true) => cells.make(b"interactiveUser"),
                Some(false) => cells.make(b"nonInteractiveUser"),
                None => (0, 0),
            },
            Convert::Category => cells.make(category(&plain(text))),
            Convert::Words(words) => {
                let text = plain(text);
                let word = words.iter().find(|(from, _)| from.as_bytes().eq_ignore_ascii_case(&text));
                match word {
                    Some((_, to)) => cells.make(to.as_bytes()),
                    None => plain_span(excerpt, value, end, cells),
                }
            }
        }
    }
}

/// The span of a value as text: strings without their quotes, `null` as empty, all else unchanged. A string with escapes is made.
#[inline]
fn plain_span(excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) -> Span {
    match &excerpt.text[value..end] {
        b"null" => (0, 0),
        [b'"', inner @ .., b'"'] => match memchr::memchr(b'\\', inner) {
            None => excerpt.span(value + 1, end - 1),
            Some(_) => match plain(&excerpt.text[value..end]) {
                std::borrow::Cow::Owned(text) => cells.make(&text),
                std::borrow::Cow::Borrowed(_) => excerpt.span(value + 1, end - 1),
            },
        },
        _ => excerpt.span(value, end),
    }
}

fn interactive(value: &[u8]) -> Option<bool> {
    match value {
        b"true" => Some(true),
        b"false" => Some(false),
        other => flag(&String::from_utf8_lossy(&plain(other))),
    }
}

/// The event type that a category or a table of Log Analytics means; empty if it holds no sign-ins.
fn category(name: &[u8]) -> &'static [u8] {
    let name = String::from_utf8_lossy(name).to_lowercase();
    match name.as_str() {
        "signinlogs" | "signin" | "adfssigninlogs" => b"interactiveUser",
        "noninteractiveusersigninlogs" | "aadnoninteractiveusersigninlogs" => b"nonInteractiveUser",
        "serviceprincipalsigninlogs"
        | "aadserviceprincipalsigninlogs"
        | "microsoftserviceprincipalsigninlogs" => b"servicePrincipal",
        "managedidentitysigninlogs" | "aadmanagedidentitysigninlogs" => b"managedIdentity",
        _ => b"",
    }
}

/// Fills the steps and their digest: method, success and result of each step. The digest has no times, so that it repeats from row to row.
pub(super) fn write_steps(excerpt: Excerpt<'_>, value: usize, end: usize, cells: &mut Cells) {
    let list = &excerpt.text[value..end];
    if list.first() != Some(&b'[') {
        return;
    }
    let start = cells.made_end();
    for step in elements(list) {
        let (mut method, mut succeeded, mut result) = Default::default();
        for (key, value) in members(step).flatten() {
            if key.eq_ignore_ascii_case(b"authenticationMethod") {
                method = plain(value);
            } else if key.eq_ignore_ascii_case(b"succeeded") {
                succeeded = plain(value);
            } else if key.eq_ignore_ascii_case(b"authenticationStepResultDetail") {
                result = plain(value);
            }
        }
        let parts: [std::borrow::Cow<'_, [u8]>; 3] = [method, succeeded, result];
        for (number, part) in parts.iter().enumerate() {
            cells.made.extend((number > 0).then_some(PART));
            cells.made.extend_from_slice(part);
        }
        cells.made.push(STEP);
    }
    cells.spans[Field::Steps as usize] = excerpt.span(value, end);
    cells.spans[Field::StepsDigest as usize] = (start, cells.made_end());
}
