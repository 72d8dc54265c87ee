//! A rule: what it declares, and what comes of it.

pub mod burst;
pub mod case;
mod declaration;
pub mod detector;
pub mod finding;
mod severity;

pub(crate) use self::declaration::rule;
pub use self::declaration::{Kind, Rule, Shape};
pub use self::severity::Severity;
