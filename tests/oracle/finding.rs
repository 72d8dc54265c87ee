//! The findings and the timeline of `analyze`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::class::PROTECTED;
use super::detection;
use super::gap;
use super::log::Log;
use super::moment::{self, SECOND};

/// The rules that are computed here; the product has more.
pub const RULES: [&str; 3] = ["break-glass-use", "failed-mfa", "non-mfa-success"];

/// Prompts that fail a user only if no success follows.
const PROMPTS: [u64; 5] = [50072, 50074, 50076, 50079, 50158];

/// Whether `failed-mfa` sees the sign-in.
fn is_failed_mfa(log: &Log, at: usize) -> bool {
    let signin = &log.signins[at];
    let Some(code) = signin.code else { return false };
    if let Some(entry) = log.catalogue.code(Some(code)) {
        let kin = entry.category == "mfa_challenge" || entry.category == "mfa_service";
        if code == 500_121 || (entry.class == "failure" && kin) {
            return true;
        }
    }
    PROMPTS.contains(&code)
        && !log
            .signins
            .iter()
            .any(|other| other.same_user(signin) && other.status == "success" && other.time > signin.time)
}

/// What each rule sees.
fn seen(log: &Log, rule: &str) -> Vec<usize> {
    let mut rows = Vec::new();
    for at in 0..log.signins.len() {
        let declared = log.break_glass[at];
        let hit = match rule {
            "break-glass-use" => declared,
            "failed-mfa" => !declared && is_failed_mfa(log, at),
            "non-mfa-success" => gap::is_listed(log, at),
            _ => panic!("no such rule"),
        };
        if hit {
            rows.push(at);
        }
    }
    rows
}

/// The non-empty hours.
fn timeline(log: &Log) -> Vec<Value> {
    let mut hours: BTreeMap<i128, [usize; 6]> = BTreeMap::new();
    for (at, signin) in log.signins.iter().enumerate() {
        let hour = hours.entry(signin.time.div_euclid(3600 * SECOND)).or_default();
        let status = ["success", "failure", "interrupted"];
        hour[status.iter().position(|status| *status == signin.status).expect("a status")] += 1;
        if let Some(verdict) = log.classes[at] {
            hour[if PROTECTED.contains(&verdict.class) { 3 } else { 4 }] += 1;
        }
        if log.legacy_client(at).is_some() {
            hour[5] += 1;
        }
    }
    let mut timeline = Vec::new();
    for (hour, counts) in hours {
        timeline.push(json!({
            "hour": moment::text(hour * 3600 * SECOND),
            "success": counts[0],
            "failure": counts[1],
            "interrupted": counts[2],
            "mfa": counts[3],
            "single_factor": counts[4],
            "legacy": counts[5],
        }));
    }
    timeline
}

/// What a rule that judges one sign-in saw.
fn detected(log: &Log, rule: &str) -> Option<Value> {
    let (mut rows, mut kinds, mut severities) = (Vec::new(), BTreeMap::<&str, u64>::new(), Vec::new());
    for at in 0..log.signins.len() {
        if let Some((severity, kind)) = detection::seen(log, rule, at) {
            rows.push(at);
            severities.push(["info", "low", "medium", "high"].iter().position(|one| *one == severity)?);
            if !kind.is_empty() {
                *kinds.entry(kind).or_default() += 1;
            }
        }
    }
    let gravest = ["info", "low", "medium", "high"][severities.into_iter().max()?];
    let users = log.users(&rows);
    Some(json!({ "rule": rule, "severity": gravest, "signins": rows.len(), "users": users, "kinds": kinds }))
}

/// The answer of `analyze`.
pub fn answer(log: &Log) -> Value {
    let mut findings = Vec::new();
    for rule in RULES {
        let rows = seen(log, rule);
        if !rows.is_empty() {
            findings.push(json!({ "rule": rule, "signins": rows.len(), "users": log.users(&rows) }));
        }
    }
    findings.extend(detection::RULES.into_iter().filter_map(|rule| detected(log, rule)));
    let mut answer = log.head("analyze");
    answer.insert("findings".to_string(), json!(findings));
    answer.insert("timeline".to_string(), json!(timeline(log)));
    Value::Object(answer)
}
