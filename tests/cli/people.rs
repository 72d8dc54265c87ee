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

/// A Graph sign-in: minute, user, and further members.
fn object(minute: u32, user: &str, more: &str) -> String {
    format!(
        r#"{{"id":"6d1f8a1e-0000-4000-8000-0000000000{minute:02}","createdDateTime":"2026-11-02T08:{minute:02}:00Z","userPrincipalName":"{user}@x.example","userId":"{user:a<8}-0000-4000-8000-000000000001","appDisplayName":"OfficeHome","appId":"4765445b-32c6-49b0-83e6-1d93765276ca","clientAppUsed":"Browser","status":{{"errorCode":0}},"authenticationRequirement":"singleFactorAuthentication","conditionalAccessStatus":"notApplied","signInEventTypes":["interactiveUser"],"resourceTenantId":"b7f39b0f-9bfc-4fc9-be2e-1fbbbc509e0a"{more}}}"#
    )
}

fn impact_of(objects: &[String]) -> Value {
    Folder::with(&[("signins.json", &format!("[{}]", objects.join(",")))]).json(&["impact", "signins.json"])
}

#[test]
fn a_device_is_shared_from_four_people_on() {
    let at = |id: &str| {
        format!(
            r#","deviceDetail":{{"deviceId":"{id}","displayName":"HALL-01","operatingSystem":"Windows11"}}"#
        )
    };
    let hall = at("dddddddd-0000-4000-8000-000000000001");
    let of_all = |device: &str| -> Vec<String> {
        let users = ["aa", "bb", "cc", "dd"].iter().enumerate();
        users.map(|(minute, user)| object(minute as u32, user, device)).collect()
    };
    let shared = |objects: &[String]| -> Vec<Value> {
        let breaks = impact_of(objects)["breaks"].as_array().expect("a list").clone();
        breaks.into_iter().filter(|one| one["kind"] == "shared-device").collect()
    };
    let found = shared(&of_all(&hall));
    assert_eq!(found.len(), 4);
    assert_eq!((&found[0]["user"], &found[0]["count"]), (&"aa@x.example".into(), &1.into()));
    assert_eq!(found[0]["what"], "at HALL-01, where 4 people sign in");
    // Three people, no device id, and an id of zeros are no shared device; one who uses MFA there does not break.
    assert!(shared(&of_all(&hall)[..3]).is_empty());
    assert!(shared(&of_all("")).is_empty());
    assert!(shared(&of_all(&at("00000000-0000-0000-0000-000000000000"))).is_empty());
    let mut with_mfa = of_all(&hall);
    with_mfa[3] = with_mfa[3].replace("singleFactor", "multiFactor");
    assert_eq!(shared(&with_mfa).len(), 3);
}

#[test]
fn technicians_of_a_partner_are_no_people_of_ours() {
    let partner =
        r#","crossTenantAccessType":"serviceProvider","homeTenantId":"11111111-0000-4000-8000-000000000001""#;
    let answer = impact_of(&[object(1, "aa", ""), object(2, "tech", partner)]);
    assert_eq!(of(&answer["breaks"], "tech@")[0]["kind"], "partner");
    assert_eq!(answer["users"]["active"], 1);
    assert!(of(&answer["people"], "tech@").is_empty());
}

#[test]
fn lists_by_department() {
    let folder = Folder::with(&[("InteractiveSignIns_1.csv", &export())]);
    folder
        .write("users.csv", "userPrincipalName,displayName,department\nANA@northwind.example,Ana,Finance\n");
    let answer = folder.json(&["impact", "--directory", "users.csv", "InteractiveSignIns_1.csv"]);
    assert_eq!(each(&answer["departments"], "department"), ["(not told)", "Finance"]);
    let sums = |key: &str| -> u64 {
        let list = answer["departments"].as_array().expect("a list").iter();
        list.map(|one| one[key].as_u64().expect("a count")).sum()
    };
    for key in ["active", "ready", "will_be_prompted", "must_register", "blocked"] {
        assert_eq!(Value::from(sums(key)), answer["users"][key], "{key}");
    }
    assert_eq!(of(&answer["people"], "ana@")[0]["department"], "Finance");
    assert!(!each(&answer["not_evaluated"], "rule").contains(&"by-department"));
    folder.write("wrong.csv", "mail\nana@northwind.example\n");
    folder.run(&["impact", "--directory", "wrong.csv", "InteractiveSignIns_1.csv"]).refused("`department`");
    folder.run(&["impact", "--directory", "none.csv", "InteractiveSignIns_1.csv"]).refused("none.csv");
}

#[test]
fn a_report_in_two_files_is_one_report() {
    let report = |user: &str, hour: u32| {
        format!(
            "userPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,defaultMfaMethod,methodsRegistered,\
             lastUpdatedDateTime\n{user}@northwind.example,,False,False,False,none,[],2026-11-01T0{hour}:00:00Z\n"
        )
    };
    let folder = Folder::with(&[("InteractiveSignIns_1.csv", &export())]);
    folder.write("reports/a.csv", report("ana", 1));
    folder.write("reports/b.csv", report("bo", 2));
    let answer = folder.json(&["impact", "InteractiveSignIns_1.csv", "reports"]);
    assert_eq!(of(&answer["people"], "ana@")[0]["state"], "must_register", "{}", answer["people"]);
    // What stands in a report of a later day is not known yet.
    let before = folder.json(&["impact", "--as-of", "2026-10-31", "InteractiveSignIns_1.csv", "reports"]);
    assert!(each(&before["warnings"], "code").contains(&"reports-later"));
}
