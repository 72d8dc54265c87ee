//! Laws over the lists: one list for each kind of thing, nothing in it twice, nothing forgotten, each thing in the file of its name.
//!
//! The list of rules has laws of its own beside its pages (`crates/rules/tests/pages.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use entrasift_core::{CONTENTS, DIALECTS, Field};
use entrasift_report::{FORMATS, formats};
use entrasift_rollout::questions::QUESTIONS;
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
