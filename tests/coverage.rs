//! Every warning comes where it should, says what to do, and stands in docs/warnings.md; and it stays away where nothing is missing.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "Date (UTC),Request ID,User ID,Username,Application,Application ID,Client app,Resource tenant ID,Home tenant ID,\
                      Sign-in error code,Status,Authentication requirement";

/// One row of a portal export.
#[derive(Clone, Copy)]
struct Row {
    day: usize,
    hour: usize,
    user: usize,
    app: usize,
    code: &'static str,
    word: &'static str,
    tenant: usize,
}

/// An ordinary row: two people, two applications, some failures, every hour.
fn ordinary(number: usize) -> Row {
    let failed = number.is_multiple_of(7);
    let (code, word) = if failed { ("50126", "Failure") } else { ("0", "Success") };
    Row { day: number / 24, hour: number % 24, user: number % 2, app: number % 3, code, word, tenant: 1 }
}

fn rows(count: usize, row: impl Fn(usize) -> Row) -> String {
    let mut text = format!("{HEADER}\n");
    for number in 0..count {
        let Row { day, hour, user, app, code, word, tenant } = row(number);
        let day = 1 + day % 31;
        writeln!(
            text,
            "2026-01-{day:02}T{hour:02}:00:00Z,{number:08x}-0000-4000-8000-000000000001,\
             0a000000-0000-4000-8000-00000000000{user},u{user}@northwind.example,App {app},\
             a0000000-0000-4000-8000-00000000000{app},Browser,{tenant:08x}-1111-4000-8000-000000000001,\
             {tenant:08x}-1111-4000-8000-000000000001,{code},{word},Single-factor authentication"
        )
        .expect("a string takes everything");
    }
    text
}

