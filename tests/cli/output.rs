//! Where answers go.

use std::process::Stdio;

use crate::{Folder, Run, export, northwind};

#[test]
fn a_file_appears_whole_and_an_existing_one_stays() {
    let folder = Folder::with(&[("a.csv", &export()), ("out/old.json", "old")]);
    folder
        .run(&["gaps", "a.csv", "-o", "out/old.json"])
        .refused("could not write out/old.json: it exists; --force");
    assert_eq!(folder.read("out/old.json"), "old");
    folder.run(&["gaps", "a.csv", "-o", "out/old.json", "--force"]).written("out/old.json");
    assert!(folder.read("out/old.json").starts_with('{'));
    folder.run(&["gaps", "a.csv", "--output", "out/new.json"]).written("out/new.json");
    assert_eq!(folder.run(&["gaps", "a.csv", "-o", "out/new.json", "--force", "--quiet"]).done(), "");
    assert_eq!(folder.names("out"), ["new.json", "old.json"], "nothing else is left");
    assert!(folder.run(&["gaps", "a.csv", "-o", "-"]).done().contains("sign-in"));
}

#[test]
fn a_refusal_leaves_no_file() {
    let folder = Folder::with(&[("bad.csv", "not a log\n"), ("out/old.json", "old")]);
    folder.run(&["gaps", "bad.csv", "-o", "out/new.json"]).refused("cannot use bad.csv");
    folder.run(&["gaps", "bad.csv", "-o", "out/old.json", "--force"]).refused("cannot use bad.csv");
    assert_eq!(
        (folder.names("out"), folder.read("out/old.json")),
        (vec!["old.json".to_owned()], "old".to_owned())
    );
}

#[test]
fn an_input_is_never_replaced() {
    let folder = Folder::with(&[("in/a.csv", &export()), ("in/answer.csv", "an older answer\n")]);
    for input in ["in/a.csv", "in"] {
        let run = folder.run(&["gaps", input, "-o", "./in/a.csv", "--force"]);
        run.refused("could not write in/a.csv: it is one of the inputs");
    }
    assert_eq!(folder.read("in/a.csv"), export());
    folder.run(&["gaps", "in", "-o", "in/answer.csv", "--force"]).written("in/answer.csv");
    assert_eq!(folder.names("in"), ["a.csv", "answer.csv"]);
}

#[test]
fn unwritable_places_are_found_before_the_reading() {
    let folder = Folder::with(&[("out/x.json", "")]);
    let refused = |path: &str, words: &str| folder.run(&["gaps", "missing.csv", "-o", path]).refused(words);
    refused("nowhere/x.json", "could not write nowhere/x.json: there is no folder nowhere");
    refused("out", "could not write out: it is a folder");
    refused("out/x.json/y.json", "could not write out/x.json/y.json: ");
    refused("out/x.pdf", "no format of this version is called pdf; say --format (table, json");
}

#[test]
fn the_extension_tells_the_format() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let written = |name: &str, arguments: &[&str]| {
        folder.run(&[&["gaps", "a.csv", "-o", name], arguments].concat()).written(name);
        folder.read(name)
    };
    assert!(written("x.json", &[]).starts_with('{'));
    assert!(written("x.csv", &[]).starts_with("user,"));
    assert!(written("x.md", &[]).starts_with('#'));
    assert!(written("x.txt", &[]).contains("sign-in"));
    assert!(written("noextension", &[]).contains("sign-in"));
    assert!(written("y.csv", &["--format", "json"]).starts_with('{'), "what is said wins");
    assert!(written("z.csv", &["--bom"]).starts_with("\u{feff}user,"));
}

#[test]
fn formats_that_may_come_later_are_said_to_be_missing() {
    let folder = Folder::with(&[("a.csv", &export())]);
    for format in ["html", "xlsx"] {
        let run = folder.run(&["gaps", "a.csv", "--format", format, "-o", "x"]);
        assert!(run.code == Some(0) || run.err.contains("is not in this version"), "{run:?}");
        std::fs::remove_file(folder.path("x")).ok();
    }
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = Folder::new();
    let northwind = northwind();
    for format in ["json", "table", "csv"] {
        let mut program = folder.program();
        program.args(["gaps", "--full", "--format", format]).arg(&northwind);
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{format}");
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut program = folder.program();
        program.args(["analyze", "a.csv"]).args(arguments).envs(environment.iter().copied());
        Run::of(&mut program, b"").done().contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "what is asked for now wins");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    folder.run(&["analyze", "a.csv", "-o", "x.txt"]).written("x.txt");
    assert!(!folder.read("x.txt").contains('\u{1b}'));
}

#[test]
fn the_width_is_that_of_columns() {
    let folder = Folder::new();
    let widest = |columns: &str| {
        let mut program = folder.program();
        let run = Run::of(program.args(["gaps"]).arg(northwind()).env("COLUMNS", columns), b"");
        run.done()
            .lines()
            .filter(|line| !line.contains('/'))
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default()
    };
    assert!(widest("70") <= 70 && widest("160") > 100 && widest("160") <= 160);
    assert_eq!(widest("0"), widest("100"));
}

#[cfg(unix)]
mod unix {
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use crate::{Folder, Run, export};

    #[test]
    fn a_link_and_the_permissions_of_an_old_file_stay() {
        let folder = Folder::with(&[("a.csv", &export()), ("out/old.json", "old")]);
        std::fs::set_permissions(folder.path("out/old.json"), PermissionsExt::from_mode(0o640))
            .expect("ours");
        symlink("out/old.json", folder.path("link.json")).expect("a link");
        folder.run(&["gaps", "a.csv", "-o", "link.json", "--force"]).written("link.json");
        assert!(folder.path("link.json").is_symlink() && folder.read("out/old.json").starts_with('{'));
        let mode = std::fs::metadata(folder.path("out/old.json")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn devices_are_written_to_and_not_replaced() {
        let folder = Folder::with(&[("a.csv", &export())]);
        folder.run(&["gaps", "a.csv", "-o", "/dev/null", "--force", "--format", "json"]).done();
        assert!(!std::fs::metadata("/dev/null").expect("it is there").is_file());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_an_error() {
        let folder = Folder::with(&[("a.csv", &export())]);
        folder.run(&["gaps", "a.csv", "-o", "/dev/full"]).refused("could not write /dev/full: No space left");
        let script = format!("exec '{}' gaps a.csv >/dev/full", env!("CARGO_BIN_EXE_entrasift"));
        let run = Run::of(Command::new("sh").current_dir(folder.path("")).args(["-c", &script]), b"");
        run.refused("could not write the answer: No space left");
    }

    #[test]
    fn an_interrupt_leaves_no_file() {
        let folder = Folder::with(&[("out/old.json", "old")]);
        let mut program = folder.program();
        program.args(["gaps", "-", "-o", "out/new.json"]).stdin(Stdio::piped());
        let mut child = program.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(export().as_bytes()).expect("it reads");
        for _ in 0..500 {
            if folder.names("out").len() == 2 {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(folder.names("out").len(), 2, "it waits for the rest of its input");
        assert!(
            Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success()
        );
        assert_eq!(child.wait().expect("it ends").code(), Some(130));
        assert_eq!(folder.names("out"), ["old.json"]);
        drop(stdin);
    }
}
