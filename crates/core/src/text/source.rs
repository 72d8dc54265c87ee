//! Sources: where bytes come from. This crate opens nothing, so its users hand out sources.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Bytes that can be read from any place, by several threads, as often as needed.
pub trait Source: Send + Sync {
    /// The name that people know, usually a path. Every answer shows it.
    fn name(&self) -> &str;

    /// How many bytes there are.
    fn length(&self) -> u64;

    /// The encoding of the text before it became UTF-8, for instance `utf-16le`.
    fn encoding(&self) -> &str {
        "utf-8"
    }

    /// The packing before it was unpacked: `none`, `gzip`, `zstd` or `zip`.
    fn compression(&self) -> &str {
        "none"
    }

    /// Whether the packed or encoded text ended early, so that only its beginning is here.
    fn is_cut(&self) -> bool {
        false
    }

    /// Reads at a place, like a positioned read. Returns fewer bytes than asked for only at the end.
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
    /// A source with this name and these bytes.
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

/// A source with a position, to be read like a file.
#[derive(Clone)]
pub struct Positions<'s> {
    source: &'s dyn Source,
    position: u64,
}

impl<'s> Positions<'s> {
    /// Begins at the first byte.
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
