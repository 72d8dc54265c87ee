//! Files, folders, patterns, standard input.

use crate::{Folder, Run, each, export};

#[test]
fn a_named_file_must_be_usable() {
    let folder = Folder::with(&[("a.csv", &export()), ("notes.txt", "not a log\n"), ("empty.csv", "")]);
    folder.run(&["gaps", "a.csv", "missing.csv"]).refused("cannot use missing.csv: there is no such file");
    folder.run(&["gaps", "a.csv", "empty.csv"]).refused("cannot use empty.csv: it is empty");
    folder.run(&["gaps", "a.csv", "notes.txt"]).refused("cannot use notes.txt: its header is not one of");
}

#[test]
fn a_file_met_in_a_folder_is_left_aside() {
    let folder =
        Folder::with(&[("in/a.csv", &export()), ("in/notes.txt", "not a log\n"), ("in/empty.csv", "")]);
    let answer = folder.json(&["gaps", "in"]);
    assert_eq!(each(&answer["inputs"], "path"), ["in/a.csv"]);
    assert_eq!(each(&answer["ignored"], "path"), ["in/empty.csv", "in/notes.txt"]);
    assert!(each(&answer["ignored"], "reason")[0].contains("empty"));
}

#[test]
fn nothing_usable_is_refused() {
    let folder =
        Folder::with(&[("in/notes.txt", "not a log\n"), ("in/.hidden.csv", &export()), ("a.csv", &export())]);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    folder.run(&["gaps", "in"]).refused("no file that can be used: in/notes.txt");
    folder.run(&["gaps", "empty"]).refused("cannot use empty: there is no file in this folder");
    for order in [["gaps", "empty", "a.csv"], ["gaps", "a.csv", "empty"]] {
        assert_eq!(each(&folder.json(&order)["ignored"], "path"), ["empty"]);
    }
    folder.run(&["gaps"]).misused("<INPUT>...");
}

#[test]
fn folders_are_walked_to_the_bottom_and_hidden_files_are_not_read() {
    let text = export();
    let names = ["in/b.csv", "in/a.csv", "in/deep/er/c.csv", "in/.d.csv", "in/.git/e.csv"];
    let folder = Folder::with(&names.map(|name| (name, text.as_str())));
    let answer = folder.json(&["gaps", "in"]);
    assert_eq!(each(&answer["inputs"], "path"), ["in/a.csv", "in/b.csv", "in/deep/er/c.csv"]);
    assert_eq!(answer["totals"]["duplicates"], 4);
    assert_eq!(answer["ignored"].as_array().map(Vec::len), Some(0));
    let spelt = |argument: &str| each(&folder.json(&["gaps", argument])["inputs"], "path")[0].to_owned();
    assert_eq!([spelt("in/"), spelt("./in"), spelt(".")], ["in/a.csv", "./in/a.csv", "./in/a.csv"]);
    assert_eq!(spelt("in/.d.csv"), "in/.d.csv", "who names a hidden file wants it");
}

#[test]
fn patterns_are_expanded_here() {
    let text = export();
    let names = ["in/a.csv", "in/b.txt", "in/x/c.csv", "in/x/.d.csv", "in/y/e[1].csv"];
    let folder = Folder::with(&names.map(|name| (name, text.as_str())));
    let read = |pattern: &str| {
        let answer = folder.json(&["gaps", pattern]);
        each(&answer["inputs"], "path").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(read("in/*.csv"), ["in/a.csv"]);
    assert_eq!(read("in/?.*"), ["in/a.csv", "in/b.txt"]);
    assert_eq!(read("in/[bx]*"), ["in/b.txt", "in/x/c.csv"], "a folder that matches is walked");
    assert_eq!(read("in/**/*.csv"), ["in/a.csv", "in/x/c.csv", "in/y/e[1].csv"]);
    assert_eq!(read("./in/**"), ["./in/a.csv", "./in/b.txt", "./in/x/c.csv", "./in/y/e[1].csv"]);
    assert_eq!(read("*/x/*.{csv,txt}"), ["in/x/c.csv"]);
    assert_eq!(read("in/x/.*"), ["in/x/.d.csv"]);
    assert_eq!(read("in/y/e[1].csv"), ["in/y/e[1].csv"], "a file of that name is no pattern");
    let whole = folder.path("in").join("*.csv");
    assert_eq!(read(whole.to_str().expect("a text")).len(), 1);
    folder.run(&["gaps", "in/*.json"]).refused("cannot use in/*.json: no file matches");
    folder.run(&["gaps", "nowhere/*.csv"]).refused("cannot use nowhere/*.csv: no file matches");
    folder.run(&["gaps", "in/[a.csv"]).refused("no such pattern: unclosed character class");
}

#[test]
fn what_a_pattern_matches_may_be_no_input() {
    let folder = Folder::with(&[("a.csv", &export()), ("b.csv", "not a log\n")]);
    assert_eq!(each(&folder.json(&["gaps", "*.csv"])["ignored"], "path"), ["b.csv"]);
}

#[test]
fn a_file_given_twice_is_read_once_and_order_does_not_matter() {
    let folder = Folder::with(&[("in/a.csv", &export()), ("in/b.csv", &export())]);
    let answer = |arguments: &[&str]| {
        let mut answer = folder.json(&[&["gaps"], arguments].concat());
        answer["generated"].take();
        answer
    };
    let once = answer(&["in/a.csv"]);
    assert_eq!(once["totals"]["rows"], 2);
    assert_eq!(answer(&["in/a.csv", "in/a.csv"]), once);
    assert_eq!(answer(&["./in/../in/a.csv", "in/a.csv"])["totals"]["rows"], 2);
    assert_eq!(answer(&["in", "in/*.csv", "in/a.csv"]), answer(&["in/b.csv", "in/a.csv"]));
}

#[test]
fn standard_input() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let run = |arguments: &[&str], input: &str| Run::of(folder.program().args(arguments), input.as_bytes());
    let all = run(&["gaps", "-", "a.csv", "-", "--format", "json"], &export());
    let answer: serde_json::Value = serde_json::from_str(all.done()).expect("JSON");
    assert_eq!(each(&answer["inputs"], "path"), ["-", "a.csv"]);
    assert_eq!(answer["totals"]["duplicates"], 2);
    run(&["gaps", "-"], "").refused("cannot use -: it is empty");
    run(&["gaps", "-"], "not a log\n").refused("cannot use -: its header");
    assert_eq!(folder.names(""), ["a.csv"], "what was spooled is gone");
}

