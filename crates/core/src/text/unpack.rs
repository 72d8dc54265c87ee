//! What stands between the bytes of a file and UTF-8 text: packings and encodings, told by content and undone in one pass, with bounded
//! memory and a bound on what comes out.
//!
//! Nothing is opened here. Whoever opens files looks at their first [`HEAD_BYTES`] with [`Wrapping::of`], reads what is [plain] where it
//! lies, and sends the rest through [`unpack`], or member by member through an [`Archive`], to a place from which it can be read again.
//!
//! [plain]: Wrapping::Plain

mod archive;
mod encoding;
mod gzip;
#[cfg(test)]
mod tests;
mod zstd;

use std::io::{self, BufReader, Read, Write};

pub use archive::{Archive, Member};
use encoding::Decoder;
pub use encoding::Encoding;

/// How much of a file is looked at to tell what it is.
pub const HEAD_BYTES: usize = 1 << 20;

/// How much is read at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// No file unpacks to more, unless the caller says so.
const MOST_BYTES: u64 = 16 << 30;

/// So much of any file is unpacked, whatever its size.
const LEAST_BYTES: u64 = 64 << 20;

/// Sign-in logs shrink to a tenth or a fiftieth; what grows more than this is made to fill disks.
const MOST_GROWTH: u64 = 1_000;

/// To how many bytes a packed file may unpack when nobody said: a thousand times its size, at least 64 MiB and at most 16 GiB.
pub fn default_limit(packed_bytes: u64) -> u64 {
    packed_bytes.saturating_mul(MOST_GROWTH).clamp(LEAST_BYTES, MOST_BYTES)
}

/// How bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// They are not.
    None,
    /// One or more gzip members, one after another.
    Gzip,
    /// One or more Zstandard frames, one after another.
    Zstd,
    /// A zip archive of several files.
    Zip,
}

impl Packing {
    /// The name in every answer.
    pub fn name(self) -> &'static str {
        match self {
            Packing::None => "none",
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Zip => "zip",
        }
    }

    /// Tells the packing from the first bytes.
    pub fn of(head: &[u8]) -> Packing {
        match head {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Packing::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Packing::Zip,
            _ => Packing::None,
        }
    }
}

/// The name of a packing that is not read, by its first bytes.
fn foreign_packing(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some("bzip2"),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some("xz"),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some("7z"),
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some("rar"),
        [4, 0x22, 0x4d, 0x18, ..] => Some("lz4"),
        _ if head.get(257..262) == Some(b"ustar") => Some("tar"),
        _ => None,
    }
}

/// What stands between the bytes of a file and UTF-8 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// Nothing: the bytes are read where they lie. They may be no text at all, which [`crate::content::recognise`] tells.
    Plain,
    /// Another encoding.
    Encoded(Encoding),
    /// A packing; the encoding of what it holds shows when it is unpacked.
    Packed(Packing),
}

impl Wrapping {
    /// Tells it from the first [`HEAD_BYTES`] of a file; a shorter head is the whole file.
    ///
    /// # Errors
    /// A packing that is not read.
    pub fn of(head: &[u8]) -> Result<Wrapping, Refusal> {
        if let Some(packing) = foreign_packing(head) {
            return Err(Refusal::Foreign(packing.to_owned()));
        }
        Ok(match (Packing::of(head), Encoding::of(head)) {
            (Packing::None, None | Some(Encoding::Utf8)) => Wrapping::Plain,
            (Packing::None, Some(encoding)) => Wrapping::Encoded(encoding),
            (packing, _) => Wrapping::Packed(packing),
        })
    }
}

/// Text that was unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// How it was packed.
    pub packing: Packing,
    /// How it was encoded.
    pub encoding: Encoding,
    /// Its length as UTF-8, in bytes.
    pub length: u64,
    /// It ended early: what came before is here.
    pub is_cut: bool,
}

/// Why packed bytes cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// More comes out than may.
    #[error("it is an archive that unpacks past the limit of {}; if you trust it, allow more with --max-inflate", amount(*.0))]
    PastLimit(u64),
    /// More files than a person packs.
    #[error("it is an archive of {0} files; unpack it and give the folder")]
    TooManyMembers(usize),
    /// An archive in an archive.
    #[error("it is an archive within an archive ({0}); unpack the outer one first")]
    Nested(&'static str),
    /// A packing that is not read.
    #[error("it is packed in a way that is not read ({0}); unpack it, or pack it as gzip, zstd or zip")]
    Foreign(String),
    /// Excel.
    #[error("it is an Excel workbook; save its sheet as \"CSV UTF-8\" and give that")]
    Workbook,
    /// A password is needed.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// A link or the like in an archive.
    #[error("it is no regular file")]
    NoFile,
    /// Unpacked it is no text.
    #[error("it holds no text (binary data)")]
    Binary,
    /// It breaks the rules of its packing.
    #[error("it is a broken {packing} file ({why}); fetch it again, or pack it again")]
    Broken {
        /// Which packing.
        packing: &'static str,
        /// What is wrong, as the unpacker says.
        why: String,
    },
    /// The operating system could not read it.
    #[error("it could not be read: {0}")]
    Unreadable(io::Error),
    /// What comes out could not be written; no fault of the file.
    #[error("what it holds could not be written: {0}")]
    Unwritable(io::Error),
}

/// Bytes for people.
fn amount(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.into_iter().find(|(shift, _)| bytes >> shift > 0 && bytes.is_multiple_of(1 << shift)) {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}

/// Unpacks a stream and writes what it holds as UTF-8. Bytes that are no text in their encoding come out as bytes that are no UTF-8, so
/// that their row is malformed and not silently another.
///
/// # Errors
/// More than `limit` bytes inside, a broken or nested packing, binary data, or what the operating system says. A zip archive is no stream:
/// see [`Archive`].
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
            gzip = gzip::Members::new(&mut buffered);
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
struct Flow<'r> {
    bytes: &'r mut dyn Read,
    packing: Packing,
    limit: u64,
    inflated: u64,
    is_cut: bool,
}

impl Flow<'_> {
    fn write_text(&mut self, out: &mut dyn Write) -> Result<Text, Refusal> {
        let mut buffer = vec![0; HEAD_BYTES];
        let mut have = self.fill(&mut buffer)?;
        let head = &buffer[..have];
        if self.packing != Packing::None {
            self.refuse_nested(head)?;
        }
        let encoding = Encoding::of(head).ok_or(Refusal::Binary)?;
        let mut decoder = Decoder::of(encoding);
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

    /// The end of a stream that is cut is no error; in an archive, whose directory stands behind its files, it is.
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
        match (Packing::of(head), foreign_packing(head)) {
            (Packing::None, None) => Ok(()),
            (Packing::None, Some(name)) => Err(Refusal::Nested(name)),
            (packing, _) => Err(Refusal::Nested(packing.name())),
        }
    }
}
