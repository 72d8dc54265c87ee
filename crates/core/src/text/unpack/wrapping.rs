//! Wrappings: what must be undone before a file can be read.

use super::encoding::Encoding;
use super::packing::{Packing, foreign_packing};
use super::refusal::Refusal;

/// What must be undone before a file can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// Nothing: the file is read where it lies. It may still be binary data, which [`crate::content::recognise`] tells.
    Plain,
    /// Another encoding.
    Encoded(Encoding),
    /// A packing. The encoding of what it holds shows when it is unpacked.
    Packed(Packing),
}

impl Wrapping {
    /// Tells it from the first [`HEAD_BYTES`](super::HEAD_BYTES) of a file. A shorter head is the whole file.
    ///
    /// # Errors
    /// A packing that is not supported.
    pub fn from_head(head: &[u8]) -> Result<Wrapping, Refusal> {
        if let Some(packing) = foreign_packing(head) {
            return Err(Refusal::Foreign(packing.to_owned()));
        }
        Ok(match (Packing::from_head(head), Encoding::from_head(head)) {
            (Packing::None, None | Some(Encoding::Utf8)) => Wrapping::Plain,
            (Packing::None, Some(encoding)) => Wrapping::Encoded(encoding),
            (packing, _) => Wrapping::Packed(packing),
        })
    }
}
