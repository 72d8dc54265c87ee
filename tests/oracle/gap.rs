//! Successes without MFA, grouped as `gaps` lists them.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::Options;
use super::log::{Log, put_texts};
use super::moment;

/// Applications of administration, by id.
const ADMIN_APPS: [&str; 6] = [
    "00000006-0000-0ff1-ce00-000000000000",
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    "0c1307d4-29d6-4389-a11c-5cbe7f65d7fa",
    "1950a258-227b-4e31-a9cf-717495945fc2",
    "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
    "fb78d390-0c51-40cd-8e17-fdbfab77341b",
];

/// Applications of mail and money, by id.
const MAIL_AND_MONEY_APPS: [&str; 8] = [
    "00000002-0000-0ff1-ce00-000000000000",
    "00000007-0000-0000-c000-000000000000",
    "00000015-0000-0000-c000-000000000000",
    "27922004-5251-4030-b22d-91ecd9a37ea4",
    "5d661950-3475-41cd-a2c3-d671a3162bc1",
    "9199bf20-a13f-4107-85dc-02114787ef48",
    "996def3d-b36c-4153-8607-a6fd3c01b89f",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
];

/// Words of mail and money in a name.
const WORDS: &str = "outlook exchange mail sap concur ariba netsuite workday datev sage xero quickbooks coupa bank banking payment \
    payments payroll invoice invoices finance accounting erp treasury docusign stripe paypal lexware personio adp";

/// What a gap matters as.
fn priority(id: &str, name: &str, is_admin: bool) -> &'static str {
    if is_admin || ADMIN_APPS.contains(&id) {
        return "admin";
    }
    let name = name.to_lowercase();
    let mut parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let weighty =
        MAIL_AND_MONEY_APPS.contains(&id) || parts.any(|part| WORDS.split(' ').any(|word| word == part));
    if weighty { "mail-and-money" } else { "other" }
}

/// Whether `gaps` lists the sign-in.
pub fn is_listed(log: &Log, at: usize) -> bool {
    let Some(verdict) = log.classes[at] else { return false };
    match verdict.class {
        "gap" | "gap-legacy-setting" | "guest" | "legacy" => true,
        "unknown" => {
            let signin = &log.signins[at];
            signin.interactive.unwrap_or(true)
                && signin.word("authentication requirement") == "singlefactorauthentication"
        }
        _ => false,
    }
}

/// The answer of `gaps`. Administrators are those of the tenant file; no report is read here.
pub fn answer(log: &Log, options: &Options) -> Value {
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: BTreeMap<[String; 4], Vec<usize>> = BTreeMap::new();
    for (at, signin) in log.signins.iter().enumerate() {
        let Some(verdict) = log.classes[at] else { continue };
        *by_class.entry(verdict.class).or_default() += 1;
        if is_listed(log, at) {
            let key = [signin.user_key(), signin.app_key(), verdict.class.into(), verdict.confidence.into()];
            groups.entry(key).or_default().push(at);
        }
    }
    let mut gaps: Vec<(&str, Map<String, Value>)> = Vec::new();
    for ([user, _, class, confidence], rows) in &groups {
        let signins = rows.iter().map(|&at| &log.signins[at]);
        let latest = signins.clone().max_by_key(|s| (s.time, s.cell("application"))).expect("a row");
        let mut entry = Map::new();
        entry.insert("user".to_string(), json!(log.shown(user)));
        entry.insert("user_id".to_string(), json!(latest.user_id()));
        entry.insert("app_id".to_string(), json!(latest.cell("application id")));
        let names: HashSet<&str> = signins.clone().map(|s| s.cell("application")).collect();
        if names.len() == 1 {
            entry.insert("app".to_string(), json!(latest.cell("application")));
        }
        entry.insert("class".to_string(), json!(class));
        entry.insert("confidence".to_string(), json!(confidence));
        entry.insert("count".to_string(), json!(rows.len()));
        entry.insert("first".to_string(), json!(signins.clone().map(|s| s.time).min().map(moment::text)));
        entry.insert("last".to_string(), json!(signins.clone().map(|s| s.time).max().map(moment::text)));
        put_texts(&mut entry, "ips", signins.clone().map(|s| s.cell("ip address").to_string()));
        log.evidence(rows, &mut entry);
        let first = signins.clone().map(|s| s.cell("application")).filter(|name| !name.is_empty()).min();
        let known = [log.shown(user), latest.user_id().to_string()];
        let is_admin = options
            .admins
            .iter()
            .any(|admin| known.iter().any(|name| name.to_lowercase() == admin.to_lowercase()));
        let id = latest.cell("application id").to_lowercase();
        let priority = priority(&id, first.unwrap_or(""), is_admin);
        entry.insert("priority".to_string(), json!(priority));
        gaps.push((priority, entry));
    }
    gaps.sort_by_key(|(priority, entry)| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or("").to_string();
        let count = entry["count"].as_u64().expect("a count");
        let texts = [text("user"), text("app"), text("class"), text("confidence")];
        let rank = ["admin", "mail-and-money", "other"].iter().position(|name| name == priority);
        (rank, std::cmp::Reverse(count), texts)
    });
    let mut answer = log.head("gaps");
    answer.insert("gaps".to_string(), gaps.into_iter().map(|(_, entry)| Value::Object(entry)).collect());
    answer.insert("by_class".to_string(), json!(by_class));
    Value::Object(answer)
}
