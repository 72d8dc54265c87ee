//! Any bytes as a date: never a panic, and the same as chrono says.

#![no_main]

#[path = "../../crates/core/tests/differential/dates.rs"]
mod dates;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| dates::check(data));
