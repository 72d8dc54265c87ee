//! The page of the schema, `docs/frame.md`, is what the schema says. `BLESS=1` writes it.

use std::collections::BTreeSet;
use std::path::Path;

use entrasift_frame::schema;

/// Where the part that is written by this test begins.
const BEGIN: &str = "<!-- Written by `BLESS=1 cargo test -p entrasift-frame --test page`. -->\n";

#[test]
fn the_page_is_what_the_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/frame.md");
    let text = std::fs::read_to_string(&path).expect("the page");
    let head = text.split(BEGIN).next().unwrap_or_default();
    let wanted = format!("{head}{BEGIN}{}", schema::page());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("the page");
    } else {
        assert_eq!(text, wanted, "docs/frame.md is stale: BLESS=1 writes it");
    }
}

#[test]
fn names_are_unique_and_every_column_says_what_it_holds() {
    for table in schema::tables() {
        let mut seen = BTreeSet::new();
        for column in &table.columns {
            assert!(seen.insert(column.name), "{}.{}", table.name, column.name);
            assert!(column.sentence.ends_with('.'), "{}.{}", table.name, column.name);
        }
    }
}
