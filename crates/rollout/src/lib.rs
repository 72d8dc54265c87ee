//! The questions of an MFA rollout, answered from sign-in logs: one file per question.

#![deny(clippy::disallowed_methods)]

pub mod answer;
pub mod facts;
pub mod people;
pub mod questions;
pub mod reading;
pub mod tenant;
