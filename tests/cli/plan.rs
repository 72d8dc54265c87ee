//! `plan`: with and without files.

use serde_json::Value;

use crate::{Folder, each, export, northwind};

#[test]
fn a_plan_needs_no_files() {
    let folder = Folder::new();
    let plan = folder.json(&["plan", "--start", "2026-11-04"]);
    let steps = plan["steps"].as_array().expect("a list");
    let days: Vec<(i64, i64)> = steps
        .iter()
        .map(|step| {
            (step["from_day"].as_i64().unwrap_or_default(), step["to_day"].as_i64().unwrap_or_default())
        })
        .collect();
    assert_eq!(days, [(1, 2), (3, 16), (17, 19), (20, 20), (21, 23)]);
    assert_eq!((&steps[3]["from"], &steps[4]["to"]), (&"2026-11-23".into(), &"2026-11-26".into()));
    assert!(steps.iter().all(|step| step["owner"] == ""));
    for page in ["message", "reminder"] {
        assert!(
            plan[page].as_str().is_some_and(|text| text.contains("https://aka.ms/mysecurityinfo")),
            "{page}"
        );
    }
    assert!(plan["warning"].as_str().is_some_and(|text| text.contains("days 17 to 20")));
    assert_eq!(plan["known"], serde_json::json!([]));
    assert_eq!(
        each(&plan["not_evaluated"], "rule"),
        ["break-glass", "legacy", "exceptions", "registration", "impact", "gaps"]
    );
    assert_eq!((&plan["totals"]["rows"], &plan["helpdesk"][0]["people"]), (&0.into(), &Value::Null));
    let dates = each(&plan["tasks"], "date");
    assert!(dates.is_sorted() && dates.len() > 15, "{dates:?}");
    folder.run(&["plan"]).refused("--start DATE");
    folder.run(&["plan", "--start", "soon"]).misused("--start");
}

#[test]
fn dates_that_are_in_doubt_are_said() {
    let folder = Folder::new();
    let codes = |start: &str| {
        let plan = folder.json(&["plan", "--start", start]);
        each(&plan["warnings"], "code").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    // Registered from Wednesday on, piloted from Wednesday to Friday, enforced on a Saturday; and so on.
    assert_eq!(codes("2026-11-09"), ["enforced-before-weekend"]);
    assert_eq!(codes("2026-11-05"), ["campaign-on-weekend", "pilot-on-weekend"]);
    assert_eq!(codes("2026-11-04"), ["pilot-on-weekend"]);
    assert_eq!(codes("2027-01-11"), ["enforced-before-weekend"]);
}

#[test]
fn another_day_of_enforcement_is_said() {
    let rollout = |start: &str, enforced_at: &str| {
        let tenant = format!("[rollout]\nstart = {start}\nenforced_at = {enforced_at}T08:00:00Z\n");
        Folder::with(&[("entrasift.toml", &tenant)])
    };
    let codes = |folder: &Folder, more: &[&str]| {
        let plan = folder.json(&[&["plan", "--config", "entrasift.toml"], more].concat());
        let codes = each(&plan["warnings"], "code").into_iter().map(str::to_owned);
        codes.filter(|code| code == "enforced-at-other").count()
    };
    let possible = rollout("2026-11-04", "2026-11-23");
    assert_eq!(codes(&possible, &[]), 0);
    assert_eq!(codes(&possible, &["--start", "2026-11-11"]), 1);
    // Before the campaign is over.
    assert_eq!(codes(&rollout("2026-11-04", "2026-11-10"), &[]), 1);
}

#[test]
fn what_the_files_tell() {
    let northwind = northwind();
    let folder = Folder::new();
    let config = northwind.join("entrasift.toml").to_string_lossy().into_owned();
    let plan = folder.json(&["plan", northwind.to_str().expect("a text"), "--config", &config]);
    let fact = |topic: &str| {
        let facts = plan["known"].as_array().expect("a list");
        facts
            .iter()
            .find(|fact| fact["topic"] == topic)
            .unwrap_or_else(|| panic!("{topic}: {facts:?}"))
            .clone()
    };
    let legacy = folder.json(&["legacy", northwind.to_str().expect("a text"), "--config", &config]);
    let live: std::collections::BTreeSet<&str> = legacy["dependencies"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|entry| entry["verdict"] == "dependency")
        .filter_map(|entry| entry["user"].as_str())
        .collect();
    assert_eq!(fact("Legacy authentication that works")["people"], live.len());
    assert_eq!(fact("Registration")["people"], 4);
    assert_eq!(fact("Registered, but not allowed by policy")["who"][0], "ulf.petersen@northwind.example");
    assert_eq!(fact("Break-glass accounts")["people"], 2);
    // The plan says what the commands say that it names.
    let impact = folder.json(&["impact", northwind.to_str().expect("a text"), "--config", &config]);
    let called = impact["people"].as_array().expect("a list").iter();
    let called = called.filter(|one| one["state"] != "will_be_prompted").count();
    assert_eq!(fact("If MFA were enforced today")["people"], called);
    let expected = fact("What the helpdesk has to expect")["what"].clone();
    assert!(expected.as_str().is_some_and(|text| text.contains("most between")), "{expected}");
    let exceptions = folder.json(&["exceptions", northwind.to_str().expect("a text"), "--config", &config]);
    let special =
        plan["known"].as_array().expect("a list").iter().filter(|fact| fact["topic"] == "Special handling");
    let special: u64 = special.filter_map(|fact| fact["people"].as_u64()).sum();
    assert_eq!(special as usize, exceptions["accounts"].as_array().expect("a list").len());
    let commands = each(&plan["tasks"], "command");
    for command in
        ["break-glass", "legacy", "exceptions", "registration", "pilot", "impact", "enforcement", "validate"]
    {
        assert!(commands.contains(&command), "{command}");
    }
    let sheet = plan["helpdesk"].as_array().expect("a list");
    let must_register = sheet.iter().find(|entry| entry["error_code"] == 50072).expect("the code");
    assert!(must_register["people"].as_u64().is_some_and(|people| people >= 5), "{must_register}");
    assert!(plan["tasks"].to_string().contains("CA002 - Require MFA - All users"));
    assert!(plan["message"].as_str().is_some_and(|text| text.contains("Northwind Engineering")));
    // Another start: the dates of the tenant file belong to another plan.
    let other = folder.json(&["plan", "--start", "2027-01-12", "--config", &config]);
    assert_eq!(other["steps"][3]["from"], "2027-01-31");
}

#[test]
fn a_page_to_share() {
    let folder = Folder::with(&[("a.csv", &export())]);
    folder.run(&["plan", "--start", "2026-11-03", "a.csv", "-o", "plan.md"]).written("plan.md");
    let page = folder.read("plan.md");
    for words in [
        "# entrasift plan",
        "## Message to everyone",
        "| Day | Date |",
        "## Helpdesk sheet",
        "bo@northwind.example",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let screen = folder.run(&["plan", "--start", "2026-11-03"]);
    assert!(screen.done().contains("MFA is enforced on Sunday 22 Nov 2026, day 20."));
    assert!(screen.out.starts_with("no file was given"), "{}", screen.out);
    let csv = folder.run(&["plan", "--start", "2026-11-03", "--format", "csv"]);
    assert!(
        csv.done().starts_with("day,date,weekday,step,task,owner,command\n1,2026-11-03,Tuesday,1 Prepare,")
    );
}
