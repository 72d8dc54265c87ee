//! Any bytes as a table and as one cell: never a panic, and the same as the crate `csv` says.

#![no_main]

#[path = "../../crates/core/tests/differential/cells.rs"]
mod cells;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cells::check(data));
