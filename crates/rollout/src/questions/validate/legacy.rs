//! `legacy-zero`: nobody got in with a protocol that cannot do MFA.

use entrasift_core::{Field, FieldSet};
use entrasift_rules::derive::outcome::Class;

use crate::answer::wording::count_of;
use crate::questions::checks::check::{Check, CheckStatus, listed};
use crate::questions::checks::material::{Material, sum};

/// Nobody got in with a protocol that cannot do MFA.
pub fn check(material: &Material<'_>) -> Check {
    const RULES: &[&str] = &["legacy-zero", "legacy-auth", "ropc"];
    let mut check = Check::new("legacy-zero", "No sign-in with legacy authentication succeeded");
    let legacy =
        material.against(&mut check, RULES, "legacy authentication", |key| key.class == Class::Legacy);
    let unsaid = material.against(&mut check, RULES, "sign-in without a client app", |key| {
        key.unclassified && key.class != Class::Sync
    });
    if !legacy.is_empty() {
        sum(&mut check, &legacy);
        let detail = format!(
            "{} succeeded with a protocol that cannot do MFA: {}",
            count_of(check.count, "sign-in", "sign-ins"),
            listed(&check.users)
        );
        return check.ends(CheckStatus::Fail, detail).see(
            "legacy",
            "names client, device and remedy of each; block legacy authentication once they are moved",
        );
    }
    if !unsaid.is_empty() {
        sum(&mut check, &unsaid);
        let detail = format!(
            "{} succeeded without saying which client app it was: {}",
            count_of(check.count, "sign-in", "sign-ins"),
            listed(&check.users)
        );
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("look at each of them in the portal, or accept them by name");
    }
    let blind = FieldSet::new([Field::UserAgent, Field::Protocol]);
    let logs = &material.seen.request.intake.logs;
    if let Some(log) = logs.iter().find(|log| blind.iter().all(|field| !log.shape.fills.contains(field))) {
        let detail = format!(
            "{} shows neither user agent nor protocol: ROPC, which cannot do MFA, looks like a modern client there",
            log.path()
        );
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("export the sign-ins again with all columns");
    }
    check.ends(CheckStatus::Pass, "no success by a legacy client or ROPC")
}
