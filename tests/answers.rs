//! The built program against the second computation, and against itself.

mod oracle;
#[path = "answers/recut.rs"]
mod recut;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use oracle::Options;
use oracle::detection::{self, HOME_COUNTRIES};
use oracle::export::Export;
use oracle::log::Log;
use oracle::random::{Random, Scene, scene};
use recut::{join, settled, sheet};
use serde_json::Value;

/// The commands that are computed twice.
const COMMANDS: [&str; 4] = ["analyze", "legacy", "gaps", "break-glass"];

/// Commands that the oracle does not compute; the laws hold for them all the same.
const MORE_COMMANDS: [&str; 4] =
    ["exceptions", "impact", "impact --policy legacy-block", "user bastian.krueger@northwind.example"];

/// The tenant file of a run, in the folder of its inputs.
const TENANT: &str = "tenant-of-this-run.toml";

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("answers").join(name);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Writes the tenant file that says what `options` say.
fn write_tenant(path: &Path, options: &Options) {
    let mut text = format!("[tenant]\nadmins = {:?}\n", options.admins);
    if let Some(tenant) = &options.home_tenant {
        text += &format!("home_tenant_id = \"{tenant}\"\n");
    }
    text += &format!("[networks]\nhome_countries = {:?}\ntrusted = {:?}\n", HOME_COUNTRIES, options.trusted);
    std::fs::write(path, text).expect("a tenant file");
}

/// Standard output of the program, or why there is none.
fn output(
    command: &str,
    inputs: &[PathBuf],
    options: &Options,
    tenant: &Path,
    threads: usize,
) -> Result<String, String> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
    program.current_dir(&options.root).args(["--format", "json", "--threads"]).arg(threads.to_string());
    program.arg("--config").arg(tenant);
    for account in &options.break_glass {
        program.args(["--break-glass", account]);
    }
    for (flag, value) in [("--from", &options.from), ("--to", &options.to), ("--as-of", &options.as_of)] {
        if let Some(value) = value {
            program.args([flag, value]);
        }
    }
    program.args(command.split(' '));
    if command == "legacy" {
        program.arg("--full");
    }
    let run = program.args(inputs).output().expect("the program");
    if !run.status.success() {
        return Err(format!("{}: {}", run.status, String::from_utf8_lossy(&run.stderr)));
    }
    String::from_utf8(run.stdout).map_err(|error| error.to_string())
}

/// The answer as JSON, without the wall clock.
fn parsed(text: &str) -> Result<Value, String> {
    let mut value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    value.as_object_mut().ok_or("no object")?.remove("generated");
    Ok(value)
}

/// What the oracle answers.
fn expected(command: &str, inputs: &[PathBuf], options: &Options) -> Value {
    match command {
        "analyze" => oracle::analyze(inputs, options),
        "legacy" => oracle::legacy(inputs, options),
        "gaps" => oracle::gaps(inputs, options),
        _ => oracle::break_glass(inputs, options),
    }
}

/// The inputs that a command reads; the registration report only where it is asked for.
fn read_by(command: &str, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let needs_report = !["legacy", "gaps"].contains(&command);
    let is_report = |path: &Path| path.to_string_lossy().contains("UserRegistrationDetails");
    inputs.iter().filter(|path| needs_report || !is_report(path)).cloned().collect()
}

/// Runs all commands and compares with the oracle; the differences of each.
fn differences(inputs: &[PathBuf], options: &Options, tenant: &Path, threads: usize) -> Vec<String> {
    let mut found = Vec::new();
    for command in COMMANDS {
        let inputs = read_by(command, inputs);
        let oracle = expected(command, &inputs, options);
        if oracle["totals"]["signins"] == 0 {
            continue;
        }
        match output(command, &inputs, options, tenant, threads).and_then(|text| parsed(&text)) {
            Err(why) => found.push(format!("{command}: {why}")),
            Ok(product) => {
                for difference in oracle::compare(&product, &oracle) {
                    found.push(format!("{command}: {difference}"));
                }
            }
        }
    }
    found
}

/// The files of the made-up tenant that the oracle reads, and options for them.
fn northwind() -> Option<(Vec<PathBuf>, Options)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind");
    let mut inputs = Vec::new();
    for below in ["", "registration"] {
        let Ok(entries) = std::fs::read_dir(root.join(below)) else { continue };
        for entry in entries {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            let wanted = ["InteractiveSignIns_", "NonInteractiveSignIns_", "exportUserRegistrationDetails_"];
            if name.ends_with(".csv") && wanted.iter().any(|start| name.starts_with(start)) {
                inputs.push(Path::new(below).join(name));
            }
        }
    }
    inputs.sort();
    let accounts = ["svc-emergency-alpha@northwind.example", "svc-emergency-bravo@northwind.example"];
    let break_glass = accounts.map(String::from).to_vec();
    if inputs.is_empty() {
        eprintln!("no testdata/northwind: nothing compared");
        return None;
    }
    let admins = vec!["tobias.winkler@northwind.example".to_string()];
    Some((inputs, Options { root, break_glass, admins, ..Options::default() }))
}

