//! Reads what an administrator can export from Microsoft Entra ID into typed records.

#![deny(clippy::disallowed_methods)]

pub mod batch;
pub mod catalogue;
mod chunk;
mod columns;
mod copies;
pub mod dialect;
pub mod field;
pub mod hours;
pub mod json;
pub mod ledger;
pub mod method;
pub mod paged;
mod recent;
pub mod recognise;
pub mod record;
pub mod scan;
pub mod signin;
pub mod source;
pub mod steps;
pub mod structure;
pub mod symbols;
pub mod time;
pub mod transcode;
pub mod unpack;
