//! Harms to emergency accounts.

use super::Trial;
use super::case::Case;
use super::harm::{doubt, fail, in_report};

pub const ALPHA: &str = "svc-emergency-alpha@northwind.example";
pub const BRAVO: &str = "svc-emergency-bravo@northwind.example";

pub fn profile(case: &mut Case, profile: &str) {
    case.tenant = case
        .tenant
        .replace("break_glass_profile = \"auto\"", &format!("break_glass_profile = \"{profile}\""));
}

/// Adds a row of an emergency account.
pub fn emergency(case: &mut Case, values: &[(&str, &str)]) {
    let source = case.portal[0]
        .rows
        .iter()
        .find(|row| row.contains(&ALPHA.to_owned()) && row[0].starts_with("2026-11-24"));
    let mut row = source.expect("a planned test").clone();
    row[case.portal[0].column("Request ID")] = case.id();
    case.portal[0].rows.push(row);
    let last = case.portal[0].rows.len() - 1;
    case.portal[0].set(last, values);
}

pub fn break_glass() -> Vec<Trial> {
    let method = |what, how| fail("break-glass-unregistered", what, how);
    let tested = |what, how| fail("break-glass-tested", what, how);
    let untested = |what, how| doubt("break-glass-tested", what, how);
    vec![
        method("an emergency account has a phone", |case| {
            in_report(case, ALPHA, &[("methodsRegistered", "[\"mobilePhone\"]"), ("isMfaCapable", "True")])
        }),
        method("an emergency account has the app", |case| {
            in_report(
                case,
                BRAVO,
                &[("methodsRegistered", "[\"microsoftAuthenticatorPush\"]"), ("isMfaCapable", "True")],
            )
        }),
        method("an emergency account has an e-mail for resets", |case| {
            in_report(case, BRAVO, &[("methodsRegistered", "[\"email\"]")])
        }),
        method("an emergency account has a key, and the profile is classic", |case| {
            profile(case, "classic");
            in_report(
                case,
                ALPHA,
                &[("methodsRegistered", "[\"fido2SecurityKey\"]"), ("isMfaCapable", "True")],
            );
        }),
        method("emergency accounts have nothing, and the profile is modern", |case| profile(case, "modern")),
        doubt("break-glass-unregistered", "an emergency account is not in the report", |case| {
            case.report.as_mut().expect("a report").retain("userPrincipalName", |name| name != ALPHA);
        }),
        tested("an emergency account is prompted", |case| {
            emergency(case, &[("Sign-in error code", "50074"), ("Status", "Interrupted")])
        }),
        tested("an emergency account must register", |case| {
            emergency(case, &[("Sign-in error code", "50079"), ("Status", "Failure")])
        }),
        tested("an emergency account is blocked by a policy", |case| {
            emergency(case, &[("Sign-in error code", "53003"), ("Status", "Failure")])
        }),
        tested("an emergency account is prompted under its object id", |case| {
            let sheet = &case.portal[0];
            let row = sheet.rows.iter().find(|row| row.contains(&ALPHA.to_owned())).expect("a row");
            let id = sheet.cell(row, "User ID").to_owned();
            case.tenant = case.tenant.replace(ALPHA, &id.to_uppercase());
            emergency(
                case,
                &[
                    ("Sign-in error code", "50074"),
                    ("Status", "Interrupted"),
                    ("Username", &id),
                    ("User ID", ""),
                ],
            );
        }),
        tested("an emergency account is used outside the planned tests", |case| {
            emergency(case, &[("Date (UTC)", "2026-11-25T16:48:00Z")])
        }),
        tested("an emergency account does MFA, and the profile is classic", |case| {
            profile(case, "classic");
            emergency(
                case,
                &[
                    ("Multifactor authentication result", "MFA successfully completed"),
                    ("Authentication requirement", "Multifactor authentication"),
                ],
            );
        }),
        untested("neither emergency account was tested", |case| {
            case.portal[0].retain("Username", |name| name != ALPHA && name != BRAVO);
        }),
        untested("one emergency account was not tested", |case| {
            case.portal[0].retain("Username", |name| name != BRAVO)
        }),
        untested("an emergency account was tested after the window", |case| {
            let sheet = &mut case.portal[0];
            for row in 0..sheet.rows.len() {
                if sheet.cell(&sheet.rows[row], "Username") == BRAVO {
                    sheet.set(row, &[("Date (UTC)", "2026-11-26T10:12:00Z")]);
                }
            }
            case.tenant += "\n[[planned_tests]]\naccount = \"svc-emergency-bravo@northwind.example\"\nat = 2026-11-26T10:00:00Z\n";
        }),
        untested("no emergency account is declared", |case| {
            let start = case.tenant.find("break_glass = ").expect("the key");
            let end = start + case.tenant[start..].find(']').expect("its end") + 1;
            case.tenant.replace_range(start..end, "break_glass = []");
            case.portal[0].retain("Username", |name| name != ALPHA && name != BRAVO);
        }),
        untested("an emergency account is declared with a slip of the pen", |case| {
            case.tenant = case.tenant.replace(
                "break_glass = [\n",
                "break_glass = [\n    \"svc-emergency-charly@northwind.example\",\n",
            );
        }),
    ]
}
