//! Each figure of a command, computed once more by SQL.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::oracle::random::scene;
use crate::{folder, json, northwind, rows};

/// What is compared of one group: how often, the first time, the last time.
type Sums = BTreeMap<String, (u64, String, String)>;

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// Frames cut times to microseconds; so does this.
fn cut(time: &Value) -> String {
    let text = time.as_str().unwrap_or_default().trim_end_matches('Z');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction[..fraction.len().min(6)].trim_end_matches('0');
    format!("{whole}.{fraction}")
}

fn name(row: &Value, keys: &[&str]) -> String {
    keys.iter().map(|key| row[key].as_str().unwrap_or_default()).collect::<Vec<_>>().join(" | ")
}

/// Sums up rows under the names that some of their cells make.
fn sums(rows: &[Value], keys: &[&str], count: &str) -> Sums {
    let mut sums = Sums::new();
    for row in rows {
        let (first, last) = (cut(&row["first"]), cut(&row["last"]));
        let sum = sums.entry(name(row, keys)).or_insert_with(|| (0, first.clone(), last.clone()));
        sum.0 += number(&row[count]);
        sum.1 = first.min(sum.1.clone());
        sum.2 = last.max(sum.2.clone());
    }
    sums
}

/// How often each word of a column occurs.
fn counts(rows: &[Value], key: &str) -> BTreeMap<String, u64> {
    let counted = rows.iter().map(|row| (name(row, &[key]), number(&row["n"])));
    counted.filter(|(_, count)| *count > 0).collect()
}

