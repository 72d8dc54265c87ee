//! The oracle itself, on small tables with expected values written by hand.

use serde_json::{Value, json};

use super::export::Export;
use super::log::Log;
use super::moment::{self, DateOrder};
use super::{Options, compare, dependency, emergency, finding, gap};

const TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const OTHER: &str = "bbbbbbbb-0000-4000-8000-000000000002";

/// A log of files given as text.
fn log(files: &[(&str, &str)], options: &Options) -> Log {
    let exports = files.iter().map(|(path, text)| Export::of(path, text.as_bytes())).collect();
    Log::of(exports, options)
}

/// A table in which cells stand between bars, as CSV; `TENANT` and `OTHER` are filled in.
fn table(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<String> = line.split('|').map(|cell| format!("\"{}\"", cell.trim())).collect();
        lines.push(cells.join(","));
    }
    lines.join("\n").replace("TENANT", TENANT).replace("OTHER", OTHER)
}

fn problems(text: &[u8]) -> Vec<(u64, usize, &'static str)> {
    let export = Export::of("SignIns.csv", text);
    export.problems.iter().map(|problem| (problem.row, problem.offset, problem.class)).collect()
}

#[test]
fn times_are_read_and_written() {
    let read = |text: &str, order| moment::parse(text, order).map(moment::text);
    let expected = Some("2026-02-28T14:05:06Z".to_string());
    let (month, day) = (Some(DateOrder::MonthFirst), Some(DateOrder::DayFirst));
    assert_eq!(read("2026-02-28T14:05:06Z", None), expected);
    assert_eq!(read("2026-02-28 14:05:06", None), expected);
    assert_eq!(read("2026-02-28T16:05:06.000+02:00", None), expected);
    assert_eq!(read("2/28/2026 2:05:06 PM", month), expected);
    assert_eq!(read("28.02.2026 14:05:06", day), expected);
    assert_eq!(read("2/28/2026, 2:05:06.000 PM", None), expected);
    assert_eq!(read("2/28/2026 12:00:00 AM", month), Some("2026-02-28T00:00:00Z".to_string()));
    assert_eq!(read("2024-02-29T23:59:59.5Z", None), Some("2024-02-29T23:59:59.5Z".to_string()));
    for wrong in ["2026-02-29T10:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28", "yesterday", ""] {
        assert_eq!(read(wrong, None), None, "{wrong}");
    }
}

#[test]
fn malformed_rows_are_told_apart() {
    let text = b"\xef\xbb\xbfDate (UTC),Username,Sign-in error code,Status\r\n\
        2026-11-02T00:00:01Z,a@x.example,0,Success\r\n\
        \r\n\
        2026-11-02T00:00:02Z,\"a\n\"\"b\"\"\",0,\r\n\
        2026-11-02T00:00:03Z,a@x.example,0\r\n\
        2026-11-02T00:00:04Z,\"a\nb\"c,0,Success\r\n\
        2026-13-02T00:00:05Z,a@x.example,0,Success\r\n\
        2026-11-02T00:00:06Z,a@x.example,,\r\n\
        2026-11-02T00:00:07Z,a\0,0,Success\r\n\
        2026-11-02T00:00:08Z,a\xff,0,Success\r\n\
        2026-11-02T00:00:09Z,a\"b,0,Success\r\n\
        2026-11-02T00:00:10Z,a@x.example,\"0,Success\r\n\
        2026-11-02T00:00:11Z,a@x.example,0,Success";
    let expected = [
        (5, 131, "field-count"),
        // The quote after `b` is stray: reading resumes at the second line of that record.
        (6, 167, "stray-quote"),
        (7, 191, "stray-quote"),
        (8, 206, "bad-date"),
        (9, 250, "no-status"),
        (10, 286, "nul"),
        (11, 321, "invalid-utf8"),
        (12, 356, "stray-quote"),
        (13, 392, "unclosed-quote"),
    ];
    assert_eq!(problems(text), expected);
    let export = Export::of("SignIns.csv", text);
    let rows: Vec<u64> = export.signins.iter().map(|row| row.row).collect();
    assert_eq!((export.rows, rows), (12, vec![2, 4, 14]));
    assert_eq!(export.signins[1].cells["username"], "a\n\"b\"");
}