/// Writes the files of a scene into `folder`.
fn lay_out(scene: &mut Scene, folder: PathBuf) -> Vec<PathBuf> {
    for (path, bytes) in &scene.files {
        std::fs::write(folder.join(path), bytes).expect("a file");
    }
    write_tenant(&folder.join(TENANT), &scene.options);
    scene.options.root = folder;
    scene.files.iter().map(|(path, _)| path.clone()).collect()
}

#[test]
fn northwind_is_answered_as_the_oracle_does() {
    let Some((inputs, options)) = northwind() else { return };
    let tenant = folder("northwind").join(TENANT);
    write_tenant(&tenant, &options);
    let found = differences(&inputs, &options, &tenant, 2);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// `ENTRASIFT_SEED=7` runs one log and leaves its files, `ENTRASIFT_LOGS=5000` runs many.
#[test]
fn random_logs_are_answered_as_the_oracle_does() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("ENTRASIFT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("ENTRASIFT_LOGS").unwrap_or(300),
    };
    let mut failed = Vec::new();
    let count = seeds.end - seeds.start;
    for seed in seeds {
        let mut scene = scene(seed);
        let folder = folder(&format!("random-{seed}"));
        let inputs = lay_out(&mut scene, folder.clone());
        let found = differences(&inputs, &scene.options, Path::new(TENANT), 1 + (seed % 2) as usize);
        if found.is_empty() {
            std::fs::remove_dir_all(&folder).ok();
        } else {
            failed.push(format!("seed {seed}, {:?}:\n{}", scene.options, found.join("\n")));
        }
    }
    let shown = failed.iter().take(5).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(failed.is_empty(), "{} of {count} logs differ; the first:\n{shown}", failed.len());
}

/// The scenes would prove little if they lacked a case.
#[test]
fn random_logs_hold_every_case() {
    let mut seen = BTreeMap::new();
    for seed in 0..100 {
        let scene = scene(seed);
        let files = scene.files.iter().map(|(path, bytes)| Export::of(&path.to_string_lossy(), bytes));
        let log = Log::of(files.collect(), &scene.options);
        let mut note = |what: &str| *seen.entry(what.to_string()).or_insert(0) += 1;
        log.exports.iter().for_each(|export| note(export.format));
        log.exports.iter().flat_map(|export| &export.problems).for_each(|problem| note(problem.class));
        log.signins.iter().for_each(|signin| note(signin.status));
        log.classes.iter().flatten().for_each(|verdict| note(verdict.class));
        let answer = oracle::dependency::answer(&log, &scene.options);
        for entry in answer["dependencies"].as_array().expect("a list") {
            note(entry["verdict"].as_str().expect("a verdict"));
            note(if entry["suspect"] == true { "suspect" } else { "unsuspected" });
        }
        for (rule, at) in
            detection::RULES.iter().flat_map(|rule| (0..log.signins.len()).map(move |at| (rule, at)))
        {
            if let Some((severity, kind)) = detection::seen(&log, rule, at) {
                note(rule);
                note(&format!("{rule}: {severity} {kind}"));
            }
        }
    }
    eprintln!("{seen:?}");
    let cases = "portal-interactive portal-noninteractive portal-user portal-authdetails registration success \
        failure interrupted field-count bad-date nul invalid-utf8 stray-quote unclosed-quote no-status \
        break-glass sync legacy passthrough outbound service-provider mfa-done strong-primary mfa-prior \
        external-provider gap-legacy-setting remembered device-signin bootstrap device-satisfied guest gap \
        token-only unknown dependency blocked attack stale suspect unsuspected";
    let kinds = [
        "account-lockout: low locked",
        "account-lockout: info malicious address",
        "account-lockout: low not said which",
        "device-code: high registers a device",
        "noncompliant-device: low refused",
        "noncompliant-device: info not compliant",
        "suspicious-user-agent: medium stopped after the right password",
        "sync-account: medium failed",
    ];
    for case in cases.split_whitespace().chain(detection::RULES).chain(kinds) {
        assert!(seen.get(case).is_some_and(|count| *count >= 10), "{case}: {:?}", seen.get(case));
    }
}

#[test]
fn threads_change_nothing() {
    let mut cases: Vec<(Vec<PathBuf>, Options, PathBuf)> = Vec::new();
    if let Some((inputs, options)) = northwind() {
        let tenant = folder("northwind-threads").join(TENANT);
        write_tenant(&tenant, &options);
        cases.push((inputs, options, tenant));
    }
    for seed in 1000..1010 {
        let mut scene = scene(seed);
        let inputs = lay_out(&mut scene, folder(&format!("threads-{seed}")));
        cases.push((inputs, scene.options, PathBuf::from(TENANT)));
    }
    for (mut inputs, options, tenant) in cases {
        let more = if options.root.ends_with("northwind") { &MORE_COMMANDS[..] } else { &MORE_COMMANDS[..3] };
        for command in COMMANDS.iter().chain(more) {
            let one = output(command, &inputs, &options, &tenant, 1).map(|text| without_clock(&text));
            inputs.reverse();
            let two = output(command, &inputs, &options, &tenant, 2).map(|text| without_clock(&text));
            assert_eq!(one, two, "{command} in {}", options.root.display());
        }
    }
}

