//! Options, usage errors, exit codes.

use crate::{Folder, HEADER, Run, export, northwind};

#[test]
fn help_and_version() {
    let folder = Folder::new();
    assert!(folder.run(&["--version"]).done().starts_with("entrasift "));
    let help = folder.run(&["--help"]);
    let commands = [
        "analyze",
        "legacy",
        "gaps",
        "registration",
        "break-glass",
        "report",
        "explain",
        "rules",
        "show",
        "plan",
        "diff",
    ];
    for command in commands {
        assert!(help.done().contains(&format!("\n  {command} ")), "{command}");
        let own = folder.run(&[command, "--help"]);
        assert!(own.done().contains(&format!("Example: entrasift {command}")), "{command}");
        assert!(own.done().contains("--break-glass <ID>"), "{command}");
    }
    folder.run(&[]).misused("Usage: entrasift");
}

#[test]
fn usage_errors() {
    let folder = Folder::with(&[("a.csv", &export())]);
    folder.run(&["gaps", "--nonsense", "a.csv"]).misused("unexpected argument '--nonsense'");
    folder.run(&["gapz", "a.csv"]).misused("a similar subcommand exists: 'gaps'");
    folder.run(&["gaps", "--format", "yaml", "a.csv"]).misused("the formats are table, json");
    folder.run(&["gaps", "--threads", "many", "a.csv"]).misused("invalid value 'many'");
    folder.run(&["analyze", "--fail-on", "severe", "a.csv"]).misused("the severities are info, low");
    folder
        .run(&["a.csv"])
        .refused("a.csv is no command; what is asked stands first: `entrasift analyze a.csv`");
    folder.run(&["explain"]).misused("<CODE>");
}

#[test]
fn settings_of_rules() {
    let folder = Folder::with(&[
        ("a.csv", &export()),
        ("entrasift.toml", "[rules.failed-mfa]\npending_minutes = 60\n"),
        ("plain.toml", ""),
    ]);
    let lead =
        |arguments: &[&str]| folder.run(&[&["analyze", "a.csv"], arguments].concat()).done().to_owned();
    assert!(!lead(&["--config", "plain.toml"]).contains("settings of your own"));
    assert!(lead(&[]).contains("settings of your own: failed-mfa.pending_minutes=60 (by default 120)"));
    let typed = ["--set", "failed-mfa.pending_minutes=0", "--set", "failed-mfa.pending_minutes=5"];
    assert!(
        lead(&typed).contains("failed-mfa.pending_minutes=5 (by default 120)"),
        "what is typed holds, the last of it"
    );
    let page = folder.run(&["rules", "failed-mfa"]).done().to_owned();
    assert!(
        page.contains("--set failed-mfa.NAME=VALUE") && page.contains("by default 120 minutes"),
        "{page}"
    );
    folder.run(&["analyze", "a.csv", "--set", "failed-mfa"]).misused("a setting is written RULE.NAME=VALUE");
    folder
        .run(&["analyze", "a.csv", "--set", "failed-mfa.pending=1"])
        .misused("the nearest known one is `pending_minutes`");
    folder.write("entrasift.toml", "[rules.faild-mfa]\npending_minutes = 1\n");
    folder
        .run(&["analyze", "a.csv"])
        .refused("line 2: there is no rule `faild-mfa`; the nearest is `failed-mfa`");
}

#[test]
fn what_is_not_in_this_version_is_said() {
    let folder = Folder::with(&[("a.csv", &export())]);
    folder.run(&["translate", "a.csv"]).refused("translate is not in this version");
}

#[cfg(not(feature = "frame"))]
#[test]
fn a_build_without_polars_says_how_to_get_it() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let words = "not in this build, which leaves Polars out: `cargo build --release --features frame`";
    folder.run(&["query", "SELECT 1", "a.csv"]).refused(words);
    folder.run(&["export", "a.csv", "-o", "a.parquet"]).refused(words);
    for command in ["query", "export"] {
        assert!(folder.run(&[command, "--help"]).done().contains("--features frame"));
    }
}

#[test]
fn zones() {
    let folder =
        Folder::with(&[("a.csv", &export()), ("b.toml", "[tenant]\ntimezone = \"America/New_York\"\n")]);
    let shown = |arguments: &[&str]| folder.run(&[&["gaps", "a.csv"], arguments].concat()).done().to_owned();
    assert!(shown(&[]).contains("2 Nov 2026 UTC") && shown(&[]).contains("2026-11-02 08:00"));
    assert!(shown(&["--tz", "europe/berlin"]).contains("2 Nov 2026 Europe/Berlin"));
    assert!(shown(&["--tz", "Europe/Berlin"]).contains("2026-11-02 09:00"));
    assert!(shown(&["--config", "b.toml"]).contains("2026-11-02 03:00"));
    assert!(shown(&["--config", "b.toml", "--tz", "UTC"]).contains("2026-11-02 08:00"));
    for format in ["json", "csv"] {
        let utc = shown(&["--tz", "Asia/Tokyo", "--format", format]);
        assert!(utc.contains("2026-11-02T08:00:00Z") && !utc.contains("17:00"), "{format}");
    }
    for format in ["markdown", "html"] {
        let local = shown(&["--tz", "Asia/Tokyo", "--format", format]);
        assert!(local.contains("2026-11-02 17:00") && local.contains("Asia/Tokyo"), "{format}");
    }
    for name in ["Berlin", "W. Europe Standard Time"] {
        assert!(shown(&["--tz", name]).contains("2026-11-02 09:00"), "{name}");
    }
    folder.run(&["gaps", "--tz", "Europe/Berlim", "a.csv"]).misused("the nearest is `Europe/Berlin`");
    folder.write("c.toml", "[tenant]\ntimezone = \"Atlantis\"\n");
    folder.run(&["gaps", "--config", "c.toml", "a.csv"]).refused("there is no zone `Atlantis`");
}

