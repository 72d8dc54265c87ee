//! How often each format pulls a row: once to measure it and once to write it, and never more.

mod fixture;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use entrasift_core::Zone;
use entrasift_report::{FORMATS, Format, Redaction, Style};
use entrasift_rollout::answer::{Answer, Body, Rows, Table};
use fixture::{ordinary, style};

/// How often each row was pulled.
type Pulls = Arc<Vec<AtomicUsize>>;

/// The same table with more rows, each of which counts when it is pulled.
fn counted(table: &mut Table, rows: usize) -> Pulls {
    let pulls: Pulls = Arc::new((0..rows).map(|_| AtomicUsize::new(0)).collect());
    let (counts, before) = (pulls.clone(), table.rows.clone());
    table.rows = Rows::pulled(rows, move |at| {
        counts[at].fetch_add(1, Ordering::Relaxed);
        before.row(at % before.len()).into_owned()
    });
    pulls
}

/// The ordinary answer with long tables, one of them drawn.
fn long() -> (Answer, Vec<Pulls>) {
    let mut answer = ordinary();
    let tables = answer.sections.iter_mut().filter_map(|section| match &mut section.body {
        Body::Table(table) => Some(table),
        _ => None,
    });
    let pulls = tables.map(|table| counted(table, 1_000)).collect();
    (answer, pulls)
}

fn most(pulls: &[Pulls]) -> usize {
    pulls.iter().flat_map(|rows| rows.iter()).map(|count| count.load(Ordering::Relaxed)).max().unwrap_or(0)
}

fn check(format: &Format, style: &Style, redaction: Option<&Redaction>, expect: usize) {
    let (mut answer, pulls) = long();
    assert_eq!(pulls.len(), 2, "a list and a timeline");
    if let Some(redaction) = redaction {
        answer = redaction.redact(answer);
    }
    format.render(&answer, style, &mut std::io::sink()).expect("nothing is written");
    let most = most(&pulls);
    assert!((1..=expect).contains(&most), "{}: {most} times", format.name);
}

#[test]
fn every_format_pulls_a_row_at_most_twice() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    for format in FORMATS {
        for (full, top) in
            [(false, None), (true, None), (true, Some(500)), (false, Some(10)), (false, Some(500))]
        {
            for zone in [Zone::UTC, zone] {
                check(format, &Style { full, top, zone, ..style() }, None, 2);
            }
        }
    }
}

#[test]
fn redaction_pulls_a_row_once_to_learn_its_names() {
    for format in FORMATS {
        check(format, &style(), Some(&Redaction::new(b"a key")), 3);
    }
}

#[test]
fn what_is_written_as_it_comes_is_pulled_once() {
    for name in ["json", "csv"] {
        check(entrasift_report::formats::named(name).expect("a format"), &style(), None, 1);
    }
}