#[test]
fn over_long_records_are_left_behind() {
    let mut text = b"Date (UTC),Username,Sign-in error code\n2026-11-02T00:00:01Z,\"".to_vec();
    text.extend(vec![b'x'; 9 * 1024 * 1024]);
    text.extend(b"\n\",0\n2026-11-02T00:00:02Z,a@x.example,0\n");
    assert_eq!(problems(&text), [(2, 39, "over-long"), (3, 39 + 22 + 9 * 1024 * 1024 + 1, "unclosed-quote")]);
}

#[test]
fn copies_are_merged_and_the_ledger_reconciles() {
    let first = table(
        "Date (UTC) | Request ID | Username | Status | Sign-in error code | Failure reason | \
             Original transfer method | Location | Session ID
         2026-11-02T10:00:00Z | R1 | ana@x.example | Interrupted | 50074 | why | deviceCodeFlow | Berlin |
         2026-11-02T10:00:00Z | r1 | ana@x.example | Success | 0 | Other. | none | Aachen | s1
         2026-11-03T10:00:00Z | r2 | ana@x.example | Failure | 50126 | | none | |",
    );
    let second = table(
        "Date (UTC) | Request ID | Username | Status | Sign-in error code | Failure reason
         2026-11-02T10:00:00Z | \u{20}R1 | ana@x.example | Failure | 50126 | because
         2026-11-02T11:00:00Z | | bo@x.example | Success | 0 |
         2026-11-02T11:00:00Z | | bo@x.example | Success | 0 |",
    );
    let options = Options { to: Some("2026-11-03".to_string()), ..Options::default() };
    let log = log(&[("InteractiveSignIns_1.csv", &first), ("InteractiveSignIns_2.csv", &second)], &options);
    let merged = &log.signins[0];
    assert_eq!((merged.path.as_str(), merged.row), ("InteractiveSignIns_1.csv", 2));
    assert_eq!((merged.status, merged.code), ("success", Some(0)));
    assert_eq!(merged.cell("original transfer method"), "deviceCodeFlow");
    assert_eq!(merged.cell("location"), "Aachen");
    assert_eq!(merged.cell("failure reason"), "Other.");
    let answer = gap::answer(&log, &Options::default());
    let totals = json!({ "rows": 6, "malformed": 0, "duplicates": 2, "out_of_window": 1, "other": 0,
        "signins": 3, "users": 2, "success": 3, "failure": 0, "interrupted": 0,
        "first": "2026-11-02T10:00:00Z", "last": "2026-11-02T11:00:00Z" });
    assert_eq!(answer["totals"], totals);
    assert_eq!(answer["inputs"][0]["duplicates"], 1);
    assert_eq!(answer["inputs"][1]["signins"], 2);
}

