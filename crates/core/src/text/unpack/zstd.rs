//! Zstandard: frames one after another. Skippable frames are skipped.
//!
//! `ruzstd` is written in Rust, so that entrasift builds for every target without a C compiler, and no C code reads hostile bytes.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The largest window that is allocated: what `zstd --ultra -22` makes, and the default limit of `zstd -d`.
const MOST_WINDOW_BYTES: u64 = 128 << 20;

/// An empty last block and room for a checksum. It completes a frame that was cut, so that the decoder gives out what it holds back.
const LAST_BLOCK: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

/// The contents of all frames, in their order.
pub(super) struct Frames<R> {
    bytes: Watched<R>,
    decoder: FrameDecoder,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Between,
    Within,
    /// Within a frame whose end is missing.
    Cut,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(bytes: R) -> Frames<R> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MOST_WINDOW_BYTES);
        Frames { bytes: Watched { bytes, ended: false }, decoder, place: Place::Between }
    }

    /// Starts the next frame; returns `false` if there is none.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.bytes.bytes.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.bytes) {
                Ok(()) => {
                    self.place = Place::Within;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    if io::copy(&mut (&mut self.bytes).take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.failed(&error)),
            }
        }
        Ok(false)
    }

    /// Decodes until there are bytes to give out.
    fn decode(&mut self) -> io::Result<()> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let one = BlockDecodingStrategy::UptoBlocks(1);
            match self.decoder.decode_blocks(&mut self.bytes, one) {
                Ok(_) => {}
                Err(_) if self.bytes.ended && self.place == Place::Within => {
                    self.place = Place::Cut;
                    let ended = self.decoder.decode_blocks(LAST_BLOCK, BlockDecodingStrategy::All);
                    ended.map_err(|error| self.failed(&error))?;
                }
                Err(error) => return Err(self.failed(&error)),
            }
        }
        Ok(())
    }

    fn end_frame(&mut self) -> io::Result<()> {
        if self.place == Place::Cut {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.place = Place::Between;
        let told = self.decoder.get_checksum_from_data();
        if told.is_some() && told != self.decoder.get_calculated_checksum() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum does not match"));
        }
        Ok(())
    }

    /// The error for bytes that ended too early or are wrong.
    fn failed(&self, error: &FrameDecoderError) -> io::Error {
        match error {
            _ if self.bytes.ended => io::ErrorKind::UnexpectedEof.into(),
            FrameDecoderError::WindowSizeTooBig { .. } => {
                let why = "its window is wider than 128 MiB: pack it without --long";
                io::Error::new(io::ErrorKind::InvalidData, why)
            }
            error => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.place == Place::Between && !self.next_frame()? {
                return Ok(0);
            }
            self.decode()?;
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.end_frame()?;
        }
    }
}

/// A reader that remembers whether its end was reached.
struct Watched<R> {
    bytes: R,
    ended: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.ended |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}
