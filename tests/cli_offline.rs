//! Offline by construction: deny.toml names the crates that open sockets, and none of them is compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The values of `key = "…"` in a file, in the order in which they stand.
fn values(file: &str, key: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(path).expect("the file is in the repository");
    let start = format!("{key} = \"");
    let lines =
        text.lines().filter_map(|line| line.trim().trim_start_matches("{ ").strip_prefix(start.as_str()));
    lines.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// What each crate of Cargo.lock may depend on, by name: whatever the feature, whatever the target.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let text = std::fs::read_to_string(path).expect("the file is in the repository");
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in text.split("[[package]]").skip(1) {
        let named = |line: &str| line.strip_prefix("name = ").map(|name| name.trim_matches('"').to_owned());
        let name = package.lines().find_map(named).expect("a package has a name");
        let quoted = package.lines().filter_map(|line| line.strip_prefix(" \""));
        // Where two versions are there, the version stands behind the name.
        let words = quoted.filter_map(|rest| rest.split(['"', ' ']).next());
        all.entry(name).or_default().extend(words.map(str::to_owned));
    }
    all
}

#[test]
fn no_crate_in_the_tree_without_polars_opens_a_socket() {
    let denied = values("deny.toml", "crate");
    assert!(denied.iter().any(|name| name == "reqwest"), "the list is read");
    let dependencies = dependencies();
    let members = ["core", "rules", "rollout", "report", "demo"].map(|name| format!("entrasift-{name}"));
    let mut left: Vec<&str> = members.iter().map(String::as_str).chain(["entrasift"]).collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = left.pop() {
        if name != "entrasift-frame" && reached.insert(name) {
            left.extend(dependencies.get(name).expect("it is in the lock").iter().map(String::as_str));
        }
    }
    assert!(reached.contains("entrasift-core") && reached.contains("zip"), "the lock is read");
    let found: Vec<_> = denied.iter().filter(|name| reached.contains(name.as_str())).collect();
    assert!(found.is_empty(), "these crates can open a socket: {found:?}");
}

/// Polars names crates that open sockets for features that nobody here switches on, so that the lock lists them; what is compiled tells
/// `cargo tree`, for this system and with every feature of ours.
#[test]
fn no_crate_that_is_compiled_opens_a_socket() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.args(["tree", "--offline", "--locked", "--workspace", "--all-features", "--prefix", "none"]);
    let run = cargo.args(["--edges", "normal,build,dev", "--format", "{p}"]).output().expect("cargo runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8_lossy(&run.stdout);
    let compiled: BTreeSet<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(compiled.contains("polars-core") && compiled.contains("entrasift-frame"), "the tree is read");
    let denied = values("deny.toml", "crate");
    let found: Vec<_> = denied.iter().filter(|name| compiled.contains(name.as_str())).collect();
    assert!(found.is_empty(), "these crates can open a socket: {found:?}");
}

#[test]
fn the_list_is_sorted_and_says_nothing_twice() {
    let denied = values("deny.toml", "crate");
    let sorted: Vec<_> = denied.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(denied, sorted);
}
