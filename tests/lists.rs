//! Laws over the lists: one list for each kind of thing, nothing in it twice, nothing forgotten, each thing in the file of its name.
//!
//! The list of rules has laws of its own beside its pages (`crates/rules/tests/pages.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use entrasift_core::{CONTENTS, DIALECTS, Field, LogType, Memory};
use entrasift_report::{FORMATS, formats};
use entrasift_rollout::answer::{Body, Holds, Table, Value};
use entrasift_rollout::questions::QUESTIONS;
use entrasift_rollout::questions::list::AskedWith;
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rollout::tenant::tenant_file;
use entrasift_rules::list;

/// A path of the repository.
fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn text(below: &str) -> String {
    std::fs::read_to_string(path(below)).unwrap_or_else(|why| panic!("{below}: {why}"))
}

/// The Rust files directly in a folder, by the name of what they define.
fn files(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(path(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(".rs").map(String::from)).collect()
}

/// How many statics of a type the product declares in a folder; what stands under `#[cfg(test)]` at the end of a file does not count.
fn declared(folder: &str, type_name: &str) -> usize {
    let declaration = format!(": {type_name} =");
    let of_file = |file: &String| {
        let text = text(&format!("{folder}/{file}.rs"));
        let product = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        let is_one = |line: &&str| line.contains("static ") && line.contains(&declaration);
        product.lines().filter(is_one).count()
    };
    files(folder).iter().map(of_file).sum()
}

fn unique<T: Ord + Debug>(names: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(!seen.contains(&name), "{name:?} is there twice");
        seen.insert(name);
    }
    seen
}

#[test]
fn contents() {
    let names = unique(CONTENTS.iter().map(|content| content.name));
    assert_eq!(declared("crates/core/src/content", "Content"), names.len(), "a content is not on the list");
    let files = files("crates/core/src/content");
    for name in names {
        assert!(files.contains(&name.replace('-', "_")), "{name} has a file of its name");
    }
}

#[test]
fn dialects() {
    let listed = unique(CONTENTS.iter().flat_map(|content| content.dialects).map(|dialect| dialect.name));
    let folders = ["crates/core/src/dialect", "crates/core/src/content"];
    let declared: usize = folders.iter().map(|folder| declared(folder, "Dialect")).sum();
    assert_eq!(declared, listed.len(), "a dialect is not on the list of its content");
    let files = files(folders[0]);
    let page = text("docs/dialects.md");
    for dialect in DIALECTS {
        let name = dialect.name;
        assert!(listed.contains(name), "{name} belongs to a content");
        assert!(page.contains(name), "docs/dialects.md tells of {name}");
        // Dialects that differ in one thing share a file, which has the first word of their names.
        let family = name.split('-').next().unwrap_or(name);
        assert!(
            files.contains(&name.replace('-', "_")) || files.contains(family),
            "{name} has a file of its name"
        );
    }
}

#[test]
fn fields() {
    unique(Field::ALL.iter().map(|field| field.name()));
    for field in Field::ALL {
        assert!(field.sentence().ends_with('.'), "{}: a sentence says what it is", field.name());
        let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
        assert!(field.name().chars().all(plain), "{}", field.name());
    }
}

#[test]
fn rules() {
    let listed: BTreeSet<String> = list::all().iter().map(|rule| rule.id.replace('-', "_")).collect();
    assert_eq!(files("crates/rules/src/list"), listed, "one file for each rule, and one rule for each file");
}

#[test]
fn formats() {
    let files = files("crates/report/src");
    for name in unique(FORMATS.iter().map(|format| format.name)) {
        assert!(files.contains(name), "{name} has a file of its name");
        assert_eq!(formats::named(name).map(|format| format.name), Some(name));
    }
    assert_eq!(
        declared("crates/report/src", "Format"),
        FORMATS.len(),
        "one static for each format, and each is listed"
    );
}

