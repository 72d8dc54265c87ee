//! Where bytes come from. The core opens nothing: whoever uses it hands out sources.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Bytes that can be read from any place, by several threads, as often as needed.
pub trait Source: Send + Sync {
    /// The name that people know it by, usually a path; shown in every answer.
    fn name(&self) -> &str;

    /// How many bytes there are.
    fn length(&self) -> u64;

    /// How the text was encoded before it was made UTF-8, for instance `utf-16le`.
    fn encoding(&self) -> &str {
        "utf-8"
    }

    /// How it was packed before it was unpacked: `none`, `gzip`, `zstd`, `zip`.
    fn compression(&self) -> &str {
        "none"
    }

    /// The packed or foreign text ended early: what came before counts.
    fn is_cut(&self) -> bool {
        false
    }

    /// Reads at a place, like a positioned read: fewer bytes than asked for only at the end.
    ///
    /// # Errors
    /// What the operating system says.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

/// Bytes in memory: for tests, examples and small inputs.
#[derive(Debug, Clone)]
pub struct Memory {
    name: String,
    bytes: Arc<[u8]>,
}

impl Memory {
    /// Names some bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Memory {
        Memory { name: name.into(), bytes: bytes.into().into() }
    }
}

impl Source for Memory {
    fn name(&self) -> &str {
        &self.name
    }

    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        let length = buffer.len().min(self.bytes.len() - start);
        buffer[..length].copy_from_slice(&self.bytes[start..start + length]);
        Ok(length)
    }
}

/// A source that is read like a file: from a position on.
#[derive(Clone)]
pub struct Positions<'s> {
    source: &'s dyn Source,
    position: u64,
}

impl<'s> Positions<'s> {
    /// Starts at the start.
    pub fn new(source: &'s dyn Source) -> Positions<'s> {
        Positions { source, position: 0 }
    }
}

impl Read for Positions<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read_at(self.position, buffer)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Positions<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.source.length().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

/// Reads until the buffer is full or the source ends.
pub(crate) fn read_full(source: &dyn Source, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<usize> {
    let wanted = buffer.len();
    while !buffer.is_empty() {
        match source.read_at(offset, buffer) {
            Ok(0) => break,
            Ok(count) => {
                offset += count as u64;
                buffer = &mut buffer[count..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(wanted - buffer.len())
}