#[test]
fn non_interactive_files() {
    let folder = Folder::with(&[("a.csv", &export()), ("b.csv", &export())]);
    let formats = |arguments: &[&str]| {
        let answer = folder.json(arguments);
        each(&answer["inputs"], "format").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(formats(&["gaps", "a.csv"]), ["portal-user"]);
    assert_eq!(formats(&["gaps", "a.csv", "--non-interactive", "a.csv"]), ["portal-noninteractive"]);
    assert_eq!(
        formats(&["gaps", "a.csv", "--non-interactive", "./b.csv"]),
        ["portal-noninteractive", "portal-user"]
    );
    let both = ["--non-interactive", "a.csv", "gaps", "--non-interactive", "b.csv", "a.csv"];
    assert_eq!(formats(&both), ["portal-noninteractive", "portal-noninteractive"]);
    folder.run(&["gaps", "a.csv", "--non-interactive", "c.csv"]).refused("cannot use c.csv");
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::Write;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use crate::{Folder, Run, each, export};

    #[test]
    fn links_that_lead_back_are_harmless() {
        let folder = Folder::with(&[("in/a.csv", &export()), ("elsewhere/b.csv", &export())]);
        symlink("..", folder.path("in/up")).expect("a link");
        symlink("../elsewhere", folder.path("in/more")).expect("a link");
        symlink("nowhere", folder.path("in/broken")).expect("a link");
        symlink("self", folder.path("in/self")).expect("a link");
        let answer = folder.json(&["gaps", "in"]);
        assert_eq!(each(&answer["inputs"], "path"), ["in/a.csv", "in/more/b.csv"]);
        assert_eq!(each(&answer["ignored"], "path"), ["in/broken", "in/self"]);
        assert_eq!(each(&folder.json(&["gaps", "in/**/b.csv"])["inputs"], "path"), ["in/more/b.csv"]);
    }

    #[test]
    fn pipes_are_spooled_where_named_and_left_alone_in_folders() {
        let folder = Folder::with(&[("in/a.csv", &export())]);
        let pipe = folder.path("in/pipe.csv");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        assert_eq!(each(&folder.json(&["gaps", "in"])["ignored"], "path"), ["in/pipe.csv"]);
        let writer = std::thread::spawn(move || {
            let mut pipe = File::options().write(true).open(pipe).expect("a reader comes");
            pipe.write_all(export().as_bytes())
        });
        assert_eq!(folder.json(&["gaps", "in/pipe.csv"])["totals"]["signins"], 2);
        writer.join().expect("it ends").expect("it is read");
    }

    #[test]
    fn more_files_than_may_be_open() {
        let folder = Folder::new();
        for number in 0..150 {
            folder.write(&format!("in/{number:03}.csv"), export());
        }
        let script =
            format!("ulimit -n 115; exec '{}' gaps in --format json", env!("CARGO_BIN_EXE_entrasift"));
        let run = Run::of(Command::new("sh").current_dir(folder.path("")).args(["-c", &script]), b"");
        let answer: serde_json::Value = serde_json::from_str(run.done()).expect("JSON");
        assert_eq!(answer["totals"]["duplicates"], 298);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn names_that_are_no_text() {
        let folder = Folder::new();
        for name in [&b"a\xff.csv"[..], b"a\xfe.csv"] {
            std::fs::write(folder.path("").join(std::ffi::OsStr::from_bytes(name)), export())
                .expect("a file");
        }
        assert_eq!(each(&folder.json(&["gaps", "."])["inputs"], "path"), ["./a\\xfe.csv", "./a\\xff.csv"]);
        let bad = std::ffi::OsStr::from_bytes(b"\xff\x1b[31m.csv");
        let run = Run::of(folder.program().arg("gaps").arg(bad), b"");
        run.refused("cannot use \\xff␛[31m.csv: there is no such file");
    }
}
