//! `exceptions`, `impact` and `user`: the planted stories of the demo tenant, and small logs.

use serde_json::Value;

use crate::{Folder, HEADER, each, export, northwind};

fn demo(arguments: &[&str]) -> Value {
    let root = northwind();
    let root = root.to_str().expect("a path");
    let config = format!("{root}/entrasift.toml");
    Folder::new().json(&[arguments, &[root, "--config", &config]].concat())
}

/// The entries of a list whose user starts so.
fn of<'v>(list: &'v Value, user: &str) -> Vec<&'v Value> {
    let list = list.as_array().expect("a list").iter();
    list.filter(|one| one["user"].as_str().is_some_and(|name| name.starts_with(user))).collect()
}

#[test]
fn the_likely_things() {
    let answer = demo(&["legacy"]);
    let check = |user: &str, likely: &str, because: &str, turned_off: Value| {
        let entry = of(&answer["dependencies"], user)[0];
        assert!(entry["likely"].as_str().expect("text").contains(likely), "{entry}");
        assert!(entry["likely_because"].as_str().expect("text").contains(because), "{entry}");
        assert_eq!(entry["turned_off"], turned_off, "{user}");
    };
    check("svc-scan-hh-01@", "printer", "3 hours of the day", "2026-12-31".into());
    check("crm-import@", "CRM", "always one address", "2022-12-31".into());
    check("rainer.thiel@", "Outlook 2013", "Microsoft Office/15.0", "2022-12-31".into());
    check("davor.maric@", "phone", "Android-Mail", "2026-03-01".into());
    check("svc-backup@", "script", "svc", Value::Null);
    check("svc-monitoring@", "basic authentication", "BAV2ROPC", Value::Null);
    let questions = each(&answer["not_evaluated"], "rule");
    assert!(questions.contains(&"block-policy"), "{questions:?}");
}

#[test]
fn exceptions_of_the_demo_tenant() {
    let answer = demo(&[
        "exceptions",
        "--exempt",
        "marta.kowalski@northwind.example",
        "--exempt",
        "nobody@northwind.example",
    ]);
    let check = |user: &str, kind: &str, because: &str| {
        let entry = of(&answer["accounts"], user)[0];
        assert_eq!(entry["kind"], kind, "{entry}");
        assert!(entry["why"].as_str().expect("text").contains(because), "{entry}");
    };
    check("sync_nwdc01", "sync", "synchronisation");
    check("svc-backup@", "script", "ROPC");
    check("svc-scan-lnz-01@", "service", "always one address");
    check("info@", "shared-mailbox", "shared_mailboxes");
    check("room-elbe@", "room", "rooms");
    check("hugo.ferrand@", "guest", "another tenant");
    assert!(of(&answer["accounts"], "svc-emergency").is_empty(), "break-glass accounts are no exceptions");
    assert!(of(&answer["accounts"], "sales@").is_empty(), "that account does not exist");
    let sync = of(&answer["accounts"], "sync_nwdc01")[0]["suggestion"].as_str().expect("text");
    assert!(sync.contains("stops directory synchronisation"), "{sync}");
    let [marta, nobody] = answer["exempt"].as_array().expect("a list").as_slice() else { panic!("two") };
    assert_eq!(
        (&marta["password_known"], &marta["attack_countries"]),
        (&6.into(), &serde_json::json!(["BY"]))
    );
    assert!(marta["statement"].as_str().expect("text").contains("known to a stranger"));
    assert_eq!(nobody["found"], false);
}

#[test]
fn exempting_nobody_says_nothing_of_it() {
    let folder = Folder::with(&[("a.csv", &export())]);
    let answer = folder.json(&["exceptions", "a.csv"]);
    assert!(answer.get("exempt").is_none() && answer.get("risk").is_none());
}

#[test]
fn impact_before_enforcement() {
    let answer = demo(&["impact", "--to", "2026-11-23"]);
    let users = &answer["users"];
    let count = |key: &str| users[key].as_u64().expect("a count");
    let parts = ["ready", "will_be_prompted", "must_register", "blocked"].map(count);
    assert_eq!(parts.iter().sum::<u64>(), count("active"), "{users}");
    assert!(parts.iter().all(|part| *part > 0), "{users}");
    let kinds =
        |user: &str| of(&answer["breaks"], user).iter().map(|one| one["kind"].clone()).collect::<Vec<_>>();
    assert_eq!(kinds("sync_nwdc01")[0], "sync-account");
    assert!(kinds("rainer.thiel@").contains(&"legacy".into()));
    assert!(kinds("svc-monitoring@").contains(&"ropc".into()));
    assert!(kinds("gerda.haas@").contains(&"unregistered".into()));
    assert!(kinds("ulf.petersen@").contains(&"not-allowed".into()), "{:?}", kinds("ulf.petersen@"));
    assert!(kinds("emre.kaya@").contains(&"device-code".into()));
    let people: u64 = answer["hours"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|hour| hour["people"].as_u64().expect("a count"))
        .sum();
    assert!(people > 0 && people <= parts[1] + parts[2] + parts[3]);
    let questions = each(&answer["not_evaluated"], "rule");
    assert!(questions.contains(&"by-department") && questions.contains(&"report-only"), "{questions:?}");
}

