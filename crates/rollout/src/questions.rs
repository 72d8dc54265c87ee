//! The questions of an MFA rollout, by step: one file for each command.

pub mod any;
pub mod checks;
pub mod enforce;
pub mod joined;
pub mod list;
pub mod pilot;
pub mod prepare;
pub mod question;
pub mod register;
pub mod validate;

pub use list::QUESTIONS;
pub use question::{Question, ask, conclude};
