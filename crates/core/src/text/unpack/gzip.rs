//! Gzip: members one after another, as `cat a.gz b.gz` and appending writers make them.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The contents of all members, in their order. Zeros behind the last one, as tapes and disks leave them, are ignored.
pub(super) struct GzipMembers<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> GzipMembers<R> {
    pub(super) fn new(bytes: R) -> GzipMembers<R> {
        GzipMembers { member: Some(GzDecoder::new(bytes)) }
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(member) = &mut self.member else { return Ok(0) };
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let bytes = self.member.take().map(GzDecoder::into_inner);
            if let Some(mut bytes) = bytes
                && another(&mut bytes)?
            {
                self.member = Some(GzDecoder::new(bytes));
            }
        }
    }
}

/// Skips zeros. Returns whether another member follows.
fn another(bytes: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let ahead = bytes.fill_buf()?;
        let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
        match ahead.get(zeros) {
            None if ahead.is_empty() => return Ok(false),
            None => bytes.consume(zeros),
            Some(0x1f) => {
                bytes.consume(zeros);
                return Ok(true);
            }
            Some(_) => {
                let why = "bytes behind its end that are no gzip";
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
    }
}
