//! The class of a successful sign-in: which MFA it had, and how sure that is.

use std::collections::HashMap;

use super::catalogue::{Catalogue, plain};
use super::signin::SignIn;

/// The classes that count as protected by MFA.
pub const PROTECTED: [&str; 4] = ["mfa-done", "strong-primary", "mfa-prior", "external-provider"];

/// A class, and whether the requirement alone decided it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The class.
    pub class: &'static str,
    /// confirmed or requirement-only.
    pub confidence: &'static str,
}

/// The applications of the bootstrap rung, and their names for files without ids.
const BOOTSTRAP_APPS: [(&str, &str); 4] = [
    ("29d9ed98-a469-4536-ade2-f981bc1d605e", "microsoftauthenticationbroker"),
    (DEVICE_REGISTRATION.0, DEVICE_REGISTRATION.1),
    ("d4ebce55-015a-49b5-a083-c84d1797ae8c", "microsoftintuneenrollment"),
    ("19db86c3-b2b9-44cc-b339-36da233a3be2", "mysignins"),
];
const DEVICE_REGISTRATION: (&str, &str) =
    ("01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9", "deviceregistrationservice");
const WINDOWS_SIGN_IN: (&str, &str) = ("38aa3b87-a06d-4817-b275-7a316988d93b", "windowssignin");
const SYNC_APP: &str = "cb1056e2-e479-49de-ae31-7812af012ed8";
const SYNC_NAME: &str = "on-premises directory synchronization service account";

/// What a method is: password, second, strong, certificate or other.
fn method_kind(method: &str) -> &'static str {
    let method = plain(method);
    let passwords = ["password", "phs", "pta", "phs,stagedrollout", "cloudonlypassword"];
    let strong =
        ["windowshello", "fido", "passkey", "platformcredential", "passwordless", "temporaryaccesspass"];
    let second = [
        "mobileappnotification",
        "oathverificationcode",
        "softwareoathtoken",
        "hardwareoathtoken",
        "authenticatorapp",
        "appverificationcode",
        "textmessage",
        "sms",
        "voice",
        "phonecallapproval",
    ];
    if passwords.contains(&method.as_str()) {
        "password"
    } else if strong.iter().any(|name| method.contains(name)) {
        "strong"
    } else if method.contains("certificate") {
        "certificate"
    } else if second.iter().any(|name| method.starts_with(name)) {
        "second"
    } else {
        "other"
    }
}

/// Whether this is the account of the directory synchronisation.
fn is_sync(signin: &SignIn) -> bool {
    let name = signin.cell("username").to_lowercase();
    let by_name = match name.split_once('@') {
        Some((local, domain)) => local.starts_with("sync_") && domain.ends_with(".onmicrosoft.com"),
        None => false,
    };
    by_name
        || signin.cell("user").to_lowercase() == SYNC_NAME
        || signin.cell("application id").to_lowercase() == SYNC_APP
}

/// Whether a column pair of id and name means `wanted`.
fn is_app(signin: &SignIn, id: &str, name: &str, wanted: (&str, &str)) -> bool {
    let found = signin.cell(id).to_lowercase();
    found == wanted.0 || (found.is_empty() && signin.word(name) == wanted.1)
}

/// The classes in the order of the ladder.
pub const LADDER: [&str; 19] = [
    "break-glass",
    "sync",
    "legacy",
    "passthrough",
    "outbound",
    "service-provider",
    "mfa-done",
    "strong-primary",
    "mfa-prior",
    "external-provider",
    "gap-legacy-setting",
    "remembered",
    "device-signin",
    "bootstrap",
    "device-satisfied",
    "guest",
    "gap",
    "token-only",
    "unknown",
];