#[test]
fn redaction() {
    let folder = Folder::with(&[("a.csv", &export()), ("key", ""), ("of-ana.csv", &export())]);
    let redacted = folder.run(&["gaps", "--redact", "of-ana.csv"]).done().to_owned();
    assert!(redacted.contains("user-") && !redacted.contains("ana"), "{redacted}");
    folder
        .run(&["gaps", "--redact", "--redact-key", "key", "a.csv"])
        .refused("the key of --redact-key is empty");
    folder
        .run(&["gaps", "--redact", "--redact-key", "no-such-key.txt", "a.csv"])
        .refused("cannot use no-such-key.txt: there is no such file");
    folder.run(&["explain", "--redact", "50126"]).done();
}

#[test]
fn completions_and_manual() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).done().contains("break-glass"), "{shell}");
    }
    folder.run(&["completions", "cmd"]).misused("possible values");
    assert!(folder.run(&["man"]).done().contains(".TH entrasift 1"));
    folder.run(&["man", "--dir", "man1"]).done();
    let pages = folder.names("man1");
    assert!(
        pages.contains(&"entrasift.1".to_owned()) && pages.contains(&"entrasift-gaps.1".to_owned()),
        "{pages:?}"
    );
    assert!(folder.read("man1/entrasift-gaps.1").contains("Example: entrasift gaps"));
}

#[test]
fn next_steps_can_be_pasted() {
    let folder = Folder::with(&[("a b.csv", &export()), ("c.csv", &export())]);
    assert!(folder.run(&["analyze", "c.csv"]).done().contains("entrasift legacy c.csv"));
    let with_config = folder.run(&["analyze", "a b.csv", "--break-glass", "x@northwind.example"]);
    assert!(with_config.done().contains("entrasift legacy \"a b.csv\" --break-glass x@northwind.example"));
    assert!(folder.run(&["analyze", "--redact", "c.csv"]).done().contains("entrasift legacy …"));
}

#[test]
fn bounds_are_checked_before_anything_is_read() {
    let folder = Folder::new();
    for option in ["--from", "--to", "--as-of"] {
        for bound in ["yesterday", "2026-02-30", "2026-11-23 8:00", "", "1793433600"] {
            folder.run(&["gaps", &format!("{option}={bound}"), "missing.csv"]).misused(option);
        }
        folder.run(&["gaps", option, "2026-11-23T08:00:00", "missing.csv"]).misused("needs its zone");
    }
    let backwards = ["gaps", "--from", "2026-11-03", "--to", "2026-11-02", "missing.csv"];
    folder.run(&backwards).refused("no time is in the window");
}

#[test]
fn windows() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let signins = |from: &str, to: &str| {
        let answer = folder.json(&["gaps", "--from", from, "--to", to, "a.csv"]);
        (answer["totals"]["signins"].as_u64(), answer["totals"]["out_of_window"].as_u64())
    };
    assert_eq!(signins("2026-11-02", "2026-11-03"), (Some(2), Some(0)));
    assert_eq!(signins("2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"), (Some(1), Some(1)));
    assert_eq!(signins("2026-11-02T10:00:00+01:00", "2026-11-03"), (Some(1), Some(1)));
    folder.run(&["gaps", "--from", "2027-01-01", "a.csv"]).refused("no sign-in in the time window");
}

#[test]
fn as_of() {
    let folder = Folder::with(&[("a.csv", &export())]);
    assert_eq!(folder.json(&["gaps", "a.csv"])["as_of"], "2026-11-02T09:00:00Z");
    assert_eq!(folder.json(&["gaps", "--as-of", "2026-12-01", "a.csv"])["as_of"], "2026-12-01T00:00:00Z");
}

#[test]
fn ambiguous_dates() {
    let ambiguous = export()
        .replace("2026-11-02T08:00:00Z", "3/12/2026 8:00")
        .replace("2026-11-02T09:00:00Z", "4/12/2026 9:00");
    let folder = Folder::with(&[("a.csv", &ambiguous)]);
    folder.run(&["gaps", "a.csv"]).refused("say --date-order mdy or dmy");
    let newest = |order: &str| folder.json(&["gaps", "--date-order", order, "a.csv"])["as_of"].take();
    assert_eq!([newest("mdy"), newest("dmy")], ["2026-04-12T09:00:00Z", "2026-12-04T09:00:00Z"]);
    folder.run(&["gaps", "--date-order", "ymd", "a.csv"]).misused("[possible values: mdy, dmy]");
}

