//! The campaign of the made-up tenant, computed a second time: plain loops over the reports, written from docs/definitions.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A line of a report.
#[derive(Clone)]
struct Line {
    capable: bool,
    methods: Vec<String>,
    updated: String,
    row: u64,
}

/// What a tenant file says of accounts that do not count, spelt out.
fn why_not(user: &str) -> Option<&'static str> {
    let local = user.split('@').next().unwrap_or_default();
    let mailboxes = ["info", "accounting", "careers", "helpdesk"];
    match () {
        () if local.starts_with("svc-emergency-") => Some("break-glass account"),
        () if local.starts_with("sync_") && user.ends_with(".onmicrosoft.com") => {
            Some("directory synchronisation account")
        }
        () if user.contains("#ext#") => Some("guest"),
        () if local.starts_with("svc-") || local == "crm-import" => Some("service account"),
        () if mailboxes.contains(&local) => Some("shared mailbox"),
        () if local.starts_with("room-") => Some("room or resource"),
        () => None,
    }
}

fn is_mfa(method: &str) -> bool {
    !["email", "securityQuestion", "temporaryAccessPass", "password", "appPassword", "qrCode"]
        .contains(&method)
}

fn is_phone(method: &str) -> bool {
    ["mobilePhone", "alternateMobilePhone", "officePhone"].contains(&method)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind")
}

/// The reports by day of November.
fn reports() -> BTreeMap<u64, BTreeMap<String, Line>> {
    let mut days = BTreeMap::new();
    for entry in std::fs::read_dir(folder().join("registration")).expect("the reports") {
        let path = entry.expect("an entry").path();
        let mut reader = csv::Reader::from_path(&path).expect("it opens");
        let header = reader.headers().expect("a header").clone();
        let at = |name: &str| header.iter().position(|column| column == name).expect("the column");
        let columns =
            ["userPrincipalName", "isMfaCapable", "methodsRegistered", "lastUpdatedDateTime"].map(at);
        let mut people = BTreeMap::new();
        for (index, record) in reader.records().enumerate() {
            let record = record.expect("a row");
            let cell = |column: usize| record.get(columns[column]).unwrap_or_default().to_owned();
            let methods: Vec<String> = serde_json::from_str(&cell(2)).expect("a list");
            let line = Line { capable: cell(1) == "True", methods, updated: cell(3), row: index as u64 + 2 };
            people.insert(cell(0).to_lowercase(), line);
        }
        let day = people.values().map(|line| line.updated.clone()).max().expect("a line")[8..10].parse();
        days.insert(day.expect("a day"), people);
    }
    days
}

/// The answer of the program as of a day of November, from the reports alone.
fn answer(day: u64) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_entrasift"))
        .args(["registration", "--format", "json", "--as-of", &format!("2026-11-{day:02}"), "--config"])
        .arg(folder().join("entrasift.toml"))
        .arg(folder().join("registration"))
        .output()
        .expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

fn users(list: &Value) -> Vec<String> {
    let users = list.as_array().expect("a list").iter();
    users.map(|row| row["user"].as_str().expect("a user").to_owned()).collect()
}

fn close(found: &Value, expect: f64) {
    assert!(found.as_f64().is_some_and(|found| (found - expect).abs() < 1e-9), "{found} is not {expect}");
}

fn counts(people: &BTreeMap<String, Line>) -> (usize, usize) {
    let eligible: Vec<&Line> =
        people.iter().filter(|(user, _)| why_not(user).is_none()).map(|(_, line)| line).collect();
    (eligible.len(), eligible.iter().filter(|line| line.capable).count())
}

/// Every day of the campaign and after it, number for number.
#[test]
fn day_by_day() {
    let reports = reports();
    let first = counts(&reports[&6]);
    let first = first.1 as f64 / first.0 as f64;
    for as_of in (6..=26).filter(|day| reports.contains_key(day) || *day > 20) {
        let answer = answer(as_of);
        let known: Vec<u64> = reports.keys().copied().filter(|day| *day <= as_of).collect();
        let newest = &reports[known.last().expect("a report")];
        let (eligible, capable) = counts(newest);
        let rate = capable as f64 / eligible as f64;
        let (day, campaign) = (as_of - 5, &answer["campaign"]);
        let line = |day: u64| if day >= 14 { 0.95 } else { first + (0.95 - first) * (day - 1) as f64 / 13.0 };
        let status = match day {
            _ if rate >= 0.95 => "complete",
            15.. => "overdue",
            12.. => "contact",
            10.. if rate < 0.9 => "remind",
            _ => "on-track",
        };
        assert_eq!(campaign["status"], status, "as of {as_of}");
        assert_eq!((&campaign["day"], &campaign["start"]), (&day.into(), &"2026-11-06".into()));
        assert_eq!(
            (&campaign["deadline"], &campaign["carried_over"]),
            (&"2026-11-19".into(), &counts(&reports[&6]).1.into())
        );
        assert_eq!((&campaign["eligible"], &campaign["capable"]), (&eligible.into(), &capable.into()));
        close(&campaign["rate"], rate);
        close(&campaign["target"], 0.95);
        close(&campaign["required_today"], line(day));
        let registered = newest.iter().filter(|(user, line)| {
            why_not(user).is_none() && (line.capable || line.methods.iter().any(|name| is_mfa(name)))
        });
        close(&campaign["registered_rate"], registered.count() as f64 / eligible as f64);
        let mut wanted = 0;
        while (wanted as f64) / (eligible as f64) < 0.95 {
            wanted += 1;
        }
        assert_eq!(campaign["missing_for_target"], wanted - capable.min(wanted), "as of {as_of}");
        let snapshots = answer["snapshots"].as_array().expect("a list");
        assert_eq!(snapshots.len(), known.len());
        for (row, day) in snapshots.iter().zip(&known) {
            let (eligible, capable) = counts(&reports[day]);
            assert!(
                row["date"].as_str().is_some_and(|date| date.starts_with(&format!("2026-11-{day:02}T"))),
                "{row}"
            );
            assert_eq!((&row["eligible"], &row["capable"]), (&eligible.into(), &capable.into()));
            close(&row["rate"], capable as f64 / eligible as f64);
            close(&row["required"], line(day - 5));
        }
        pace(campaign, &known, &reports, as_of);
    }
}

