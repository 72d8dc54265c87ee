//! The laws over the list of rules, and every page's example tables run as tests.

use std::sync::Arc;

use entrasift_core::{LogType, Memory, Options, Steps, Time, recognise};
use entrasift_rules::Finding;
use entrasift_rules::engine::watch;
use entrasift_rules::list;
use entrasift_rules::predicate::Predicate;
use entrasift_rules::rule::Rule;
use entrasift_rules::rules::Rules;
use entrasift_rules::setting::Assignment;
use entrasift_rules::tenant::{PlannedTest, Tenant};
use entrasift_rules::tuning;

/// One example of a page: how many sign-ins the rule must see, with which settings, and the table. It starts with
/// "```signins finds 2", or "```signins finds 2 with minutes:5 users:3".
struct Example {
    finds: u64,
    settings: Vec<Assignment>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn examples(rule: &Rule) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = rule.page.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(finds) = line.strip_prefix("```signins finds ") else { continue };
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let mut table = lines.by_ref().take_while(|line| *line != "```").map(cells);
        let header = table.next().expect("a table has a header");
        let (finds, with) = finds.split_once(" with ").unwrap_or((finds, ""));
        let set = |words: &str| {
            let text = format!("{}.{}", rule.id, words.replacen(':', "=", 1));
            tuning::parse(std::slice::from_ref(rule), &text).expect("a setting of the rule")
        };
        let settings = with.split_whitespace().map(set).collect();
        let finds = finds.parse().expect("a number");
        examples.push(Example { finds, settings, header, rows: table.collect() });
    }
    examples
}

const BREAK_GLASS: &str = "svc-emergency-alpha@northwind.example";

/// The portal's header for the short name of an example.
fn title(name: &str) -> &str {
    match name {
        "time" => "Date (UTC)",
        "user" => "Username",
        "code" => "Sign-in error code",
        "ip" => "IP address",
        "country" => "Location",
        "app" => "Application",
        "app id" => "Application ID",
        "protocol" => "Authentication Protocol",
        "transfer method" => "Original transfer method",
        "reason" => "Failure reason",
        "mfa result" => "Multifactor authentication result",
        "requirement" => "Authentication requirement",
        other => other,
    }
}

/// The example as a portal CSV: short names become user names and ids, times a day.
fn portal_csv(example: &Example) -> String {
    let mut titles: Vec<&str> = example.header.iter().map(|name| title(name)).collect();
    titles.push("Request ID");
    let mut text = titles.join(",") + "\n";
    for (number, row) in example.rows.iter().enumerate() {
        let mut cells: Vec<String> = row
            .iter()
            .zip(&example.header)
            .map(|(cell, name)| match name.as_str() {
                "time" => format!("2026-11-03T{cell}:00Z"),
                "user" if !cell.contains('@') => format!("{cell}@northwind.example"),
                "country" if !cell.is_empty() => format!("\"Somewhere, There, {cell}\""),
                _ if cell.contains(',') => format!("\"{cell}\""),
                _ => cell.clone(),
            })
            .collect();
        cells.push(format!("{number:08x}-0000-4000-8000-000000000000"));
        text += &(cells.join(",") + "\n");
    }
    text
}

fn seen(rule: &Rule, settings: &[Assignment], text: String, chunk_bytes: u64) -> Vec<Finding> {
    seen_in("InteractiveSignIns_example.csv", rule, settings, text, chunk_bytes)
}

