//! The spool: what packed files and foreign encodings unpack to. One temporary file that nobody else sees and that vanishes with the
//! process, however that ends.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use entrasift_core::Source;
use entrasift_core::text::unpack::{Encoding, Refusal, Text};

use crate::files::read_at;

/// How much is written at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// A temporary file that grows, one text behind the other, so that an archive of many files costs one open file.
#[derive(Default)]
pub struct Spool {
    file: Option<Arc<File>>,
    end: u64,
}

impl Spool {
    /// Takes a text in, and gives back the source that reads it.
    ///
    /// # Errors
    /// Those of `fill`; then it is as before.
    pub fn take(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<Text, Refusal>,
    ) -> Result<Spooled, Refusal> {
        let file = self.file().map_err(Refusal::Unwritable)?;
        let start = self.end;
        match filled(&file, fill) {
            Ok(text) => {
                self.end += text.length;
                Ok(Spooled { name: name.to_owned(), file, start, text })
            }
            Err(refusal) => {
                self.rewind(start);
                Err(refusal)
            }
        }
    }

    /// Where the next text will start.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Gives up everything from a place on.
    pub fn rewind(&mut self, end: u64) {
        if let Some(file) = &self.file {
            // What cannot be cut off is written over, or vanishes with the file.
            let _ = file.set_len(end).and_then(|()| (&**file).seek(SeekFrom::Start(end)));
            self.end = end;
        }
    }

    fn file(&mut self) -> io::Result<Arc<File>> {
        match &self.file {
            Some(file) => Ok(file.clone()),
            None => Ok(self.file.insert(Arc::new(tempfile::tempfile()?)).clone()),
        }
    }
}

fn filled(file: &File, fill: impl FnOnce(&mut dyn Write) -> Result<Text, Refusal>) -> Result<Text, Refusal> {
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, file);
    let text = fill(&mut out)?;
    out.flush().map_err(Refusal::Unwritable)?;
    Ok(text)
}

/// A text in the spool, by the name that the user knows.
#[derive(Debug)]
pub struct Spooled {
    name: String,
    file: Arc<File>,
    start: u64,
    text: Text,
}

impl Source for Spooled {
    fn name(&self) -> &str {
        &self.name
    }

    fn length(&self) -> u64 {
        self.text.length
    }

    fn encoding(&self) -> &str {
        Encoding::name(self.text.encoding)
    }

    fn compression(&self) -> &str {
        self.text.packing.name()
    }

    fn is_cut(&self) -> bool {
        self.text.is_cut
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.text.length.saturating_sub(offset)).unwrap_or(usize::MAX);
        let length = buffer.len().min(left);
        read_at(&self.file, self.start + offset, &mut buffer[..length])
    }
}
