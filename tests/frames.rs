//! The second opinion: what the commands say against SQL over the frames, on the made-up tenant and on random logs. And what `query` and
//! `export` are from outside.

#[path = "frames/opinion.rs"]
mod opinion;
#[allow(dead_code, reason = "only its random logs are used here")]
mod oracle;
#[path = "frames/outside.rs"]
mod outside;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("frames").join(name);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The folder of the made-up tenant.
fn northwind() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind")
}

/// What one run said: exit code, standard output, standard error.
fn run(root: &Path, arguments: &[&str], threads: &str) -> (Option<i32>, Vec<u8>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
    program.current_dir(root).env("POLARS_MAX_THREADS", threads).env_remove("RUST_BACKTRACE");
    let run = program.args(["--threads", threads]).args(arguments).output().expect("the program");
    (run.status.code(), run.stdout, String::from_utf8_lossy(&run.stderr).into_owned())
}

/// The JSON of a run that succeeds.
#[track_caller]
fn json(root: &Path, arguments: &[&str]) -> Value {
    let (code, out, err) = run(root, &[&["--format", "json"], arguments].concat(), "2");
    assert_eq!(code, Some(0), "{arguments:?}: {err}");
    serde_json::from_slice(&out).expect("JSON")
}

/// The rows of a query.
#[track_caller]
fn rows(root: &Path, sql: &str, others: &[&str]) -> Vec<Value> {
    let answer = json(root, &[&["query", sql], others].concat());
    answer["rows"].as_array().expect("a list").clone()
}
