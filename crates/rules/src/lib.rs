//! Predicates, tallies and rules over Entra sign-ins.

#![deny(clippy::disallowed_methods, clippy::iter_over_hash_type, clippy::print_stdout, clippy::unwrap_used)]

pub mod derive;
pub mod detect;
pub mod engine;
pub mod excepted;
pub mod finding;
pub mod list;
pub mod measure;
pub mod predicate;
pub mod rule;
pub mod setting;
pub mod severity;
pub mod small_map;
pub mod tally;
pub mod tenant;
pub mod tuning;
