//! One tenant in every dialect gives the same answers, or the stated difference; all dialects together give those of one.

use std::path::{Path, PathBuf};
use std::process::Command;

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::northwind::{FolderOptions, northwind, write_dialect};
use entrasift_demo::story::Story;
use entrasift_demo::workload::{Workload, workloads, write_json_workloads, write_portal_workloads};
use entrasift_demo::writers::csv::{CsvStyle, Delimiter, Preamble};
use entrasift_demo::writers::defender::write_defender;
use entrasift_demo::writers::language::Language;
use entrasift_demo::writers::portal::{PortalOptions, Vintage};
use entrasift_demo::writers::powershell::write_powershell;
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

#[test]
fn every_language_delimiter_and_first_line_of_the_portal() {
    let (_, base) = portal("styles-base", &FolderOptions::default());
    let expect = all(&base);
    let styles = [
        (Language::Spanish, Delimiter::Semicolon, Preamble::Separator, Vintage::Y2025December),
        (Language::French, Delimiter::Tab, Preamble::Separator, Vintage::Y2024October),
        (Language::Japanese, Delimiter::Comma, Preamble::None, Vintage::Y2025),
        (Language::English, Delimiter::Semicolon, Preamble::Type, Vintage::Y2025December),
    ];
    for (language, delimiter, preamble, vintage) in styles {
        let mut portal_options = PortalOptions { vintage, language, ..PortalOptions::default() };
        portal_options.style = CsvStyle { delimiter, preamble, ..CsvStyle::default() };
        let options = FolderOptions { portal: portal_options, ..FolderOptions::default() };
        let (_, files) = portal(&format!("style-{language:?}"), &options);
        assert_same(&format!("{language:?}, {delimiter:?}, {preamble:?}"), &expect, &all(&files));
    }
}

/// Sign-ins of both kinds, written by a function into a file each.
fn both_kinds(
    folder: &Path,
    story: &Story,
    write: impl Fn(&mut Vec<u8>, Vec<entrasift_demo::signin::SignIn<'_>>) -> std::io::Result<u64>,
) -> Vec<PathBuf> {
    let kinds = [("InteractiveSignIns.csv", true), ("NonInteractiveSignIns.csv", false)];
    let files = kinds.map(|(name, interactive)| {
        let mut text = Vec::new();
        let rows = story.newest_first().filter(|row| row.interactive == interactive).collect();
        write(&mut text, rows).expect("memory takes everything");
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    });
    files.to_vec()
}

/// Advanced hunting knows no MFA method, result or step, and no home tenant; everything else is as in the other shapes.
#[test]
fn defender_tells_all_but_how_somebody_signed_in() {
    let (story, base) = portal("defender-base", &FolderOptions::default());
    let files =
        both_kinds(&folder("defender"), &story, |out, rows| write_defender(out, CsvStyle::default(), rows));
    let [analyze, legacy] =
        ["analyze", "legacy"].map(|command| (said(command, &base), said(command, &files)));
    assert_eq!(analyze.0["totals"], analyze.1["totals"]);
    assert_eq!(legacy.0["totals"], legacy.1["totals"]);
    // Legacy needs the client app and the code; ROPC by protocol is not in this table.
    for client in ["IMAP4", "POP3", "Authenticated SMTP", "Exchange ActiveSync"] {
        assert_eq!(legacy.0["by_client_app"][client], legacy.1["by_client_app"][client], "{client}");
    }
    let finding = |answer: &Value, rule: &str| {
        let findings = answer["findings"].as_array().expect("a list");
        findings.iter().find(|finding| finding["rule"] == rule).map(|finding| finding["signins"].clone())
    };
    for rule in ["failed-mfa", "break-glass-use", "account-lockout", "blocked-by-policy"] {
        assert_eq!(finding(&analyze.0, rule), finding(&analyze.1, rule), "{rule}");
    }
}

/// A flat script export has no ids, codes and client apps: the status is counted, the rest is said to be missing.
#[test]
fn a_flat_script_export_counts_and_says_what_it_lacks() {
    let (story, base) = portal("flat-base", &FolderOptions::default());
    let files =
        both_kinds(&folder("flat"), &story, |out, rows| write_powershell(out, CsvStyle::default(), rows));
    let (expect, found) = (said("analyze", &base), said("analyze", &files));
    let stopped = |answer: &Value| {
        ["failure", "interrupted"].map(|key| answer["totals"][key].as_u64().expect("a number"))
    };
    // Without a code the file's own word counts, which sees failures where the code says interrupted, and the other way.
    assert_eq!(stopped(&expect).iter().sum::<u64>(), stopped(&found).iter().sum::<u64>());
    for key in ["signins", "success", "malformed", "first", "last"] {
        assert_eq!(expect["totals"][key], found["totals"][key], "{key}");
    }
    let run = |command: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
        program.arg(command).args(&files).args(["--format", "json"]).output().expect("the program runs")
    };
    let answer: Value = serde_json::from_slice(&run("analyze").stdout).expect("the answer is JSON");
    let missing: Vec<&str> = answer["not_evaluated"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["rule"].as_str().expect("a rule"))
        .collect();
    for rule in ["legacy-auth", "failed-mfa", "non-mfa-success"] {
        assert!(missing.contains(&rule), "{rule}: {missing:?}");
    }
    let codes: Vec<&str> = answer["warnings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["code"].as_str())
        .collect();
    assert!(codes.contains(&"no-request-id"), "{codes:?}");
    let legacy = run("legacy");
    assert_eq!(legacy.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&legacy.stderr).contains("Client app"));
}

