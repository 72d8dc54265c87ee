//! Predicates, tallies and rules over Entra sign-ins.

#![deny(clippy::disallowed_methods)]

pub mod census;
pub mod country;
pub mod derive;
pub mod engine;
pub mod few;
pub mod finding;
pub mod flow;
pub mod list;
pub mod measure;
pub mod memo;
pub mod outcome;
pub mod person;
pub mod predicate;
pub mod rule;
pub mod setting;
pub mod sieve;
pub mod tally;
pub mod tenant;
pub mod trail;
