//! The fast reader equals its slow twin: the `csv` crate and serde reading typed records, one thread, no cleverness.

#[path = "twin/line.rs"]
mod line;

use std::collections::BTreeMap;
use std::sync::Arc;

use entrasift_core::text::record::{Ending, records};
use entrasift_core::text::time::parse_slowly;
use entrasift_core::{
    Batch, Fault, Field, Input, LogType, Memory, Options, Part, Parts, Scanner, SignIns, Visit, recognise,
};
use line::line;
use proptest::prelude::*;
use serde::Deserialize;

/// Some columns of a portal CSV, as serde reads them.
#[derive(Debug, Deserialize)]
struct PortalRow {
    #[serde(rename = "Date (UTC)")]
    date: String,
    #[serde(rename = "Request ID")]
    request_id: String,
    #[serde(rename = "User")]
    display_name: String,
    #[serde(rename = "Username")]
    username: String,
    #[serde(rename = "Application ID ")]
    app_id: String,
    #[serde(rename = "Location")]
    location: String,
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "Sign-in error code")]
    code: String,
    #[serde(rename = "Compliant")]
    compliant: String,
}

const HEADER: &str = "Date (UTC),Request ID,User,Username,Application ID ,Location,Status,Sign-in error code,Compliant,Client app";
const WIDTH: usize = 10;

/// What both readers say of one sign-in.
#[derive(Debug, PartialEq)]
struct Said {
    row: u64,
    time: i64,
    texts: [String; 6],
    country: String,
    code: Option<i64>,
    compliant: Option<bool>,
}

/// Rows and the faults of malformed ones, by row number.
type Reading = (Vec<Said>, BTreeMap<u64, Fault>);

fn slowly(text: &[u8]) -> Reading {
    let (mut rows, mut broken) = (Vec::new(), BTreeMap::new());
    let header = csv::StringRecord::from(HEADER.split(',').collect::<Vec<_>>());
    let start = records(text, 0, b',').next().map_or(0, |record| record.next);
    for (index, record) in records(text, start, b',').enumerate() {
        let row = index as u64 + 2;
        let bytes = &text[record.start..record.end];
        let fault = match record.ending {
            _ if bytes.contains(&0) => Some(Fault::Nul),
            Ending::OverLong => Some(Fault::OverLong),
            Ending::StrayQuote => Some(Fault::StrayQuote),
            Ending::UnclosedQuote => Some(Fault::UnclosedQuote),
            Ending::Complete if record.is_blank() => continue,
            Ending::Complete if std::str::from_utf8(bytes).is_err() => Some(Fault::InvalidUtf8),
            Ending::Complete if record.field_ends.len() != WIDTH => Some(Fault::FieldCount),
            Ending::Complete => None,
        };
        match fault.map_or_else(|| typed(bytes, &header, row), Err) {
            Ok(said) => rows.push(said),
            Err(fault) => drop(broken.insert(row, fault)),
        }
    }
    (rows, broken)
}

fn typed(bytes: &[u8], header: &csv::StringRecord, row: u64) -> Result<Said, Fault> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let record = reader.records().next().expect("a record").expect("it is valid UTF-8");
    let portal: PortalRow = record.deserialize(Some(header)).expect("every column is text");
    let time = parse_slowly(portal.date.trim()).ok_or(Fault::BadDate)?;
    let status = portal.status.trim().to_owned();
    if portal.code.trim().is_empty() && status.is_empty() {
        return Err(Fault::NoStatus);
    }
    let trimmed = |text: &str| text.trim().to_owned();
    Ok(Said {
        row,
        time: time.0,
        country: trimmed(portal.location.rsplit(',').next().unwrap_or_default()),
        code: portal.code.trim().parse().ok(),
        compliant: match portal.compliant.trim().to_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        texts: [
            trimmed(&portal.request_id),
            trimmed(&portal.display_name),
            trimmed(&portal.username),
            trimmed(&portal.app_id),
            status,
            trimmed(&portal.code),
        ],
    })
}

fn input(text: &[u8]) -> Input {
    recognise(Arc::new(Memory::new("InteractiveSignIns.csv", text)), LogType::ByName).expect("a portal CSV")
}

fn by_iterator(text: &[u8]) -> Reading {
    let (mut rows, mut broken) = (Vec::new(), BTreeMap::new());
    for entry in SignIns::new(input(text)) {
        match entry.expect("memory can be read") {
            Ok(sign_in) => rows.push(Said {
                row: sign_in.row,
                time: sign_in.time.0,
                country: sign_in.country,
                compliant: sign_in.compliant,
                texts: [
                    sign_in.request_id,
                    sign_in.display_name,
                    sign_in.user,
                    sign_in.app_id,
                    sign_in.status_word,
                    sign_in.code.map_or(String::new(), |code| code.to_string()),
                ],
                code: sign_in.code,
            }),
            Err(problem) => drop(broken.insert(problem.row, problem.fault)),
        }
    }
    (rows, broken)
}

