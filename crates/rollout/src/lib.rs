//! The questions of an MFA rollout, answered from sign-in logs: one file per question.

#![deny(clippy::disallowed_methods, clippy::iter_over_hash_type, clippy::print_stdout, clippy::unwrap_used)]

pub mod answer;
pub mod facts;
pub mod people;
pub mod questions;
pub mod reading;
pub mod tenant;
