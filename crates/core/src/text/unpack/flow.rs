//! The flow of bytes through an unpacker and a decoder, counted on their way.

use std::io::{self, BufReader, Read, Write};

use super::encoding::{CHUNK_BYTES, Decoder, Encoding, HEAD_BYTES};
use super::packing::{Packing, foreign_packing};
use super::refusal::Refusal;
use super::{gzip, zstd};

/// Text that was unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// How it was packed.
    pub packing: Packing,
    /// How it was encoded.
    pub encoding: Encoding,
    /// Its length as UTF-8, in bytes.
    pub length: u64,
    /// Whether it ended early, so that only its beginning was unpacked.
    pub is_cut: bool,
}

/// Unpacks a stream and writes its text as UTF-8. Bytes that are not text in their encoding are written as bytes that are not UTF-8, so
/// that their row becomes malformed and does not silently change.
///
/// # Errors
/// More than `limit` bytes come out, the packing is broken or nested, the data is binary, or the system cannot read or write. For zip
/// archives, see [`Archive`](super::Archive).
pub fn unpack(
    packing: Packing,
    bytes: &mut dyn Read,
    limit: u64,
    out: &mut dyn Write,
) -> Result<Text, Refusal> {
    let mut buffered;
    let (mut gzip, mut zstd);
    let bytes: &mut dyn Read = match packing {
        Packing::None => bytes,
        Packing::Zip => return Err(Refusal::Nested("zip")),
        Packing::Gzip => {
            buffered = BufReader::with_capacity(CHUNK_BYTES, bytes);
            gzip = gzip::GzipMembers::new(&mut buffered);
            &mut gzip
        }
        Packing::Zstd => {
            buffered = BufReader::with_capacity(CHUNK_BYTES, bytes);
            zstd = zstd::Frames::new(&mut buffered);
            &mut zstd
        }
    };
    Flow { bytes, packing, limit, inflated: 0, is_cut: false }.write_text(out)
}

/// Bytes on their way, counted.
pub(super) struct Flow<'r> {
    pub bytes: &'r mut dyn Read,
    pub packing: Packing,
    pub limit: u64,
    pub inflated: u64,
    pub is_cut: bool,
}

impl Flow<'_> {
    pub(super) fn write_text(&mut self, out: &mut dyn Write) -> Result<Text, Refusal> {
        let mut buffer = vec![0; HEAD_BYTES];
        let mut have = self.fill(&mut buffer)?;
        let head = &buffer[..have];
        if self.packing != Packing::None {
            self.refuse_nested(head)?;
        }
        let encoding = Encoding::from_head(head).ok_or(Refusal::Binary)?;
        let mut decoder = Decoder::new(encoding);
        let mut length = 0;
        while have > 0 {
            length += decoder.write(&buffer[..have], out).map_err(Refusal::Unwritable)?;
            have = self.fill(&mut buffer[..CHUNK_BYTES])?;
        }
        self.is_cut |= decoder.ends_early();
        Ok(Text { packing: self.packing, encoding, length, is_cut: self.is_cut })
    }

    /// Reads until the buffer is full or the bytes end.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Refusal> {
        let mut have = 0;
        while have < buffer.len() && !self.is_cut {
            match self.bytes.read(&mut buffer[have..]) {
                Ok(0) => break,
                Ok(count) => {
                    have += count;
                    self.inflated += count as u64;
                    if self.packing != Packing::None && self.inflated > self.limit {
                        return Err(Refusal::PastLimit(self.limit));
                    }
                }
                Err(error) => self.stop(error)?,
            }
        }
        Ok(have)
    }

    /// Handles an error of the unpacker. A stream that ends early is not an error; an archive that does is, because its directory is at its
    /// end.
    fn stop(&mut self, error: io::Error) -> Result<(), Refusal> {
        use io::ErrorKind::{Interrupted, InvalidData, InvalidInput, UnexpectedEof};
        match (error.kind(), self.packing) {
            (Interrupted, _) => Ok(()),
            (UnexpectedEof, Packing::Gzip | Packing::Zstd) => {
                self.is_cut = true;
                Ok(())
            }
            (UnexpectedEof | InvalidData | InvalidInput, Packing::Gzip | Packing::Zstd | Packing::Zip) => {
                Err(Refusal::Broken { packing: self.packing.name(), why: error.to_string() })
            }
            _ => Err(Refusal::Unreadable(error)),
        }
    }

    fn refuse_nested(&self, head: &[u8]) -> Result<(), Refusal> {
        match (Packing::from_head(head), foreign_packing(head)) {
            (Packing::None, None) => Ok(()),
            (Packing::None, Some(name)) => Err(Refusal::Nested(name)),
            (packing, _) => Err(Refusal::Nested(packing.name())),
        }
    }
}