/// (row reference, time, shown cells) of every row that a scan shows.
#[derive(Default)]
struct Shown(Vec<(entrasift_core::RowRef, i64, [String; 3])>);

impl Visit for Shown {
    fn visit(&mut self, batch: &mut Batch) {
        batch.fill(&[Field::DisplayName, Field::Country]);
        for row in batch.rows() {
            let cells = [
                row.cell_text(Field::RequestId),
                row.text(Field::DisplayName).to_owned(),
                row.text(Field::Country).to_owned(),
            ];
            self.0.push((row.row_ref(), row.time().0, cells));
        }
    }
}

/// The rows that a scan shows, and parts of so many rows in which they can be shown again.
struct InParts {
    shown: Shown,
    rows: usize,
    pages: Vec<Vec<Part>>,
}

impl Visit for InParts {
    fn visit(&mut self, batch: &mut Batch) {
        self.shown.visit(batch);
        let parts = (0..batch.len()).step_by(self.rows).map(|first| batch.part(first, first + self.rows));
        let mut parts: Vec<Part> = parts.collect();
        if parts[0].is_whole {
            parts.truncate(1);
        }
        self.pages.push(parts);
    }
}

/// Every so-manieth part.
struct Every(Vec<Vec<Part>>, usize);

impl Parts for Every {
    fn pages(&self) -> usize {
        self.0.len()
    }

    fn page(&self, page: usize) -> impl Iterator<Item = Part> {
        self.0[page].iter().copied().step_by(self.1)
    }
}

/// Parts show what the whole showed: all of it where all are asked for, and nothing else where some are.
#[track_caller]
fn parts_equal(inputs: &[Input]) {
    for (threads, chunk_bytes, rows) in [(1, 1 << 19, 1), (1, 1 << 19, 3), (2, 400, 2)] {
        let options = Options { threads, chunk_bytes, ..Options::default() };
        let mut scanner = Scanner::new(inputs, &options, Default::default());
        let make = || InParts { shown: Shown::default(), rows, pages: Vec::new() };
        let scan = scanner.show_copies(make).expect("memory");
        let (mut whole, mut pages) = (Vec::new(), Vec::new());
        for (part, _) in scan.seen {
            whole.extend(part.shown.0);
            pages.extend(part.pages);
        }
        whole.sort();
        for every in [1, 2] {
            let seen = scanner.show_parts(&Every(pages.clone(), every), Shown::default).expect("memory");
            let mut again: Vec<_> = seen.into_iter().flat_map(|(part, _)| part.0).collect();
            again.sort();
            if every == 1 {
                assert_eq!(again, whole, "parts of {rows}, chunks of {chunk_bytes}");
            } else {
                assert!(again.iter().all(|row| whole.binary_search(row).is_ok()));
                assert!(again.len() >= pages.len().min(whole.len()), "the first part of each page");
            }
        }
    }
}

#[track_caller]
fn scans_equal(text: &[u8], slow: &Reading) {
    for (threads, chunk_bytes) in [(1, 1 << 19), (2, 97), (2, 400)] {
        let inputs = [input(text)];
        let options = Options { threads, chunk_bytes, ..Options::default() };
        let scan =
            Scanner::new(&inputs, &options, Default::default()).show_copies(Shown::default).expect("memory");
        let mut shown: Vec<_> = scan.seen.into_iter().flat_map(|(part, _)| part.0).collect();
        shown.sort_by_key(|(place, _, _)| *place);
        let shown: Vec<_> =
            shown.into_iter().map(|(place, time, cells)| (scan.rows.row(place), time, cells)).collect();
        let expect: Vec<_> = slow
            .0
            .iter()
            .map(|said| {
                (said.row, said.time, [said.texts[0].clone(), said.texts[1].clone(), said.country.clone()])
            })
            .collect();
        assert_eq!(
            shown,
            expect,
            "chunks of {chunk_bytes}, {threads} threads: {:?}",
            String::from_utf8_lossy(text)
        );
        let found: BTreeMap<u64, Fault> =
            scan.problems.iter().map(|problem| (problem.row, problem.fault)).collect();
        assert_eq!(found, slow.1, "chunks of {chunk_bytes}: {:?}", String::from_utf8_lossy(text));
        let ledger = &scan.ledgers[0];
        assert_eq!(ledger.rows, (slow.0.len() + slow.1.len()) as u64);
        assert!(ledger.reconciles());
    }
}