#[test]
fn questions() {
    let listed = unique(QUESTIONS.iter().map(|question| question.name));
    let place: Vec<_> = QUESTIONS.iter().map(|question| (question.step, question.name)).collect();
    assert!(place.is_sorted(), "by the step of the rollout, then by name: {place:?}");
    let named = question_files(&path("crates/rollout/src/questions"));
    for (name, file) in &named {
        assert!(listed.contains(name.as_str()), "{name} is not on the list");
        assert_eq!(*file, name.replace('-', "_"), "{name} has a file of its name");
    }
    assert_eq!(named.len(), listed.len());
    let readme = text("README.md");
    for name in listed {
        assert!(readme.contains(&format!("entrasift {name}")), "README.md tells of {name}");
    }
}

/// The files below a folder in which a question says its name, by that name.
fn question_files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(question_files(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        let name =
            text.split_once("const NAME: &'static str = \"").and_then(|(_, rest)| rest.split('"').next());
        let file = path.file_stem().expect("a name").to_string_lossy().into_owned();
        found.extend(name.map(|name| (name.to_owned(), file)));
    }
    found
}

/// Files of the demo tenant, as somebody hands a folder over.
fn demo_tenant() -> Request {
    let mut given = Vec::new();
    let mut folders = vec![path("testdata/northwind")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let source = Arc::new(Memory::new(&name, std::fs::read(&path).expect("a file")));
            given.push(Given { source, named: false, log_type: LogType::ByName });
        }
    }
    let tenant = tenant_file::parse(&text("testdata/northwind/entrasift.toml")).expect("a tenant file");
    Request::new(Intake::new(given).expect("files that are read"), tenant.tenant)
}

/// What stands in a column or under a name and does not belong there: a text among numbers or times.
fn misplaced(place: &str, holds: Holds, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) if matches!(holds, Holds::Number | Holds::Time | Holds::ErrorCode) => {
            found.insert(format!("{place}: {text:.40}"));
        }
        Value::List(items) | Value::Some { items, .. } => {
            items.iter().for_each(|item| misplaced(place, holds, item, found));
        }
        Value::Map(facts) => {
            facts
                .iter()
                .for_each(|fact| misplaced(&format!("{place}.{}", fact.key), fact.holds, &fact.value, found));
        }
        Value::Table(table) => misplaced_in(place, table, found),
        _ => {}
    }
}

fn misplaced_in(place: &str, table: &Table, found: &mut BTreeSet<String>) {
    for row in table.rows.iter() {
        for (column, value) in table.columns.iter().zip(&*row) {
            misplaced(&format!("{place}.{}", column.key), column.holds, value, found);
        }
    }
    let Some(chart) = &table.chart else { return };
    for at in chart.series.iter().map(|(at, ..)| *at) {
        if table.columns.get(at).is_none_or(|column| column.holds != Holds::Number) {
            found.insert(format!("{place}: column {at} is drawn and holds no numbers"));
        }
    }
    if chart.x >= table.columns.len() {
        found.insert(format!("{place}: there is no column {} to draw over", chart.x));
    }
}

#[test]
fn no_text_stands_among_numbers() {
    let request = demo_tenant();
    let mut found = BTreeSet::new();
    for question in QUESTIONS {
        let answer = match question.asked {
            AskedWith::InputsAlone(ask) => ask(&request),
            AskedWith::LaterExport(ask) => ask(&request, &request),
            AskedWith::Subject { .. } if question.name == "show" => continue,
            AskedWith::Subject { ask, .. } => ask(&request, "jonas.brandt@northwind.example"),
        };
        let answer = answer.unwrap_or_else(|why| panic!("{}: {why}", question.name));
        for section in &answer.sections {
            let place = format!("{}: {}", question.name, section.key);
            match &section.body {
                Body::Table(table) => misplaced_in(&place, table, &mut found),
                Body::Value(value) => misplaced(&place, Holds::Words, value, &mut found),
                Body::Page(_) => {}
            }
        }
    }
    assert_eq!(found, BTreeSet::new());
}