/// The class of one success, read from it alone. `ours` is our tenant, empty where unknown.
pub fn ladder(signin: &SignIn, ours: &str, break_glass: bool, catalogue: &Catalogue) -> Verdict {
    let sure = |class| Verdict { class, confidence: "confirmed" };
    let asked = |class| Verdict { class, confidence: "requirement-only" };

    if break_glass {
        return sure("break-glass");
    }
    if is_sync(signin) {
        return sure("sync");
    }
    if signin.legacy_client(catalogue).is_some() {
        return sure("legacy");
    }
    let crossing = signin.word("cross tenant access type");
    let home = signin.id("home tenant id");
    let resource = signin.id("resource tenant id");
    let known = !ours.is_empty();
    if crossing == "passthrough" {
        return sure("passthrough");
    }
    if known && home == ours && !resource.is_empty() && resource != ours {
        return sure("outbound");
    }
    if crossing == "serviceprovider" || crossing == "microsoftsupport" {
        return sure("service-provider");
    }

    let no_steps = signin.steps.is_empty();
    let row_text = catalogue.result(signin.cell("multifactor authentication result"));
    let mut texts: Vec<String> = row_text.into_iter().collect();
    for step in &signin.steps {
        texts.extend(catalogue.result(&step.result));
    }
    let says = |class: &str| texts.iter().any(|text| text == class);
    // A step whose own text says otherwise is no fresh step.
    let fresh = |result: &str| {
        catalogue
            .result(result)
            .is_none_or(|text| text == "satisfied_fresh" || text == "satisfied_by_strong_primary")
    };
    let done = |kind: &str| {
        signin
            .steps
            .iter()
            .any(|step| step.succeeded && method_kind(&step.method) == kind && fresh(&step.result))
    };
    let method = signin.cell("multifactor authentication auth method");
    let method_is = |kind: &str| no_steps && method_kind(method) == kind;
    let requirement = signin.word("authentication requirement");
    let single = requirement == "singlefactorauthentication";
    let multi = requirement == "multifactorauthentication";

    if done("second") || says("satisfied_fresh") || (method_is("second") && texts.is_empty()) {
        return sure("mfa-done");
    }
    let alone = |kind: &str| method_is(kind) && texts.is_empty();
    let certificate = multi && (done("certificate") || alone("certificate"));
    if done("strong") || alone("strong") || certificate || says("satisfied_by_strong_primary") {
        return sure("strong-primary");
    }
    if says("satisfied_prior") {
        return sure("mfa-prior");
    }
    if multi && no_steps && texts.is_empty() {
        return asked("mfa-prior");
    }
    if says("satisfied_external") {
        return sure("external-provider");
    }
    if says("skipped") {
        return sure("gap-legacy-setting");
    }
    if says("skipped_remembered") {
        return sure("remembered");
    }
    if is_app(signin, "application id", "application", WINDOWS_SIGN_IN) || says("skipped_broker") {
        return sure("device-signin");
    }
    let bootstrap = BOOTSTRAP_APPS.iter().any(|app| is_app(signin, "application id", "application", *app));
    if bootstrap || is_app(signin, "resource id", "resource", DEVICE_REGISTRATION) {
        return sure("bootstrap");
    }
    let policy = signin.word("conditional access");
    let compliant = matches!(signin.word("compliant").as_str(), "true" | "yes" | "1");
    let join = signin.word("join type");
    let hybrid = join.contains("hybrid");
    if single && policy == "success" && (compliant || hybrid) {
        return sure("device-satisfied");
    }
    let crossed = crossing == "b2bcollaboration" || crossing == "b2bdirectconnect";
    let from_elsewhere = crossed && known && !home.is_empty() && home != ours;
    if signin.word("user type") == "guest" || from_elsewhere {
        return sure("guest");
    }
    let interactive = signin.interactive.unwrap_or(true);
    let password_step = signin.steps.iter().any(|step| method_kind(&step.method) == "password");
    let only_password =
        password_step && signin.steps.iter().all(|step| method_kind(&step.method) == "password");
    if only_password || (interactive && method_is("password")) {
        return sure("gap");
    }
    if single && interactive && policy == "notapplied" {
        return asked("gap");
    }
    if !interactive && !password_step {
        return sure("token-only");
    }
    if single { asked("unknown") } else { sure("unknown") }
}

/// The class of every sign-in that is a success; sessions settle what the row leaves open.
pub fn classes(
    signins: &[SignIn],
    ours: &str,
    break_glass: &[bool],
    catalogue: &Catalogue,
) -> Vec<Option<Verdict>> {
    let mut alone = Vec::new();
    for (signin, break_glass) in signins.iter().zip(break_glass) {
        let success = signin.status == "success";
        alone.push(success.then(|| ladder(signin, ours, *break_glass, catalogue)));
    }
    let mut roots: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (at, signin) in signins.iter().enumerate() {
        let session = signin.cell("session id").to_lowercase();
        let interactive = signin.interactive.unwrap_or(true);
        if alone[at].is_some() && interactive && !session.is_empty() && !signin.user_key().is_empty() {
            roots.entry((signin.user_key(), session)).or_default().push(at);
        }
    }
    let mut settled = alone.clone();
    for (at, signin) in signins.iter().enumerate() {
        let open = alone[at].is_some_and(|verdict| ["token-only", "unknown"].contains(&verdict.class));
        if !open || signin.interactive.unwrap_or(true) {
            continue;
        }
        let key = (signin.user_key(), signin.cell("session id").to_lowercase());
        let mut root: Option<usize> = None;
        // Of several at one time, the first class of the ladder.
        let place = |at: usize| {
            LADDER.iter().position(|class| alone[at].is_some_and(|verdict| verdict.class == *class))
        };
        let rank = |at: usize| (signins[at].time, std::cmp::Reverse(place(at)));
        for &candidate in roots.get(&key).into_iter().flatten() {
            let later = root.is_none_or(|root| rank(candidate) > rank(root));
            if signins[candidate].time <= signin.time && later {
                root = Some(candidate);
            }
        }
        if let Some(root) = root {
            settled[at] = alone[root];
        }
    }
    settled
}