#[test]
fn malformed_rows() {
    let bad = format!("{}one,field,more,than,a,row,has,room,for\n", export());
    let folder = Folder::with(&[("a.csv", &bad)]);
    let answer = folder.json(&["gaps", "a.csv"]);
    assert_eq!((&answer["totals"]["malformed"], &answer["problems"][0]["row"]), (&1.into(), &4.into()));
    let strict = folder.run(&["gaps", "--strict", "a.csv"]);
    strict.refused("a.csv, row 4 (byte ");
    strict.refused("without --strict the row is counted");
}

#[test]
fn fail_on() {
    let northwind = northwind();
    let folder = Folder::new();
    let code = |severity: &str| {
        let input = northwind.to_str().expect("a text");
        let run = folder.run(&[
            "analyze",
            "--fail-on",
            severity,
            "--break-glass",
            "svc-emergency-alpha@northwind.example",
            input,
        ]);
        assert_eq!(run.err, "");
        assert!(run.out.contains("legacy-auth"), "the answer is given all the same");
        run.code
    };
    assert_eq!((code("high"), code("CRITICAL")), (Some(1), Some(1)));
    let quiet =
        Folder::with(&[("a.csv", &format!("{HEADER}\n{}\n", export().lines().nth(1).unwrap_or_default()))]);
    assert_eq!(quiet.run(&["analyze", "--fail-on", "critical", "a.csv"]).code, Some(0));
}

#[test]
fn options_stand_before_or_after_the_command() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let accounts = |arguments: &[&str]| {
        let answer = folder.json(arguments);
        crate::each(&answer["accounts"], "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let arguments = [
        "--break-glass",
        "bo@northwind.example",
        "break-glass",
        "a.csv",
        "--break-glass",
        "cy@northwind.example",
    ];
    assert_eq!(accounts(&arguments), ["bo@northwind.example", "cy@northwind.example"]);
}

#[test]
fn threads_change_nothing() {
    let northwind = northwind();
    let folder = Folder::new();
    let answer = |threads: &str| {
        let mut answer = folder.json(&["legacy", "--threads", threads, northwind.to_str().expect("a text")]);
        answer["generated"].take();
        answer
    };
    assert_eq!(answer("1"), answer("7"));
    assert_eq!(answer("1"), answer("0"));
}

#[test]
fn reference_commands_read_nothing() {
    let folder = Folder::with(&[("entrasift.toml", "nonsense")]);
    assert!(folder.run(&["explain", "AADSTS50076"]).done().contains("50076"));
    assert!(folder.run(&["rules"]).done().contains("legacy-auth"));
    assert!(folder.run(&["rules", "legacy-auth"]).done().contains("What it finds"));
    folder.run(&["rules", "legacy-aut"]).refused("legacy-auth");
    folder.run(&["explain", "fifty"]).refused("fifty");
}

#[test]
fn show() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let shown = folder.run(&["show", "6D1F8A1E-0000-4000-8000-000000000002", "a.csv"]);
    assert!(shown.done().contains("bo@northwind.example"));
    folder.run(&["show", "6d1f8a1e-0000-4000-8000-000000000009", "a.csv"]).refused("000000000009");
}

#[test]
fn quiet_and_progress_leave_the_answer_alone() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let loud = Run::of(folder.program().args(["gaps", "a.csv"]), b"");
    assert_eq!(loud.done(), folder.run(&["gaps", "--quiet", "a.csv"]).done());
}

#[test]
fn the_top_of_each_list() {
    let folder = Folder::new();
    let inputs = northwind();
    let inputs = inputs.to_str().expect("a path");
    for format in ["table", "markdown"] {
        let lines = |arguments: &[&str]| {
            let run = folder.run(&[&["gaps", inputs, "--format", format], arguments].concat());
            run.done().lines().filter(|line| line.contains("@northwind.example")).count()
        };
        let (three, twelve) = (lines(&["--top", "3"]), lines(&["--top", "12"]));
        assert!((3..=6).contains(&three) && three + 9 <= twelve, "{format}: {three} and {twelve}");
    }
}

#[test]
fn next_steps_repeat_what_decides_the_answer() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let options = ["--date-order", "mdy", "--set", "password-spray.users=10"];
    let told = folder.run(&[&["analyze", "a.csv"], &options[..]].concat()).done().replace("\n      ", " ");
    let steps: Vec<&str> = told.lines().filter(|line| line.starts_with("  entrasift legacy")).collect();
    assert!(!steps.is_empty() && steps.iter().all(|step| step.contains(&options.join(" "))), "{told}");
    let long = "a".repeat(80) + ".csv";
    folder.write(&long, export());
    let told = folder.run(&["analyze", &long, "--date-order", "mdy"]).done().to_owned();
    assert!(told.contains("entrasift legacy … --date-order mdy"), "{told}");
}