fn list<'a>(answer: &'a Value, key: &str) -> &'a [Value] {
    answer[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Compares all that is computed twice.
#[track_caller]
fn agree(root: &Path, others: &[&str]) {
    let ask = |command: &str| json(root, &[&[command], others].concat());
    let query = |sql: &str| rows(root, sql, others);
    let analyze = ask("analyze");
    totals_agree(&analyze, &query);
    let gaps = ask("gaps");
    gaps_agree(&gaps, &query);
    legacy_agrees(&ask("legacy"), &query);
    break_glass_agrees(&ask("break-glass"), &query);
    let found = query("SELECT rule, severity, signins, users, groups FROM findings");
    let of = |rows: &[Value]| -> Vec<String> {
        rows.iter()
            .map(|row| {
                format!(
                    "{} {} {} {} {}",
                    row["rule"], row["severity"], row["signins"], row["users"], row["groups"]
                )
            })
            .collect()
    };
    assert_eq!(of(list(&analyze, "findings")), of(&found));
}

fn totals_agree(analyze: &Value, query: &impl Fn(&str) -> Vec<Value>) {
    let totals = &analyze["totals"];
    let by_status = counts(&query("SELECT status, count(*) AS n FROM signins GROUP BY status"), "status");
    for status in ["success", "failure", "interrupted"] {
        assert_eq!(by_status.get(status).copied().unwrap_or(0), number(&totals[status]), "{status}");
    }
    let all = query("SELECT count(*) AS n, min(time) AS first, max(time) AS last FROM signins");
    assert_eq!(number(&all[0]["n"]), number(&totals["signins"]));
    assert_eq!((cut(&all[0]["first"]), cut(&all[0]["last"])), (cut(&totals["first"]), cut(&totals["last"])));
    let users = query(
        "SELECT count(DISTINCT person) AS n FROM signins WHERE identity = 'user' AND person IS NOT NULL",
    );
    assert_eq!(number(&users[0]["n"]), number(&totals["users"]), "users");
    // Hour by hour: that there is one row for each hour with sign-ins, and what it sums up to.
    let hours = list(analyze, "timeline");
    let sum = |key: &str| hours.iter().map(|hour| number(&hour[key])).sum::<u64>();
    let protected = query("SELECT count(*) AS n FROM signins WHERE mfa");
    let legacy = query("SELECT count(*) AS n FROM signins WHERE legacy");
    assert_eq!((sum("mfa"), sum("legacy")), (number(&protected[0]["n"]), number(&legacy[0]["n"])));
}

fn gaps_agree(gaps: &Value, query: &impl Fn(&str) -> Vec<Value>) {
    let by_class = counts(
        &query("SELECT class, count(*) AS n FROM signins WHERE class IS NOT NULL GROUP BY class"),
        "class",
    );
    let told = gaps["by_class"].as_object().expect("an object").iter();
    let told: BTreeMap<String, u64> =
        told.map(|(class, count)| (class.clone(), number(count))).filter(|(_, count)| *count > 0).collect();
    assert_eq!(told, by_class);
    let listed = query(
        "SELECT who AS user, class, confidence, count(*) AS n, min(time) AS first, max(time) AS last FROM signins \
         WHERE class IN ('gap', 'gap-legacy-setting', 'guest', 'legacy') OR (class = 'unknown' AND \
         requirement = 'singlefactorauthentication' AND COALESCE(interactive, true)) GROUP BY who, class, confidence",
    );
    let keys = ["user", "class", "confidence"];
    assert_eq!(sums(list(gaps, "gaps"), &keys, "count"), sums(&listed, &keys, "n"));
}

fn legacy_agrees(legacy: &Value, query: &impl Fn(&str) -> Vec<Value>) {
    let entries = query(
        "SELECT who AS user, legacy_client AS client_app, count(*) AS n, min(time) AS first, max(time) AS last, \
         sum(CASE WHEN status = 'success' THEN 1 ELSE 0 END) AS success, \
         sum(CASE WHEN status = 'failure' THEN 1 ELSE 0 END) AS failure, \
         sum(CASE WHEN credential_accepted = 'yes' THEN 1 ELSE 0 END) AS accepted \
         FROM signins WHERE legacy AND NOT break_glass AND identity = 'user' GROUP BY who, legacy_client",
    );
    let keys = ["user", "client_app"];
    let told = list(legacy, "dependencies");
    assert_eq!(sums(told, &keys, "count"), sums(&entries, &keys, "n"));
    for of in ["success", "failure"] {
        assert_eq!(sums(told, &keys, of), sums(&entries, &keys, of), "{of}");
    }
}

fn break_glass_agrees(break_glass: &Value, query: &impl Fn(&str) -> Vec<Value>) {
    let by_status = query("SELECT status, count(*) AS n FROM signins WHERE break_glass GROUP BY status");
    let by_status = counts(&by_status, "status");
    for status in ["success", "failure", "interrupted"] {
        let told: u64 = list(break_glass, "accounts").iter().map(|account| number(&account[status])).sum();
        assert_eq!(by_status.get(status).copied().unwrap_or(0), told, "break-glass {status}");
    }
}

#[test]
fn northwind_agrees_with_sql() {
    agree(&northwind(), &["--config", "entrasift.toml", "."]);
}

#[test]
fn northwind_agrees_with_sql_in_a_window() {
    let window = ["--from", "2026-11-10", "--to", "2026-11-12T12:00:00Z", "--config", "entrasift.toml", "."];
    agree(&northwind(), &window);
}

/// The campaign of the made-up tenant: who counts, and who is capable, for each report.
#[test]
fn the_campaign_agrees_with_sql() {
    let others = ["--config", "entrasift.toml", "."];
    let told = json(&northwind(), &[&["registration"], &others[..]].concat());
    let counted = rows(
        &northwind(),
        "SELECT date, count(*) AS eligible, sum(CASE WHEN capable THEN 1 ELSE 0 END) AS capable FROM registrations \
         WHERE NOT guest AND user NOT LIKE 'svc-%' AND user NOT LIKE 'room-%' AND NOT starts_with(user, 'sync_') \
         AND user NOT LIKE 'crm-import@%' AND user NOT IN ('info@northwind.example', 'accounting@northwind.example', \
         'careers@northwind.example', 'helpdesk@northwind.example') GROUP BY date ORDER BY date",
        &others,
    );
    let of = |rows: &[Value]| -> Vec<(String, u64, u64)> {
        rows.iter()
            .map(|row| (cut(&row["date"]), number(&row["eligible"]), number(&row["capable"])))
            .collect()
    };
    let told = of(list(&told, "snapshots"));
    assert!(told.len() > 1 && told[0].1 > 0, "{told:?}");
    assert_eq!(told, of(&counted));
}

/// `ENTRASIFT_LOGS=1000` compares more.
#[test]
fn random_logs_agree_with_sql() {
    let logs = std::env::var("ENTRASIFT_LOGS").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    for seed in 0..logs {
        let scene = scene(seed);
        let folder = folder(&format!("random-{seed}"));
        for (path, bytes) in &scene.files {
            std::fs::write(folder.join(path), bytes).expect("a file");
        }
        let options = &scene.options;
        let mut others: Vec<String> = Vec::new();
        for account in &options.break_glass {
            others.extend(["--break-glass".to_owned(), account.clone()]);
        }
        let bounds = [("--from", &options.from), ("--to", &options.to), ("--as-of", &options.as_of)];
        for (flag, value) in bounds.into_iter().filter_map(|(flag, value)| Some((flag, value.as_ref()?))) {
            others.extend([flag.to_owned(), value.clone()]);
        }
        others.extend(scene.files.iter().map(|(path, _)| path.to_string_lossy().into_owned()));
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let (code, _, _) = crate::run(&folder, &[&["gaps"], &others[..]].concat(), "1");
        if code == Some(0) {
            agree(&folder, &others);
        }
        std::fs::remove_dir_all(&folder).ok();
    }
}
