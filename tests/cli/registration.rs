//! `registration`: reports with and without logs, in several files, and what the command line adds.

use serde_json::Value;

use crate::{Folder, HEADER, each, export, northwind};

const REPORT: &str = "userPrincipalName,isMfaCapable,methodsRegistered,lastUpdatedDateTime";

/// A report of a day of November: each person with `+` (a method that may be used), `-` (nothing), or names of methods that may not.
fn report(day: u32, people: &[(&str, &str)]) -> String {
    let mut text = format!("{REPORT}\n");
    for (user, state) in people {
        let methods = match *state {
            "+" => "microsoftAuthenticatorPush",
            "-" => "",
            other => other,
        };
        text += &format!("{user},{},{methods},2026-11-{day:02}T05:40:00.1234567Z\n", *state == "+");
    }
    text
}

fn campaign(folder: &Folder, arguments: &[&str]) -> Value {
    folder.json(&[&["registration"], arguments].concat())["campaign"].take()
}

#[test]
fn reports_alone() {
    let folder = Folder::with(&[
        ("one.csv", &report(6, &[("ana@x.example", "+"), ("bo@x.example", "-")])),
        ("two.csv", &report(8, &[("ana@x.example", "+"), ("bo@x.example", "+"), ("cy@x.example", "email")])),
    ]);
    let answer = folder.json(&["registration", "one.csv", "two.csv"]);
    assert_eq!(answer["as_of"], "2026-11-08T05:40:00.123456700Z");
    assert_eq!((&answer["totals"]["rows"], &answer["totals"]["other"]), (&5.into(), &5.into()));
    assert_eq!(each(&answer["inputs"], "format"), ["registration", "registration"]);
    let contact = &answer["contact"][0];
    assert_eq!(
        (&contact["user"], &contact["reason"]),
        (&"cy@x.example".into(), &"only for password reset".into())
    );
    assert_eq!(
        (&contact["active"], &contact["last_signin"], &contact["admin"]),
        (&Value::Null, &Value::Null, &false.into())
    );
    assert_eq!(contact["evidence"][0], serde_json::json!({ "path": "two.csv", "row": 4 }));
    assert_eq!(
        each(&answer["not_evaluated"], "rule"),
        ["campaign-day", "last-sign-in", "administrators-first"]
    );
    assert_eq!(answer["snapshots"][1]["joined"], 1);
    let screen = folder.run(&["registration", "one.csv", "two.csv"]);
    assert!(screen.done().starts_with("2 registration reports · 5 lines · 0 rows lost\n"), "{}", screen.out);
    assert!(
        screen.out.contains("66.7 % of 3 people can use MFA (2)") && screen.out.contains("● can use MFA")
    );
}

#[test]
fn the_campaign_of_the_command_line() {
    let folder = Folder::with(&[("a.csv", &report(15, &[("ana@x.example", "+"), ("bo@x.example", "-")]))]);
    let status = |arguments: &[&str]| campaign(&folder, &[&["a.csv"], arguments].concat());
    assert_eq!(status(&[])["status"], Value::Null);
    assert_eq!(status(&["--target", "50%"])["status"], "complete");
    assert_eq!(status(&["--campaign-start", "2026-11-06"])["status"], "remind");
    assert_eq!(status(&["--campaign-start", "2026-11-07"])["status"], "on-track");
    assert_eq!(status(&["--campaign-start", "2026-11-04"])["status"], "contact");
    assert_eq!(status(&["--campaign-start", "2026-11-01"])["status"], "overdue");
    assert_eq!(status(&["--campaign-start", "2026-11-01", "--days", "20"])["deadline"], "2026-11-20");
    assert_eq!(status(&["--campaign-start", "2026-11-20"])["day"], -4);
    folder.run(&["registration", "--target", "120%", "a.csv"]).misused("a share is written 0.95 or 95%");
    folder.run(&["registration", "--campaign-start", "6.11.2026", "a.csv"]).misused("2026-11-23");
    folder.run(&["registration", "--days", "0", "a.csv"]).misused("--days");
    folder.write("t.toml", "[rollout]\nstart = 2026-11-04\n");
    assert_eq!(status(&["--config", "t.toml"])["start"], "2026-11-06");
    let wins = status(&["--config", "t.toml", "--campaign-start", "2026-11-05"]);
    assert_eq!(wins["start"], "2026-11-05");
}

