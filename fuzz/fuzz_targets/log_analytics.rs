//! Any texts in the nested cells of Log Analytics rows: never a panic, no row lost, and the same as `csv` and serde_json say.
//!
//! A byte that is in no text (0xff) separates the cells.

#![no_main]

#[path = "../../crates/core/tests/differential/nested.rs"]
mod nested;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let cells = data.split(|byte| *byte == 0xff).take(60);
    let cells: Vec<String> = cells.map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    nested::check(&cells);
});
