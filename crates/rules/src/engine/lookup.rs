//! Look-ups: one more showing of the logs for what must be known of the few people, addresses or flows under suspicion.
//!
//! A [`Lookup`] names a key and a time span. What is found is summed up per value of one field ([`Trace`]), or kept event by event where
//! this was asked for. Memory depends on the number of suspects, not on the size of the log. Only those parts of the logs are read
//! again that the index does not rule out.

mod found;
mod index;
mod pass;
mod plan;
mod print;
mod reader;
mod request;
mod results;

pub use self::found::{AllFound, Found, Trace};
pub(crate) use self::index::Index;
pub(crate) use self::reader::LookupReader;
pub use self::request::{Lookup, LookupKey, Sought, Split, WITH_PASSWORD, flow_of};
