//! One tenant in every dialect gives the same answers, or the stated difference; all dialects together give those of one.

use std::path::{Path, PathBuf};
use std::process::Command;

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::northwind::{FolderOptions, northwind, write_dialect};
use entrasift_demo::story::Story;
use entrasift_demo::writers::portal::{PortalOptions, Vintage};
use serde_json::{Value, json};

/// What a command says, without what names files and rows.
fn said(command: &str, inputs: &[PathBuf]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_entrasift"))
        .arg(command)
        .args(inputs)
        .args(["--format", "json", "--config"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind/entrasift.toml"))
        .output()
        .expect("the program runs");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command} {inputs:?}: {words}");
    let mut answer: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    let about_files = ["inputs", "ignored", "problems", "warnings", "not_evaluated", "generated"];
    about_files.iter().for_each(|key| drop(answer.as_object_mut().expect("an object").remove(*key)));
    for key in ["rows", "other", "duplicates"] {
        answer["totals"][key] = json!(null);
    }
    strip(&mut answer);
    answer
}

/// Takes out places in files, and what only some dialects know of a device or resource.
fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            // A portal may leave the code of a success empty, and lists no policies.
            for key in [
                "evidence",
                "path",
                "row",
                "registered_methods",
                "error_code",
                "block_policy",
                "block_policy_names",
            ] {
                object.remove(key);
            }
            object.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

fn all(inputs: &[PathBuf]) -> [Value; 4] {
    ["analyze", "legacy", "gaps", "break-glass"].map(|command| said(command, inputs))
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dialects").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// The portal's exports with their companions: the logs that every dialect is compared with.
fn portal(name: &str, options: &FolderOptions) -> (Story, Vec<PathBuf>) {
    let folder = folder(name);
    let story = northwind(&folder, options).expect("the tenant is written");
    let files = std::fs::read_dir(&folder).expect("the folder is there").flatten().map(|entry| entry.path());
    let csv = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "csv");
    (story, files.filter(csv).collect())
}

#[track_caller]
fn assert_same(name: &str, one: &[Value; 4], other: &[Value; 4]) {
    for (a, b) in one.iter().zip(other) {
        let keys = a.as_object().expect("an object").keys();
        for key in keys {
            assert_eq!(a[key], b[key], "{name}: {} of {}", key, a["command"]);
        }
    }
}

#[test]
fn every_dialect_says_the_same_and_all_together_too() {
    let (story, base) = portal("base", &FolderOptions::default());
    let expect = all(&base);
    let dialects = folder("shapes");
    let whole = [
        Dialect::GraphArray,
        Dialect::GraphPage,
        Dialect::GraphLines,
        Dialect::AzureMonitor,
        Dialect::AzureMonitorRecords,
        Dialect::LogAnalytics,
    ];
    for dialect in whole {
        write_dialect(&dialects, &story, dialect, DialectOptions::default()).expect("the dialect is written");
        assert_same(dialect.name(), &expect, &all(&[dialects.join(dialect.name())]));
    }
    let mixed: Vec<PathBuf> = base.iter().cloned().chain([dialects]).collect();
    assert_same("all together", &expect, &all(&mixed));
}

#[test]
fn copies_published_twice_change_nothing() {
    let (story, base) = portal("repeated-base", &FolderOptions::default());
    let expect = all(&base);
    let dialects = folder("repeated");
    for dialect in [Dialect::AzureMonitor, Dialect::LogAnalytics] {
        let options = DialectOptions { repeated: true, ..DialectOptions::default() };
        write_dialect(&dialects, &story, dialect, options).expect("the dialect is written");
        assert_same(dialect.name(), &expect, &all(&[dialects.join(dialect.name())]));
    }
}

#[test]
fn every_vintage_and_style_of_the_portal() {
    let (_, base) = portal("vintage-57", &FolderOptions::default());
    let expect = all(&base);
    for vintage in Vintage::ALL {
        for quoted in [false, true] {
            let mut portal_options = PortalOptions { vintage, ..PortalOptions::default() };
            portal_options.style.quoted = quoted;
            portal_options.style.crlf = quoted;
            portal_options.style.bom = quoted;
            portal_options.empty_success_code = quoted;
            let options =
                FolderOptions { portal: portal_options, oldest_first: quoted, ..FolderOptions::default() };
            let (_, files) = portal(&format!("vintage-{vintage:?}-{quoted}"), &options);
            let found = all(&files);
            if vintage.header().count() >= 55 {
                assert_same(&format!("{vintage:?}, quoted {quoted}"), &expect, &found);
            } else {
                // Without session ids, and in 44 columns without user agents, fewer rows can be told; none is lost.
                assert_eq!(expect[0]["totals"], found[0]["totals"], "{vintage:?}");
                let legacy = |answers: &[Value; 4]| answers[1]["by_client_app"]["IMAP4"].clone();
                assert_eq!(legacy(&expect), legacy(&found), "{vintage:?}");
            }
        }
    }
}

#[test]
fn what_a_dialect_cannot_tell_is_said() {
    let (story, _) = portal("v1-base", &FolderOptions::default());
    let dialects = folder("v1");
    write_dialect(&dialects, &story, Dialect::GraphV1, DialectOptions::default())
        .expect("the dialect is written");
    let run = |command: &str| {
        let inputs = dialects.join(Dialect::GraphV1.name());
        let program = env!("CARGO_BIN_EXE_entrasift");
        Command::new(program)
            .arg(command)
            .arg(inputs)
            .args(["--format", "json"])
            .output()
            .expect("the program runs")
    };
    let analyze: Value = serde_json::from_slice(&run("analyze").stdout).expect("the answer is JSON");
    let rules = |key: &str| -> Vec<String> {
        let list = analyze[key].as_array().expect("a list").iter();
        list.map(|entry| entry["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert!(rules("not_evaluated").contains(&"non-mfa-success".to_owned()));
    assert!(!rules("findings").contains(&"non-mfa-success".to_owned()));
    assert!(rules("findings").contains(&"legacy-auth".to_owned()));
    let gaps = run("gaps");
    assert_eq!(gaps.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&gaps.stderr).contains("Authentication requirement"));
}
