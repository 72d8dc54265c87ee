//! Writers: one for each export, each in a file of its own.

pub mod auth_details;
pub mod azure_monitor;
pub mod csv;
pub mod defender;
mod detail;
pub mod graph;
pub mod graph_v1;
pub mod json;
pub mod language;
pub mod log_analytics;
mod log_analytics_header;
pub mod portal;
pub mod powershell;
pub mod registration;
pub mod registration_graph;
pub mod tenant_file;
