//! Accounts that need special handling: which they are, by the tenant file, by their names and by what they do, and what tells so.

mod judge;
mod kind;
mod name;
mod sign;

pub use judge::Judge;
pub use kind::AccountKind;
pub use sign::Sign;
