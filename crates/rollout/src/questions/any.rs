//! Questions of any step.

pub mod analyze;
pub mod break_glass;
pub mod diff;
pub mod gaps;
pub mod plan;
pub mod reference;
pub mod report;
pub mod show;
pub mod user;
