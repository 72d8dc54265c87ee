//! What the break-glass accounts did.

use serde_json::{Value, json};

use super::Options;
use super::class::PROTECTED;
use super::log::Log;
use super::moment;

/// Whether the sign-in at `at` had MFA, as far as the log tells; the break-glass rung is left aside.
fn mfa(log: &Log, at: usize) -> Option<bool> {
    match log.classes_aside[at]?.class {
        "unknown" | "token-only" => None,
        class => Some(PROTECTED.contains(&class)),
    }
}

/// The methods that the newest report lists for one of `names`.
fn registered_methods(log: &Log, names: &[String]) -> Option<Vec<String>> {
    let reports = log.exports.iter().filter(|export| export.format == "registration");
    let updated = |registrations: &[super::export::Registration]| {
        registrations.iter().map(|registration| registration.updated).max()
    };
    let newest = reports.max_by_key(|export| updated(&export.registrations))?;
    let found = newest.registrations.iter().find(|registration| names.contains(&registration.user));
    found.map(|registration| registration.methods.clone())
}

/// One sign-in of a break-glass account.
fn event(log: &Log, at: usize) -> Value {
    let signin = &log.signins[at];
    let code = signin.cell("sign-in error code");
    let parts: Vec<&str> =
        signin.cell("location").split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut event = json!({
        "time": moment::text(signin.time),
        "status": signin.status,
        "app": signin.cell("application"),
        "ip": signin.cell("ip address"),
        "location": parts.join(", "),
        "client_app": log.catalogue.client_app(signin.cell("client app")).name,
        "mfa": mfa(log, at),
        "planned": false,
        "path": signin.path,
        "row": signin.row,
    });
    if signin.code.is_some() || code.is_empty() {
        event["error_code"] = json!(signin.code);
    }
    event
}

/// The answer of `break-glass`.
pub fn answer(log: &Log, options: &Options) -> Value {
    let mut accounts = Vec::new();
    for id in &options.break_glass {
        let mut rows: Vec<usize> = Vec::new();
        for (at, signin) in log.signins.iter().enumerate() {
            if signin.is_of(id) {
                rows.push(at);
            }
        }
        rows.sort_by_key(|&at| (log.signins[at].time, log.signins[at].path.clone(), log.signins[at].row));
        let mut names: Vec<String> = rows.iter().map(|&at| log.signins[at].user_name()).collect();
        names.retain(|name| !name.is_empty());
        names.push(id.trim().to_lowercase());
        let successes: Vec<usize> =
            rows.iter().copied().filter(|&at| log.signins[at].status == "success").collect();
        let without_mfa = successes.iter().filter(|&&at| mfa(log, at) != Some(true)).count();
        accounts.push(json!({
            "id": id,
            "matched": !rows.is_empty(),
            "signins": rows.len(),
            "success": successes.len(),
            "failure": log.count(&rows, "failure"),
            "interrupted": log.count(&rows, "interrupted"),
            "without_mfa": without_mfa,
            "last_success": successes.last().map(|&at| moment::text(log.signins[at].time)),
            "registered_methods": registered_methods(log, &names),
            "events": rows.iter().map(|&at| event(log, at)).collect::<Vec<_>>(),
        }));
    }
    let mut answer = log.head("break-glass");
    answer.insert("accounts".to_string(), json!(accounts));
    Value::Object(answer)
}
