//! Every dialect tells the same sign-ins, read back by other people's parsers.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::moment::Date;
use entrasift_demo::registration::report;
use entrasift_demo::signin::SignIn;
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_demo::writers::auth_details::write_auth_details;
use entrasift_demo::writers::csv::CsvStyle;
use entrasift_demo::writers::portal::{PortalOptions, Vintage, write_portal};
use entrasift_demo::writers::registration::{file_name, write_registration};
use entrasift_demo::writers::registration_graph::write_registration_graph;
use serde_json::Value;

/// Id to user name, error code, address, user agent and MFA text.
type Told = BTreeMap<String, [String; 5]>;

fn story() -> Story {
    Story::new(StoryOptions { days: 9, ..StoryOptions::default() })
}

fn truth(story: &Story, interactive: bool) -> Told {
    let rows = story.signins().filter(|row| row.interactive == interactive);
    rows.map(|row| {
        let name = row.id_as_username.map_or(row.account.upn.clone(), |id| id.to_string());
        let rest =
            [name, row.code.to_string(), row.place.ip.clone(), row.user_agent.into(), row.mfa_result.into()];
        (row.id.to_string(), rest)
    })
    .collect()
}

fn written(story: &Story, dialect: Dialect, options: DialectOptions, interactive: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let rows = story.signins().filter(|row| row.interactive == interactive);
    dialect.write(&mut out, story.world(), options, interactive, rows).expect("a vector takes everything");
    out
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

fn graph_told(objects: &[Value]) -> Told {
    let told = objects.iter().map(|object| {
        let object = object.get("properties").unwrap_or(object);
        let rest = [
            text(&object["userPrincipalName"]),
            text(&object["status"]["errorCode"]),
            text(&object["ipAddress"]),
            text(&object["userAgent"]),
            text(&object["status"]["additionalDetails"]),
        ];
        (text(&object["id"]), rest)
    });
    told.collect()
}

fn objects(bytes: &[u8]) -> Vec<Value> {
    let values = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let mut objects = Vec::new();
    for value in values {
        match value.expect("the text is JSON") {
            Value::Array(list) => objects.extend(list),
            Value::Object(mut page) => match page.remove("value").or(page.remove("records")) {
                Some(Value::Array(list)) => objects.extend(list),
                _ => objects.push(Value::Object(page)),
            },
            other => panic!("not a record: {other}"),
        }
    }
    objects
}

fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<String> =
        reader.headers().expect("there is a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.expect("every row has the header's cells");
        header.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    rows.collect()
}

#[test]
fn json_dialects_tell_the_truth() {
    let story = story();
    let dialects = [
        Dialect::GraphArray,
        Dialect::GraphPage,
        Dialect::GraphLines,
        Dialect::AzureMonitor,
        Dialect::AzureMonitorRecords,
    ];
    for (dialect, interactive) in dialects.iter().flat_map(|dialect| [(*dialect, true), (*dialect, false)]) {
        let bytes = written(&story, dialect, DialectOptions::default(), interactive);
        assert_eq!(graph_told(&objects(&bytes)), truth(&story, interactive), "{}", dialect.name());
    }
}

#[test]
fn graph_v1_says_nothing_about_mfa() {
    let story = story();
    let objects = objects(&written(&story, Dialect::GraphV1, DialectOptions::default(), true));
    assert_eq!(objects.len(), truth(&story, true).len());
    for key in ["authenticationRequirement", "authenticationDetails", "mfaDetail", "userAgent", "sessionId"] {
        assert!(objects.iter().all(|object| object.get(key).is_none()), "{key}");
    }
}

#[test]
fn portal_vintages_tell_the_truth() {
    let story = story();
    for vintage in Vintage::ALL {
        for quoted in [true, false] {
            let style = CsvStyle { quoted, crlf: quoted, ..CsvStyle::default() };
            let portal =
                PortalOptions { vintage, style, empty_success_code: quoted, ..PortalOptions::default() };
            let options = DialectOptions { portal, repeated: false };
            let rows = table(&written(&story, Dialect::Portal, options, true));
            let told: Told = rows
                .into_iter()
                .map(|row| {
                    let of = |name: &str| row.get(name).cloned().unwrap_or_default();
                    let code = of("Sign-in error code");
                    let code = if code.is_empty() { "0".to_owned() } else { code };
                    let result = of("Multifactor authentication result");
                    (of("Request ID"), [of("Username"), code, of("IP address"), of("User agent"), result])
                })
                .collect();
            let mut expected = truth(&story, true);
            if vintage == Vintage::Y2023 {
                expected.values_mut().for_each(|rest| rest[3].clear());
            }
            assert_eq!(told, expected, "{vintage:?}");
        }
    }
}

#[test]
fn log_analytics_tells_the_truth() {
    let story = story();
    let all =
        [(Dialect::LogAnalytics, true), (Dialect::LogAnalytics, false), (Dialect::LogAnalytics2021, true)];
    let unions = [(Dialect::LogAnalyticsUnion, true), (Dialect::LogAnalyticsUnion, false)];
    for (dialect, interactive) in all.into_iter().chain(unions) {
        let rows = table(&written(&story, dialect, DialectOptions::default(), interactive));
        let told: Told = rows
            .iter()
            .map(|row| {
                let pair = if interactive { "Status_dynamic" } else { "Status_string" };
                let status = row.get("Status").unwrap_or_else(|| &row[pair]);
                let status: Value = serde_json::from_str(status).expect("the status is JSON");
                assert_eq!(text(&status["errorCode"]), row["ResultType"]);
                let result = text(&status["additionalDetails"]);
                let of = |name: &str| row[name].clone();
                let rest =
                    [of("UserPrincipalName"), of("ResultType"), of("IPAddress"), of("UserAgent"), result];
                (of("Id"), rest)
            })
            .collect();
        assert_eq!(told, truth(&story, interactive), "{}", dialect.name());
    }
}

#[test]
fn repeated_copies_have_the_same_ids_and_lose_the_transfer_method() {
    let story = Story::new(StoryOptions::default());
    let options = DialectOptions { repeated: true, ..DialectOptions::default() };
    let rows = table(&written(&story, Dialect::LogAnalytics, options, true));
    let ids: BTreeSet<&String> = rows.iter().map(|row| &row["Id"]).collect();
    assert_eq!(ids.len(), truth(&story, true).len());
    let twice = rows.len() - ids.len();
    assert!((60..200).contains(&twice), "{twice}");
    let once = table(&written(&story, Dialect::LogAnalytics, DialectOptions::default(), true));
    let open = |rows: &[BTreeMap<String, String>]| {
        rows.iter().filter(|row| row["AuthenticationDetails"].contains("in progress")).count()
    };
    assert!(open(&rows) > open(&once));
}

#[test]
fn auth_details_join_their_sign_ins() {
    let story = story();
    let (mut main, mut details) = (Vec::new(), Vec::new());
    let rows = || story.signins().filter(|row: &SignIn<'_>| row.interactive);
    write_portal(&mut main, PortalOptions::default(), rows()).expect("a vector takes everything");
    let steps =
        write_auth_details(&mut details, CsvStyle::default(), rows()).expect("a vector takes everything");
    let ids: BTreeSet<String> = table(&main).into_iter().map(|row| row["Request ID"].clone()).collect();
    let details = table(&details);
    assert_eq!(details.len() as u64, steps);
    assert!(details.iter().all(|step| ids.contains(&step["Request ID"])));
    assert!(details.iter().any(|step| step["Authentication method"] == "FIDO2 security key"));
}

#[test]
fn both_registration_reports_agree() {
    let story = story();
    let report = report(story.world(), Date::new(2026, 11, 10));
    let (mut csv, mut page) = (Vec::new(), Vec::new());
    write_registration(&mut csv, CsvStyle::default(), &report).expect("a vector takes everything");
    write_registration_graph(&mut page, &report).expect("a vector takes everything");
    let of_csv: BTreeMap<String, String> = table(&csv)
        .into_iter()
        .map(|row| (row["userPrincipalName"].clone(), row["isMfaCapable"].to_lowercase()))
        .collect();
    let of_page = objects(&page);
    let of_page = of_page.iter().map(|line| (text(&line["userPrincipalName"]), text(&line["isMfaCapable"])));
    assert_eq!(of_page.collect::<BTreeMap<_, _>>(), of_csv);
    assert_eq!(file_name(Date::new(2026, 11, 6)), "exportUserRegistrationDetails_2026-11-6.csv");
}
