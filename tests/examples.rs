//! The examples that people copy, run on the made-up tenant.

use std::path::{Path, PathBuf};
use std::process::Command;

const INTERACTIVE: &str = "testdata/northwind/InteractiveSignIns_2026-11-04_2026-11-26.csv";

/// Where cargo puts an example: beside the program. `cargo test` builds them all before any test runs.
fn program(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_entrasift")).parent().expect("it is in a folder");
    let program = folder.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is missing: cargo build --examples", program.display());
    program
}

/// What an example prints.
fn output(name: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(program(name)).current_dir(root).arg(INTERACTIVE).output().expect("it runs");
    assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

#[test]
fn read_and_print() {
    let text = output("read_and_print");
    assert_eq!(text.lines().filter(|line| line.contains("\"crm-import@northwind.example\"")).count(), 92);
    assert!(!text.contains('\u{1b}'), "control characters are shown, not obeyed");
}

#[test]
fn legacy_list() {
    let text = output("legacy_list");
    assert!(text.contains("    92 \"crm-import@northwind.example\" \"IMAP4\"\n"), "{text}");
}

#[test]
fn own_rule() {
    let text = output("own_rule");
    assert!(text.starts_with("time-tracking-without-mfa: ") && text.contains("the rows ["), "{text}");
}
