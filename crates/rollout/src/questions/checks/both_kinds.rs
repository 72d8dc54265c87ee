//! `non-interactive-present`: interactive and non-interactive sign-ins are both there.

use entrasift_core::{MINUTE, Time};
use entrasift_rules::engine::population::EventKind;

use super::check::{Check, CheckStatus};
use super::material::Material;

/// Both kinds of sign-ins are there.
pub fn check(material: &Material<'_>) -> Check {
    let check =
        Check::new("non-interactive-present", "Interactive and non-interactive sign-ins are both there");
    let minute = |time: Time| time.0.div_euclid(MINUTE);
    let (from, to) = (minute(material.window.from), minute(material.window.to));
    let has = |kind| material.sums.minutes.range((kind, from)..(kind, to)).next().is_some();
    let detail = match (has(EventKind::Interactive), has(EventKind::NonInteractive), has(EventKind::Unsaid)) {
        (true, true, _) => return check.ends(CheckStatus::Pass, "both logs have sign-ins in the window"),
        (_, _, true) => "nothing tells which of the files holds interactive sign-ins and which the others",
        (true, false, _) => {
            "no non-interactive sign-in in the window: tokens and mail clients are not covered"
        }
        (false, true, _) => "no interactive sign-in in the window: prompts and passwords are not covered",
        _ => "no sign-in of a user in the window",
    };
    check.ends(CheckStatus::Inconclusive, detail).so(
        "download both logs (portal: user sign-ins interactive, and non-interactive) for the whole window; keep the file names of the portal",
    )
}
