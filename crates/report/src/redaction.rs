//! Redaction: an answer with every user, device, address and tenant replaced by a pseudonym.
//!
//! It works on the finished answer, so that no format can forget it, and in three steps that each would catch what another missed: a
//! text in a column of a known kind is replaced whole, and one in a column that nobody classified too; whatever was replaced once is
//! replaced wherever else it stands, also within a sentence; and what looks like an account, an address or an id is replaced even if
//! it was never seen in a column. What remains: our own words, names of apps and protocols, countries and cities, times and counts.

mod files;
mod lookalike;
mod names;
mod pseudonym;
mod redact;
mod sweep;
mod texts;

pub use redact::Redaction;
