//! Flows of small logs, and of random ones beside a slow second computation.

use std::sync::Arc;

use entrasift_core::{Input, LogType, Memory, Options, Steps, recognise};

use entrasift_core::Time;

use super::*;
use crate::engine::{Watched, watch};
use crate::tenant::Tenant;

mod twin;

/// One row: minutes since midnight, user, code, app, device, agent, address, country, correlation, session, and whether it is interactive.
#[derive(Debug, Clone, Default)]
struct Row {
    minute: i64,
    user: &'static str,
    code: i64,
    app: &'static str,
    device: &'static str,
    agent: &'static str,
    ip: &'static str,
    country: &'static str,
    correlation: &'static str,
    session: &'static str,
    client: &'static str,
    result: &'static str,
    single_factor: bool,
    in_background: bool,
}

impl Row {
    /// A row of a browser at the office, in an application of its own.
    fn new(minute: i64, user: &'static str, code: i64) -> Row {
        Row {
            minute,
            user,
            code,
            app: "mail",
            agent: "edge",
            ip: "203.0.113.1",
            country: "DE",
            ..Row::default()
        }
    }
}

const HEADER: &str = "Date (UTC),Request ID,User agent,Correlation ID,Username,Application,IP address,Location,\
Sign-in error code,Client app,Device ID,Multifactor authentication result,Authentication requirement,Session ID\n";

fn inputs(rows: &[Row]) -> Vec<Input> {
    [(false, "InteractiveSignIns.csv"), (true, "NonInteractiveSignIns.csv")]
        .into_iter()
        .map(|(in_background, name)| {
            let mut text = HEADER.to_owned();
            for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.in_background == in_background) {
                let (day, minute) = (3 + row.minute / 1440, row.minute % 1440);
                let time = format!("2026-11-{day:02}T{:02}:{:02}:00Z", minute / 60, minute % 60);
                let client = if row.client.is_empty() { "Browser" } else { row.client };
                let requirement =
                    if row.single_factor { "Single-factor authentication" } else { "Multifactor authentication" };
                let Row { user, code, app, device, agent, ip, country, correlation, session, result, .. } = row;
                text += &format!(
                    "{time},{number:08x}-0000-4000-8000-000000000000,{agent},{correlation},{user},{app},{ip},\"X, X, {country}\",\
                     {code},{client},{device},{result},{requirement},{session}\n"
                );
            }
            recognise(Arc::new(Memory::new(name, text)), LogType::ByName).expect("a portal CSV")
        })
        .collect()
}

fn watched(rows: &[Row], chunk_bytes: u64) -> (Flows, Watched) {
    let options = Options { threads: 2, chunk_bytes, ..Options::default() };
    let tenant = Tenant { break_glass: vec!["glass".to_owned()], ..Tenant::default() };
    watch(&inputs(rows), &Arc::new(Steps::default()), &options, &tenant, Flows::default)
        .expect("memory can be read")
}

/// User, judgement, cause and attempts of each flow, as words.
fn judged(rows: &[Row]) -> Vec<String> {
    let (flows, watched) = watched(rows, 1 << 19);
    let flows = flows.judge(ALWAYS);
    let words = |flow: &Flow| {
        let user = flow.person.key(&watched.dictionaries);
        format!("{user} {} {} {}", flow.judgement.name(), flow.cause.name(), flow.attempts)
    };
    flows.iter().map(words).collect()
}

fn check(rows: &[Row], expect: &[&str]) {
    assert_eq!(judged(rows), expect, "{rows:#?}");
}

#[test]
fn recovered() {
    let asked = Row::new(540, "ana", 50074);
    let through = Row::new(541, "ana", 0);
    check(&[asked.clone(), through.clone()], &["ana recovered not-passed 1"]);
    // In the same application, from the same device, or with the same user agent and address.
    let elsewhere = Row { agent: "phone", ip: "203.0.113.9", ..through.clone() };
    check(&[asked.clone(), elsewhere.clone()], &["ana recovered not-passed 1"]);
    let other_app = Row { app: "drive", ..elsewhere.clone() };
    check(&[asked.clone(), other_app.clone()], &["ana stopped not-passed 1"]);
    check(&[asked.clone(), Row { app: "drive", ..through.clone() }], &["ana recovered not-passed 1"]);
    let device = |row: &Row| Row { device: "8a1b2c3d-0000-4000-8000-000000000001", ..row.clone() };
    check(&[device(&asked), device(&other_app)], &["ana recovered not-passed 1"]);
    // At the same time, before, without MFA, or by somebody else is no recovery.
    check(&[asked.clone(), Row { minute: 540, ..through.clone() }], &["ana stopped not-passed 1"]);
    let single = Row { single_factor: true, ..through.clone() };
    check(&[asked.clone(), single], &["ana stopped not-passed 1"]);
    check(&[asked.clone(), Row { user: "bo", ..through.clone() }], &["ana stopped not-passed 1"]);
    // A session that was interrupted again after it got through.
    let again = Row { minute: 900, app: "drive", agent: "phone", ..asked.clone() };
    let session = |row: Row| Row { session: "5e551011-0000-4000-8000-000000000001", ..row };
    check(&[session(asked), session(again), through], &["ana stopped not-passed 2"]);
}

