//! Offline by construction: deny.toml names the crates that open sockets, and Cargo.lock holds none of them.

use std::collections::BTreeSet;
use std::path::Path;

/// The values of `key = "…"` in a file, in the order in which they stand.
fn values(file: &str, key: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(path).expect("the file is in the repository");
    let start = format!("{key} = \"");
    let lines =
        text.lines().filter_map(|line| line.trim().trim_start_matches("{ ").strip_prefix(start.as_str()));
    lines.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn no_crate_in_the_tree_opens_a_socket() {
    let denied = values("deny.toml", "crate");
    let present: BTreeSet<String> = values("Cargo.lock", "name").into_iter().collect();
    assert!(
        present.contains("entrasift-core") && denied.iter().any(|name| name == "reqwest"),
        "both are read"
    );
    let found: Vec<_> = denied.iter().filter(|name| present.contains(*name)).collect();
    assert!(found.is_empty(), "these crates can open a socket: {found:?}");
}

#[test]
fn the_list_is_sorted_and_says_nothing_twice() {
    let denied = values("deny.toml", "crate");
    let sorted: Vec<_> = denied.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(denied, sorted);
}