/// The class of each row of a table, by request id.
fn classes(file: &str, rows: &str, steps: &str, options: &Options) -> Vec<String> {
    let mut files = vec![(file, table(rows))];
    if !steps.is_empty() {
        files.push(("InteractiveSignIns_AuthDetails_1.csv", table(steps)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let log = log(&files, options);
    let class = |(signin, verdict): (&super::signin::SignIn, &Option<super::class::Verdict>)| {
        let verdict = verdict.expect("a success");
        let mark = if verdict.confidence == "confirmed" { "" } else { "?" };
        format!("{} {}{mark}", signin.cell("request id"), verdict.class)
    };
    log.signins.iter().zip(&log.classes).map(class).collect()
}

#[test]
fn the_ladder_gives_each_success_its_class() {
    let rows = "
        Date (UTC) | Request ID | Username | Client app | Sign-in error code | Cross tenant access type | Home tenant ID | \
          Resource tenant ID | Application ID | User type | Multifactor authentication result | \
          Multifactor authentication auth method | Authentication requirement | Conditional Access | Compliant | Join Type
        2026-11-02T10:00:00Z | a | bg@x.example | IMAP4 | 0 | none | TENANT | TENANT | | | | | | | |
        2026-11-02T10:00:00Z | b | Sync_A@x.onmicrosoft.com | IMAP4 | 0 | | | TENANT | | | | | | | |
        2026-11-02T10:00:00Z | c | u@x.example | imap | 0 | passthrough | | TENANT | | | | | | | |
        2026-11-02T10:00:00Z | d | u@x.example | Browser | 0 | Passthrough | | TENANT | | | | SMS | | | |
        2026-11-02T10:00:00Z | e | u@x.example | Browser | 0 | | TENANT | OTHER | | | | SMS | | | |
        2026-11-02T10:00:00Z | f | u@x.example | Browser | 0 | service-provider | | TENANT | | | | SMS | | | |
        2026-11-02T10:00:00Z | g | u@x.example | Browser | 0 | | | TENANT | | | MFA completed in Azure AD. | | | | |
        2026-11-02T10:00:00Z | h | u@x.example | Browser | 0 | | | TENANT | | | some prose | Text message | | | |
        2026-11-02T10:00:00Z | i | u@x.example | Browser | 0 | | | TENANT | | | | Passwordless phone sign-in | | | |
        2026-11-02T10:00:00Z | j | u@x.example | Browser | 0 | | | TENANT | | | | X.509 Certificate | Multifactor authentication | | |
        2026-11-02T10:00:00Z | k | u@x.example | Browser | 0 | | | TENANT | | | MFA requirement satisfied by claim in the token | Password | | | |
        2026-11-02T10:00:00Z | l | u@x.example | Browser | 0 | | | TENANT | | | | | multiFactorAuthentication | | |
        2026-11-02T10:00:00Z | m | u@x.example | Browser | 0 | | | TENANT | | | MFA requirement skipped due to IP address | SMS | multiFactorAuthentication | | |
        2026-11-02T10:00:00Z | n | u@x.example | Browser | 0 | | | TENANT | | | MFA requirement skipped due to remembered device | | | | |
        2026-11-02T10:00:00Z | o | u@x.example | Browser | 0 | | | TENANT | 38aa3b87-a06d-4817-b275-7a316988d93b | | | | | | |
        2026-11-02T10:00:00Z | p | u@x.example | Browser | 0 | | | TENANT | 29d9ed98-a469-4536-ade2-f981bc1d605e | | | | | | |
        2026-11-02T10:00:00Z | q | u@x.example | Browser | 0 | | | TENANT | | | | Password | Single-factor authentication | Success | | Hybrid Azure AD joined
        2026-11-02T10:00:00Z | r | u@x.example | Browser | 0 | b2bCollaboration | OTHER | TENANT | | member | | Password | | | |
        2026-11-02T10:00:00Z | s | u@x.example | Browser | 0 | | | TENANT | | member | Correct password | password | | | |
        2026-11-02T10:00:00Z | t | u@x.example | Browser | 0 | | | TENANT | | | Correct password | | Single-factor authentication | not applied | |
        2026-11-02T10:00:00Z | u | u@x.example | Browser | 0 | | | TENANT | | | | X.509 Certificate | Single-factor authentication | Success | |
        2026-11-02T10:00:00Z | v | u@x.example | Browser | 0 | | | TENANT | | | | | | | |";
    let options = Options { break_glass: vec!["BG@x.example".to_string()], ..Options::default() };
    let expected = "a break-glass,b sync,c legacy,d passthrough,e outbound,f service-provider,g mfa-done,h mfa-done,\
        i strong-primary,j strong-primary,k mfa-prior,l mfa-prior?,m gap-legacy-setting,n remembered,\
        o device-signin,p bootstrap,q device-satisfied,r guest,s gap,t gap?,u unknown?,v unknown";
    assert_eq!(classes("InteractiveSignIns.csv", rows, "", &options).join(","), expected);
}

#[test]
fn steps_and_sessions_settle_classes() {
    let rows = "
        Date (UTC) | Request ID | Username | Client app | Sign-in error code | Authentication requirement
        2026-11-02T10:00:00Z | A | u@x.example | Browser | 0 | Multifactor authentication
        2026-11-02T10:00:01Z | b | u@x.example | Browser | 0 | Multifactor authentication
        2026-11-02T10:00:02Z | c | u@x.example | Browser | 0 | Single-factor authentication
        2026-11-02T10:00:03Z | d | u@x.example | Browser | 0 | Single-factor authentication
        2026-11-02T10:00:03Z | e | u@x.example | Browser | 0 |";
    let steps = "
        Request ID | Date | Authentication method | Succeeded | Result detail
        a | 2026-11-02T10:00:00Z | Password | true | Correct password
        a | 2026-11-02T10:00:00Z | Mobile app notification | false | MFA denied; user declined the authentication
        b | 2026-11-02T10:00:00Z | Password | true | Correct password
        c | 2026-11-02T10:00:00Z | Password | true |
        C | 2026-11-02T10:00:00Z | OATH verification code | TRUE |
        d | 2026-11-02T10:00:00Z | Previously satisfied | true | First factor requirement satisfied by claim in the token";
    let options = Options::default();
    let found = classes("NonInteractiveSignIns.csv", rows, steps, &options).join(",");
    assert_eq!(found, "A unknown,b gap,c mfa-done,d token-only,e token-only");

    let interactive = table(
        "Date (UTC) | Request ID | Username | Client app | Sign-in error code | Session ID | \
           Multifactor authentication auth method
         2026-11-02T10:00:00Z | i1 | u@x.example | Browser | 0 | S | Password
         2026-11-02T11:00:00Z | i2 | u@x.example | Browser | 0 | S | SMS
         2026-11-02T13:00:00Z | i3 | u@x.example | Browser | 0 | S | Password",
    );
    let refreshes = table(
        "Date (UTC) | Request ID | Username | Client app | Sign-in error code | Session ID
         2026-11-02T09:00:00Z | n1 | u@x.example | Browser | 0 | s
         2026-11-02T10:30:00Z | n2 | u@x.example | Browser | 0 | s
         2026-11-02T11:00:00Z | n3 | u@x.example | Browser | 0 | s
         2026-11-02T12:00:00Z | n4 | w@x.example | Browser | 0 | s",
    );
    let log =
        log(&[("InteractiveSignIns.csv", &interactive), ("NonInteractiveSignIns.csv", &refreshes)], &options);
    let classes: Vec<&str> = log.classes.iter().map(|verdict| verdict.expect("a success").class).collect();
    assert_eq!(classes, ["gap", "mfa-done", "gap", "token-only", "gap", "mfa-done", "token-only"]);
    let answer = gap::answer(&log, &Options::default());
    assert_eq!(answer["by_class"], json!({ "gap": 3, "mfa-done": 2, "token-only": 2 }));
    assert_eq!(answer["gaps"].as_array().expect("a list").len(), 1);
    assert_eq!(answer["gaps"][0]["count"], 3);
}

#[test]
fn legacy_entries_get_verdicts_in_order() {
    let rows = table(
        "Date (UTC) | Username | Client app | Sign-in error code | IP address | Operating System | Browser | \
           User agent | Location | Multifactor authentication auth method
         2026-11-10T10:00:00Z | ana@x.example | Browser | 0 | 192.0.2.1 | | | | A, B, DE | SMS
         2026-11-10T11:00:00Z | ana@x.example | SMTP | 0 | 192.0.2.1 | | | Mailer/1 | A, B, DE |
         2026-11-11T11:00:00Z | Ana@x.example | authenticated smtp | 50126 | 192.0.2.1 | | | Mailer/2 | A, B, DE |
         2026-11-10T12:00:00Z | ana@x.example | POP | 0 | 192.0.2.1 | Windows10 | Rich | | A, B, BR |
         2026-11-01T12:00:00Z | bo@x.example | POP3 | 0 | 192.0.2.2 | | | | |
         2026-11-10T12:00:00Z | bo@x.example | Browser | 0 | 192.0.2.2 | | | bav2ropc | |
         2026-11-10T12:00:00Z | cy@x.example | IMAP4 | 53003 | 192.0.2.3 | | | | |
         2026-11-10T12:00:00Z | cy@x.example | EWS | 50126 | 192.0.2.1 | | | | |
         2026-11-10T12:00:00Z | dee@x.example | EWS | 50126 | 192.0.2.9 | | | | |
         2026-11-10T12:00:00Z | nobody@x.example | EWS | 50034 | 192.0.2.1 | | | | |
         2026-11-10T12:00:00Z | eve@x.example | | 0 | 192.0.2.9 | | | | |
         2026-11-11T12:00:00Z | fay@x.example | EWS | 50057 | 192.0.2.10 | | | | |
         2026-11-11T12:00:01Z | fay@x.example | EWS | 50057 | 192.0.2.10 | | | | |
         2026-11-11T12:00:02Z | fay@x.example | EWS | 50126 | 192.0.2.10 | | | | |",
    );
    let options = Options::default();
    let log = log(&[("InteractiveSignIns.csv", &rows)], &options);
    let answer = dependency::answer(&log, &options);
    let line = |entry: &Value| {
        format!(
            "{} {} {} {}{}",
            entry["user"].as_str().expect("a user").split('@').next().expect("a name"),
            entry["client_app"].as_str().expect("an app"),
            entry["device"].as_str().expect("a device"),
            entry["verdict"].as_str().expect("a verdict"),
            if entry["suspect"] == true { " suspect" } else { "" }
        )
    };
    let found: Vec<String> = answer["dependencies"].as_array().expect("a list").iter().map(line).collect();
    let expected = [
        "ana Authenticated SMTP Mailer dependency suspect",
        "ana POP3 Windows10; Rich dependency suspect",
        "bo ROPC bav2ropc dependency",
        "bo POP3 unknown dependency",
        "cy IMAP4 unknown blocked",
        "cy Exchange Web Services unknown stale suspect",
        // 192.0.2.9 has a success of another user, and fay tried more than twice.
        "dee Exchange Web Services unknown stale",
        "fay Exchange Web Services unknown stale",
        "nobody Exchange Web Services unknown attack suspect",
    ];
    assert_eq!(found, expected);
    assert_eq!(answer["unclassified"]["signins"], 1);
    let rows: Vec<i64> = answer["definitions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|definition| definition["rows"].as_i64().expect("a number"))
        .collect();
    assert_eq!(rows, [12, 4, 3, 11, 2, 12]);
    assert_eq!(answer["dependencies"][0]["days"], 2);
}

#[test]
fn attacks_are_told_from_stale_passwords() {
    let mut text = String::from(
        "Date (UTC),Username,Client app,Sign-in error code,IP address\n\
         2026-11-02T10:00:00Z,in@x.example,Browser,0,192.0.2.1\n",
    );
    for (user, ip, times) in [
        ("a", "192.0.2.1", 1),
        ("b", "192.0.2.1", 1),
        ("c", "192.0.2.1", 1),
        ("d", "192.0.2.1", 1),
        ("e", "192.0.2.1", 9),
        ("f", "192.0.2.2", 2),
        ("g", "192.0.2.3", 3),
        ("h", "", 1),
        ("i", "203.0.113.7", 1),
    ] {
        for _ in 0..times {
            text += &format!("2026-11-02T11:00:00Z,{user}@x.example,POP,50126,{ip}\n");
        }
    }
    let options = Options { trusted: vec!["203.0.113.0/24".to_string()], ..Options::default() };
    let answer = dependency::answer(&log(&[("InteractiveSignIns.csv", &text)], &options), &options);
    assert_eq!(answer["by_verdict"], json!({ "attack": 6, "stale": 3 }));
    let stale: Vec<&Value> = answer["dependencies"]
        .as_array()
        .expect("a list")
        .iter()
        .take(3)
        .map(|entry| &entry["user"])
        .collect();
    assert_eq!(stale, [&json!("g@x.example"), &json!("h@x.example"), &json!("i@x.example")]);
}

#[test]
fn findings_and_emergencies_are_counted() {
    let rows = table(
        "Date (UTC) | Username | User ID | Client app | Sign-in error code | Status | \
           Multifactor authentication auth method
         2026-11-02T10:00:00Z | ana@x.example | | Browser | 50074 | |
         2026-11-02T10:00:01Z | ana@x.example | | Browser | | success | SMS
         2026-11-02T10:00:02Z | ana@x.example | | Browser | 50074 | |
         2026-11-02T10:00:03Z | bo@x.example | | IMAP | 500121 | |
         2026-11-02T10:00:04Z | bg@x.example | 11111111-1111-4111-8111-111111111111 | IMAP | 500121 | |
         2026-11-02T10:00:05Z | 11111111-1111-4111-8111-111111111111 | | Browser | 0 | | SMS
         2026-11-02T11:00:05Z | bg@x.example | 11111111-1111-4111-8111-111111111111 | Browser | 0 | | Password",
    );
    let report = "userPrincipalName,isMfaCapable,methodsRegistered,lastUpdatedDateTime\n\
                  BG@x.example,True,\"[\"\"fido2\"\"]\",2026-11-01T00:00:00Z\n";
    let id = "11111111-1111-4111-8111-111111111111";
    let options = Options { break_glass: vec![id.to_string(), "no@x.example".into()], ..Options::default() };
    let files = [("InteractiveSignIns.csv", rows.as_str()), ("registration.csv", report)];
    let log = log(&files, &options);
    let answer = finding::answer(&log);
    let expected = json!([
        { "rule": "break-glass-use", "signins": 3, "users": 1 },
        { "rule": "failed-mfa", "signins": 2, "users": 2 },
        { "rule": "legacy-auth", "severity": "medium", "signins": 1, "users": 1,
          "kinds": { "stopped after the right password": 1 } },
    ]);
    assert_eq!(answer["findings"], expected);
    let hour = json!({ "hour": "2026-11-02T10:00:00Z", "success": 2, "failure": 2, "interrupted": 2,
        "mfa": 1, "single_factor": 1, "legacy": 2 });
    assert_eq!(answer["timeline"][0], hour);
    let answer = emergency::answer(&log, &options);
    let account = &answer["accounts"][0];
    assert_eq!((&account["signins"], &account["without_mfa"]), (&json!(3), &json!(1)));
    assert_eq!(account["registered_methods"], json!(["fido2"]));
    let mfa: Vec<&Value> = account["events"].as_array().expect("a list").iter().map(|e| &e["mfa"]).collect();
    assert_eq!(mfa, [&Value::Null, &json!(true), &json!(false)]);
    assert_eq!(answer["accounts"][1]["matched"], false);
}

#[test]
fn differences_are_listed() {
    let oracle = json!({ "a": [1, { "b": "x" }], "c": "", "by_class": { "gap": 1 },
        "findings": [{ "rule": "legacy-auth", "users": 1 }] });
    let same = json!({ "a": [1, { "b": "x", "more": 1 }], "c": null, "by_class": { "gap": 1, "guest": 0 },
        "findings": [{ "rule": "mfa-fatigue" }, { "rule": "legacy-auth", "users": 1 }] });
    assert!(compare(&same, &oracle).is_empty());
    let other =
        json!({ "a": [1, { "b": "y" }, 3], "c": "", "by_class": { "gap": 1, "guest": 2 }, "findings": [] });
    assert_eq!(
        compare(&other, &oracle),
        [
            "$.a: 3 entries, oracle 2",
            "$.a[1].b: product \"y\", oracle \"x\"",
            "$.by_class.guest: product 2, oracle 0",
            "$.findings: 0 entries, oracle 1",
        ]
    );
}