#[test]
fn now_decides_which_reports_count() {
    let folder = Folder::with(&[
        ("a.csv", &report(6, &[("ana@x.example", "-")])),
        ("b.csv", &report(8, &[("ana@x.example", "+")])),
    ]);
    let answer = folder.json(&["registration", "--as-of", "2026-11-07", "a.csv", "b.csv"]);
    assert_eq!(
        (answer["contact"].as_array().map(Vec::len), &answer["warnings"][1]["code"]),
        (Some(1), &"reports-later".into())
    );
    let on_the_day = folder.json(&["registration", "--as-of", "2026-11-08", "a.csv", "b.csv"]);
    assert_eq!(on_the_day["contact"].as_array().map(Vec::len), Some(0));
    folder.run(&["registration", "--as-of", "2026-11-01", "a.csv"]).refused("of a day after 1 Nov 2026");
    let old = folder.json(&["registration", "--as-of", "2026-11-20", "a.csv", "b.csv"]);
    assert!(each(&old["warnings"], "code").contains(&"report-old"));
}

#[test]
fn a_log_tells_who_is_active_and_who_administers() {
    let portal = "2026-11-02T10:00:00Z,6d1f8a1e-0000-4000-8000-000000000003,cy@northwind.example,\
                  0a000000-0000-4000-8000-000000000003,Browser,0,Success,Single-factor authentication";
    let log = format!("{}{portal}\n", export()).replacen("Client app", "Application ID,Client app", 1);
    let with_app = |line: &str, app: &str| {
        line.replacen(",Browser", &format!(",{app},Browser"), 1).replacen(
            ",IMAP4",
            &format!(",{app},IMAP4"),
            1,
        )
    };
    let lines = log.lines().enumerate().map(|(at, line)| match at {
        0 => line.to_owned(),
        3 => with_app(line, "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"),
        _ => with_app(line, "00000002-0000-0ff1-ce00-000000000000"),
    });
    let log = lines.collect::<Vec<_>>().join("\n");
    let names = ["ana", "bo", "cy", "di"].map(|name| format!("{name}@northwind.example"));
    let people: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "-")).collect();
    let folder = Folder::with(&[("log.csv", &log), ("report.csv", &report(2, &people))]);
    let contact = folder.json(&["registration", "log.csv", "report.csv"])["contact"].take();
    let order = ["cy", "ana", "bo", "di"].map(|name| format!("{name}@northwind.example"));
    assert_eq!(each(&contact, "user"), order);
    assert_eq!(
        (&contact[0]["admin"], &contact[0]["admin_because"]),
        (&true.into(), &"signs in to an admin app".into())
    );
    assert_eq!(
        (&contact[1]["active"], &contact[1]["last_signin"]),
        (&true.into(), &"2026-11-02T08:00:00Z".into())
    );
    assert_eq!((&contact[3]["active"], &contact[3]["last_signin"]), (&false.into(), &Value::Null));
    let until = folder.json(&["registration", "--as-of", "2026-11-02", "log.csv", "report.csv"]);
    assert_eq!(until["campaign"]["not_seen_in_logs"], 1);
    folder.write("t.toml", "[tenant]\nadmins = [\"di@northwind.example\"]\nbreak_glass = [\"0A000000-0000-4000-8000-000000000001\"]\n");
    let told = folder.json(&["registration", "log.csv", "report.csv", "--config", "t.toml"]);
    assert_eq!(each(&told["contact"], "user")[..2], [order[0].as_str(), order[3].as_str()]);
    assert_eq!(told["contact"][1]["admin_because"], "admins of the tenant file");
    // Declared by its object id, which the report does not have: the log joins them.
    assert_eq!(told["excluded"][0]["user"], "ana@northwind.example");
    assert_eq!(told["excluded"][0]["because"], "break-glass account");
}

#[test]
fn graph_reports_say_who_administers_and_what_is_registered() {
    let user = |name: &str, admin: bool, registered: bool, kind: &str| {
        format!(
            "{{\"id\":\"{name}-id\",\"userPrincipalName\":\"{name}@x.example\",\"isAdmin\":{admin},\"isMfaCapable\":false,\
             \"isMfaRegistered\":{registered},\"userType\":\"{kind}\",\"methodsRegistered\":[\"mobilePhone\"],\
             \"lastUpdatedDateTime\":\"2026-11-06T05:40:00Z\"}}"
        )
    };
    let users = [
        user("ana", false, false, "member"),
        user("bo", true, true, "member"),
        user("cy", true, false, "guest"),
    ];
    let folder = Folder::with(&[("r.json", &format!("{{\"value\":[{}]}}", users.join(",")))]);
    let answer = folder.json(&["registration", "r.json"]);
    assert_eq!(each(&answer["contact"], "user"), ["bo@x.example", "ana@x.example"]);
    assert_eq!(answer["contact"][0]["admin_because"], "isAdmin in the report");
    assert_eq!(each(&answer["not_allowed"], "user"), ["bo@x.example"]);
    assert_eq!(
        (&answer["campaign"]["eligible"], &answer["campaign"]["registered_rate"]),
        (&2.into(), &0.5.into())
    );
    assert_eq!(answer["excluded"][0]["because"], "guest");
}

