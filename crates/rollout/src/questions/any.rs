//! Questions of any step.

pub mod analyze;
pub mod break_glass;
pub mod diff;
pub mod explain;
pub mod gaps;
pub mod plan;
pub mod report;
pub mod rules;
pub mod show;
pub mod user;
