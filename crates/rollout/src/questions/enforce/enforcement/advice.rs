//! Advice: what probably lies behind a stop, and what the helpdesk does.

use entrasift_core::Field;
use entrasift_core::field::catalogue::error_code;
use entrasift_rules::detect::flow::Cause;

use super::stopped::StoppedPerson;
use crate::reading::read_logs::Seen;

/// What probably lies behind it, and what the helpdesk does.
pub fn advice(seen: &Seen, stop: &StoppedPerson) -> (String, String) {
    if stop.only_broken_apps {
        return (
            "the application lets nobody in: it probably cannot show the prompt".to_owned(),
            "No reset. Update the app, use the system browser, or give it a policy of its own".to_owned(),
        );
    }
    let (mut likely, mut action) = words(stop);
    if stop.is_strange && stop.cause != Cause::LegacyClient {
        likely = format!("{likely}; from a place where this person never succeeded: perhaps somebody else");
        action = format!(
            "Call and ask whether it was them. If not: reset the password, revoke the sessions. If so: {action}"
        );
    }
    if let Some(reason) = stop.reason {
        let (code, words) = (stop.code.unwrap_or_default(), seen.text(Field::Reason, reason));
        likely = format!("code {code}, which is not in the catalogue; the log says `{words}`");
    }
    (likely, action)
}

fn words(stop: &StoppedPerson) -> (String, String) {
    let (likely, action) = match stop.cause {
        Cause::FraudReported => (
            "the user says that the prompt was not theirs",
            "Security: reset the password, revoke the sessions, look for the address at other users",
        ),
        Cause::Declined => (
            "the user declined the prompt: by mistake, or because it was not theirs",
            "Was it them? If not: reset the password, revoke the sessions. If so: try again together",
        ),
        Cause::LegacyClient => (
            "an old client or a script, which can never show a prompt",
            "No reset helps: replace the client (`entrasift legacy` says how)",
        ),
        Cause::CannotRegister => (
            "must register, and may not from there (risk, place, or too weak a first factor)",
            "Temporary access pass, or register in the office: aka.ms/mysecurityinfo",
        ),
        Cause::GaveUp if stop.registered != Some(true) => (
            "was asked to register and left the page open until it expired: perhaps nothing to register with",
            "Call and register together: aka.ms/mysecurityinfo. No phone: FIDO2 key, temporary access pass until then",
        ),
        Cause::GaveUp => (
            "left the page open until it expired, though a method is registered",
            "Call and sign in together. No prompt: register again at aka.ms/mysecurityinfo",
        ),
        Cause::NeedsRegistration if stop.registered == Some(true) && stop.capable == Some(false) => (
            "registered a method that the policy does not allow",
            "Register an allowed method: temporary access pass, then aka.ms/mysecurityinfo",
        ),
        Cause::NeedsRegistration if stop.registered == Some(true) => (
            "registered meanwhile, or lost the method again",
            "Sign in again; if asked to register once more, check the methods",
        ),
        Cause::NeedsRegistration => (
            "not registered for MFA",
            "Register together: aka.ms/mysecurityinfo. No phone: FIDO2 key or temporary access pass",
        ),
        Cause::NoAnswer | Cause::NotPassed if stop.registered == Some(false) => {
            ("nothing is registered that could answer the prompt", "Register together: aka.ms/mysecurityinfo")
        }
        Cause::NoAnswer => (
            "the prompt goes to an old phone or a reinstalled Authenticator; else the user did not look",
            "New phone? Register Authenticator again. Prompt not theirs? Treat as an attack",
        ),
        Cause::NotPassed => (
            "was asked and did not pass: no prompt arrived, or none was answered",
            "Registered? If not: register together. No prompt on a new phone: register again",
        ),
        Cause::UnknownCode => {
            return (
                "a code that is not in the catalogue; the log's own words decide".to_owned(),
                "Look it up at login.microsoftonline.com/error; see the sign-in with `entrasift show`"
                    .to_owned(),
            );
        }
        _ => {
            let entry = stop.code.and_then(error_code);
            let likely = entry.map_or("", |entry| entry.likely_cause);
            let action = entry.map_or("", |entry| entry.helpdesk_action);
            return (likely.to_owned(), action.to_owned());
        }
    };
    (likely.to_owned(), action.to_owned())
}
