//! Logs: chunks become batches of sign-ins in columns; copies are merged; every row is accounted for.

pub mod batch;
pub(crate) mod chunk;
pub(crate) mod columns;
pub(crate) mod copies;
pub mod hours;
pub mod ledger;
pub mod paged;
pub(crate) mod raw;
pub(crate) mod recent;
pub mod row;
pub mod row_ref;
pub mod scan;
pub(crate) mod sift;
pub mod signin;
pub mod steps;
pub mod symbols;
