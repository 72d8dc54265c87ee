//! Any bytes as a portal CSV: never a panic, nothing lost, the same rows whatever the chunks and threads, and the same as a slow
//! reader that takes one record after another.
//!
//! The first byte chooses a header to put before the rest (or none) and the chunk size.

#![no_main]

use std::sync::Arc;

use entrasift_core::log::symbols::canonical_spelling;
use entrasift_core::text::record::{Ending, Record, records};
use entrasift_core::{Code, Fault, Field, Input, Kind, Layout, LogType, Memory, Options, PROBLEMS_KEPT, Scanner, SignIns, Status, Time, recognise};
use entrasift_fuzz::{Row, Seen, Shown};
use libfuzzer_sys::fuzz_target;

const HEADERS: [&str; 4] = [
    "",
    "Date (UTC),Request ID,Username,Status,Sign-in error code,Location\n",
    "\u{feff}\"Date (UTC)\";\"Username\";\"Client app\";\"Status\"\r\n",
    "Date,Request ID,User ID,Username,IP address,Incoming token type,Incoming token type,Sign-in error code,Latency\n",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let mut text = HEADERS[usize::from(*choice) % HEADERS.len()].as_bytes().to_vec();
    text.extend_from_slice(body);
    let source = Arc::new(Memory::new("InteractiveSignIns.csv", text.as_slice()));
    let Ok(input) = recognise(source, LogType::ByName) else { return };
    if !input.is_log() || input.layout != Layout::Csv || input.transcoder.is_some() {
        return;
    }
    let chunk_bytes = [16, 40, 64, 97, 200, 400, 1000, 4000][usize::from(*choice / 4) % 8];
    let inputs = [input];
    let whole = Options { threads: 1, ..Options::default() };
    // A pool of threads costs more than all the rest: seldom.
    let threads = if *choice >= 240 { 2 } else { 1 };
    let cut = Options { threads, chunk_bytes, ..Options::default() };

    let expected = slowly(&text, &inputs[0]);
    let all =
        |options| Scanner::new(&inputs, options, Arc::default()).show_copies(Shown::default).expect("memory");
    for options in [&whole, &cut] {
        let found = Seen::of(all(options));
        assert_eq!(found.rows, expected.rows);
        assert_eq!(found.problems, expected.problems);
        assert_eq!(found.ledger.rows, expected.ledger.rows);
        assert_eq!(found.ledger.malformed, expected.ledger.malformed);
    }
    by_iterator(&inputs[0], &expected);

    let merged =
        |options| Scanner::new(&inputs, options, Arc::default()).show(Shown::default).expect("memory");
    assert_eq!(Seen::of(merged(&whole)), Seen::of(merged(&cut)));
});

/// One record after another, without chunks, masks or dictionaries.
fn slowly(text: &[u8], input: &Input) -> Seen {
    let mut seen = Seen::default();
    for (index, record) in records(text, input.start as usize, input.delimiter).enumerate() {
        let row = index as u64 + 2;
        if record.is_blank() {
            continue;
        }
        seen.ledger.rows += 1;
        match sign_in(text, input, &record) {
            Ok((time, status, cells)) => seen.rows.push(Row { row, time, status, cells }),
            Err(fault) => {
                seen.ledger.malformed += 1;
                seen.problems.push((row, record.start as u64, fault));
            }
        }
    }
    seen.problems.truncate(PROBLEMS_KEPT);
    seen
}

fn sign_in(
    text: &[u8],
    input: &Input,
    record: &Record,
) -> Result<(Time, Status, Vec<(String, String)>), Fault> {
    let line = &text[record.start..record.end];
    if line.contains(&0) {
        return Err(Fault::Nul);
    }
    match record.ending {
        Ending::OverLong => return Err(Fault::OverLong),
        Ending::StrayQuote => return Err(Fault::StrayQuote),
        Ending::UnclosedQuote => return Err(Fault::UnclosedQuote),
        Ending::Complete if std::str::from_utf8(line).is_err() => return Err(Fault::InvalidUtf8),
        Ending::Complete if record.field_ends.len() != input.width => return Err(Fault::FieldCount),
        Ending::Complete => {}
    }
    let fields: Vec<_> = record.fields(text).collect();
    let cell = |field: Field| match input.shape.place(field) {
        Some((column, part)) => String::from_utf8_lossy(part.cut(&fields[usize::from(column)])).into_owned(),
        None => String::new(),
    };
    let time = Time::parse(cell(Field::Time).as_bytes().trim_ascii(), input.shape.date_order);
    let time = time.ok_or(Fault::BadDate)?;
    let (code, word) = (cell(Field::Code), cell(Field::Status));
    if code.trim().is_empty() && word.trim().is_empty() {
        return Err(Fault::NoStatus);
    }
    let status = Code::parse(&code).status.or_else(|| Status::from_word(word.trim())).unwrap_or(Status::Failure);
    let both = |field: &Field| {
        let text = cell(*field).trim().to_owned();
        let kept = match field.kind() {
            Kind::UniqueId => String::new(),
            kind => canonical_spelling(kind, &text),
        };
        (text, kept)
    };
    Ok((time, status, Field::ALL.iter().map(both).collect()))
}

/// The iterator of typed records says the same.
fn by_iterator(input: &Input, expected: &Seen) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for entry in SignIns::new(input.clone()) {
        match entry.expect("memory") {
            Ok(sign_in) => rows.push((sign_in.row, sign_in.time, sign_in.status)),
            Err(problem) => problems.push((problem.row, problem.offset, problem.fault)),
        }
    }
    problems.truncate(PROBLEMS_KEPT);
    let expected_rows: Vec<_> = expected.rows.iter().map(|row| (row.row, row.time, row.status)).collect();
    assert_eq!((rows, problems), (expected_rows, expected.problems.clone()));
}
