//! Windows: the part of a file that is in a buffer. It grows when a record goes on beyond its end.

use std::io;

use crate::text::source::{Source, read_full};

/// How many bytes are read at a time in search of the next line end.
const SCRATCH_BYTES: usize = 512 << 10;

/// The part of a file that is in the buffer.
pub(crate) struct Window<'b> {
    pub source: &'b dyn Source,
    pub base: u64,
    pub have: usize,
    /// Nothing is read at or beyond this place of the file.
    pub end: u64,
    pub buffer: &'b mut Vec<u8>,
}

impl Window<'_> {
    pub(crate) fn text(&self) -> &[u8] {
        &self.buffer[..self.have]
    }

    pub(crate) fn at_end(&self) -> bool {
        self.base + self.have as u64 >= self.end
    }

    pub(crate) fn extend_to(&mut self, end: u64) -> io::Result<()> {
        let wanted = end.min(self.end).saturating_sub(self.base) as usize;
        if wanted <= self.have {
            return Ok(());
        }
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let place = self.base + self.have as u64;
        let count = read_full(self.source, place, &mut self.buffer[self.have..wanted])?;
        if count < wanted - self.have {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was read",
            ));
        }
        self.have = wanted;
        Ok(())
    }

    /// The place in the file after the next line end that is beyond the buffer.
    pub(crate) fn skip_line(&self) -> io::Result<u64> {
        let mut place = self.base + self.have as u64;
        let mut scratch = vec![0; SCRATCH_BYTES];
        loop {
            let count = read_full(self.source, place, &mut scratch)?;
            if let Some(line) = memchr::memchr(b'\n', &scratch[..count]) {
                return Ok(place + line as u64 + 1);
            }
            place += count as u64;
            if count == 0 || place >= self.source.length() {
                return Ok(self.source.length());
            }
        }
    }
}
