//! One fixture of nasty values goes through every renderer.

mod fixture;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use entrasift_report::{Style, csv as to_csv, harmless, json, markdown, table};
use entrasift_rollout::answer::{Body, Rows};
use fixture::{NASTY, nasty, ordinary, style, text};
use unicode_width::UnicodeWidthStr;

/// Whether a line holds only what is shown, and no character that anything would obey.
fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !harmless::is_obeyed(c))
}

#[test]
fn no_terminal_line_is_wider_than_the_terminal() {
    let (nasty, ordinary) = (nasty(), ordinary());
    for width in (1..=48).chain((50..=200).step_by(7)).chain([300, 1_000]) {
        // Everything takes longer to write: at some widths.
        for full in [false, true].into_iter().take(1 + usize::from(width % 16 == 2)) {
            for answer in [&nasty, &ordinary] {
                let style = Style { width, full, ..style() };
                let shown = text(answer, &table::FORMAT, &style);
                assert!(is_harmless(&shown), "width {width}");
                for line in shown.lines() {
                    assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                }
            }
        }
    }
}

#[test]
fn colours_are_the_only_escape_sequences() {
    let style = Style { colour: true, ..style() };
    let shown = text(&nasty(), &table::FORMAT, &style);
    for after in shown.split('\u{1b}').skip(1) {
        let code = after.strip_prefix('[').and_then(|rest| rest.split_once('m')).map(|(code, _)| code);
        assert!(code.is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit())), "{after:.20}");
    }
    let plain = text(&nasty(), &table::FORMAT, &fixture::style());
    let stripped: String = shown
        .split('\u{1b}')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('m').unwrap().1 })
        .collect();
    assert_eq!(stripped, plain);
}

#[test]
fn json_keeps_every_text_and_obeys_none() {
    let shown = text(&nasty(), &json::FORMAT, &style());
    assert!(is_harmless(&shown));
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    for (row, expect) in json["dependencies"].as_array().unwrap().iter().zip(NASTY) {
        assert_eq!(row["user"].as_str(), Some(*expect));
    }
}

#[test]
fn csv_has_no_formula_and_one_line_a_row() {
    let shown = text(&nasty(), &to_csv::FORMAT, &style());
    assert!(is_harmless(&shown));
    let Body::Table(table) = &nasty().sections[0].body else { panic!("a table") };
    assert_eq!(shown.lines().count(), table.rows.len() + 1);
    let mut reader = csv::ReaderBuilder::new().from_reader(shown.as_bytes());
    let mut rows = 0;
    for row in reader.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), table.columns.len());
        assert!(row.iter().all(|cell| !harmless::is_formula(cell)), "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, table.rows.len());
    // Nor where a spreadsheet splits at semicolons.
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(shown.as_bytes());
    for row in reader.records() {
        assert!(row.unwrap().iter().all(|cell| !harmless::is_formula(cell)));
    }
}

#[test]
fn markdown_has_no_markup_of_an_attacker() {
    let shown = text(&nasty(), &markdown::FORMAT, &style());
    let (shown, _page) = shown.split_once("## Page").unwrap();
    assert!(is_harmless(shown));
    let unescaped =
        shown.replace("\\\\", "").replace("\\]", "").replace("\\`", "").replace("\\*", "").replace("\\!", "");
    for evil in ["<script", "<img", "](", "![", "https://", "www.", " @everyone", "`code`", "**bold"] {
        assert!(!unescaped.contains(evil), "{evil}");
    }
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<_> = shown.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > NASTY.len());
    let widths: std::collections::BTreeSet<_> = rows.iter().map(|row| cells(row)).collect();
    assert!(widths.len() <= 2, "every row has the cells of its table: {widths:?}");
}

#[test]
fn a_screen_pulls_only_the_rows_it_shows() {
    let mut answer = ordinary();
    let Body::Table(table) = &mut answer.sections[0].body else { panic!("a table") };
    let first = table.rows.row(0).into_owned();
    let furthest = Arc::new(AtomicUsize::new(0));
    let pulled = furthest.clone();
    table.rows = Rows::pulled(50_000, move |at| {
        pulled.fetch_max(at, Ordering::Relaxed);
        first.clone()
    });
    let short = text(&answer, &table::FORMAT, &style());
    assert!(short.contains("and 49,978 more (--full)"), "{short}");
    let furthest = furthest.load(Ordering::Relaxed);
    assert!((1..100).contains(&furthest), "what stands below the fold is not even made: {furthest}");
}
