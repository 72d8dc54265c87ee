//! `enforcement` on the made-up tenant: the people that are planted, the window, and what must not change the answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn northwind() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind")
}

/// The logs of the made-up tenant, without their companions.
const LOGS: [&str; 2] =
    ["InteractiveSignIns_2026-11-04_2026-11-26.csv", "NonInteractiveSignIns_2026-11-04_2026-11-26.csv"];

/// Standard output of the command with these arguments.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
    let run = program.current_dir(folder).arg("enforcement").args(arguments).output().expect("the program");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

/// The answer as JSON, without the wall clock.
fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let text = printed(folder, &[arguments, &["--format", "json"]].concat());
    let mut answer: Value = serde_json::from_str(&text).expect("JSON");
    answer.as_object_mut().expect("an object").remove("generated");
    answer
}

fn users(list: &Value, keep: impl Fn(&Value) -> bool) -> BTreeSet<&str> {
    let kept = list.as_array().expect("a list").iter().filter(|entry| keep(entry));
    kept.map(|entry| entry["user"].as_str().expect("a user").trim_end_matches("@northwind.example")).collect()
}

fn line<'a>(answer: &'a Value, user: &str) -> &'a Value {
    let mut lines = answer["stopped"].as_array().expect("a list").iter();
    lines.find(|line| line["user"] == format!("{user}@northwind.example")).expect(user)
}

fn warnings(answer: &Value) -> BTreeSet<&str> {
    let all = answer["warnings"].as_array().expect("a list").iter();
    all.filter_map(|warning| warning["code"].as_str())
        .filter(|code| code.starts_with("enforcement"))
        .collect()
}

#[test]
fn planted_people() {
    let answer = answer(&northwind(), &["."]);
    let stopped = |state: &str| users(&answer["stopped"], |line| line["state"] == state);
    assert_eq!(stopped("locked-out"), BTreeSet::from(["bastian.krueger", "gerda.haas", "ulf.petersen"]));
    let vault = ["arne.wulff", "ivo.blazek", "lotte.friis", "petra.zoller"];
    assert_eq!(stopped("partly"), BTreeSet::from(vault));
    assert!(stopped("client").contains("svc-scan-vie-01") && stopped("client").contains("egon.matthes"));
    let broken = &answer["app_broken"];
    assert_eq!(broken.as_array().map(Vec::len), Some(1));
    assert_eq!((&broken[0]["app"], &broken[0]["users"]), (&"Northwind Drawing Vault".into(), &4.into()));
    let forced = users(&answer["forced_registrations"], |_| true);
    assert_eq!(forced, BTreeSet::from(["annika.sommer", "hatice.arslan", "wolfram.distler"]));
    assert_eq!(answer["waiting"], 15, "fifteen people whose phones waited in the background");
    assert_eq!(users(&answer["strangers"], |_| true), BTreeSet::from(["marta.kowalski"]));
    assert_eq!(answer["hostile"], 1);
    assert_eq!(answer["outages"].as_array().map(Vec::len), Some(0), "{}", answer["outages"]);
    let says = |user: &str, cause: &str, registered: bool| {
        let line = line(&answer, user);
        assert_eq!((line["cause"].as_str(), line["registered"].as_bool()), (Some(cause), Some(registered)));
    };
    says("bastian.krueger", "no-answer", true);
    says("gerda.haas", "gave-up", false);
    says("ulf.petersen", "needs-registration", true);
    says("arne.wulff", "app-broken", true);
    says("svc-scan-vie-01", "legacy-client", false);
    let bastian = line(&answer, "bastian.krueger");
    assert_eq!(
        (bastian["since"].as_str(), bastian["attempts"].as_u64()),
        (Some("2026-11-23T09:12:38Z"), Some(4))
    );
    assert_eq!(bastian["codes"], serde_json::json!([50074, 500121]));
    assert!(line(&answer, "ulf.petersen")["likely"].as_str().expect("text").contains("does not allow"));
}

#[test]
fn without_a_report_nobody_knows_who_is_registered() {
    let answer = answer(&northwind(), &LOGS);
    assert_eq!(line(&answer, "gerda.haas")["registered"], Value::Null);
    let missing = answer["not_evaluated"].as_array().expect("a list").iter();
    assert_eq!(missing.filter(|entry| entry["rule"] == "registered").count(), 1);
}