fn seen_in(name: &str, rule: &Rule, settings: &[Assignment], text: String, chunk_bytes: u64) -> Vec<Finding> {
    let source = Arc::new(Memory::new(name, text));
    let input = recognise(source, LogType::ByName).expect("an example is a portal CSV");
    let tenant = Tenant {
        break_glass: vec![BREAK_GLASS.to_owned()],
        planned_tests: vec![PlannedTest {
            account: BREAK_GLASS.to_owned(),
            at: Time::parse_bound("2026-11-03T03:14:00Z").expect("a time"),
            tolerance_minutes: 1,
        }],
        home_countries: vec!["DE".to_owned(), "AT".to_owned()],
        settings: settings.to_vec(),
        ..Tenant::default()
    };
    let options = Options { threads: 1, chunk_bytes, ..Options::default() };
    let make = || Rules::new([rule.clone().for_tenant(&tenant)]);
    let (rules, watched) =
        watch(&[input], &Arc::new(Steps::default()), &options, &tenant, make).expect("memory can be read");
    let end = watched.ledgers.iter().filter_map(|ledger| ledger.last).max();
    rules.conclude(end)
}

#[test]
fn every_example_of_every_page() {
    for rule in list::all() {
        let mut kinds = Vec::new();
        for (number, example) in examples(&rule).iter().enumerate() {
            let text = portal_csv(example);
            for chunk_bytes in [1 << 19, 64] {
                let findings = seen(&rule, &example.settings, text.clone(), chunk_bytes);
                let signins: u64 = findings.iter().map(|finding| finding.signins).sum();
                let place = format!("{}, example {}, chunks of {chunk_bytes}", rule.id, number + 1);
                assert_eq!(signins, example.finds, "{place}");
                for finding in findings.iter().filter(|_| !rule.kinds.is_empty()) {
                    let of_kinds: u64 = finding.kinds.iter().map(|(_, count)| count).sum();
                    assert_eq!(of_kinds, signins, "{place}: every sign-in is of one kind");
                    kinds.extend(finding.kinds.iter().map(|(kind, _)| *kind));
                }
            }
        }
        for kind in &rule.kinds {
            assert!(kinds.contains(&kind.name), "{}: an example of the kind `{}`", rule.id, kind.name);
        }
    }
}

