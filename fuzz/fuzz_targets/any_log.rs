//! Any bytes as a file of any name: never a panic, nothing lost, the same whatever the chunks and threads.
//!
//! The first byte chooses the chunk size; the first line of the rest is the file name.

#![no_main]

use std::sync::Arc;

use entrasift_core::{LogType, Memory, Options, Scanner, SignIns, read_steps, recognise};
use entrasift_fuzz::{Seen, Shown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let line = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let (name, text) = (String::from_utf8_lossy(&rest[..line]), rest.get(line + 1..).unwrap_or_default());
    let Ok(input) = recognise(Arc::new(Memory::new(name, text)), LogType::ByName) else { return };
    let inputs = [input];
    let chunk_bytes = [16, 40, 64, 97, 200, 400, 1000, 4000][usize::from(*choice) % 8];
    let whole = Options { threads: 1, ..Options::default() };
    // A pool of threads costs more than all the rest: seldom.
    let threads = if *choice >= 240 { 2 } else { 1 };
    let cut = Options { threads, chunk_bytes, ..Options::default() };

    if !inputs[0].is_log() {
        let steps = |options| read_steps(&inputs, options).expect("memory").ledgers;
        let ledgers = steps(&whole);
        assert!(ledgers[0].reconciles());
        assert_eq!(ledgers, steps(&cut));
        return;
    }

    let all =
        |options| Scanner::new(&inputs, options, Arc::default()).show_copies(Shown::default).expect("memory");
    let seen = Seen::of(all(&whole));
    assert_eq!(seen, Seen::of(all(&cut)));
    let merged =
        |options| Scanner::new(&inputs, options, Arc::default()).show(Shown::default).expect("memory");
    assert_eq!(Seen::of(merged(&whole)), Seen::of(merged(&cut)));

    let entries = SignIns::new(inputs[0].clone()).map(|entry| entry.expect("memory"));
    let rows: Vec<_> = entries.flatten().map(|sign_in| (sign_in.row, sign_in.time, sign_in.status)).collect();
    let expected: Vec<_> = seen.rows.iter().map(|row| (row.row, row.time, row.status)).collect();
    assert_eq!(rows, expected);
});
