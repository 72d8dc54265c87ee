//! The statement of risk: what exempting one account means, as a text to send upwards.

use entrasift_core::{Field, Symbol};

use super::exemption::{Attempts, Exemption};
use crate::answer::wording::{count_of, thousands};
use crate::reading::read_logs::Seen;

/// What to do instead of an exemption.
const INSTEAD: &str = "- **Instead**: many prompts mean a badly set-up method (calls instead of push, a browser that is not registered). Ten \
                       minutes of help, or a FIDO2 key, cost less than this exemption. If the request stands: in writing, with an owner \
                       and an end date.";

/// The text to send on one account.
pub fn text(seen: &Seen, exemption: &Exemption) -> String {
    let user = exemption.user(seen);
    if exemption.person.is_none() {
        return format!("**{user}** has no sign-in in these logs: nothing can be said of the risk.");
    }
    let mut lines = vec![format!(
        "**Exempting {user} from MFA.** One password, guessed or phished, then opens all of this:"
    )];
    let apps: Vec<&str> = exemption.apps.iter().take(8).map(|one| one.app.text(seen)).collect();
    let more = exemption.apps.len().saturating_sub(apps.len());
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    lines.push(format!(
        "- **Reaches** {}{more} ({}).{}",
        if apps.is_empty() { "nothing in these logs".to_owned() } else { apps.join(", ") },
        count_of(exemption.success, "successful sign-in", "successful sign-ins"),
        if exemption.is_admin { " It is an **administrator**." } else { "" }
    ));
    lines.push(format!(
        "- **Works from** {} ({}): an exemption cannot be tied to one place unless it is one.",
        count_of(exemption.addresses as u64, "address", "addresses"),
        places(seen, &exemption.countries)
    ));
    lines.push(attack_words(seen, &exemption.attempts));
    lines.push(format!(
        "- **Today** {} of {} successes were without MFA.",
        thousands(exemption.without_mfa),
        thousands(exemption.success)
    ));
    lines.push(INSTEAD.to_owned());
    lines.join("\n")
}

fn attack_words(seen: &Seen, attempts: &Attempts) -> String {
    let Attempts { addresses, stopped, last, countries, .. } = attempts;
    if attempts.count() == 0 {
        return "- **Attacked**: not seen in these logs.".to_owned();
    }
    let known = match stopped {
        0 => String::new(),
        some => format!(
            " **{} had the right password and was stopped by something else**: the password may be known to a stranger.",
            count_of(*some, "attempt", "attempts")
        ),
    };
    let last = last.map_or(String::new(), |last| format!(", last on {}", last.day_words()));
    format!(
        "- **Attacked**: {} from {} where it never succeeded ({}){last}.{known}",
        count_of(attempts.count(), "failed attempt", "failed attempts"),
        count_of(*addresses, "address", "addresses"),
        places(seen, countries)
    )
}

fn places(seen: &Seen, countries: &[Symbol]) -> String {
    match countries.is_empty() {
        true => "places unknown".to_owned(),
        false => {
            let names: Vec<&str> =
                countries.iter().map(|country| seen.text(Field::Country, *country)).collect();
            names.join(", ")
        }
    }
}
