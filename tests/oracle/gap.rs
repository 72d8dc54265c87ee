//! Successes without MFA, grouped as `gaps` lists them.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::log::{Log, put_texts};
use super::moment;

/// The Azure portal and the Entra and Intune admin centres.
const ADMIN_PORTALS: [&str; 1] = ["c44b4083-3bb0-49c1-b47d-974e53cbdf3c"];

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

/// The answer of `gaps`.
pub fn answer(log: &Log) -> Value {
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
    let mut gaps: Vec<(bool, Map<String, Value>)> = Vec::new();
    for ([user, app, class, confidence], rows) in &groups {
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
        put_texts(&mut entry, "ips", signins.map(|s| s.cell("ip address").to_string()));
        log.evidence(rows, &mut entry);
        gaps.push((ADMIN_PORTALS.contains(&app.as_str()), entry));
    }
    gaps.sort_by_key(|(admin, entry)| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or("").to_string();
        let count = entry["count"].as_u64().expect("a count");
        let texts = [text("user"), text("app"), text("class"), text("confidence")];
        (std::cmp::Reverse((*admin, count)), texts)
    });
    let mut answer = log.head("gaps");
    answer.insert("gaps".to_string(), gaps.into_iter().map(|(_, entry)| Value::Object(entry)).collect());
    answer.insert("by_class".to_string(), json!(by_class));
    Value::Object(answer)
}
