//! What is derived of each sign-in before any rule looks: person, guest, break-glass account, legacy signal, class of a success.

pub mod circumstance;
pub mod country;
pub mod derivation;
pub mod derived;
mod name;
pub mod outcome;
pub mod person;
pub mod row;

pub use self::derivation::Derivation;
pub use self::derived::{Derived, FIELDS, Legacy};
pub(crate) use self::name::{is_sync_name, is_sync_user};
