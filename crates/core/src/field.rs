//! Fields: what a sign-in can say, and what the words and codes in its fields mean.

pub mod catalogue;
pub mod holds;
pub mod method;
pub mod set;
pub mod status;
pub mod table;

pub use set::FieldSet;
pub use table::{Field, Kind};