#[test]
fn impact_of_blocking_legacy_alone() {
    let folder = Folder::with(&[("InteractiveSignIns_1.csv", &export())]);
    let answer = folder.json(&["impact", "--policy", "legacy-block", "InteractiveSignIns_1.csv"]);
    assert_eq!(
        answer["users"],
        serde_json::json!({ "active": 2, "ready": 1, "will_be_prompted": 0, "must_register": 0, "blocked": 1 })
    );
    assert_eq!(each(&answer["breaks"], "kind"), ["legacy"]);
    assert_eq!(each(&answer["breaks"], "user"), ["bo@northwind.example"]);
    let both = folder.json(&["impact", "InteractiveSignIns_1.csv"]);
    assert_eq!((&both["users"]["blocked"], &both["users"]["must_register"]), (&1.into(), &1.into()));
    assert!(each(&both["warnings"], "code").contains(&"no-registration-report"));
    folder.run(&["impact", "--policy", "everything", "InteractiveSignIns_1.csv"]).misused("legacy-block");
}

#[test]
fn report_only_results_are_believed() {
    let row = |minute: u32, user: &str, client: &str, result: &str| {
        format!(
            r#"{{"id":"6d1f8a1e-0000-4000-8000-0000000000{minute:02}","createdDateTime":"2026-11-02T08:{minute:02}:00Z","userPrincipalName":"{user}","userId":"0a000000-0000-4000-8000-0000000000{minute:02}","appDisplayName":"OfficeHome","appId":"4765445b-32c6-49b0-83e6-1d93765276ca","clientAppUsed":"{client}","status":{{"errorCode":0}},"authenticationRequirement":"singleFactorAuthentication","signInEventTypes":["interactiveUser"],"appliedConditionalAccessPolicies":[{{"displayName":"CA007","result":"{result}"}}]}}"#
        )
    };
    let rows = [
        row(1, "ana@x.example", "Browser", "reportOnlyInterrupted"),
        row(2, "bo@x.example", "Browser", "reportOnlyFailure"),
        row(3, "cy@x.example", "IMAP4", "reportOnlyFailure"),
    ];
    let folder = Folder::with(&[("signins.json", &format!("[{}]", rows.join(",")))]);
    let legacy = folder.json(&["legacy", "signins.json"]);
    let entry = &legacy["dependencies"][0];
    assert_eq!(
        (&entry["block_policy"], &entry["block_policy_names"]),
        (&"would-stop".into(), &serde_json::json!(["CA007"]))
    );
    let impact = folder.json(&["impact", "signins.json"]);
    assert_eq!(impact["users"]["blocked"], 2);
    assert_eq!(of(&impact["breaks"], "bo@")[0]["kind"], "report-only");
}

#[test]
fn a_stale_authenticator() {
    let answer = demo(&["user", "Bastian.Krueger@northwind.example"]);
    let guesses = each(&answer["hypotheses"], "hypothesis");
    assert_eq!(guesses[0], "stale-authenticator");
    assert_eq!(guesses.len(), 4);
    assert_eq!(answer["hypotheses"][0]["evidence_for"], "much");
    assert!(each(&answer["flows"], "judgement").contains(&"stopped"));
    let times = each(&answer["events"], "time");
    assert!(times.is_sorted() && times.len() as u64 == answer["user"]["signins"].as_u64().expect("a count"));
    assert!(each(&answer["not_evaluated"], "rule").contains(&"method-changed"));
    // The object id means the same person.
    let id = answer["user"]["ids"][0].as_str().expect("an id").to_uppercase();
    assert_eq!(demo(&["user", &id])["events"], answer["events"]);
}

#[test]
fn a_reported_prompt_is_an_attack() {
    let answer = demo(&["user", "elif.sahin@northwind.example"]);
    assert_eq!(answer["hypotheses"][0]["hypothesis"], "attack", "{}", answer["hypotheses"]);
}

#[test]
fn four_calls_a_day() {
    let answer = demo(&["user", "henrike.falkenberg@northwind.example"]);
    let prompts = &answer["prompts"];
    assert_eq!((&prompts["most_on_one_day"], &prompts["by_day"]["2026-11-24"]), (&4.into(), &4.into()));
    let methods: Vec<&String> = prompts["methods"].as_object().expect("a map").keys().collect();
    assert!(methods[0].contains("Phone call"), "{methods:?}");
    assert!(prompts["advice"][0].as_str().expect("text").contains("instead of push"));
    assert!(answer["hypotheses"].as_array().expect("a list").is_empty());
}

#[test]
fn strangers_are_not_found() {
    let folder = Folder::with(&[("a.csv", &format!("{HEADER}\n"))]);
    folder.write("a.csv", export());
    folder.run(&["user", "cy@northwind.example", "a.csv"]).refused("nobody in these files");
    let answer = folder.json(&["user", "ana@northwind.example", "a.csv"]);
    assert_eq!(answer["user"]["signins"], 1);
}

#[test]
fn redaction_reaches_the_statement() {
    let root = northwind();
    let root = root.to_str().expect("a path");
    let folder = Folder::new();
    for command in [
        &["exceptions", "--exempt", "marta.kowalski@northwind.example"][..],
        &["user", "bastian.krueger@northwind.example"],
    ] {
        let run = folder.run(&[command, &[root, "--redact", "--format", "json"]].concat());
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(!run.out.contains("marta.kowalski") && !run.out.contains("bastian.krueger"), "{command:?}");
    }
}
