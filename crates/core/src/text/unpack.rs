//! Unpacking: packings and encodings are told by content and undone in one pass, with bounded memory and a bound on what comes out.
//!
//! Nothing is opened here. Whoever opens files looks at their first [`HEAD_BYTES`] with [`Wrapping::from_head`]. [Plain] files are read
//! where they lie; the others go through [`unpack`], or member by member through an [`Archive`], to a place from which they can be read
//! repeatedly.
//!
//! [Plain]: Wrapping::Plain

mod archive;
mod encoding;
mod flow;
mod gzip;
mod limit;
mod packing;
mod refusal;
#[cfg(test)]
mod tests;
mod wrapping;
mod zstd;

pub use archive::{Archive, Member};
pub use encoding::{Encoding, HEAD_BYTES};
pub use flow::{Text, unpack};
pub use limit::default_limit;
pub use packing::Packing;
pub use refusal::Refusal;
pub use wrapping::Wrapping;
