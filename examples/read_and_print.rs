//! Reads a sign-in export and prints who signed in when, and to what.
//!
//! `cargo run --example read_and_print -- testdata/northwind/InteractiveSignIns_2026-11-04_2026-11-26.csv`

use std::sync::Arc;

use entrasift_core::{LogType, Memory, SignIns, recognise};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: read_and_print FILE")?;
    let input = recognise(Arc::new(Memory::new(&path, std::fs::read(&path)?)), LogType::ByName)?;
    for entry in SignIns::new(input) {
        match entry? {
            // Names come from outside: {:?} shows a control character instead of obeying it.
            Ok(s) => println!("{} {} {:?} {:?}", s.time.rfc3339(), s.status.name(), s.user, s.app),
            Err(problem) => eprintln!("row {} is malformed: {}", problem.row, problem.fault.name()),
        }
    }
    Ok(())
}
