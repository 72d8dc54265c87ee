//! Logs: chunks become batches of sign-ins in columns; copies are merged; every row is accounted for.

pub mod batch;
pub mod chunk;
pub(crate) mod chunk_reader;
pub(crate) mod columns;
pub mod companions;
pub(crate) mod copies;
pub(crate) mod extent;
pub mod hours;
pub mod ledger;
pub mod options;
pub mod paged;
pub mod part;
pub mod pass;
pub(crate) mod raw;
pub(crate) mod recent;
pub mod row;
pub mod row_numbers;
pub mod row_ref;
pub mod scan;
pub mod scan_error;
pub(crate) mod sift;
pub mod signin;
pub mod steps;
pub mod symbols;
pub mod visit;
pub(crate) mod worker;
