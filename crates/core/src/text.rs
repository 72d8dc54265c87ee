//! Text: where bytes come from, how they are unpacked, and the structure of CSV, JSON and times.

pub(crate) mod bytes;
pub mod fault;
pub mod json;
pub mod record;
pub mod source;
pub mod structure;
pub mod time;
pub mod transcode;
pub mod unpack;
pub mod words;
