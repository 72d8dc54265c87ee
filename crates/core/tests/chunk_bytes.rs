//! Chunks of any size give the same rows: also of a size that no reference to a row could count the lines of.

use std::sync::Arc;

use entrasift_core::{Batch, Input, LogType, Memory, Options, RowRef, Scanner, Visit, recognise};

#[derive(Default)]
struct Places(Vec<RowRef>);

impl Visit for Places {
    fn visit(&mut self, batch: &mut Batch) {
        self.0.extend(batch.rows().map(|row| row.row_ref()));
    }
}

/// The numbers of the rows that are shown.
fn rows(inputs: &[Input], chunk_bytes: u64) -> Vec<u64> {
    let options = Options { threads: 1, chunk_bytes, ..Options::default() };
    let mut scanner = Scanner::new(inputs, &options, Arc::default());
    let scan = scanner.show(Places::default).expect("memory can be read");
    let places = scan.seen.into_iter().flat_map(|(places, _)| places.0);
    places.map(|place| scan.rows.row(place)).collect()
}

#[test]
fn every_line_of_a_chunk_has_a_number() {
    const BLANK: usize = 1_500_000;
    let row = |name: &str| format!("2026-11-02T08:00:00Z,{name},u,Browser,0\n");
    let header = "Date (UTC),Request ID,Username,Client app,Sign-in error code\n";
    let text = [header, &row("a"), &"\n".repeat(BLANK), &row("b")].concat();
    let source = Arc::new(Memory::new("InteractiveSignIns.csv", text));
    let inputs = [recognise(source, LogType::ByName).expect("a portal CSV")];
    let expect = [2, 3 + BLANK as u64];
    for chunk_bytes in [1 << 16, 1 << 20, 1 << 24, u64::MAX] {
        assert_eq!(rows(&inputs, chunk_bytes), expect, "chunks of {chunk_bytes}");
    }
}

#[test]
fn chunks_of_no_bytes_are_chunks_of_one() {
    let text = "Date (UTC),Username,Client app,Sign-in error code\n2026-11-02T08:00:00Z,u,Browser,0\n";
    let source = Arc::new(Memory::new("InteractiveSignIns.csv", text));
    let inputs = [recognise(source, LogType::ByName).expect("a portal CSV")];
    assert_eq!(rows(&inputs, 0), [2]);
}
