//! What stands between the bytes of a file and its text: packings, encodings, bombs, broken archives.

#[path = "cli_bytes/damage.rs"]
mod damage;
#[path = "cli_bytes/sameness.rs"]
mod sameness;

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A small portal export: two people, one with an umlaut, one with IMAP.
fn export() -> String {
    let header = "Date (UTC),Request ID,Username,User ID,Client app,Sign-in error code,Status,Authentication requirement";
    let row = |number: u32, user: &str, app: &str| {
        format!(
            "2026-11-02T0{number}:00:00Z,6d1f8a1e-0000-4000-8000-00000000000{number},{user}@northwind.example,\
             0a000000-0000-4000-8000-00000000000{number},{app},0,Success,Single-factor authentication\n"
        )
    };
    format!("{header}\n{}{}", row(1, "j\u{fc}rgen", "Browser"), row(2, "bo", "IMAP4"))
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zstd(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes all");
        writer.write_all(text).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

/// UTF-16 with its mark.
fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.strip_prefix('\u{feff}').unwrap_or(text).encode_utf16().fold(
        order(0xfeff).to_vec(),
        |mut bytes, unit| {
            bytes.extend(order(unit));
            bytes
        },
    )
}

/// Windows-1252, of which these texts need what Latin-1 has.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |letter: char| u8::try_from(u32::from(letter)).expect("a letter of Latin-1");
    text.strip_prefix('\u{feff}').unwrap_or(text).chars().map(byte).collect()
}

/// A folder in which the program runs, and its folder for temporary files.
struct Folder(TempDir);

#[derive(Debug)]
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    fn with(files: &[(&str, Vec<u8>)]) -> Folder {
        let folder = Folder(TempDir::with_prefix("entrasift-test-").expect("a folder"));
        std::fs::create_dir(folder.temporary()).expect("a folder");
        for (name, bytes) in files {
            let path = folder.0.path().join(name);
            std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        folder
    }

    fn temporary(&self) -> PathBuf {
        self.0.path().join(".temporary")
    }

    #[track_caller]
    fn run_on(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
        program.args(arguments).current_dir(self.0.path()).env("TMPDIR", self.temporary());
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program starts");
        // A program that refuses before it has read everything closes the pipe.
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        let left = std::fs::read_dir(self.temporary()).expect("a folder").count();
        assert_eq!(left, 0, "what was unpacked is gone");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Run {
        self.run_on(arguments, b"")
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--format", "json"]].concat()).json()
    }
}

impl Run {
    #[track_caller]
    fn json(&self) -> Value {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// Refused: exit code 2, nothing on standard output, one line on standard error that holds these words.
    #[track_caller]
    fn refused(&self, words: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.err.starts_with("entrasift: ") && self.err.contains(words), "{self:?}");
        assert_eq!(self.err.trim_end().lines().count(), 1, "{self:?}");
    }
}

/// One key of each object of a list.
fn each<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|object| object[key].as_str().unwrap_or_default()).collect()
}
