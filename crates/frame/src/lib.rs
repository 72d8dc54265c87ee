//! Sign-ins as Polars frames: typed tables with a documented schema, SQL over them, and files in Parquet and Arrow IPC.
//!
//! A frame holds the merged sign-ins with everything that the engine derives of them. It is made by the same passes as every other
//! answer, and in one order: by file and row, and behind them the sign-ins that were merged of copies that differ.
//!
//! `examples/frame_to_parquet.rs` shows the whole way from files to a frame.

#![deny(
    clippy::disallowed_methods,
    clippy::iter_over_hash_type,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub
)]

mod answer;
mod buffer;
mod companion;
mod error;
pub mod file;
mod findings;
mod frames;
mod plan;
pub mod query;
mod registrations;
mod root_classes;
pub mod schema;
mod signins;
mod step;
mod unknown_name;

pub use answer::{frame_of, replaced, table_of};
pub use error::FrameError;
pub use frames::Frames;
pub use polars;
pub use root_classes::RootClasses;
