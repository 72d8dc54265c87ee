//! The questions of an MFA rollout, answered from sign-in logs: one file per question.

#![deny(clippy::disallowed_methods)]

mod account;
mod activity;
pub mod analyze;
pub mod answer;
mod applied;
pub mod break_glass;
mod campaign;
pub mod case;
mod check;
mod cohort;
mod coverage;
pub mod deadline;
mod dependency;
pub mod diff;
pub mod directory;
pub mod enforcement;
mod excepted;
pub mod exceptions;
mod excuse;
pub mod gaps;
pub mod impact;
pub mod intake;
pub mod legacy;
pub mod likely;
mod newest;
pub mod pilot;
pub mod plan;
pub mod policy_results;
pub mod priority;
mod progress;
pub mod reference;
pub mod registration;
pub mod report;
pub mod request;
pub mod rhythm;
mod roster;
pub mod seen;
pub mod show;
mod special;
pub mod tenant_file;
pub mod user;
pub mod validate;
mod warnings;
