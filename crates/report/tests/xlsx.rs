//! The workbook, read back by another library.
#![cfg(feature = "xlsx")]

mod fixture;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use entrasift_report::{harmless, xlsx};
use entrasift_rollout::answer::Answer;
use fixture::{NASTY, nasty, ordinary, style};

fn open(answer: &Answer) -> Xlsx<Cursor<Vec<u8>>> {
    let mut out = Vec::new();
    xlsx::FORMAT.render(answer, &style(), &mut out).unwrap();
    Xlsx::new(Cursor::new(out)).unwrap()
}

#[test]
fn strings_are_never_formulas() {
    let mut workbook = open(&nasty());
    for sheet in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&sheet).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
    }
}

#[test]
fn texts_are_harmless_and_otherwise_whole() {
    let mut workbook = open(&nasty());
    let sheet = workbook.worksheet_range("Dependencies").unwrap();
    for (row, text) in NASTY.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let expect = Data::String(harmless::visible(text).into_owned());
        assert_eq!(sheet.get_value((row as u32 + 1, 0)), Some(&expect));
    }
    for (_, _, cell) in sheet.used_cells() {
        if let Data::String(text) = cell {
            assert!(!text.chars().any(harmless::is_obeyed), "{text:?}");
        }
    }
}

#[test]
fn numbers_times_and_words() {
    let mut workbook = open(&ordinary());
    let sheet = workbook.worksheet_range("Dependencies").unwrap();
    let row = |at: usize| sheet.rows().nth(at).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    let header = [
        "User",
        "User id",
        "Client app",
        "Device",
        "User agent",
        "Addresses",
        "Sign-ins",
        "Share",
        "Last success",
        "Verdict",
        "Suspect",
        "What to do",
        "Rows",
        "Owner",
        "Due date",
    ];
    assert_eq!(row(0), header);
    assert_eq!(sheet.get_value((1, 6)), Some(&Data::Float(4_120.0)));
    assert_eq!(sheet.get_value((1, 7)), Some(&Data::Float(0.125)));
    assert!(
        matches!(sheet.get_value((1, 8)), Some(Data::DateTime(time)) if (time.as_f64() - 46_329.385_9).abs() < 0.001)
    );
    assert_eq!(sheet.get_value((1, 9)), Some(&Data::String("dependency".to_owned())));
    assert_eq!(sheet.height(), 6, "folded rows are there too");
}

#[test]
fn the_summary_comes_first() {
    let mut workbook = open(&ordinary());
    let expect = ["Summary", "Dependencies", "Over time", "Files", "Ignored files", "Unreadable rows"];
    assert_eq!(workbook.sheet_names(), expect);
    let sheet = workbook.worksheet_range("Summary").unwrap();
    let lines: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
    assert_eq!(lines[2], "2 people and devices depend on legacy authentication; 1 is suspect.");
    assert!(lines[3].starts_with("Northwind Engineering · 1 file · 12,480 sign-ins of 231 people"));
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let bytes = || {
        let mut out = Vec::new();
        xlsx::FORMAT.render(&ordinary(), &style(), &mut out).unwrap();
        out
    };
    assert_eq!(bytes(), bytes());
}
