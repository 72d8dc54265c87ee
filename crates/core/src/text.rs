//! Text: where bytes come from, how they are unpacked, and the structure of CSV, JSON and times.

mod block;
pub(crate) mod bytes;
mod carry;
pub mod fault;
pub mod id;
mod instructions;
pub mod json;
pub mod layout;
mod masks;
pub(crate) mod nested;
pub mod record;
pub(crate) mod rows;
pub mod source;
pub mod structure;
pub mod time;
pub mod unpack;
pub mod words;
pub mod written;