/// The example as records of Graph with this event type; `None` where it has a column that is not known here.
fn graph_json(example: &Example, event: &str) -> Option<String> {
    let path = |name: &String| {
        Some(match name.to_lowercase().as_str() {
            "time" => ("", "createdDateTime"),
            "user" => ("", "userPrincipalName"),
            "ip" => ("", "ipAddress"),
            "client app" => ("", "clientAppUsed"),
            "protocol" => ("", "authenticationProtocol"),
            "transfer method" => ("", "originalTransferMethod"),
            "user agent" => ("", "userAgent"),
            "app" => ("", "appDisplayName"),
            "app id" => ("", "appId"),
            "requirement" => ("", "authenticationRequirement"),
            "conditional access" => ("", "conditionalAccessStatus"),
            "code" => ("status", "errorCode"),
            "reason" => ("status", "failureReason"),
            "mfa result" => ("status", "additionalDetails"),
            "country" => ("location", "countryOrRegion"),
            "compliant" => ("deviceDetail", "isCompliant"),
            "device id" => ("deviceDetail", "deviceId"),
            _ => return None,
        })
    };
    let paths = example.header.iter().map(path).collect::<Option<Vec<_>>>()?;
    let records = example.rows.iter().enumerate().map(|(number, row)| {
        let members = |outer: &str| {
            let own =
                paths.iter().zip(row).filter(|((parent, _), cell)| *parent == outer && !cell.is_empty());
            own.map(|((_, key), cell)| match *key {
                "createdDateTime" => format!(r#""{key}":"2026-11-03T{cell}:00Z""#),
                "userPrincipalName" if !cell.contains('@') => {
                    format!(r#""{key}":"{cell}@northwind.example""#)
                }
                "errorCode" => format!(r#""{key}":{cell}"#),
                _ => format!(r#""{key}":"{cell}""#),
            })
            .collect::<Vec<_>>()
            .join(",")
        };
        let nested = ["status", "location", "deviceDetail"]
            .map(|outer| format!(r#""{outer}":{{{}}}"#, members(outer)));
        // What every record of Graph has, and a file is known by.
        let known = ["appId", "authenticationRequirement"]
            .into_iter()
            .filter(|key| !paths.contains(&("", key)))
            .map(|key| format!(r#","{key}":null"#))
            .collect::<String>();
        let id = format!("{number:08x}-0000-4000-8000-000000000000");
        let types = format!(r#""signInEventTypes":["{event}"]"#);
        format!(r#"{{"id":"{id}",{types},{},{}{known}}}"#, members(""), nested.join(","))
    });
    Some(format!("[{}]", records.collect::<Vec<_>>().join(",\n")))
}

/// The example with all its sign-ins made by one account.
fn by_one(example: &Example, account: &str) -> String {
    let mut rows = example.rows.clone();
    let user = example.header.iter().position(|name| name == "user");
    rows.iter_mut().for_each(|row| user.into_iter().for_each(|user| row[user] = account.to_owned()));
    portal_csv(&Example { rows, header: example.header.clone(), settings: Vec::new(), ..*example })
}

#[test]
fn emergency_accounts_are_in_no_other_rule_and_workloads_in_none() {
    let mut held = Vec::new();
    for rule in list::all() {
        for example in examples(&rule).iter().filter(|example| example.finds > 0) {
            let emergency = seen(&rule, &example.settings, by_one(example, BREAK_GLASS), 1 << 19);
            assert_eq!(
                emergency.is_empty(),
                rule.id != "break-glass-use",
                "{}: an emergency account",
                rule.id
            );
            let of_type = |event: &str| {
                let text = graph_json(example, event)?;
                let findings = seen_in("example.json", &rule, &example.settings, text, 1 << 19);
                Some(findings.iter().map(|finding| finding.signins).sum::<u64>())
            };
            // Only a table that Graph can hold whole proves something.
            if of_type("interactiveUser").is_some_and(|signins| signins == example.finds) {
                held.push(rule.id);
                for workload in ["servicePrincipal", "managedIdentity"] {
                    assert_eq!(of_type(workload), Some(0), "{}: a workload", rule.id);
                }
            }
        }
    }
    held.dedup();
    assert!(held.len() >= 10, "most rules were tried with workloads: {held:?}");
}

#[test]
fn laws_over_the_list() {
    let all = list::all();
    let rules = all.clone();
    assert!(rules.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted by id, no id twice");
    for rule in rules {
        let file = format!("{}/src/list/{}.rs", env!("CARGO_MANIFEST_DIR"), rule.id.replace('-', "_"));
        assert!(std::path::Path::new(&file).exists(), "{} stands in a file of its name", rule.id);
        for heading in [
            "## What it finds",
            "## Why it matters",
            "## When it is harmless",
            "## What to do",
            "## Examples",
        ] {
            assert!(rule.page.contains(heading), "{}: {heading}", rule.id);
        }
        if let Some(rest) = rule.kinds.last() {
            assert!(
                matches!(&rest.when, Predicate::All(parts) if parts.is_empty()),
                "{}: the last kind takes the rest",
                rule.id
            );
            let gravest = rule.kinds.iter().map(|kind| kind.severity).max();
            assert_eq!(gravest, Some(rule.severity), "{}: at most as grave as it says", rule.id);
        }
        let mut names: Vec<&str> = rule.settings.iter().map(|setting| setting.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rule.settings.len(), "{}: no setting twice", rule.id);
        for setting in &rule.settings {
            let plain = setting.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(plain && setting.meaning.ends_with('.'), "{}: {}", rule.id, setting.name);
            let typed = format!("{}.{}={}", rule.id, setting.name, setting.default.typed());
            assert!(tuning::parse(&all, &typed).is_ok(), "the default can be typed: {typed}");
        }
        let examples = examples(&rule);
        assert!(examples.iter().any(|example| example.finds > 0), "{}: an example that finds", rule.id);
        assert!(examples.iter().any(|example| example.finds == 0), "{}: an example that does not", rule.id);
    }
}
