//! Facts of the world that the answers need, with their sources.

pub mod app_name;
pub mod client_app;
pub(crate) mod conditional_access;
pub mod deadline;
pub mod likely;
pub mod policy_results;
pub mod priority;
pub mod weekday;