/// The rise over the last seven days, or since the first report, and what follows from it.
fn pace(campaign: &Value, known: &[u64], reports: &BTreeMap<u64, BTreeMap<String, Line>>, as_of: u64) {
    let rate = |day: &u64| {
        let (eligible, capable) = counts(&reports[day]);
        capable as f64 / eligible as f64
    };
    let last = known.last().expect("a report");
    let before = known.iter().rev().find(|day| last - **day >= 7).unwrap_or(&known[0]);
    if before == last {
        assert!(campaign["pace_per_day"].is_null() && campaign["projected_on"].is_null());
        return;
    }
    let pace = (rate(last) - rate(before)) / (last - before) as f64;
    close(&campaign["pace_per_day"], pace);
    let expect = (rate(last) < 0.95 && pace > 0.0).then(|| last + ((0.95 - rate(last)) / pace).ceil() as u64);
    match expect {
        None => assert!(campaign["projected_on"].is_null(), "as of {as_of}"),
        Some(day @ ..=30) => {
            assert_eq!(campaign["projected_on"], format!("2026-11-{day:02}"), "as of {as_of}")
        }
        Some(_) => assert!(
            campaign["projected_on"].as_str().is_some_and(|date| date > "2026-11-30"),
            "as of {as_of}"
        ),
    }
}

/// The lists, each against its own loop.
#[test]
fn lists() {
    let reports = reports();
    for as_of in [6, 13, 15, 17, 19, 26] {
        let answer = answer(as_of);
        let newest = &reports[&as_of];
        let of = |fits: &dyn Fn(&Line) -> bool| -> Vec<String> {
            let fitting = newest.iter().filter(|(user, line)| why_not(user).is_none() && fits(line));
            fitting.map(|(user, _)| user.clone()).collect()
        };
        let has_mfa = |line: &Line| line.methods.iter().any(|name| is_mfa(name));
        assert_eq!(users(&answer["contact"]), of(&|line| !line.capable), "as of {as_of}");
        assert_eq!(users(&answer["not_allowed"]), of(&|line| !line.capable && has_mfa(line)));
        let weak = |line: &Line| {
            line.capable && has_mfa(line) && line.methods.iter().all(|name| is_phone(name) || !is_mfa(name))
        };
        assert_eq!(users(&answer["weak_only"]), of(&weak));
        let mut excluded: Vec<(&str, &str)> =
            newest.keys().filter_map(|user| Some((why_not(user)?, user.as_str()))).collect();
        excluded.sort_unstable();
        let found: Vec<(&str, &str)> = answer["excluded"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| {
                (row["because"].as_str().unwrap_or_default(), row["user"].as_str().unwrap_or_default())
            })
            .collect();
        assert_eq!(found, excluded);
        for row in answer["contact"].as_array().expect("a list") {
            let line = &newest[row["user"].as_str().expect("a user")];
            assert_eq!(row["evidence"][0]["row"], line.row);
            assert!(
                row["evidence"][0]["path"]
                    .as_str()
                    .is_some_and(|path| path.ends_with(&format!("2026-11-{as_of}.csv")))
            );
        }
        let known: Vec<&BTreeMap<String, Line>> = reports.range(..=as_of).map(|(_, report)| report).collect();
        let lost: BTreeSet<String> = known
            .windows(2)
            .flat_map(|pair| pair[0].iter().filter(|(user, line)| line.capable && !pair[1][*user].capable))
            .map(|(user, _)| user.clone())
            .collect();
        assert_eq!(users(&answer["regressed"]).into_iter().collect::<BTreeSet<_>>(), lost, "as of {as_of}");
        let new = newest.iter().filter(|(user, line)| {
            why_not(user).is_none() && line.capable && known.iter().any(|report| !report[*user].capable)
        });
        let new: BTreeSet<String> = new.map(|(user, _)| user.clone()).collect();
        assert_eq!(users(&answer["newly_registered"]).into_iter().collect::<BTreeSet<_>>(), new);
    }
}

/// What the story of the made-up tenant plants (testdata/README.md).
#[test]
fn the_story() {
    let rates: Vec<String> = [6, 15, 17, 19, 26]
        .map(|day| format!("{:.1}", answer(day)["campaign"]["rate"].as_f64().unwrap_or_default() * 100.0))
        .to_vec();
    assert_eq!(rates, ["86.9", "89.8", "94.2", "96.6", "98.1"]);
    let end = answer(26);
    let missing = ["gerda.haas", "regina.moll", "torben.siewert", "ulf.petersen"]
        .map(|name| format!("{name}@northwind.example"));
    assert_eq!(users(&end["contact"]), missing);
    assert_eq!(users(&end["not_allowed"]), ["ulf.petersen@northwind.example"]);
    let gone = &end["regressed"][0];
    assert_eq!(gone["user"], "leonie.bauer@northwind.example");
    assert!(gone["since"].as_str().is_some_and(|time| time.starts_with("2026-11-13")));
    assert!(gone["recovered"].as_str().is_some_and(|time| time.starts_with("2026-11-15")));
    assert_eq!(end["guests"].as_array().map(Vec::len), Some(14));
}
