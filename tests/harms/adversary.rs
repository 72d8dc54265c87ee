//! Harms thought out by an adversary: filters that hide the bad rows, a policy that was on for a part of the window only, accounts under
//! a false flag, tests that prove nothing.

use entrasift_rollout::questions::validate::Covers;
use serde_json::{Value, json};

use super::Trial;
use super::case::{Case, time};
use super::emergencies::{ALPHA, BRAVO, profile};
use super::harm::{PASSWORD, doubt, fail, in_graph};

/// All of them.
pub fn harms() -> Vec<Trial> {
    [filters(), policies(), flags()].into_iter().flatten().collect()
}

/// Both emergency accounts have a passkey, so that their rows ask for more than a password.
fn passkeys(case: &mut Case) {
    profile(case, "modern");
    let report = case.report.as_mut().expect("a report");
    for row in 0..report.rows.len() {
        let name = report.cell(&report.rows[row], "userPrincipalName").to_owned();
        if name == ALPHA || name == BRAVO {
            report.set(row, &[("methodsRegistered", "[\"passKeyDeviceBound\"]"), ("isMfaCapable", "True")]);
        }
    }
    let sheet = &mut case.portal[0];
    for row in 0..sheet.rows.len() {
        let name = sheet.cell(&sheet.rows[row], "Username").to_owned();
        if name == ALPHA || name == BRAVO {
            sheet.set(
                row,
                &[
                    ("Authentication requirement", "Multifactor authentication"),
                    ("Multifactor authentication auth method", "Passkey (device-bound)"),
                    ("Conditional Access", "Success"),
                ],
            );
        }
    }
}

fn keep(case: &mut Case, column: &str, keep: impl Fn(&str) -> bool) {
    case.portal.iter_mut().for_each(|sheet| sheet.retain(column, &keep));
}

fn filters() -> Vec<Trial> {
    let filtered = |what, how| doubt("positive-evidence", what, how);
    vec![
        filtered(
            "only rows that ask for MFA were downloaded, and emergency accounts have passkeys",
            |case| {
                passkeys(case);
                keep(case, "Authentication requirement", |word| word.starts_with("Multi"));
            },
        ),
        filtered("only rows with Conditional Access = Success were downloaded", |case| {
            passkeys(case);
            keep(case, "Conditional Access", |word| word == "Success");
        }),
        filtered("only sign-ins with a browser were downloaded", |case| {
            case.wishes.covers =
                Some(Covers { from: time("2026-11-23T08:00:00Z"), to: time("2026-11-26T08:00:00Z") });
            case.tenant = case.tenant.replace("max_gap_hours = 12", "max_gap_hours = 24");
            keep(case, "Client app", |word| word == "Browser")
        }),
        filtered("two thirds of the people were filtered away", |case| {
            let keep = |name: &str| name < "c" || name.starts_with("svc-") || name.starts_with("sync_");
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Username", keep));
        }),
    ]
}

/// Every policy of the interactive successes for which `is` holds.
fn each_policy(case: &mut Case, is: impl Fn(&str) -> bool, change: fn(&mut Value)) {
    for row in case.objects(0) {
        let time = row["createdDateTime"].as_str().unwrap_or_default().to_owned();
        if is(&time)
            && let Some(policies) = row["appliedConditionalAccessPolicies"].as_array_mut()
        {
            policies.iter_mut().for_each(change);
        }
    }
}

fn policies() -> Vec<Trial> {
    let untold = |what, how| in_graph(doubt("policy-enforced", what, how));
    vec![
        untold("the policy is switched off after the first day", |case| {
            let is = |time: &str| time > "2026-11-24T09";
            each_policy(case, is, |one| one["result"] = json!("notEnabled"));
        }),
        untold("the policy is switched on thirty hours late", |case| {
            let is = |time: &str| ("2026-11-23T08".."2026-11-24T14").contains(&time);
            each_policy(case, is, |one| one["result"] = json!("reportOnlySuccess"));
        }),
        doubt("policy-enforced", "Conditional Access takes part in nothing on the last day", |case| {
            let sheet = &mut case.portal[0];
            for row in 0..sheet.rows.len() {
                if sheet.rows[row][0].as_str() > "2026-11-25T07" {
                    sheet.set(row, &[("Conditional Access", "Not Applied")]);
                }
            }
        }),
    ]
}

fn flags() -> Vec<Trial> {
    let untested = |what, how| doubt("break-glass-tested", what, how);
    vec![
        fail("mfa-on-every-signin", "a stranger uses the synchronisation account in a browser", |case| {
            let sheet = &case.portal[1];
            let is = |row: &&Vec<String>| sheet.cell(row, "Username").to_lowercase().starts_with("sync_");
            let row = sheet.rows.iter().find(is).or_else(|| {
                let sheet = &case.portal[0];
                let is = |row: &&Vec<String>| sheet.cell(row, "Username").to_lowercase().starts_with("sync_");
                sheet.rows.iter().find(is)
            });
            let row = row.expect("a synchronisation account");
            let (name, id) = (sheet.cell(row, "Username").to_owned(), sheet.cell(row, "User ID").to_owned());
            let user = case.names.person.clone();
            let values = [PASSWORD, &[("Username", name.as_str()), ("User ID", id.as_str())][..]].concat();
            case.add(&user, &values);
        }),
        fail("break-glass-unregistered", "the finance chief is declared as an emergency account", |case| {
            let user = case.names.person.clone();
            let declared = format!("break_glass = [\n    \"{user}\",\n");
            case.tenant = case.tenant.replace("break_glass = [\n", &declared);
            case.add(&user, PASSWORD);
        }),
        untested("an emergency account was only tested over IMAP", |case| {
            let sheet = &mut case.portal[0];
            for row in 0..sheet.rows.len() {
                if sheet.cell(&sheet.rows[row], "Username") == BRAVO {
                    sheet.set(row, &[("Client app", "IMAP4")]);
                }
            }
        }),
        untested("of an emergency account only a token was refreshed in the background", |case| {
            let column = case.portal[0].column("Username");
            let (own, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut case.portal[0].rows).into_iter().partition(|row| row[column] == BRAVO);
            case.portal[0].rows = rest;
            case.portal[1].rows.extend(own);
        }),
        fail("mfa-on-every-signin", "an acceptance of everybody by a star", |case| {
            let user = case.names.person.clone();
            case.add(&user, PASSWORD);
            case.tenant += "\n[[accepted]]\nuser = \"*\"\nrule = \"non-mfa-success\"\nowner = \"it\"\nreason = \"soon\"\nuntil = 2027-01-31\n";
        }),
        fail(
            "mfa-on-every-signin",
            "a gap stands in a copy of a sign-in that was published without a time",
            |case| {
                let user = case.names.person.clone();
                let row = case.add(&user, PASSWORD);
                let again = case.portal[0].rows[row].clone();
                case.portal[0].rows.push(again);
            },
        ),
    ]
}