/// The codes, messages and paths of a run's warnings.
fn warnings(command: &str, files: &[(&str, Vec<u8>)]) -> Vec<(String, String, String)> {
    let folder = TempDir::with_prefix("entrasift-coverage-").expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_entrasift"))
        .args([command, "--format", "json"])
        .args(files.iter().map(|(name, _)| name))
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    let err = String::from_utf8_lossy(&output.stderr);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {err}"));
    let list = answer["warnings"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.map(|one| (text(&one["code"]), text(&one["message"]), text(&one["path"]))).collect()
}

#[track_caller]
fn check(code: &str, words: &str, path: &str, files: &[(&str, String)]) {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
    check_bytes("analyze", code, words, path, &files);
}

#[track_caller]
fn check_bytes(command: &str, code: &str, words: &str, path: &str, files: &[(&str, Vec<u8>)]) {
    let found = warnings(command, files);
    let is_it = |(found, message, place): &(String, String, String)| {
        found == code && message.contains(words) && place == path
    };
    assert!(found.iter().any(is_it), "{code} about {path:?}: {found:?}");
}

const INTERACTIVE: &str = "InteractiveSignIns.csv";
const NON_INTERACTIVE: &str = "NonInteractiveSignIns.csv";

/// The same rows under other request ids.
fn renamed(text: &str) -> String {
    text.replace("-0000-4000-8000-000000000001,0a", "-0000-4000-8000-000000000002,0a")
}

/// A pair of logs in which nothing is missing.
fn whole() -> Vec<(&'static str, String)> {
    let other = |number: usize| Row { user: 1 - number % 2, ..ordinary(number) };
    let shifted = renamed(&rows(31 * 24, other));
    vec![(INTERACTIVE, rows(31 * 24, ordinary)), (NON_INTERACTIVE, shifted)]
}

#[test]
fn nothing_is_said_of_logs_in_which_nothing_is_missing() {
    let files: Vec<_> = whole().into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for command in ["analyze", "legacy", "gaps", "break-glass"] {
        assert_eq!(warnings(command, &files), [], "{command}");
    }
}

#[test]
fn limits_of_downloads() {
    for limit in [5_000, 100_000] {
        check("truncated", "download shorter ranges", INTERACTIVE, &[(INTERACTIVE, rows(limit, ordinary))]);
    }
    let below = [(INTERACTIVE, rows(4_999, ordinary).into_bytes())];
    assert!(!warnings("analyze", &below).iter().any(|(code, ..)| code == "truncated"));
    let record = |number: usize| {
        format!(
            r#"{{"id":"r{number}","createdDateTime":"2026-01-{:02}T01:00:00Z","appId":"a{}","userId":"u{}","authenticationRequirement":"singleFactorAuthentication","isInteractive":true,"status":{{"errorCode":{}}}}}"#,
            1 + number % 28,
            number % 2,
            number % 3,
            number % 2 * 50126
        )
    };
    let page = (0..1_000).map(record).collect::<Vec<_>>();
    check("one-page", "@odata.nextLink", "x.json", &[("x.json", format!("[{}]", page.join(",")))]);
}

#[test]
fn filters() {
    let file = |row: fn(usize) -> Row| [(INTERACTIVE, rows(60, row))];
    check("filtered", "one user only", INTERACTIVE, &file(|number| Row { user: 3, ..ordinary(number) }));
    check(
        "filtered",
        "one application only",
        INTERACTIVE,
        &file(|number| Row { app: 3, ..ordinary(number) }),
    );
    let failed = |number| Row { code: "50126", word: "Failure", ..ordinary(number) };
    check("filtered", "one status only", INTERACTIVE, &file(failed));
    let mut both = whole();
    both[1].1 = renamed(&rows(60, |number| Row { app: 5, ..ordinary(number) }));
    check("filtered", "reset the filter", NON_INTERACTIVE, &both);
}

#[test]
fn kinds_pauses_and_empty_exports() {
    let [interactive, non_interactive] = [whole()[0].clone(), whole()[1].clone()];
    check("no-non-interactive", "download the non-interactive log", "", std::slice::from_ref(&interactive));
    check("no-interactive", "download the interactive log", "", &[non_interactive]);
    let after_a_pause =
        |number| Row { day: number / 24 + if number > 30 { 3 } else { 0 }, ..ordinary(number) };
    let words = "no interactive sign-in for 72 hours from 2 Jan 2026 07:00 UTC (72 of 192 hours of this log have none)";
    check("log-pause", words, "", &[(INTERACTIVE, rows(120, after_a_pause))]);
    // Another file holds that time, so that the log has no pause, but a part of one export is missing.
    let filler = renamed(&rows(31 * 24, ordinary));
    let words = "this file has no sign-in for 72 hours from 2 Jan 2026 07:00 UTC (72 of 192 hours between its first and its last have none)";
    let files = [(INTERACTIVE, rows(120, after_a_pause)), ("InteractiveSignIns (1).csv", filler)];
    check("file-pause", words, INTERACTIVE, &files);
    // Copies count: what the first file holds, the second holds as well.
    let (part, all) = (rows(20 * 24, ordinary), rows(31 * 24, ordinary));
    let part = part.lines().enumerate().filter(|(line, _)| *line == 0 || *line > 240);
    let part = part.map(|(_, line)| format!("{line}\n")).collect::<String>();
    let files = [(INTERACTIVE, part.into_bytes()), ("InteractiveSignIns_.csv", all.into_bytes())];
    let found = warnings("analyze", &files);
    assert!(!found.iter().any(|(code, ..)| code == "file-pause"), "{found:?}");
    check(
        "no-rows",
        "nothing is known of its time",
        NON_INTERACTIVE,
        &[interactive, (NON_INTERACTIVE, rows(0, ordinary))],
    );
}

#[test]
fn exports_made_too_soon_or_that_start_late() {
    let name = "InteractiveSignIns_2025-12-30_2026-01-09.csv";
    let file = [(name, rows(5 * 24, ordinary))];
    check("exported-early", "its last row is of 5 Jan 2026 23:00 UTC", name, &file);
    check("starts-late", "its first row is of 1 Jan 2026 00:00 UTC", name, &file);
    let mut both = whole();
    both[1].1 = rows(31 * 24 - 6, ordinary);
    check("exported-early", "the non-interactive sign-ins end 6 hours before", "", &both);
    let quiet = |number| Row { hour: number % 2 * 8, day: number / 2, ..ordinary(number) };
    let files =
        [(INTERACTIVE, rows(240, ordinary).into_bytes()), (NON_INTERACTIVE, rows(20, quiet).into_bytes())];
    let found = warnings("analyze", &files);
    assert!(
        !found.iter().any(|(code, ..)| code == "exported-early"),
        "a pause that is usual there: {found:?}"
    );
}

#[test]
fn cut_files() {
    let text = rows(40, ordinary);
    let last = text.trim_end().len();
    for lost in [40, 100] {
        let text = text[..last - lost].to_owned();
        check("input-cut", "the file ends too early", INTERACTIVE, &[(INTERACTIVE, text)]);
    }
    let found = warnings("analyze", &[(INTERACTIVE, text.as_bytes()[..last].to_vec())]);
    assert!(
        !found.iter().any(|(code, ..)| code == "input-cut"),
        "a last line without its end is whole: {found:?}"
    );
    let record =
        r#"{"id":"1","createdDateTime":"2026-01-01T01:00:00Z","appId":"a","status":{"errorCode":0}}"#;
    for text in [
        format!("[{record},"),
        format!("[{record}"),
        format!(r#"{{"value":[{record}"#),
        format!("[{record},{}", &record[..40]),
    ] {
        check("input-cut", "what came before counts", "x.json", &[("x.json", text)]);
    }
    for text in [
        format!("[{record}][{record}]"),
        format!("{record}\n{record}"),
        format!(r#"{{"@odata.context":"[","value":[{record}]}}"#),
    ] {
        let found = warnings("analyze", &[("x.json", text.clone().into_bytes())]);
        assert!(!found.iter().any(|(code, ..)| code == "input-cut"), "{text}: {found:?}");
    }
}

#[test]
fn what_rows_and_companions_tell() {
    check("log-type-unknown", "--non-interactive", "x.csv", &[("x.csv", rows(3, ordinary))]);
    let differs = |number| Row { word: "Success", code: "50126", ..ordinary(number) };
    check("status-differs", "the code decides", INTERACTIVE, &[(INTERACTIVE, rows(3, differs))]);
    let without_ids = rows(3, ordinary).replace("Request ID", "Request");
    check("no-request-id", "cannot be merged", INTERACTIVE, &[(INTERACTIVE, without_ids)]);
    let tenants = |number| Row { tenant: 1 + number % 2, ..ordinary(number) };
    check("several-tenants", "give one tenant at a time", "", &[(INTERACTIVE, rows(4, tenants))]);
    let steps = "Request ID,Date,Authentication method,Succeeded,Result detail\nelsewhere,2026-01-01T01:00:00Z,Password,true,\n";
    let companion = ("InteractiveSignIns_AuthDetails.csv", steps.to_owned());
    check(
        "steps-unmatched",
        "1 sign-in that the logs do not have",
        "",
        &[(INTERACTIVE, rows(3, ordinary)), companion],
    );
    let report =
        "UserPrincipalName,IsMfaCapable,MethodsRegistered\nana@northwind.example,True,System.String[]\n";
    let files = [(INTERACTIVE, rows(3, ordinary)), ("report.csv", report.to_owned())];
    check("methods-destroyed", "the methods of 1 user", "report.csv", &files);
    let latin: Vec<u8> =
        rows(3, ordinary).replace("u1@", "jos\u{e9}@").chars().map(|letter| letter as u8).collect();
    check_bytes("analyze", "encoding-guessed", "CSV UTF-8", INTERACTIVE, &[(INTERACTIVE, latin)]);
    check_bytes("legacy", "short-log", "30 days", "", &[(INTERACTIVE, rows(24, ordinary).into_bytes())]);
}

/// The codes that a source names.
fn codes_of(path: &Path, codes: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(path).expect("a source");
    for call in ["Warning::new(", "Warning::about("] {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len()..].trim_start();
            codes.extend(rest.strip_prefix('"').and_then(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
}

#[test]
fn the_page_lists_the_common_warnings_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = root.join("crates/rollout/src");
    let reading = sources.join("reading");
    let (mut common, mut all) = (BTreeSet::new(), BTreeSet::new());
    ["warnings.rs", "coverage.rs"].iter().for_each(|name| codes_of(&reading.join(name), &mut common));
    let mut folders = vec![sources];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.extension().is_some_and(|extension| extension == "rs") => {
                    codes_of(&path, &mut all)
                }
                _ => {}
            }
        }
    }
    let page = std::fs::read_to_string(root.join("docs/warnings.md")).expect("the page");
    let lines = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: BTreeSet<String> = lines.map(str::to_owned).collect();
    assert!(common.len() >= 18, "{common:?}");
    assert!(common.is_subset(&listed), "not on the page: {:?}", common.difference(&listed));
    assert!(listed.is_subset(&all), "on the page only: {:?}", listed.difference(&all));
}

/// Every format of the contract has a row in the table of dialects.
#[test]
fn the_table_of_dialects_is_complete() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dialects.md"))
        .expect("the page");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
    for format in [
        "portal-interactive",
        "portal-noninteractive",
        "portal-user",
        "portal-application",
        "portal-managed-identity",
        "portal-authdetails",
        "graph",
        "azure-monitor",
        "log-analytics",
        "defender",
        "powershell",
        "registration",
    ] {
        assert!(rows.iter().any(|row| row.contains(&format!("`{format}`"))), "{format}");
    }
    let columns = |row: &str| row.matches(" |").count();
    assert!(rows.iter().all(|row| columns(row) == columns(rows[0])), "a row is not whole");
}
