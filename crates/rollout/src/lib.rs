//! The questions of an MFA rollout, answered from sign-in logs: one file per question.

#![deny(clippy::disallowed_methods)]

pub mod analyze;
pub mod answer;
pub mod break_glass;
mod dependency;
pub mod gaps;
pub mod intake;
pub mod legacy;
pub mod reference;
pub mod report;
pub mod request;
mod seen;
pub mod show;
pub mod tenant_file;
mod warnings;
