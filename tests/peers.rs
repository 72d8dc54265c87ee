//! Bugs of other tools that concern reading, as tests; docs/mistakes.md lists them with the tests that stand elsewhere.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The answer to a command about one file.
fn answer(command: &str, name: &str, text: &str) -> Value {
    let folder = TempDir::with_prefix("entrasift-peers-").expect("a folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
    program.args([command, name, "--format", "json"]).current_dir(folder.path());
    let output = program.output().expect("the program runs");
    let err = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {err}"))
}

const NAME: &str = "InteractiveSignIns.csv";

/// A portal export of legacy sign-ins: time, request id, user, address.
fn portal(rows: &[[&str; 4]]) -> String {
    let row = |[time, id, user, ip]: &[&str; 4]| {
        format!("{time},{id},{user}@northwind.example,IMAP4,{ip},0,Success\n")
    };
    let header = "Date (UTC),Request ID,Username,Client app,IP address,Sign-in error code,Status\n";
    header.to_owned() + &rows.iter().map(row).collect::<String>()
}

fn dependencies(rows: &[[&str; 4]]) -> Value {
    answer("legacy", NAME, &portal(rows))["dependencies"].take()
}

#[test]
fn first_and_last_are_those_of_each_entity() {
    let [early, middle, late] = ["2026-11-02T01:00:00Z", "2026-11-03T01:00:00Z", "2026-11-09T01:00:00Z"];
    let list = dependencies(&[
        [late, "1", "ana", "192.0.2.1"],
        [middle, "2", "bo", "192.0.2.2"],
        [early, "3", "ana", "192.0.2.1"],
        [middle, "4", "bo", "192.0.2.2"],
    ]);
    let of = |user: &str| {
        let entries = list.as_array().expect("a list").iter();
        let entry = entries
            .into_iter()
            .find(|entry| entry["user"].as_str().is_some_and(|name| name.starts_with(user)));
        let entry = entry.expect("the user is there");
        [entry["first"].clone(), entry["last"].clone()]
    };
    assert_eq!(of("ana"), [early, late]);
    assert_eq!(of("bo"), [middle, middle]);
}

#[test]
fn offsets_of_times_count() {
    let check = |time: &str, expect: &str| {
        let list = dependencies(&[[time, "1", "ana", "192.0.2.1"]]);
        assert_eq!(list[0]["first"], expect, "{time}");
    };
    check("2026-11-02T01:00:00+02:00", "2026-11-01T23:00:00Z");
    check("2026-11-02T23:30:00.0729893-05:00", "2026-11-03T04:30:00.072989300Z");
    check("2026-11-02T01:00:00Z", "2026-11-02T01:00:00Z");
}

#[test]
fn every_pair_of_copies_is_merged() {
    let row = |id| ["2026-11-02T01:00:00Z", id, "ana", "192.0.2.1"];
    let orders = [["a", "a", "b"], ["b", "a", "a"], ["a", "b", "a"]];
    for order in orders {
        let totals = answer("analyze", NAME, &portal(&order.map(row)))["totals"].take();
        assert_eq!((&totals["signins"], &totals["duplicates"]), (&2.into(), &1.into()), "{order:?}");
    }
    let totals = answer("analyze", NAME, &portal(&["A-1", "a-1 ", "a-1"].map(row)))["totals"].take();
    assert_eq!((&totals["signins"], &totals["duplicates"]), (&1.into(), &2.into()), "in any spelling");
}

#[test]
fn an_address_is_one_in_every_spelling() {
    let row = |id, ip| ["2026-11-02T01:00:00Z", id, "ana", ip];
    let list = dependencies(&[
        row("1", "2001:DB8:0:0:0:0:0:1"),
        row("2", "2001:db8::1"),
        row("3", "::ffff:192.0.2.1"),
        row("4", "192.0.2.1"),
        row("5", "203.0.113.XXX"),
    ]);
    let mut ips: Vec<&str> =
        list[0]["ips"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    ips.sort_unstable();
    assert_eq!(ips, ["192.0.2.1", "2001:db8::1", "203.0.113.xxx"]);
}

/// A Graph object with its error code, its flag and its steps as they are given.
fn object(id: usize, code: &str, flag: &str, steps: &str) -> String {
    format!(
        r#"{{"id":"{id}","createdDateTime":"2026-11-02T01:00:00Z","appId":"a","appDisplayName":"A","userPrincipalName":"ana@northwind.example","clientAppUsed":"Browser","authenticationRequirement":"singleFactorAuthentication","isInteractive":{flag},"authenticationDetails":{steps},"status":{{"errorCode":{code}}}}}"#
    )
}

#[test]
fn one_object_a_line_is_read_to_the_last() {
    for (between, end) in [("\n", "\n"), ("\r\n", ""), ("\n\n", " "), (" ", "")] {
        let lines: Vec<String> = (0..5).map(|id| object(id, "0", "true", "[]")).collect();
        let totals = answer("analyze", "x.json", &(lines.join(between) + end))["totals"].take();
        assert_eq!(totals["signins"], 5, "{between:?}");
    }
}

#[test]
fn numbers_and_flags_may_be_strings() {
    let said = |code: &str, flag: &str, steps: &str| {
        let mut answer = answer("analyze", "x.json", &object(1, code, flag, steps));
        answer["generated"].take();
        answer["inputs"].take();
        answer
    };
    for code in ["50053", "0", "500121"] {
        for flag in ["true", "false"] {
            let expect = said(code, flag, "[]");
            let text = |word: &str| format!("\"{word}\"");
            assert_eq!(said(&text(code), flag, "[]"), expect);
            assert_eq!(said(code, &text(flag), "[]"), expect);
            assert_eq!(said(code, flag, "\"[]\""), expect);
            assert_eq!(said(&format!("\" {code} \""), &text(&flag.to_uppercase()), "null"), expect);
        }
    }
    assert_ne!(said("50053", "true", "[]"), said("0", "true", "[]"));
}

/// The page names tests that are there.
#[test]
fn the_list_of_mistakes_names_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/mistakes.md")).expect("the page");
    let mut count = 0;
    for line in page.lines().filter(|line| line.starts_with("| ") && line.contains(".rs` `")) {
        let cell = line.trim_end_matches(" |").rsplit(" | ").next().expect("a cell");
        for test in cell.split("; ") {
            let mut names = test.split('`').filter(|part| !part.trim().is_empty());
            let (path, name) = (names.next().expect("a file"), names.next().expect("a test"));
            let source =
                std::fs::read_to_string(root.join(path)).unwrap_or_else(|_| panic!("no file {path}"));
            assert!(source.contains(&format!("fn {name}(")), "{path} has no test {name}");
            count += 1;
        }
    }
    assert!(count >= 20, "{count}");
}
