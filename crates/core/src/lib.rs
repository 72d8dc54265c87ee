//! Reads what an administrator can export from Microsoft Entra ID into typed records.

#![deny(clippy::disallowed_methods)]

pub mod content;
pub mod dialect;
pub mod field;
pub mod log;
pub mod text;
