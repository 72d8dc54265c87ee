//! Guid: the 16-byte identifiers of accounts, requests, apps and tenants.

use std::fmt;

/// An identifier, written in lower case with hyphens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub u128);

const DIGITS: &[u8; 16] = b"0123456789abcdef";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Guid {
    /// The all-zero identifier, which exports write where there is none.
    pub const ZERO: Guid = Guid(0);

    /// A version 4 identifier from random bits.
    pub const fn random(bits: u128) -> Guid {
        let cleared = bits & !(0xf << 76) & !(0x3 << 62);
        Guid(cleared | (0x4 << 76) | (0x2 << 62))
    }

    /// A well-known identifier from its text; fails to compile (or panics) on anything but 32 hexadecimal digits.
    pub const fn known(text: &str) -> Guid {
        let bytes = text.as_bytes();
        let (mut value, mut digits, mut at) = (0u128, 0, 0);
        while at < bytes.len() {
            let digit = match bytes[at] {
                b'-' => 16,
                c @ b'0'..=b'9' => c - b'0',
                c @ b'a'..=b'f' => c - b'a' + 10,
                _ => panic!("not a lower-case hexadecimal digit"),
            };
            if digit < 16 {
                value = (value << 4) | digit as u128;
                digits += 1;
            }
            at += 1;
        }
        assert!(digits == 32, "a GUID has 32 digits");
        Guid(value)
    }

    /// The 36 bytes of its text.
    pub fn text(self) -> [u8; 36] {
        let mut text = [b'-'; 36];
        let (mut at, bytes) = (0, self.0.to_be_bytes());
        for (index, byte) in bytes.into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                at += 1;
            }
            text[at] = DIGITS[usize::from(byte >> 4)];
            text[at + 1] = DIGITS[usize::from(byte & 15)];
            at += 2;
        }
        text
    }

    /// The 22 bytes of its URL-safe base64, as token identifiers are written.
    pub fn base64(self) -> [u8; 22] {
        let mut text = [0; 22];
        for (index, letter) in text.iter_mut().enumerate() {
            let six = if index < 21 { self.0 >> (122 - 6 * index) } else { self.0 << 4 };
            *letter = BASE64[(six & 63) as usize];
        }
        text
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::Guid;

    #[test]
    fn text_round_trips() {
        let text = "38aa3b87-a06d-4817-b275-7a316988d93b";
        assert_eq!(Guid::known(text).to_string(), text);
    }

    #[test]
    fn base64_is_url_safe() {
        assert_eq!(&Guid(u128::MAX).base64(), b"_____________________w");
        assert_eq!(&Guid::known("00108310-5187-2092-8b30-d38f41149351").base64(), b"ABCDEFGHIJKLMNOPQRSTUQ");
    }

    #[test]
    fn random_ones_are_version_4() {
        let text = Guid::random(u128::MAX).to_string();
        assert_eq!(text, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
