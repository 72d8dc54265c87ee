//! `break-glass-unregistered`: the emergency accounts have the methods that their profile allows.

use entrasift_core::Registered;
use entrasift_core::text::words::fold_word;
use entrasift_rules::tenant::BreakGlassProfile;

use super::newest_lines::NewestLines;
use super::registration::REPORT;
use crate::answer::wording::count_of;
use crate::answer::{Place, Warning};
use crate::people::cohort::ReportLine;
use crate::questions::checks::break_glass::account_names;
use crate::questions::checks::check::{Check, CheckStatus, listed};
use crate::questions::checks::material::Material;

/// What the methods of one emergency account mean under a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Equipment {
    Right,
    /// Right, but to be known.
    But(&'static str),
    /// Wrong, and why.
    Wrong(String),
    /// A method that nobody knows.
    Untold(String),
}

fn equipment(profile: BreakGlassProfile, methods: &[String], registered: bool) -> Equipment {
    const CANNOT: &str = "has no method: it cannot open the admin centres, which ask everybody for MFA";
    let kinds: Vec<(Registered, &str)> =
        methods.iter().map(|name| (Registered::classify(name), name.as_str())).collect();
    let strong = kinds.iter().any(|(kind, _)| *kind == Registered::PhishingResistant);
    let weak: Vec<String> = kinds
        .iter()
        .filter(|(kind, _)| matches!(kind, Registered::AppOrCode | Registered::Phone | Registered::ResetOnly))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    let unknown = kinds.iter().find(|(kind, name)| {
        *kind == Registered::Other && !matches!(fold_word(name).as_str(), "" | "password" | "none")
    });
    match profile {
        BreakGlassProfile::Classic if !methods.is_empty() => {
            Equipment::Wrong(format!("has {}, and the classic profile wants none", listed(methods)))
        }
        BreakGlassProfile::Classic if registered => Equipment::Wrong(
            "is registered for MFA, and the classic profile wants nothing registered".to_owned(),
        ),
        BreakGlassProfile::Classic => Equipment::But(CANNOT),
        BreakGlassProfile::Modern if strong && weak.is_empty() => Equipment::Right,
        BreakGlassProfile::Modern if strong => {
            Equipment::But("has a phishable method beside its passkey or certificate")
        }
        BreakGlassProfile::Modern => {
            Equipment::Wrong("has neither passkey nor certificate, which the modern profile wants".to_owned())
        }
        BreakGlassProfile::Auto if !weak.is_empty() => {
            Equipment::Wrong(format!("has {}, which a person would carry", listed(&weak)))
        }
        BreakGlassProfile::Auto => match unknown {
            Some((_, name)) => Equipment::Untold((*name).to_owned()),
            None if strong => Equipment::Right,
            None if methods.is_empty() && registered => {
                Equipment::Untold("a method that the report does not name".to_owned())
            }
            None => Equipment::But(CANNOT),
        },
    }
}

/// The emergency accounts have the methods that their profile allows.
pub fn check(material: &Material<'_>, newest: Option<&NewestLines<'_>>) -> Check {
    let mut check =
        Check::new("break-glass-unregistered", "Emergency accounts carry no method of daily life");
    let tenant = &material.seen.request.tenant;
    if tenant.break_glass.is_empty() {
        return check.ends(CheckStatus::NotApplicable, "no emergency account is declared");
    }
    let Some(newest) = newest else {
        return check.ends(CheckStatus::Inconclusive, "no registration report was given").so(REPORT);
    };
    let (mut wrong, mut untold) = (Vec::new(), Vec::new());
    for (account, names) in tenant.break_glass.iter().zip(account_names(material)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let Some(line) = newest.find(&names) else {
            untold.push(format!("{account} is not in the report"));
            continue;
        };
        let (methods, registered) = (&line.report.methods, line.is_registered() || line.is_capable());
        match equipment(tenant.break_glass_profile, methods, registered) {
            Equipment::Right => {}
            Equipment::But(what) => {
                check.warnings.push(Warning::new("break-glass-methods", format!("{account} {what}")));
            }
            Equipment::Untold(method) => {
                untold.push(format!("{account} has {method}, of which nothing is known"))
            }
            Equipment::Wrong(why) => match material.excuses.finding(&names, &["break-glass-unregistered"]) {
                Some(excuse) => check.accept(excuse, account, "registered", 0),
                None => {
                    check.places.push(place(line));
                    check.users.push(account.to_lowercase());
                    wrong.push(format!("{account} {why}"));
                }
            },
        }
    }
    check.count = (wrong.len() + untold.len()) as u64;
    if !wrong.is_empty() {
        return check.ends(CheckStatus::Fail, wrong.join("; ")).so(
            "remove the method, or give the account a passkey or certificate and set break_glass_profile to modern",
        );
    }
    if !untold.is_empty() {
        return check.ends(CheckStatus::Inconclusive, untold.join("; ")).so(REPORT);
    }
    check.count = tenant.break_glass.len() as u64;
    let all = count_of(check.count, "account is", "accounts are");
    check.ends(CheckStatus::Pass, format!("{all} as the profile wants"))
}

fn place(line: &ReportLine<'_>) -> Place {
    Place { path: line.path.to_owned(), row: line.report.row }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equipments() {
        let check = |profile, methods: &[&str], expect: &str| {
            let methods: Vec<String> = methods.iter().map(|name| (*name).to_owned()).collect();
            let found = match equipment(profile, &methods, !methods.is_empty()) {
                Equipment::Right => "right",
                Equipment::But(_) => "but",
                Equipment::Wrong(_) => "wrong",
                Equipment::Untold(_) => "untold",
            };
            assert_eq!(found, expect, "{profile:?} {methods:?}");
        };
        use BreakGlassProfile::{Auto, Classic, Modern};
        check(Auto, &[], "but");
        check(Auto, &["fido2SecurityKey"], "right");
        check(Auto, &["passKeyDeviceBound", "mobilePhone"], "wrong");
        for method in ["mobilePhone", "microsoftAuthenticatorPush", "softwareOneTimePasscode", "email"] {
            check(Auto, &[method], "wrong");
        }
        check(Auto, &["telepathy"], "untold");
        check(Auto, &["temporaryAccessPass"], "but");
        check(Classic, &[], "but");
        check(Classic, &["fido2SecurityKey"], "wrong");
        check(Modern, &[], "wrong");
        check(Modern, &["mobilePhone"], "wrong");
        check(Modern, &["certificateBasedAuthentication"], "right");
        check(Modern, &["fido2", "mobilePhone"], "but");
    }
}