#[test]
fn waiting() {
    let token = Row { in_background: true, agent: "phone", ..Row::new(540, "ana", 50076) };
    let desk = Row { app: "drive", agent: "edge", ip: "203.0.113.9", ..Row::new(560, "ana", 0) };
    check(&[token.clone(), desk.clone()], &["ana waiting not-passed 1"]);
    check(&[token.clone(), Row { in_background: true, ..desk.clone() }], &["ana stopped not-passed 1"]);
    check(&[Row { code: 53003, ..token.clone() }, desk.clone()], &["ana stopped blocked-by-policy 1"]);
    check(&[Row { in_background: false, ..token }, desk], &["ana stopped not-passed 1"]);
}

#[test]
fn hostile() {
    let stranger = Row { ip: "192.0.2.9", country: "BY", agent: "x", ..Row::new(540, "ana", 50074) };
    let home = Row::new(560, "ana", 0);
    check(&[stranger.clone(), home.clone()], &["ana hostile not-passed 1"]);
    // A country where the person has been is no stranger's, nor is one who never comes back to say.
    check(&[Row { country: "DE", ..stranger.clone() }, home.clone()], &["ana recovered not-passed 1"]);
    check(&[Row { minute: 530, ..home.clone() }, stranger.clone()], &["ana stopped not-passed 1"]);
    let there = Row { minute: 500, single_factor: true, code: 0, ..stranger.clone() };
    check(&[there, stranger.clone(), home.clone()], &["ana recovered not-passed 1"]);
    check(&[Row { ip: "", country: "", ..stranger.clone() }, home.clone()], &["ana recovered not-passed 1"]);
    let imap = Row { client: "IMAP4", code: 53003, ..stranger };
    check(&[imap, home], &["ana hostile legacy-client 1"]);
}

#[test]
fn a_legacy_client_never_recovers() {
    let imap = Row { client: "IMAP4", ..Row::new(540, "ana", 50076) };
    check(&[imap.clone(), Row::new(560, "ana", 0)], &["ana stopped legacy-client 1"]);
    check(
        &[imap, Row::new(541, "ana", 50074), Row::new(560, "ana", 0)],
        &["ana stopped legacy-client 1", "ana recovered not-passed 1"],
    );
}

#[test]
fn flows() {
    let at = |minute| Row::new(minute, "ana", 50074);
    check(&[at(540), at(570), at(600)], &["ana stopped not-passed 3"]);
    check(&[at(540), at(571)], &["ana stopped not-passed 1", "ana stopped not-passed 1"]);
    let correlated =
        |minute, app| Row { app, correlation: "c0ffee00-0000-4000-8000-000000000001", ..at(minute) };
    check(&[correlated(540, "mail"), correlated(900, "drive")], &["ana stopped not-passed 1"]);
    check(&[Row { app: "drive", ..at(541) }, at(540)], &["ana stopped not-passed 1"; 2]);
    // Codes that no policy causes, break-glass accounts and successes make no flow.
    check(&[Row::new(540, "ana", 50126), Row::new(540, "glass", 50074), Row::new(540, "bo", 0)], &[]);
}

#[test]
fn causes() {
    let one = |code, cause: &str| check(&[Row::new(540, "ana", code)], &[&format!("ana stopped {cause} 1")]);
    one(50072, "needs-registration");
    one(53010, "cannot-register");
    one(53000, "device");
    one(53003, "blocked-by-policy");
    one(50158, "external-provider");
    one(135010, "method");
    one(999_999, "unknown-code");
    one(399_284, "unknown-code");
    let told = |result, cause: &str| {
        check(&[Row { result, ..Row::new(540, "ana", 500_121) }], &[&format!("ana stopped {cause} 1")]);
    };
    told("", "not-passed");
    told("MFA denied; user declined the authentication", "declined");
    told("MFA denied; user did not respond to mobile app notification", "no-answer");
    told("MFA denied; fraud code entered", "fraud-reported");
    // A page that expired ends a flow and makes none.
    check(&[Row::new(540, "ana", 50072), Row::new(561, "ana", 50089)], &["ana stopped gave-up 1"]);
    check(&[Row::new(540, "ana", 50089), Row::new(561, "ana", 50072)], &["ana stopped needs-registration 1"]);
    check(&[Row::new(561, "ana", 50089)], &[]);
}

#[test]
fn broken_apps() {
    let users = ["ana", "bo", "cy", "di"];
    let stopped = |count: usize| {
        users[..count]
            .iter()
            .map(|user| Row { app: "vault", ..Row::new(540, user, 50074) })
            .collect::<Vec<_>>()
    };
    let broken = |rows: &[Row]| {
        let (flows, watched) = watched(rows, 1 << 19);
        let broken = flows.broken(&flows.judge(ALWAYS), 3);
        let words = broken.iter().map(|app| {
            let name = app.app.key(&watched.dictionaries);
            format!("{name} {} {}", app.people.len(), app.worked.map_or("never".to_owned(), Time::rfc3339))
        });
        words.collect::<Vec<_>>()
    };
    assert_eq!(broken(&stopped(2)), Vec::<String>::new());
    assert_eq!(broken(&stopped(3)), ["vault 3 never"]);
    let with = |minute| {
        let success = Row { app: "vault", single_factor: true, ..Row::new(minute, "zoe", 0) };
        [stopped(3), vec![success]].concat()
    };
    assert_eq!(broken(&with(500)), ["vault 3 2026-11-03T08:20:00Z"]);
    assert_eq!(broken(&with(540)), Vec::<String>::new());
}