#[test]
fn the_window() {
    let folder = northwind();
    let usual = answer(&folder, &LOGS);
    assert_eq!(usual["window"]["from"], "2026-11-23T08:00:00Z");
    assert_eq!(usual["window"]["to"], "2026-11-25T08:00:00Z");
    assert!(warnings(&usual).is_empty());
    let said =
        answer(&folder, &[&LOGS[..], &["--enforced-at", "2026-11-23T08:00:00Z", "--hours", "3"]].concat());
    assert_eq!(said["window"]["to"], "2026-11-23T11:00:00Z");
    let first_hours = users(&said["stopped"], |line| line["state"] == "locked-out");
    assert_eq!(
        first_hours,
        BTreeSet::from(["bastian.krueger", "gerda.haas"]),
        "ulf follows five minutes later"
    );
    let hours = said["failures_by_hour"].as_array().expect("a list").len();
    assert_eq!(hours, 3);
    let early = answer(&folder, &[&LOGS[..], &["--enforced-at", "2026-11-01T00:00Z"]].concat());
    assert_eq!(warnings(&early), BTreeSet::from(["enforcement-not-covered"]));
    let running = answer(&folder, &[&LOGS[..], &["--enforced-at", "2026-11-26T00:00Z"]].concat());
    assert_eq!(warnings(&running), BTreeSet::from(["enforcement-not-over"]));
    let late = answer(&folder, &[&LOGS[..], &["--enforced-at", "2026-12-01T00:00Z"]].concat());
    assert_eq!(warnings(&late), BTreeSet::from(["enforcement-not-covered"]));
    assert_eq!(late["stopped"], Value::Array(Vec::new()));
    let empty = folder_of("unsaid");
    std::fs::write(empty.join("tenant.toml"), "").expect("a file");
    let logs: Vec<String> = LOGS.iter().map(|log| folder.join(log).display().to_string()).collect();
    let unsaid = answer(&empty, &["--config", "tenant.toml", &logs[0], &logs[1]]);
    assert_eq!(warnings(&unsaid), BTreeSet::from(["enforcement-time-unknown"]));
    assert_eq!(unsaid["window"], Value::Null);
}

fn folder_of(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("enforcement").join(name);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The answer without what may differ between copies of one log: places, and what was counted of the files.
fn stripped(value: &Value) -> Value {
    const PLACES: [&str; 8] =
        ["evidence", "inputs", "ignored", "problems", "totals", "warnings", "not_evaluated", "path"];
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !PLACES.contains(&key.as_str()));
            kept.map(|(key, value)| (key.clone(), stripped(value))).collect()
        }
        Value::Array(list) => list.iter().map(stripped).collect(),
        other => other.clone(),
    }
}

#[test]
fn cut_shuffled_and_doubled_logs_give_the_same_answer() {
    let whole = answer(&northwind(), &LOGS);
    let folder = folder_of("copies");
    std::fs::copy(northwind().join("entrasift.toml"), folder.join("entrasift.toml"))
        .expect("the tenant file");
    let mut inputs = Vec::new();
    for (kind, log) in LOGS.iter().enumerate() {
        let mut reader = csv::Reader::from_path(northwind().join(log)).expect("it opens");
        let header = reader.headers().expect("a header").clone();
        let mut rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        // Every third row stands in two files; the order is another one.
        let doubled: Vec<_> = rows.iter().step_by(3).cloned().collect();
        let places = rows.len();
        rows = (0..places).map(|place| rows[place * 7919 % places].clone()).collect();
        let half = rows.split_off(places / 2);
        for (part, rows) in [rows, half, doubled].into_iter().enumerate() {
            let name = format!("{part}_{log}");
            let mut writer = csv::Writer::from_path(folder.join(&name)).expect("a file");
            writer.write_record(&header).expect("a header");
            rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
            writer.flush().expect("written");
            inputs.push((kind, name));
        }
    }
    let background: Vec<&str> = inputs
        .iter()
        .filter(|(kind, _)| *kind == 1)
        .flat_map(|(_, name)| ["--non-interactive", name])
        .collect();
    let names: Vec<&str> = inputs.iter().map(|(_, name)| name.as_str()).collect();
    let cut = answer(&folder, &[names.clone(), background.clone()].concat());
    assert_eq!(stripped(&cut), stripped(&whole));
    let one = printed(&folder, &[&names[..], &background, &["--threads", "1", "--format", "csv"]].concat());
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    let two =
        printed(&folder, &[&reversed[..], &background, &["--threads", "2", "--format", "csv"]].concat());
    assert_eq!(one, two, "byte for byte, whatever the threads and the order of arguments");
}

#[test]
fn the_table_says_it_in_words() {
    let text = printed(&northwind(), &["."]);
    for words in [
        "3 people cannot work now",
        "3 of them by registering there and then",
        "Nobody gets into Northwind Drawing Vault",
        "Hour by hour",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}