#[track_caller]
fn check(text: &[u8]) {
    let slow = slowly(text);
    let fast = by_iterator(text);
    let without_code_text = |reading: Reading| {
        let rows: Vec<Said> = reading
            .0
            .into_iter()
            .map(|mut said| {
                said.texts[5].clear();
                said
            })
            .collect();
        (rows, reading.1)
    };
    scans_equal(text, &slow);
    parts_equal(&[input(text)]);
    assert_eq!(without_code_text(fast), without_code_text(slow), "{:?}", String::from_utf8_lossy(text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_reader_equals_the_slow_twin(
        lines in prop::collection::vec(line(), 0..40),
        crlf in any::<bool>(),
        bom in any::<bool>(),
        final_line_end in any::<bool>(),
    ) {
        let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
        let mut text = if bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
        text.extend_from_slice(HEADER.as_bytes());
        text.extend_from_slice(line_end);
        for (number, line) in lines.iter().enumerate() {
            text.extend_from_slice(line);
            if final_line_end || number + 1 < lines.len() {
                text.extend_from_slice(line_end);
            }
        }
        // The slow twin does not skip a BOM by itself.
        let slow = slowly(&text[if bom { 3 } else { 0 }..]);
        scans_equal(&text, &slow);
        prop_assert_eq!(by_iterator(&text).0.len(), slow.0.len());
    }
}

#[test]
fn a_file_that_fools_the_guess() {
    // Each record's quoted cell holds lines that look like whole records, so that a chunk may begin inside one.
    let fake = "2026-11-03T09:00:00Z,fake,n,u,a,DE,Success,0,TRUE,Browser";
    let mut text = format!("{HEADER}\n");
    for number in 0..60 {
        let cell = vec![fake; 1 + number % 7].join("\n");
        text += &format!("2026-11-04T10:00:00Z,real-{number},\"{cell}\",u,a,DE,Success,0,TRUE,Browser\n");
    }
    check(text.as_bytes());
    let slow = slowly(text.as_bytes());
    assert_eq!(slow.0.len(), 60);
}

#[test]
fn a_cell_longer_than_many_chunks() {
    let long = "x".repeat(5_000);
    let lines = "y\n".repeat(2_000);
    let text = format!(
        "{HEADER}\n2026-11-04T10:00:00Z,1,\"{long}\",u,a,DE,Success,0,,Browser\n2026-11-04T10:00:00Z,2,\"{lines}\",u,a,DE,Success,0,,Browser\n2026-11-04T10:00:00Z,3,n,u,a,DE,Success,0,,Browser"
    );
    check(text.as_bytes());
}

#[test]
fn a_quote_that_never_closes_loses_one_row() {
    let row = |id: u32| format!("2026-11-04T10:00:00Z,{id},n,u,a,DE,Success,0,,Browser\n");
    let mut text = format!("{HEADER}\n");
    (0..20).for_each(|id| text += &row(id));
    text += "2026-11-04T10:00:00Z,bad,\"n,u,a,DE,Success,0,,Browser\n";
    (20..40).for_each(|id| text += &row(id));
    check(text.as_bytes());
    let (rows, broken) = by_iterator(text.as_bytes());
    assert_eq!((rows.len(), broken.len()), (40, 1));
    assert_eq!(broken[&22], Fault::UnclosedQuote);
}

#[test]
fn the_first_problems_are_the_same_whatever_the_chunks() {
    // Rows with a wrong number of fields are found before those with a wrong date, however they alternate.
    let mut text = format!("{HEADER}\n2026-02-30T00:00:00Z,first,n,u,a,DE,Success,0,,Browser\n");
    (0..300).for_each(|_| text += "too,few\n2026-02-30T00:00:00Z,later,n,u,a,DE,Success,0,,Browser\n");
    let inputs = [input(text.as_bytes())];
    let first = |chunk_bytes| {
        let options = Options { threads: 1, chunk_bytes, ..Options::default() };
        let scan =
            Scanner::new(&inputs, &options, Default::default()).show_copies(Shown::default).expect("memory");
        scan.problems.iter().take(100).map(|problem| (problem.row, problem.fault)).collect::<Vec<_>>()
    };
    let expect: Vec<_> =
        (2..102).map(|row| (row, if row % 2 == 0 { Fault::BadDate } else { Fault::FieldCount })).collect();
    for chunk_bytes in [60, 500, 1 << 19] {
        assert_eq!(first(chunk_bytes), expect, "chunks of {chunk_bytes}");
    }
}

#[test]
fn parts_of_json_show_what_the_whole_showed() {
    let record = |number: usize| {
        let junk = "{\"a\":[1,{\"b\":\"}\\\"\"}]}".repeat(number % 4).replace("}{", "},{");
        format!(
            "{{\"id\":\"{number:08x}-0000-4000-8000-000000000000\",\"createdDateTime\":\"2026-11-03T{:02}:00:00Z\",\
             \"appId\":null,\"authenticationRequirement\":null,\"userDisplayName\":\"Ana {number}\",\
             \"status\":{{\"errorCode\":0}},\"x\":[{junk}]}}",
            number % 24
        )
    };
    let records: Vec<String> = (0..40).map(record).collect();
    for text in [
        format!("[{}]", records.join(",\n")),
        records.join("\r\n"),
        format!("{{\"value\":[{}]}}[{}]", records[..9].join(","), records[9..].join(" , ")),
        format!("[{},{{\"id\":]}},{}", records[..20].join(","), records[20..].join(",")),
    ] {
        let source = Arc::new(Memory::new("signins.json", text.into_bytes()));
        parts_equal(&[recognise(source, LogType::ByName).expect("JSON of Graph")]);
    }
}