type WorkloadWriter<'w> = dyn Fn(&mut Vec<u8>, Vec<&Workload>) -> std::io::Result<()> + 'w;

/// Workloads count, in every shape the same, and are in no metric of users.
#[test]
fn workloads_are_counted_and_are_nobody() {
    let (story, base) = portal("workloads-base", &FolderOptions::default());
    let folder = folder("workloads");
    let (tenant, rows) = (story.world().tenant.id, workloads(&story));
    let write = |name: &str, managed: Option<bool>, write: &WorkloadWriter<'_>| {
        let mut text = Vec::new();
        let rows =
            rows.iter().filter(|row| managed.is_none_or(|managed| row.is_managed() == managed)).collect();
        write(&mut text, rows).expect("memory takes everything");
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let csv = |out: &mut Vec<u8>, rows: Vec<&Workload>| {
        write_portal_workloads(out, CsvStyle::default(), tenant, rows)
    };
    let portal_files = vec![
        write("ApplicationSignIns_2026.csv", Some(false), &csv),
        write("MSISignIns_2026.csv", Some(true), &csv),
    ];
    let monitor = vec![write("PT1H.json", None, &|out, rows| write_json_workloads(out, false, tenant, rows))];
    let graph = vec![write("graph.json", None, &|out, rows| write_json_workloads(out, true, tenant, rows))];
    let expect = said("analyze", &portal_files);
    assert_eq!(expect["totals"]["signins"], rows.len());
    assert_eq!((&expect["totals"]["users"], &expect["findings"]), (&json!(0), &json!([])));
    assert!(expect["totals"]["failure"].as_u64().expect("a number") > 0);
    for (name, files) in [("monitor", &monitor), ("graph", &graph)] {
        assert_eq!(said("analyze", files), expect, "{name}");
    }
    let everything: Vec<PathBuf> = [&portal_files[..], &monitor, &graph].concat();
    assert_eq!(said("analyze", &everything), expect, "copies in other shapes");
    let together = all(&[base.clone(), everything].concat());
    for (alone, together) in all(&base).iter().zip(&together) {
        for key in alone.as_object().expect("an object").keys() {
            if !matches!(key.as_str(), "totals" | "timeline" | "as_of") {
                assert_eq!(alone[key], together[key], "{key} of {}", alone["command"]);
            }
        }
        assert_eq!(alone["totals"]["users"], together["totals"]["users"]);
    }
}
