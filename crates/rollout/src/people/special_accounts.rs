//! Special accounts: which ones need special handling, told by the tenant file, by names and by behaviour, each with its reasons.

mod judge;
mod kind;
mod name;
mod sign;

pub use judge::Judge;
pub use kind::AccountKind;
pub use sign::Sign;
