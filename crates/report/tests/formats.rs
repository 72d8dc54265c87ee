//! What each format makes of one answer, to the letter.

mod fixture;

use entrasift_report::{Style, csv, json, markdown, table};
use entrasift_rollout::answer::{Answer, Body, Value};
use fixture::{ordinary, style, text};

#[track_caller]
fn check(shown: &str, expect: &str) {
    assert!(shown == expect, "--- shown:\n{shown}\n--- expected:\n{expect}");
}

/// The answer without its timeline.
fn short() -> Answer {
    let mut answer = ordinary();
    answer.sections.retain(|section| section.key != "timeline");
    answer
}

#[test]
fn terminal() {
    let style = Style { width: 100, ..style() };
    check(
        &text(&short(), &table::FORMAT, &style),
        r#"Northwind Engineering · 1 file · 12,480 sign-ins of 231 people · 2 Nov – 25 Nov 2026 UTC
5 rows lost
5 rows could not be read: InteractiveSignIns_2026-11-02_2026-11-25.csv rows 17, 18, 19
(field-count), and 2 more
2 duplicates merged · 13 records that are no sign-in
1 file ignored: notes.txt (the file holds exactly 100,000 rows, the portal's limit)
warning: the file holds exactly 100,000 rows, the portal's limit
(InteractiveSignIns_2026-11-02_2026-11-25.csv)

2 people and devices depend on legacy authentication; 1 is suspect.

Dependencies
Suspect ones first: reset the password before anything else.
User                             Client app           Device       Sign-ins   Share  Verdict
crm-import@northwind.example     IMAP4                CRM server      4,120  12.5 %  dependency
scanner.lobby@northwind.example  Authenticated SMTP   unknown           231  12.5 %  dependency
ana.ferreira@northwind.example   Exchange ActiveSync  Ana's phone        12  12.5 %  blocked
2 attacks and stale attempts that achieved nothing (--full shows them)

By verdict
dependency      2
blocked         1
attack      1,204

Sign-ins without a client app: 1,042

not evaluated: policy-enforced, token-protection (a portal CSV carries no policies)

next
  entrasift legacy --full --output dependencies.xlsx
  entrasift exceptions
"#,
    );
}

#[test]
fn terminal_narrow() {
    let style = Style { width: 60, top: Some(1), ..style() };
    check(
        &text(&short(), &table::FORMAT, &style),
        r#"Northwind Engineering · 1 file
12,480 sign-ins of 231 people · 2 Nov – 25 Nov 2026 UTC
5 rows lost
5 rows could not be read:
InteractiveSignIns_2026-11-02_2026-11-25.csv rows 17, 18, 19
(field-count), and 2 more
2 duplicates merged · 13 records that are no sign-in
1 file ignored: notes.txt (the file holds exactly 100,000
rows, the portal's limit)
warning: the file holds exactly 100,000 rows, the portal's
limit (InteractiveSignIns_2026-11-02_2026-11-25.csv)

2 people and devices depend on legacy authentication; 1 is
suspect.

Dependencies
Suspect ones first: reset the password before anything else.
User                          Client    Sign-ins  Verdict
                              app
crm-import@northwind.example  IMAP4        4,120  dependency
… and 2 more (--full)
2 attacks and stale attempts that achieved nothing (--full
shows them)

By verdict
dependency      2
blocked         1
attack      1,204

Sign-ins without a client app: 1,042

not evaluated: policy-enforced, token-protection (a portal
CSV carries no policies)

next
  entrasift legacy --full --output dependencies.xlsx
  entrasift exceptions
"#,
    );
}

#[test]
fn terminal_full() {
    let style = Style { width: 90, top: Some(1), full: true, ..style() };
    let shown = text(&short(), &table::FORMAT, &style);
    let (_, rows) = shown.split_once("Dependencies\n").unwrap();
    let (rows, _) = rows.split_once("\n\n").unwrap();
    check(
        rows,
        r#"Suspect ones first: reset the password before anything else.
User                          Client app  Device      Sign-ins   Share  Verdict
crm-import@northwind.example  IMAP4       CRM server     4,120  12.5 %  dependency
    User agent: python-imaplib/3.9 · Addresses: 192.0.2.7, 2001:db8::7 (+3) · Last
    success: 2026-11-03 09:15 · Suspect: yes · What to do: Move to OAuth 2.0 with an
    application permission · Rows: InteractiveSignIns_2026-11-02_2026-11-25.csv rows 2, 3,
    4, 5, 6 (+4,115)
… and 4 more"#,
    );
}

#[test]
fn terminal_timeline() {
    let mut answer = ordinary();
    answer.sections.retain(|section| section.key == "timeline");
    answer.reading = None;
    let style = Style { width: 64, ..style() };
    check(
        &text(&answer, &table::FORMAT, &style),
        r#"2 people and devices depend on legacy authentication; 1 is
suspect.

Over time
succeeded    ████████████████████████  31,104
interrupted  ████████████████████████     960
failed       █ █ █ █ █ █ █ █  █ █ █ █      12
             2 Nov – 25 Nov 2026 UTC, a mark is a day

next
  entrasift legacy --full --output dependencies.xlsx
  entrasift exceptions
"#,
    );
}

#[test]
fn markdown() {
    check(
        &text(&short(), &markdown::FORMAT, &style()),
        r#"# entrasift legacy

**2 people and devices depend on legacy authentication; 1 is suspect.**

Northwind Engineering · 1 file · 12,480 sign-ins of 231 people · 2 Nov – 25 Nov 2026 UTC · 5 rows lost

5 rows could not be read: InteractiveSignIns\_2026-11-02\_2026-11-25.csv rows 17, 18, 19 (field-count), and 2 more

2 duplicates merged · 13 records that are no sign-in

1 file ignored: notes.txt (the file holds exactly 100,000 rows, the portal's limit)

## Warnings

- the file holds exactly 100,000 rows, the portal's limit (InteractiveSignIns\_2026-11-02\_2026-11-25.csv)

## Dependencies

Suspect ones first: reset the password before anything else.

| User | Client app | Device | Sign-ins | Share | Last success | Verdict | Suspect | What to do |
| --- | --- | --- | ---: | ---: | --- | --- | --- | --- |
| crm-import@northwind.example | IMAP4 | CRM server | 4,120 | 12.5 % | 2026-11-03 09:15 | dependency | yes | Move to OAuth 2.0 with an application permission |
| scanner.lobby@northwind.example | Authenticated SMTP | unknown | 231 | 12.5 % | 2026-11-03 09:15 | dependency | no | Use High Volume Email or a connector |
| ana.ferreira@northwind.example | Exchange ActiveSync | Ana's phone | 12 | 12.5 % | 2026-11-03 09:15 | blocked | no | Replace the mail app by Outlook |

2 attacks and stale attempts that achieved nothing

## By verdict

- dependency: 2
- blocked: 1
- attack: 1,204

Sign-ins without a client app: **1,042**

## Not evaluated

- policy-enforced, token-protection (a portal CSV carries no policies)

## Next

- entrasift legacy --full --output dependencies.xlsx
- entrasift exceptions
"#,
    );
}

#[test]
fn csv() {
    let shown = text(&ordinary(), &csv::FORMAT, &Style { bom: true, ..style() });
    let mut lines = shown.lines();
    let mut next = || lines.next().unwrap();
    check(
        next(),
        "\u{FEFF}user,user_id,client_app,device,user_agent,ips,count,rate,last_success,verdict,suspect,remediation,evidence",
    );
    let expect = r#"crm-import@northwind.example,6f0c2a52-9a0e-4f52-8f0e-3f3a1a0b7c11,IMAP4,CRM server,python-imaplib/3.9,"192.0.2.7; 2001:db8::7 (+3)",4120,0.125,2026-11-03T09:15:41Z,dependency,true,Move to OAuth 2.0 with an application permission,"InteractiveSignIns_2026-11-02_2026-11-25.csv:2; InteractiveSignIns_2026-11-02_2026-11-25.csv:3; InteractiveSignIns_2026-11-02_2026-11-25.csv:4; InteractiveSignIns_2026-11-02_2026-11-25.csv:5; InteractiveSignIns_2026-11-02_2026-11-25.csv:6 (+4115)""#;
    check(next(), expect);
    assert_eq!(lines.count(), 4, "folded rows are there too");
}

#[test]
fn json() {
    let shown = text(&short(), &json::FORMAT, &style());
    assert!(
        shown.starts_with("{\n  \"schema\": \"entrasift/1\",\n  \"command\": \"legacy\",\n")
            && shown.ends_with("\n}\n")
    );
    let keys: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split_once("\": ").map(|(key, _)| key))
        .collect();
    let expect = [
        "schema",
        "command",
        "version",
        "generated",
        "as_of",
        "inputs",
        "ignored",
        "problems",
        "totals",
        "warnings",
        "not_evaluated",
        "dependencies",
        "by_verdict",
        "unclassified",
        "definitions",
    ];
    assert_eq!(keys, expect);
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(json["generated"], "2026-11-22T10:00:00Z");
    assert_eq!(json["totals"]["signins"], 12_480);
    assert_eq!(json["by_verdict"]["attack"], 1_204);
    assert_eq!(json["unclassified"], 1_042);
    let expect = serde_json::json!({
        "user": "crm-import@northwind.example",
        "user_id": "6f0c2a52-9a0e-4f52-8f0e-3f3a1a0b7c11",
        "client_app": "IMAP4",
        "device": "CRM server",
        "user_agent": "python-imaplib/3.9",
        "ips": ["192.0.2.7", "2001:db8::7"],
        "ips_more": 3,
        "count": 4120,
        "rate": 0.125,
        "last_success": "2026-11-03T09:15:41Z",
        "verdict": "dependency",
        "suspect": true,
        "remediation": "Move to OAuth 2.0 with an application permission",
        "evidence": (2..7).map(|row| serde_json::json!({
            "path": "InteractiveSignIns_2026-11-02_2026-11-25.csv", "row": row
        })).collect::<Vec<_>>(),
        "evidence_total": 4120,
    });
    assert_eq!(json["dependencies"][0], expect);
}

#[test]
fn json_of_a_reference_command() {
    let mut answer = short();
    answer.reading = None;
    answer.command = "explain";
    answer.sections.truncate(1);
    if let Body::Table(table) = &mut answer.sections[0].body {
        table.columns.truncate(2);
        table.rows =
            vec![vec![Value::Null, Value::List(Vec::new())], vec![Value::Code(-5), Value::Share(f64::NAN)]]
                .into();
    }
    let expect = r#"{
  "schema": "entrasift/1",
  "command": "explain",
  "version": "0.1.0",
  "generated": "2026-11-22T10:00:00Z",
  "dependencies": [
    {
      "user": null,
      "user_id": []
    },
    {
      "user": -5,
      "user_id": null
    }
  ]
}
"#
    .replace("0.1.0", env!("CARGO_PKG_VERSION"));
    check(&text(&answer, &json::FORMAT, &style()), &expect);
}
