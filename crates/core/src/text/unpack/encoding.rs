//! Encodings of text: told from the first bytes, decoded to UTF-8.

use std::io::{self, Write};

use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes of a file are looked at to tell what it is.
pub const HEAD_BYTES: usize = 1 << 20;

/// How many bytes are read at a time.
pub(super) const CHUNK_BYTES: usize = 256 << 10;

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first: what Excel and PowerShell call Unicode.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, which is a guess for text that is not UTF-8.
    Windows1252,
}

/// Written for bytes that are not text in their encoding. It is not UTF-8 either, so that the row becomes malformed.
const NO_TEXT: &[u8] = &[0xff];

/// Binary data has a NUL within so many bytes.
const FRONT_BYTES: usize = 512;

/// How many UTF-16 units are looked at if there is no byte order mark.
const UNITS: usize = 64;

impl Encoding {
    /// The name in every answer.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// Tells the encoding from the first bytes; `None` is binary data.
    pub(super) fn from_head(head: &[u8]) -> Option<Encoding> {
        match head {
            [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
            [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
            [0xef, 0xbb, 0xbf, ..] => return Some(Encoding::Utf8),
            _ => {}
        }
        if let Some(encoding) = utf16_without_mark(head) {
            return Some(encoding);
        }
        let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if first_line.iter().any(|byte| *byte < 9 || (14..32).contains(byte) && *byte != 27) {
            return None;
        }
        let has_nul = |bytes: &[u8]| memchr::memchr(0, bytes).is_some();
        match is_utf8(head) {
            true => Some(Encoding::Utf8),
            false if has_nul(&head[..head.len().min(FRONT_BYTES)]) => None,
            // No editor saves NUL in the middle of a text: this is damage, which concerns single rows.
            false if has_nul(head) => Some(Encoding::Utf8),
            false => Some(Encoding::Windows1252),
        }
    }
}

/// UTF-16 without a byte order mark: of Latin letters, every second byte is zero, which never happens in UTF-8.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let units = head.as_chunks::<2>().0;
    let units = &units[..units.len().min(UNITS)];
    let is = |latin: fn(&[u8; 2]) -> bool| {
        let (front, all) = (units.get(..2)?, units.iter().filter(|unit| latin(unit)).count());
        (front.iter().all(latin) && all * 2 > units.len()).then_some(())
    };
    let low_first = is(|unit| unit[0] != 0 && unit[1] == 0).map(|()| Encoding::Utf16Le);
    low_first.or_else(|| is(|unit| unit[0] == 0 && unit[1] != 0).map(|()| Encoding::Utf16Be))
}

/// Whether the bytes are UTF-8, except for a letter that is cut off at their end, or for damage. In Windows-1252, two letters in a row
/// hardly ever look like one of UTF-8, so text with more letters of UTF-8 than faults is UTF-8 with damaged rows.
fn is_utf8(head: &[u8]) -> bool {
    if simdutf8::basic::from_utf8(head).is_ok() {
        return true;
    }
    let (mut letters, mut faults) = (0_usize, 0_usize);
    let mut rest = head;
    while let Err(error) = simdutf8::compat::from_utf8(rest) {
        letters += letters_of(&rest[..error.valid_up_to()]);
        let Some(length) = error.error_len() else {
            faults += usize::from(head.len() < HEAD_BYTES);
            rest = &[];
            break;
        };
        if NO_LETTERS.contains(&rest[error.valid_up_to()]) {
            return true;
        }
        faults += 1;
        rest = &rest[error.valid_up_to() + length..];
    }
    letters += letters_of(rest);
    faults == 0 || letters > faults
}

/// Bytes that Windows-1252 does not define, and one that hardly any language uses. They are damage, which concerns single rows.
const NO_LETTERS: [u8; 6] = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xff];

/// The number of letters beyond ASCII in valid UTF-8.
fn letters_of(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte >= 0xc0).count()
}

/// Decodes to UTF-8, piece by piece.
pub(super) struct Decoder {
    decoder: Option<encoding_rs::Decoder>,
    text: Vec<u8>,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Decoder {
        let encoding = match encoding {
            Encoding::Utf8 => return Decoder { decoder: None, text: Vec::new() },
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        };
        Decoder { decoder: Some(encoding.new_decoder_with_bom_removal()), text: vec![0; CHUNK_BYTES] }
    }

    /// Writes a piece. Returns how many bytes of UTF-8 it became.
    pub(super) fn write(&mut self, mut bytes: &[u8], out: &mut dyn Write) -> io::Result<u64> {
        let Some(decoder) = &mut self.decoder else {
            out.write_all(bytes)?;
            return Ok(bytes.len() as u64);
        };
        let mut length = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, false);
            bytes = &bytes[read..];
            out.write_all(&self.text[..written])?;
            length += written as u64;
            match result {
                DecoderResult::InputEmpty => return Ok(length),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    out.write_all(NO_TEXT)?;
                    length += 1;
                }
            }
        }
    }

    /// Whether the text ended within a letter.
    pub(super) fn ends_early(&mut self) -> bool {
        let Some(decoder) = &mut self.decoder else { return false };
        let (result, ..) = decoder.decode_to_utf8_without_replacement(&[], &mut self.text, true);
        matches!(result, DecoderResult::Malformed(..))
    }
}
