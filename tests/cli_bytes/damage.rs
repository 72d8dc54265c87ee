//! Bombs, cut streams, broken archives: never silently skipped, never without bound.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Folder, each, export, gzip, utf16, zip, zstd};

/// Longer than any refusal takes, also where tests are built without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

const MIB: usize = 1 << 20;

/// So many MiB of the same letter, packed as tightly as gzip can: a thousand to one.
fn gzip_bomb(size_mib: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let piece = vec![b'0'; MIB];
    (0..size_mib).for_each(|_| encoder.write_all(&piece).expect("memory takes all"));
    encoder.finish().expect("memory takes all")
}

/// The peers' bug: a bomb fills the disk.
#[test]
fn bombs_are_refused_by_default_and_by_the_limit_that_is_given() {
    let zip_bomb = zip(&[("a.csv", export().into_bytes()), ("b.csv", vec![b'0'; 100 * MIB])]);
    let zstd_bomb = zstd(&vec![b'0'; 100 * MIB]);
    let bombs = [("x.csv.gz", gzip_bomb(100)), ("x.zip", zip_bomb), ("x.csv.zst", zstd_bomb)];
    for (name, bomb) in bombs {
        assert!(bomb.len() < MIB, "{name} is small: {}", bomb.len());
        let folder =
            Folder::with(&[(name, bomb.clone()), ("in/a.csv", export().into_bytes()), ("in/bomb", bomb)]);
        let start = Instant::now();
        folder.run(&["gaps", name]).refused("an archive that unpacks past the limit of");
        let words =
            format!("cannot use {name}: it is an archive that unpacks past the limit of 1 MiB; if you trust");
        folder.run(&["gaps", name, "--max-inflate", "1M"]).refused(&words);
        folder.run(&["--max-inflate", "1024k", "gaps", name]).refused(&words);
        let answer = folder.json(&["gaps", "in"]);
        assert_eq!(each(&answer["ignored"], "path"), ["in/bomb"]);
        assert!(each(&answer["ignored"], "reason")[0].contains("past the limit"));
        assert_eq!(answer["totals"]["signins"], 2);
        assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn a_limit_allows_what_it_names() {
    let text = export().into_bytes();
    let folder = Folder::with(&[("x.csv.gz", gzip(&text))]);
    let limit = text.len().to_string();
    assert_eq!(folder.json(&["gaps", "x.csv.gz", "--max-inflate", &limit])["totals"]["signins"], 2);
    let less = (text.len() - 1).to_string();
    folder
        .run(&["gaps", "x.csv.gz", "--max-inflate", &less])
        .refused(&format!("past the limit of {less} bytes"));
    let misused = folder.run(&["gaps", "x.csv.gz", "--max-inflate", "much"]);
    assert!(misused.code == Some(2) && misused.err.contains("500M"), "{misused:?}");
}

/// The peers' bug: what cannot be read is skipped without a word, and the coverage overstated.
#[test]
fn broken_archives_are_refused_when_named_and_listed_when_met() {
    let text = export().into_bytes();
    let mut damaged = gzip(&text);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    let whole = zip(&[("a.csv", text.clone())]);
    let mut encrypted = whole.clone();
    let directory = encrypted.windows(4).position(|four| four == b"PK\x01\x02").expect("a directory");
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    let workbook = zip(&[("[Content_Types].xml", b"<x/>".to_vec()), ("xl/workbook.xml", b"<x/>".to_vec())]);
    let broken = [
        ("damaged.csv.gz", damaged, "broken gzip file"),
        ("damaged.csv.zst", [zstd(&text), b"what?".to_vec()].concat(), "broken zstd file"),
        ("cut.zip", whole[..whole.len() - 30].to_vec(), "broken zip file"),
        ("locked.zip", encrypted, "it is encrypted"),
        ("twice.csv.gz", gzip(&gzip(&text)), "an archive within an archive (gzip)"),
        ("program.gz", gzip(b"\x7fELF\x02\x01\x01\0\0\0"), "no text"),
        ("book.xlsx", workbook, "it is an Excel workbook; save its sheet"),
        ("old.tar.xz", b"\xfd7zXZ\0\0\0".to_vec(), "in a way that is not read (xz)"),
    ];
    for (name, bytes, words) in broken {
        let met = format!("in/{name}");
        let folder = Folder::with(&[(name, bytes.clone()), (&met, bytes), ("in/a.csv", text.clone())]);
        let run = folder.run(&["gaps", name]);
        run.refused(words);
        assert!(run.err.contains(&format!("cannot use {name}")), "{run:?}");
        let answer = folder.json(&["gaps", "in"]);
        assert_eq!(answer["totals"]["signins"], 2, "{name}");
        let ignored = &answer["ignored"][0];
        assert!(ignored["path"].as_str().is_some_and(|path| path.starts_with(&met)), "{ignored}");
        assert!(ignored["reason"].as_str().is_some_and(|reason| reason.contains(words)), "{ignored}");
    }
}

#[test]
fn an_archive_is_like_a_folder() {
    let text = export().into_bytes();
    let members = [
        ("a.csv", text.clone()),
        ("notes.txt", b"not a log\n".to_vec()),
        ("old.zip", zip(&[("b.csv", text)])),
    ];
    let folder =
        Folder::with(&[("x.zip", zip(&members)), ("none.zip", zip(&[])), ("notes.zip", zip(&members[1..2]))]);
    let answer = folder.json(&["gaps", "x.zip"]);
    assert_eq!(each(&answer["inputs"], "path"), ["x.zip/a.csv"]);
    assert_eq!(each(&answer["ignored"], "path"), ["x.zip/notes.txt", "x.zip/old.zip"]);
    assert!(each(&answer["ignored"], "reason")[1].contains("archive within an archive"));
    folder.run(&["gaps", "none.zip"]).refused("cannot use none.zip: there is no file in this archive");
    folder.run(&["gaps", "notes.zip"]).refused("no file that can be used: notes.zip/notes.txt: its header");
    folder
        .run(&["gaps", "x.zip", "-o", "x.zip", "--force", "--format", "csv"])
        .refused("it is one of the inputs");
}

#[test]
fn of_a_cut_stream_what_came_before_counts() {
    let row = export().lines().nth(1).expect("a row").to_owned();
    let text: String = export()
        + &(0..60_000)
            .map(|number| row.replace("6d1f8a1e", &format!("{number:08x}")) + "\n")
            .collect::<String>();
    let wide = utf16(&text, u16::to_le_bytes);
    let ways = [("x.csv.gz", gzip(text.as_bytes())), ("x.csv.zst", zstd(text.as_bytes())), ("x.csv", wide)];
    for (name, packed) in ways {
        let end = if name == "x.csv" { packed.len() - 1 } else { packed.len() / 2 };
        let folder = Folder::with(&[(name, packed[..end].to_vec())]);
        let answer = folder.json(&["analyze", name]);
        let count = answer["totals"]["signins"].as_u64().expect("a number");
        assert!(count > 10_000 && (count < 60_002 || name == "x.csv"), "{name}: {count}");
        let warnings = answer["warnings"].as_array().expect("a list");
        let cut = warnings.iter().find(|warning| warning["code"] == "input-cut").expect("it is said");
        assert_eq!(cut["path"], name);
    }
}

/// The last row of a stream that is cut may be half a row, and still have all its cells.
#[test]
fn the_last_row_of_a_cut_stream_is_no_sign_in_unless_its_line_ends() {
    let whole = export();
    let row = whole.lines().nth(1).expect("a row").replace("6d1f8a1e", "7d1f8a1e");
    // The code stands last, so that a cut makes another code of it.
    let header = "Date (UTC),Request ID,Username,Client app,Status,Sign-in error code";
    let row = row.split(',').take(3).collect::<Vec<_>>().join(",");
    for (text, malformed, signins) in [
        (format!("{header}\n{row},Browser,Failure,500121\n"), 0, 1),
        (format!("{header}\n{row},Browser,Failure,500121\r\n"), 0, 1),
        (format!("{header}\n{row},Browser,Failure,500121\n{row},Browser,Failure,50012"), 1, 1),
        (format!("{header}\n{row},Browser,Failure,500121\n{row},Browser,Fai"), 1, 1),
        (format!("{header}\n{row},Browser,Failure,500121\n{row},\"Bro"), 1, 1),
    ] {
        // The trailer of the stream is missing: the text is all there is.
        let packed = gzip(text.as_bytes());
        let name = "InteractiveSignIns.csv.gz";
        let folder = Folder::with(&[(name, packed[..packed.len() - 8].to_vec())]);
        let answer = folder.json(&["analyze", name]);
        let totals = &answer["totals"];
        assert_eq!(
            (&totals["malformed"], &totals["signins"]),
            (&malformed.into(), &signins.into()),
            "{text}"
        );
        assert!(each(&answer["warnings"], "code").contains(&"input-cut"), "{text}");
        if text.ends_with("50012") {
            assert_eq!(answer["problems"][0]["class"], "cut");
            assert_eq!(
                (&answer["problems"][0]["row"], &answer["problems"][0]["path"]),
                (&3.into(), &name.into())
            );
        }
    }
    // Of a plain file nothing says that its end is missing.
    let text = format!("{header}\n{row},Browser,Failure,500121");
    let answer = Folder::with(&[("InteractiveSignIns.csv", text.into_bytes())])
        .json(&["analyze", "InteractiveSignIns.csv"]);
    assert_eq!(answer["totals"]["signins"], 1);
}

#[test]
fn half_letters_make_a_malformed_row() {
    let mut bytes = utf16(&export(), u16::to_le_bytes);
    let at = bytes.windows(2).position(|unit| unit == [0xfc, 0]).expect("an umlaut");
    bytes[at..at + 2].copy_from_slice(&[0x3d, 0xd8]);
    let answer = Folder::with(&[("x.csv", bytes)]).json(&["gaps", "x.csv"]);
    assert_eq!((&answer["totals"]["malformed"], &answer["totals"]["signins"]), (&1.into(), &1.into()));
    assert_eq!(answer["problems"][0]["class"], "invalid-utf8");
}

#[cfg(unix)]
#[test]
fn no_place_for_temporary_files() {
    let folder =
        Folder::with(&[("in/a.csv", export().into_bytes()), ("in/x.csv.gz", gzip(export().as_bytes()))]);
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_entrasift"));
    let output = program.args(["gaps", "in"]).current_dir(folder.0.path()).env("TMPDIR", "/nowhere").output();
    let output = output.expect("the program runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("could not unpack in/x.csv.gz") && err.contains("/nowhere"), "{err}");
}
