//! `diff`: what is new, gone, more and fewer between two exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::{Folder, HEADER, each, export, northwind};

/// One column of the rows of a list that have this change.
fn of<'v>(answer: &'v Value, list: &str, key: &str, change: &str) -> Vec<&'v str> {
    let rows = answer[list].as_array().expect("a list").iter().filter(|row| row["change"] == change);
    rows.map(|row| row[key].as_str().expect("a text")).collect()
}

#[test]
fn what_is_new_and_what_is_gone() {
    let later = export()
        .replace("bo@northwind.example", "cy@northwind.example")
        .replace("00000002,cy", "00000003,cy")
        .replace("000000000002,IMAP4", "000000000003,POP3")
        .replace("2026-11-02T", "2026-11-09T");
    let folder = Folder::with(&[("monday/a.csv", &export()), ("friday/a.csv", &later)]);
    let answer = folder.json(&["diff", "monday", "friday"]);
    assert_eq!(
        (of(&answer, "users", "user", "new"), of(&answer, "users", "user", "gone")),
        (vec!["cy@northwind.example"], vec!["bo@northwind.example"])
    );
    assert_eq!(
        (of(&answer, "protocols", "client_app", "new"), of(&answer, "protocols", "client_app", "gone")),
        (vec!["POP3"], vec!["IMAP4"])
    );
    assert_eq!(of(&answer, "findings", "rule", "same"), ["legacy-auth", "non-mfa-success"]);
    assert_eq!(answer["findings"][0]["who_new"], serde_json::json!(["cy@northwind.example"]));
    assert_eq!(each(&answer["inputs"], "path"), ["monday/a.csv", "friday/a.csv"]);
    assert_eq!((&answer["totals"]["signins"], &answer["totals"]["users"]), (&4.into(), &3.into()));
    assert_eq!(
        (&answer["totals"]["first"], &answer["totals"]["last"]),
        (&"2026-11-02T08:00:00Z".into(), &"2026-11-09T09:00:00Z".into())
    );
    assert_eq!(answer["users"][0]["evidence"][0], serde_json::json!({ "path": "friday/a.csv", "row": 3 }));
    let back = folder.json(&["diff", "friday", "monday"]);
    assert_eq!(of(&back, "users", "user", "gone"), ["cy@northwind.example"]);
    let csv = folder.run(&["diff", "monday", "friday", "--format", "csv"]);
    assert!(csv.done().starts_with("kind,what,change,before,after\nprotocol,POP3,new,0,1\n"), "{}", csv.out);
}

#[test]
fn nothing_changed() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let answer = folder.json(&["diff", "a.csv", "a.csv"]);
    for list in ["changes", "users", "protocols", "apps"] {
        assert_eq!(answer[list], serde_json::json!([]), "{list}");
    }
    assert!(
        folder
            .run(&["diff", "a.csv", "a.csv"])
            .done()
            .contains("No user, protocol, app or finding is new or gone.")
    );
    folder.run(&["diff", "a.csv"]).misused("<B>");
    folder.run(&["diff", "a.csv", "b.csv"]).refused("cannot use b.csv");
}

#[test]
fn one_person_with_and_without_an_id() {
    let column = ",0a000000-0000-4000-8000-00000000000";
    let without = export()
        .replace(&format!("{column}1"), ",")
        .replace(&format!("{column}2"), ",")
        .replace("Bo@", "bo@");
    let folder = Folder::with(&[("a.csv", &export()), ("b.csv", &without)]);
    assert_eq!(folder.json(&["diff", "a.csv", "b.csv"])["users"], serde_json::json!([]));
}

#[test]
fn periods_of_unequal_length() {
    let longer = export().replace("2026-11-02T09", "2026-11-05T09");
    let folder =
        Folder::with(&[("a.csv", &export()), ("b.csv", &longer), ("empty.csv", &format!("{HEADER}\n"))]);
    let answer = folder.json(&["diff", "a.csv", "b.csv"]);
    assert!(each(&answer["warnings"], "code").contains(&"unequal-periods"));
    let answer = folder.json(&["diff", "a.csv", "empty.csv"]);
    assert_eq!(of(&answer, "users", "user", "gone"), ["ana@northwind.example", "bo@northwind.example"]);
}

/// Sign-ins by object id of a portal CSV, by a plain loop; rows without an id are left out.
fn by_id(path: &Path) -> BTreeMap<String, u64> {
    let mut reader = csv::Reader::from_path(path).expect("it opens");
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').to_owned())
        .collect();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column");
    let (id, request) = (at("User ID"), at("Request ID"));
    let (mut counts, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for row in reader.records() {
        let row = row.expect("a row");
        if !row[id].is_empty()
            && row[id].chars().any(|c| c.is_ascii_digit() && c != '0')
            && seen.insert(row[request].to_lowercase())
        {
            *counts.entry(row[id].to_lowercase()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn users_of_the_made_up_tenant_counted_again() {
    let files = ["InteractiveSignIns", "NonInteractiveSignIns"]
        .map(|name| northwind().join(format!("{name}_2026-11-04_2026-11-26.csv")));
    let [before, after] = files.each_ref().map(|path| by_id(path));
    let folder = Folder::new();
    let paths = files.map(|path| path.to_string_lossy().into_owned());
    let answer = folder.json(&["diff", &paths[0], &paths[1]]);
    for (change, own, other) in [("gone", &before, &after), ("new", &after, &before)] {
        let expect: BTreeSet<&str> =
            own.keys().filter(|id| !other.contains_key(*id)).map(String::as_str).collect();
        let found: BTreeSet<&str> =
            of(&answer, "users", "user_id", change).into_iter().filter(|id| !id.is_empty()).collect();
        assert_eq!(found, expect, "{change}");
        for row in answer["users"].as_array().expect("a list").iter().filter(|row| row["change"] == change) {
            let id = row["user_id"].as_str().expect("a text");
            let side = if change == "new" { "after" } else { "before" };
            assert!(id.is_empty() || row[side] == own[id], "{row}");
        }
    }
}