#[test]
fn copies_and_parts_of_a_report_are_one_snapshot() {
    let people = [("ana@x.example", "+"), ("bo@x.example", "-"), ("cy@x.example", "+")];
    let whole = report(6, &people);
    let parts = [report(6, &people[..1]), report(6, &people[1..])];
    let folder = Folder::with(&[
        ("a/1.csv", &whole),
        ("b/1.csv", &whole),
        ("b/2.csv", &whole),
        ("c/1.csv", &parts[0]),
        ("c/2.csv", &parts[1]),
    ]);
    let told = |input: &str| {
        let mut answer = folder.json(&["registration", input]);
        let evidence = answer["contact"][0]["evidence"].take();
        assert_eq!(evidence.as_array().map(Vec::len), Some(1));
        [answer["contact"].take(), answer["campaign"].take()]
    };
    assert_eq!(told("a"), told("b"));
    assert_eq!(told("a"), told("c"));
}

#[test]
fn doubtful_reports() {
    let full: Vec<(String, &str)> = (0..20).map(|number| (format!("p{number:02}@x.example"), "+")).collect();
    let full: Vec<(&str, &str)> = full.iter().map(|(name, state)| (name.as_str(), *state)).collect();
    let undated = report(6, &full).replace(",2026-11-06T05:40:00.1234567Z", ",");
    let folder = Folder::with(&[
        ("a.csv", &report(6, &full)),
        ("b.csv", &report(7, &full[..10])),
        ("undated.csv", &undated),
        (
            "unsaid.csv",
            "userPrincipalName,isMfaRegistered,lastUpdatedDateTime\nana@x.example,True,2026-11-06T05:40:00Z\n",
        ),
    ]);
    let codes = |inputs: &[&str]| {
        let answer = folder.json(&[&["registration"], inputs].concat());
        each(&answer["warnings"], "code").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(codes(&["a.csv"]), ["no-exceptions"]);
    assert_eq!(codes(&["a.csv", "b.csv"]), ["no-exceptions", "report-shrunk"]);
    assert_eq!(codes(&["a.csv", "undated.csv"]), ["no-exceptions", "report-undated"]);
    assert_eq!(codes(&["undated.csv"]), ["no-exceptions"]);
    assert_eq!(codes(&["unsaid.csv"]), ["capable-unsaid", "no-exceptions"]);
    let answer = folder.json(&["registration", "undated.csv"]);
    assert_eq!((&answer["snapshots"][0]["date"], &answer["campaign"]["capable"]), (&Value::Null, &20.into()));
}

#[test]
fn without_a_report_there_is_no_answer() {
    let folder = Folder::with(&[("log.csv", &format!("{HEADER}\n")), ("empty.csv", REPORT)]);
    folder.run(&["registration", "log.csv"]).refused("no registration report among the files");
    assert!(folder.run(&["registration", "empty.csv"]).done().contains("Nobody in the report counts"));
    let bad = format!("{}one,field,too,many,here\n", report(6, &[("ana@x.example", "+")]));
    let folder = Folder::with(&[("bad.csv", &bad)]);
    assert_eq!(folder.json(&["registration", "bad.csv"])["totals"]["malformed"], 1);
    folder.run(&["registration", "--strict", "bad.csv"]).refused("bad.csv, row 3");
}

#[test]
fn the_list_to_paste() {
    let northwind = northwind();
    let folder = Folder::new();
    let input = northwind.to_str().expect("a text");
    let config = northwind.join("entrasift.toml").to_string_lossy().into_owned();
    let run = folder.run(&["registration", input, "--config", &config, "--format", "csv"]);
    let lines: Vec<&str> = run.done().lines().collect();
    assert!(
        lines[0].starts_with("user,display_name,methods,reason,active,last_signin,admin,"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 5);
    assert!(
        lines[1].starts_with("gerda.haas@northwind.example,Gerda Haas,,nothing registered,true,2026-11-24T"),
        "{}",
        lines[1]
    );
    for format in ["table", "markdown", "html"] {
        let told = folder.run(&["registration", input, "--config", &config, "--format", format]);
        assert!(told.done().contains("target line"), "{format}");
    }
}
