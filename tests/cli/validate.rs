//! `validate` and `pilot`: exit codes, the planted story, and the same answer however it is asked for.

use serde_json::Value;

use crate::{Folder, each, export, northwind};

/// The answer of a command on the made-up tenant, and its exit code.
fn told(command: &str, more: &[&str]) -> (Option<i32>, Value) {
    let northwind = northwind();
    let config = northwind.join("entrasift.toml").to_string_lossy().into_owned();
    let input = northwind.to_string_lossy().into_owned();
    let run =
        Folder::new().run(&[&[command, &input, "--config", &config, "--format", "json"], more].concat());
    (run.code, serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("JSON: {}", run.err)))
}

/// A check's status.
fn status<'a>(answer: &'a Value, id: &str) -> &'a str {
    let checks = answer["checks"].as_array().expect("checks");
    let check = checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"));
    check["status"].as_str().expect("a word")
}

#[test]
fn the_first_72_hours_of_the_made_up_tenant() {
    let (code, answer) = told("validate", &[]);
    assert_eq!((code, &answer["verdict"]), (Some(1), &"not-clean".into()));
    assert_eq!(answer["window"]["from"], "2026-11-23T08:00:00Z");
    assert_eq!(answer["window"]["to"], "2026-11-26T08:00:00Z");
    assert_eq!(
        each(&answer["checks"], "id"),
        [
            "coverage",
            "truncation",
            "non-interactive-present",
            "mfa-on-every-signin",
            "legacy-zero",
            "failures-explained",
            "policy-enforced",
            "registration-complete",
            "break-glass-unregistered",
            "break-glass-tested",
            "positive-evidence",
        ]
    );
    let failed: Vec<&str> = ["mfa-on-every-signin", "failures-explained", "break-glass-tested"]
        .into_iter()
        .filter(|id| status(&answer, id) == "fail")
        .collect();
    assert_eq!(failed.len(), 3, "{}", answer["checks"]);
    let check = |id: &str| {
        let checks = answer["checks"].as_array().expect("checks");
        checks.iter().find(|check| check["id"] == id).expect("the check").clone()
    };
    let users = check("failures-explained")["users"].to_string();
    for name in ["bastian.krueger", "gerda.haas", "ulf.petersen", "arne.wulff", "lotte.friis"] {
        assert!(users.contains(name), "{name} is stopped: {users}");
    }
    for name in ["hatice.arslan", "marta.kowalski", "henrike.falkenberg"] {
        assert!(!users.contains(name), "{name} got through, or was not there: {users}");
    }
    assert!(
        check("failures-explained")["detail"]
            .as_str()
            .expect("words")
            .contains("Drawing Vault works for nobody")
    );
    assert!(check("mfa-on-every-signin")["users"].to_string().contains("tobias.winkler"));
    assert_eq!(check("break-glass-tested")["users"][0], "svc-emergency-bravo@northwind.example");
    assert_eq!(check("break-glass-tested")["evidence_total"], 1);
    let accepted = answer["accepted"].to_string();
    assert!(accepted.contains("crm-import") && accepted.contains("svc-scan-lnz-01"), "{accepted}");
}

#[test]
fn the_answer_does_not_hang_on_threads() {
    let without_clock = |more: &[&str]| {
        let (_, mut answer) = told("validate", more);
        answer["generated"].take();
        answer
    };
    assert_eq!(without_clock(&["--threads", "1"]), without_clock(&["--threads", "3"]));
}

#[test]
fn what_the_command_line_says() {
    let (code, answer) = told("validate", &["--enforced-at", "2026-11-24T00:00:00Z", "--hours", "24"]);
    assert_eq!(code, Some(1));
    assert_eq!(answer["window"]["to"], "2026-11-25T00:00:00Z");
    let (_, answer) = told("validate", &["--covers", "2026-11-23..2026-11-25"]);
    assert_eq!(status(&answer, "coverage"), "inconclusive");
    let folder = Folder::with(&[("a.csv", &export())]);
    folder.run(&["validate", "a.csv"]).refused("when was the policy switched on");
    let run = folder.run(&["validate", "a.csv", "--covers", "2026-11-25..2026-11-23"]);
    assert!(run.code == Some(2) && run.err.contains("ends before it begins"), "{}", run.err);
    let run = folder.run(&["validate", "a.csv", "--enforced-at", "2026-11-01T00:00Z"]);
    assert_eq!(run.code, Some(1), "a legacy success: {}", run.out);
    let run = folder.run(&["validate", "a.csv", "--enforced-at", "2026-11-10T00:00Z"]);
    assert_eq!(run.code, Some(3), "nothing in the window: {}", run.out);
}

#[test]
fn the_pilot_of_the_made_up_tenant() {
    let (code, answer) = told("pilot", &[]);
    assert_eq!((code, &answer["verdict"]), (Some(3), &"inconclusive".into()));
    assert_eq!(answer["window"]["from"], "2026-11-20T00:00:00Z");
    assert_eq!(answer["window"]["to"], "2026-11-23T00:00:00Z");
    let users = answer["users"].as_array().expect("users");
    assert_eq!(users.len(), 12);
    assert!(
        users.iter().all(|user| user["seen"] == true && user["mfa"] == true && user["by_policy"].is_null())
    );
    assert_eq!(status(&answer, "by-policy"), "inconclusive");
    assert_eq!(status(&answer, "device-kinds"), "pass");
    assert!(answer["outside"]["legacy"].as_u64() > Some(0));
    let (_, answer) = told("pilot", &["--pilot-user", "regina.moll@northwind.example"]);
    assert_eq!(answer["users"][0]["seen"], false);
    assert_eq!(status(&answer, "everyone-seen"), "inconclusive");
    let (code, answer) =
        told("pilot", &["--pilot-user", "arne.wulff@northwind.example", "--from", "2026-11-23T08:00:00Z"]);
    assert_eq!(code, Some(1));
    assert!(answer["users"][0]["problems"].to_string().contains("Drawing Vault"), "{}", answer["users"]);
    Folder::with(&[("a.csv", &export())]).run(&["pilot", "a.csv"]).refused("who is in the pilot");
}
