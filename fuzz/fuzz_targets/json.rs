//! Any bytes as JSON in any sequence: never a panic, and the same as serde_json says.

#![no_main]

#[path = "../../crates/core/tests/differential/json.rs"]
mod json;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| json::check(data));