/// The text with the value of `generated` taken out, byte for byte the same elsewhere.
fn without_clock(text: &str) -> String {
    let Some(at) = text.find("\"generated\"") else { return text.to_string() };
    let value = at + "\"generated\"".len();
    let open = value + text[value..].find('"').expect("a time");
    let close = open + 1 + text[open + 1..].find('"').expect("the end of a time");
    format!("{}{}", &text[..open], &text[close + 1..])
}

/// What the program answers, as JSON.
fn answered(command: &str, inputs: &[PathBuf], options: &Options) -> Value {
    let tenant = options.root.join(TENANT);
    write_tenant(&tenant, options);
    let text = output(command, inputs, options, &tenant, 2).expect("an answer");
    parsed(&text).expect("JSON")
}

/// Somebody who answers a command: the program or the oracle.
type Answerer = fn(&str, &[PathBuf], &Options) -> Value;

/// Compares the answers on a log with those on the same log cut, shuffled and doubled.
fn check_laws(name: &str, inputs: &[PathBuf], options: &Options, answerer: Answerer, commands: &[&str]) {
    let random = &mut Random::new(1);
    let variants = ["whole", "shuffled", "cut", "doubled"].map(|law| (law, folder(&format!("{name}-{law}"))));
    let mut files: Vec<Vec<PathBuf>> = vec![Vec::new(); variants.len()];
    for input in inputs {
        let bytes = std::fs::read(options.root.join(input)).expect("a file");
        let file = input.file_name().expect("a name").to_string_lossy().into_owned();
        let is_log = file.contains("SignIns") && !file.contains("AuthDetails");
        for (at, (law, folder)) in variants.iter().enumerate() {
            let mut pieces = vec![(file.clone(), bytes.clone())];
            if is_log {
                let (header, mut records) = sheet(&bytes);
                if *law != "whole" {
                    random.shuffle(&mut records);
                }
                let size = if *law == "cut" { records.len() / 3 + 1 } else { records.len().max(1) };
                pieces.clear();
                for (number, piece) in records.chunks(size).enumerate() {
                    pieces.push((format!("{number}-{file}"), join(&header, piece)));
                }
                if *law == "doubled" {
                    pieces.push((format!("copy-{file}"), join(&header, &records)));
                }
            }
            for (file, bytes) in pieces {
                std::fs::write(folder.join(&file), bytes).expect("a piece");
                files[at].push(PathBuf::from(file));
            }
        }
    }
    for command in commands {
        let mut answers = Vec::new();
        for ((law, folder), files) in variants.iter().zip(&files) {
            let options = Options { root: folder.clone(), ..options.clone() };
            let answer = answerer(command, &read_by(command, files), &options);
            answers.push(settled(answer, *law == "doubled"));
        }
        for ((law, _), answer) in variants.iter().zip(&answers).skip(1) {
            let mut whole = answers[0].clone();
            whole = settled(whole, *law == "doubled");
            let found = [oracle::compare(&whole, answer), oracle::compare(answer, &whole)].concat();
            assert!(whole == *answer, "{name} {command} {law}:\n{}", found.join("\n"));
        }
    }
}

/// Random logs whose files may be cut anywhere.
fn check_laws_on_random_logs(name: &str, logs: usize, answerer: Answerer) {
    let mut checked = 0;
    for seed in 2000.. {
        let mut scene = scene(seed);
        if scene.plain_times {
            let inputs = lay_out(&mut scene, folder(&format!("{name}-{seed}")));
            check_laws(&format!("{name}-{seed}"), &inputs, &scene.options, answerer, &COMMANDS);
            checked += 1;
        }
        if checked == logs {
            return;
        }
    }
}

#[test]
fn cut_shuffled_and_doubled_logs_give_the_same_answers() {
    check_laws_on_random_logs("laws", 20, answered);
    if let Some((inputs, options)) = northwind() {
        check_laws("laws-northwind", &inputs, &options, answered, &COMMANDS);
        check_laws("laws-more-northwind", &inputs, &options, answered, &MORE_COMMANDS);
    }
}

#[test]
fn the_oracle_keeps_the_same_laws() {
    check_laws_on_random_logs("oracle-laws", 8, expected);
    if let Some((inputs, options)) = northwind() {
        check_laws("oracle-laws-northwind", &inputs, &options, expected, &COMMANDS);
    }
}
