//! Redaction: no name, id, device, address or tenant of the made-up tenant is left in any format of any command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

/// Columns of the raw files whose values must not be left.
const SENSITIVE: &[&str] = &[
    "User ID",
    "User",
    "Username",
    "Sign-in identifier",
    "Device ID",
    "IP address",
    "IP address (seen by resource)",
    "Global Secure Access IP address",
    "Home tenant ID",
    "Home tenant name",
    "Resource tenant ID",
    "Resource owner tenant ID",
    "App owner tenant ID",
    "userPrincipalName",
    "userDisplayName",
];

/// Display names that are words of ours, or within the name of an app, which stays: a mailbox is called Helpdesk, and a service account
/// Backup Script; another mailbox is called Info, and the catalogue speaks of security info.
const NO_NAMES: &[&str] =
    &["00000000-0000-0000-0000-000000000000", "backup script", "helpdesk", "info", "monitoring"];

fn northwind() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).expect("the test data").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}

/// What must not be left, in lower case, and request ids of some sign-ins: one for each kind of row.
fn secrets() -> (BTreeSet<String>, Vec<String>) {
    let mut secrets = BTreeSet::new();
    let (mut kinds, mut requests) = (BTreeSet::new(), Vec::new());
    for path in
        files(&northwind()).iter().filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
    {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("it opens");
        let header: Vec<String> =
            reader.headers().expect("a header").iter().map(|name| name.trim().to_owned()).collect();
        let cell = |row: &csv::StringRecord, name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .and_then(|at| row.get(at))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        for row in reader.records().map(|row| row.expect("a row")) {
            for column in SENSITIVE {
                let value = cell(&row, column).to_lowercase();
                if value.chars().count() > 2 && !NO_NAMES.contains(&value.as_str()) {
                    secrets.insert(value);
                }
            }
            let kind = ["Device ID", "Home tenant name", "IP address (seen by resource)"]
                .map(|name| !cell(&row, name).is_empty());
            let id = cell(&row, "Request ID");
            if !cell(&row, "Username").is_empty() && kinds.insert(kind) {
                requests.push(id);
            }
        }
    }
    secrets.insert("northwind engineering".to_owned());
    (secrets, requests)
}

fn run(arguments: &[&str], output: &Path) -> Vec<u8> {
    let config = northwind().join("entrasift.toml");
    let ran = Command::new(env!("CARGO_BIN_EXE_entrasift"))
        .args(arguments)
        .arg("--config")
        .arg(config)
        .arg("--force")
        .arg("-o")
        .arg(output)
        .output()
        .expect("it runs");
    // `pilot` and `validate` answer with 1 and 3, too.
    let answered = matches!(ran.status.code(), Some(0 | 1 | 3));
    assert!(answered, "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    std::fs::read(output).expect("the answer")
}

/// All that a reader sees of an answer.
fn text(arguments: &[&str], output: &Path) -> String {
    let bytes = run(arguments, output);
    if output.extension().is_none_or(|ending| ending != "xlsx") {
        return String::from_utf8(bytes).expect("UTF-8");
    }
    let mut workbook: Xlsx<_> = open_workbook(output).expect("a workbook");
    let mut text = String::new();
    for (name, range) in workbook.worksheets() {
        text.push_str(&name);
        for cell in range.cells().map(|(_, _, cell)| cell).filter(|cell| **cell != Data::Empty) {
            text.push_str(&format!("\n{cell}"));
        }
    }
    text
}

/// Names that stand alone in the text.
fn left<'s>(text: &str, secrets: &'s BTreeSet<String>) -> Vec<&'s str> {
    let text = text.to_lowercase();
    let alone = |name: &str| {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let after = text[at + name.len()..].chars().next().is_some_and(char::is_alphanumeric);
            !before && !after
        })
    };
    secrets.iter().map(String::as_str).filter(|name| alone(name)).collect()
}

/// Whether a text of a column that nobody classified was replaced whole.
fn has_unclassified(text: &str) -> bool {
    let mut rests = text.match_indices("text-").map(|(at, found)| &text[at + found.len()..]);
    rests.any(|rest| rest.len() >= 10 && rest.as_bytes()[..10].iter().all(u8::is_ascii_hexdigit))
}

#[test]
fn nothing_is_left_in_any_format_of_any_command() {
    let (secrets, requests) = secrets();
    assert!(secrets.len() > 500 && requests.len() > 1, "{} {}", secrets.len(), requests.len());
    let folder = TempDir::with_prefix("entrasift-redaction-").expect("a folder");
    let inputs = northwind();
    let inputs = inputs.to_str().expect("a path");
    let mut asked: Vec<Vec<&str>> = [
        "analyze",
        "legacy",
        "gaps",
        "break-glass",
        "registration",
        "pilot",
        "enforcement",
        "validate",
        "plan",
        "impact",
        "exceptions",
        "report",
    ]
    .iter()
    .map(|command| vec![*command, inputs])
    .collect();
    let logs = ["InteractiveSignIns", "NonInteractiveSignIns"].map(|name| {
        northwind().join(format!("{name}_2026-11-04_2026-11-26.csv")).to_string_lossy().into_owned()
    });
    asked.push(vec!["user", "silke.andresen@northwind.example", inputs]);
    asked.push(vec!["exceptions", "--exempt", "silke.andresen@northwind.example", inputs]);
    asked.push(vec!["diff", &logs[0], &logs[1]]);
    asked.extend(requests.iter().map(|request| vec!["show", request, inputs]));
    for asked in asked {
        for ending in ["json", "csv", "md", "html", "xlsx", "txt"] {
            let mut arguments = asked.clone();
            arguments.extend(["--redact", "--full"]);
            let output = folder.path().join(format!("answer.{ending}"));
            let text = text(&arguments, &output);
            let left = left(&text, &secrets);
            assert!(left.is_empty(), "{} as {ending}: {left:?}", asked[0]);
            assert!(
                !has_unclassified(&text) || asked[0] == "show",
                "{} as {ending}: a column is not classified",
                asked[0]
            );
            if asked[0] == "show" {
                assert!(!text.contains(asked[1]), "the request id");
            }
        }
    }
}

#[test]
fn a_key_makes_pseudonyms_stable() {
    let folder = TempDir::with_prefix("entrasift-redaction-").expect("a folder");
    let (inputs, output) = (northwind(), folder.path().join("answer.json"));
    let key_file = folder.path().join("key");
    std::fs::write(&key_file, "one key\n").expect("a file");
    let users = |command: &str, key: &str| -> BTreeSet<String> {
        let list = if command == "gaps" { "gaps" } else { "dependencies" };
        let arguments =
            [&[command, inputs.to_str().expect("a path")][..], &key.split('|').collect::<Vec<_>>()].concat();
        let json: Value = serde_json::from_slice(&run(&arguments, &output)).expect("JSON");
        json[list]
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| row["user"].as_str().expect("a user").to_owned())
            .collect()
    };
    let one = users("gaps", "--redact-key|one key");
    assert!(one.iter().all(|user| user.starts_with("user-")), "{one:?}");
    assert_eq!(one, users("gaps", &format!("--redact|--redact-key|{}", key_file.display())));
    assert!(one.is_disjoint(&users("gaps", "--redact-key|another key")));
    assert!(one.is_disjoint(&users("gaps", "--redact")));
    // One person has one pseudonym, whatever the command.
    assert!(!one.is_disjoint(&users("legacy", "--redact-key|one key")));
    let names = users("gaps", "--quiet");
    assert_eq!(names.len(), one.len(), "nobody is mistaken for another");
}
