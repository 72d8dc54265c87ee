//! The examples that people copy, run on the made-up tenant.

use std::path::{Path, PathBuf};
use std::process::Command;

const INTERACTIVE: &str = "testdata/northwind/InteractiveSignIns_2026-11-04_2026-11-26.csv";
const REPORT: &str = "testdata/northwind/registration/exportUserRegistrationDetails_2026-11-9.csv";

/// Where cargo puts an example: beside the program. `cargo test` builds them all before any test runs.
fn program(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_entrasift")).parent().expect("it is in a folder");
    let program = folder.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is missing: cargo build --examples", program.display());
    program
}

/// What an example prints of the interactive log.
fn output(name: &str) -> String {
    output_of(name, &[INTERACTIVE])
}

fn output_of(name: &str, arguments: &[&str]) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(program(name)).current_dir(root).args(arguments).output().expect("it runs");
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
    let set = |setting| output_of("own_rule", &[INTERACTIVE, setting]);
    assert_eq!(set("time-tracking-without-mfa.apps=Northwind Time Tracking"), text);
    assert_eq!(set("time-tracking-without-mfa.apps=No Such App"), "");
}

#[test]
fn registration_rate() {
    let text = output_of("registration_rate", &[REPORT]);
    let first = text.lines().next().expect("a line");
    let numbers: Vec<usize> = first.split(' ').filter_map(|word| word.parse().ok()).collect();
    let [capable, members] = numbers[..] else { panic!("{first}") };
    assert!(capable > 0 && capable < members, "{first}");
    assert_eq!(text.lines().skip(1).filter(|line| line.contains("registered")).count(), members - capable);
}

#[cfg(feature = "frame")]
#[test]
fn frame_to_parquet() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("example.parquet");
    let path = path.to_string_lossy().into_owned();
    let text = output_of("frame_to_parquet", &[&path, INTERACTIVE]);
    let bytes = std::fs::read(&path).expect("a file");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let sign_ins: usize = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    assert!(sign_ins > 1000, "{text}");
}
