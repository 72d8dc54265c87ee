//! The command line from outside: what is read, what is written where, and the exit codes.

#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/nasty.rs"]
mod nasty;
#[path = "cli/options.rs"]
mod options;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/people.rs"]
mod people;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/registration.rs"]
mod registration;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/tenant.rs"]
mod tenant;
#[path = "cli/validate.rs"]
mod validate;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The header of a small portal export.
const HEADER: &str = "Date (UTC),Request ID,Username,User ID,Client app,Sign-in error code,Status,\
    Authentication requirement";

/// A small export: Ana signs in with a browser, Bo with IMAP.
fn export() -> String {
    let ana = "2026-11-02T08:00:00Z,6d1f8a1e-0000-4000-8000-000000000001,ana@northwind.example,\
               0a000000-0000-4000-8000-000000000001,Browser,0,Success,Single-factor authentication";
    let bo = "2026-11-02T09:00:00Z,6d1f8a1e-0000-4000-8000-000000000002,bo@northwind.example,\
              0a000000-0000-4000-8000-000000000002,IMAP4,0,Success,Single-factor authentication";
    format!("{HEADER}\n{ana}\n{bo}\n")
}

/// A folder in which the program runs.
struct Folder(TempDir);

/// What one run said.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    fn new() -> Folder {
        Folder(TempDir::with_prefix("entrasift-test-").expect("a folder"))
    }

    /// A folder with these files.
    fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder, hidden ones too.
    fn names(&self, below: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(below)).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program in this folder, without colours and other wishes of the environment.
    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
        program.current_dir(self.0.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE"] {
            program.env_remove(name);
        }
        program
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.program().args(arguments), b"")
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
        serde_json::from_str(&run.out).expect("JSON")
    }
}

impl Run {
    #[track_caller]
    fn of(program: &mut Command, input: &[u8]) -> Run {
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        if !input.is_empty() {
            program.stdin(Stdio::piped());
        }
        let mut child = program.spawn().expect("the program starts");
        if let Some(mut stdin) = child.stdin.take() {
            // A program that refuses before it has read everything closes the pipe.
            let _ = stdin.write_all(input);
        }
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Refused: exit code 2, nothing on standard output, one line on standard error that holds these words.
    #[track_caller]
    fn refused(&self, words: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.err.starts_with("entrasift: ") && self.err.contains(words), "{self:?}");
        assert_eq!(self.err.trim_end().lines().count(), 1, "{self:?}");
    }

    /// A usage error that clap explains.
    #[track_caller]
    fn misused(&self, words: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.err.contains(words), "{self:?}");
    }

    /// Done, with the answer in a file, which standard error names.
    #[track_caller]
    fn written(&self, name: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(0), ""), "{self:?}");
        let told = self.err.strip_prefix(&format!("entrasift: wrote {name} ("));
        assert!(told.is_some_and(|rest| rest.ends_with(")\n") && rest.lines().count() == 1), "{self:?}");
    }

    #[track_caller]
    fn done(&self) -> &str {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        &self.out
    }
}

/// One key of each object of a list.
fn each<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|object| object[key].as_str().expect("a text")).collect()
}

/// The demo tenant.
fn northwind() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind")
}
