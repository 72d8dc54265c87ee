//! The detections that judge one sign-in, and the kinds that they tell apart.

use super::catalogue::plain;
use super::log::Log;
use super::signin::SignIn;

/// The rules that are computed here.
pub const RULES: [&str; 12] = [
    "account-lockout",
    "blocked-by-policy",
    "device-code",
    "disabled-account",
    "fraud-report",
    "legacy-auth",
    "legacy-from-abroad",
    "noncompliant-device",
    "ropc",
    "suspicious-user-agent",
    "sync-account",
    "token-protection",
];

/// The home countries that every tenant file of the comparison names.
pub const HOME_COUNTRIES: [&str; 2] = ["DE", "AT"];

const REFUSALS: [u64; 13] =
    [50005, 50131, 53002, 53003, 53005, 53009, 53011, 501292, 530021, 530031, 530032, 530033, 530035];

/// Of the texts of the setting `agents` those that occur here, and some that do not.
const AGENTS: [&str; 5] = ["python-requests", "axios", "curl/", "go-http-client", "azurehound"];

/// The severity and the kind (empty where the rule tells none apart) under which a rule sees a sign-in.
pub fn seen(log: &Log, rule: &str, at: usize) -> Option<(&'static str, &'static str)> {
    if log.break_glass[at] {
        return None;
    }
    let signin = &log.signins[at];
    let code = signin.code;
    let is = |known: u64| code == Some(known);
    match rule {
        "account-lockout" if is(50053) => Some(lock(signin)),
        "blocked-by-policy" if code.is_some_and(|code| REFUSALS.contains(&code)) => Some(("low", "")),
        "device-code" => device_code(signin),
        "disabled-account" if is(50057) || is(500_571) => Some(("low", "")),
        "fraud-report" if is(500_121) && reports_fraud(log, signin) => Some(("high", "")),
        "legacy-auth" if signin.client_class(&log.catalogue) == "legacy" => Some(by_success(log, signin)),
        "legacy-from-abroad" => abroad(log, signin),
        "noncompliant-device" => device(log, signin),
        "ropc" if signin.is_ropc() && signin.client_class(&log.catalogue) != "legacy" => {
            Some(by_success(log, signin))
        }
        "suspicious-user-agent" => {
            let agent = signin.cell("user agent").to_lowercase();
            AGENTS.iter().any(|tool| agent.contains(tool)).then(|| by_success(log, signin))
        }
        "sync-account" => sync_elsewhere(signin),
        "token-protection" if is(530_084) => Some(("low", "")),
        _ => None,
    }
}

fn lock(signin: &SignIn) -> (&'static str, &'static str) {
    let reason = signin.cell("failure reason").to_lowercase();
    let locked = ["is locked", "idslocked", "too many times"].iter().any(|words| reason.contains(words));
    match (locked, reason.contains("malicious")) {
        (true, false) => ("low", "locked"),
        (false, true) => ("info", "malicious address"),
        _ => ("low", "not said which"),
    }
}

fn device_code(signin: &SignIn) -> Option<(&'static str, &'static str)> {
    let by_code = signin.word("authentication protocol") == "devicecode"
        || signin.word("original transfer method") == "devicecodeflow";
    if !by_code {
        return None;
    }
    let broker = signin.id("application id") == "29d9ed98-a469-4536-ade2-f981bc1d605e"
        || plain(signin.cell("application")) == "microsoftauthenticationbroker";
    let registration = signin.id("resource id") == "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9"
        || plain(signin.cell("resource")) == "deviceregistrationservice";
    Some(match signin.status {
        "success" if broker || registration => ("high", "registers a device"),
        "success" => ("medium", "succeeded"),
        _ => ("low", "not completed"),
    })
}

fn reports_fraud(log: &Log, signin: &SignIn) -> bool {
    let result = signin.cell("multifactor authentication result").to_lowercase();
    let step = |text: &str| log.catalogue.result(text).as_deref() == Some("denied_fraud_report");
    result.contains("fraud")
        || result.contains("suspiciousactivityreported")
        || signin.steps.iter().any(|one| step(&one.result))
}

fn abroad(log: &Log, signin: &SignIn) -> Option<(&'static str, &'static str)> {
    let country = signin.country().to_uppercase();
    let away = !country.is_empty() && !HOME_COUNTRIES.contains(&country.as_str());
    let legacy = signin.legacy_client(&log.catalogue).is_some();
    (signin.status == "success" && legacy && away).then_some(("high", ""))
}

fn device(log: &Log, signin: &SignIn) -> Option<(&'static str, &'static str)> {
    let entry = log.catalogue.code(signin.code);
    if entry.is_some_and(|entry| entry.class == "failure" && entry.category == "conditional_access_device") {
        return Some(("low", "refused"));
    }
    let unfit = ["false", "no", "0"].contains(&signin.word("compliant").as_str());
    let known = !signin.id("device id").is_empty();
    let kind = if known { "not compliant" } else { "not registered" };
    (signin.status == "success" && unfit).then_some(("info", kind))
}

fn sync_elsewhere(signin: &SignIn) -> Option<(&'static str, &'static str)> {
    let name = signin.cell("username").to_lowercase();
    let label = signin.cell("user").trim().to_lowercase();
    let sync = name.starts_with("sync_") && name.ends_with(".onmicrosoft.com")
        || label == "on-premises directory synchronization service account";
    let (id, app) = (signin.id("application id"), plain(signin.cell("application")));
    let elsewhere = if id.is_empty() {
        !app.is_empty() && app != "microsoftazureactivedirectoryconnect"
    } else {
        id != "cb1056e2-e479-49de-ae31-7812af012ed8"
    };
    let kind = if signin.status == "success" { ("high", "succeeded") } else { ("medium", "failed") };
    (sync && elsewhere).then_some(kind)
}

fn by_success(log: &Log, signin: &SignIn) -> (&'static str, &'static str) {
    let right = log.catalogue.code(signin.code).is_some_and(|entry| entry.credential_accepted);
    match (signin.status, right) {
        ("success", _) => ("high", "succeeded"),
        (_, true) => ("medium", "stopped after the right password"),
        _ => ("low", "failed"),
    }
}
