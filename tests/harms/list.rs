//! The harms: every way that we know in which a log looks clean and is not.

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_rollout::questions::validate::Covers;
use serde_json::json;

use super::Trial;
use super::case::{Case, Shape, time};

type How = fn(&mut Case);

/// A sign-in with a password and nothing else.
pub const PASSWORD: &[(&str, &str)] = &[
    ("Multifactor authentication result", ""),
    ("Multifactor authentication auth method", ""),
    ("Authentication requirement", "Single-factor authentication"),
    ("Conditional Access", "Not Applied"),
    ("Compliant", "false"),
    ("Join Type", ""),
];

/// An attempt from a place and in an application of its own, of which no success can be the end.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Application", "Northwind Drawing Vault"),
    ("Application ID", "d0000000-0000-4000-8000-0000000000aa"),
    ("Device ID", ""),
    ("User agent", "DrawingVault/7.2"),
    ("Status", "Interrupted"),
    ("Multifactor authentication result", ""),
];

fn with(
    one: &[(&'static str, &'static str)],
    two: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    [one, two].concat()
}

fn stopped(case: &mut Case, user: &str, code: &'static str) {
    case.add(user, &with(ELSEWHERE, &[("Sign-in error code", code)]));
}

fn person(case: &Case) -> String {
    case.names.person.clone()
}

/// Adds a sign-in of the usual person with other values.
fn add(case: &mut Case, values: &[(&str, &str)]) {
    case.add(&person(case), values);
}

pub fn fail(check: &'static str, what: &'static str, how: How) -> Trial {
    Trial { what, shape: Shape::Portal, how, caught: Some((check, "fail")) }
}

pub fn doubt(check: &'static str, what: &'static str, how: How) -> Trial {
    Trial { what, shape: Shape::Portal, how, caught: Some((check, "inconclusive")) }
}

pub fn in_graph(trial: Trial) -> Trial {
    Trial { shape: Shape::Graph, ..trial }
}

/// All of them, by the check that must catch them, in the order of the contract.
pub fn harms() -> Vec<Trial> {
    [
        coverage(),
        signins(),
        legacy(),
        failures(),
        policies(),
        registrations(),
        break_glass(),
        filters(),
        super::adversary::harms(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn keep(case: &mut Case, keep: impl Fn(&str) -> bool) {
    case.portal.iter_mut().for_each(|sheet| sheet.retain("Date (UTC)", &keep));
}

fn coverage() -> Vec<Trial> {
    let coverage = |what, how| doubt("coverage", what, how);
    vec![
        coverage("the first four hours are cut off in both logs", |case| {
            keep(case, |at| at >= "2026-11-23T12")
        }),
        coverage("the window's start is cut off, though there are older rows", |case| {
            keep(case, |at| !("2026-11-23T07".."2026-11-23T13").contains(&at));
        }),
        coverage("the last night and morning are cut off", |case| keep(case, |at| at < "2026-11-25T19")),
        coverage("the window's end is cut off, though there are newer rows", |case| {
            keep(case, |at| !("2026-11-25T21".."2026-11-26T09").contains(&at));
        }),
        coverage("only the interactive log is cut at the start", |case| {
            case.portal[0].retain("Date (UTC)", |at| at >= "2026-11-23T12");
        }),
        coverage("thirteen hours are missing in the middle", |case| {
            keep(case, |at| !("2026-11-24T07".."2026-11-24T20:30").contains(&at));
        }),
        coverage("a whole day is missing in the middle", |case| {
            keep(case, |at| !at.starts_with("2026-11-24"))
        }),
        coverage("the logs are of the days before", |case| keep(case, |at| at < "2026-11-23")),
        coverage("the logs are of the days after", |case| keep(case, |at| at >= "2026-11-26T08")),
        coverage("the policy was switched on later than the log reaches", |case| {
            case.wishes.enforced_at = Some(time("2026-12-07T08:00:00Z"));
        }),
        coverage("--from leaves out a part of the window", |case| {
            case.options.from = Some(time("2026-11-24T00:00:00Z"));
        }),
        coverage("--to leaves out a part of the window", |case| {
            case.options.to = Some(time("2026-11-26T07:30:00Z"));
        }),
        coverage("--covers is a shorter range than the window", |case| {
            case.wishes.covers =
                Some(Covers { from: time("2026-11-23T08:00:00Z"), to: time("2026-11-25T00:00:00Z") });
        }),
        coverage("a malformed row in the window might be the bad one", |case| {
            case.tail = "2026-11-24T10:00:00Z,short\n".to_owned();
        }),
        coverage("a row has no time", |case| {
            add(case, &[("Date (UTC)", "")]);
        }),
        coverage("a row's time was destroyed by a spreadsheet", |case| {
            add(case, &[("Date (UTC)", "########")]);
        }),
        coverage("a row holds a zero byte", |case| {
            case.tail = "2026-11-24T10:00:00Z,\0\n".to_owned();
        }),
        coverage("the file ends inside a quoted cell", |case| {
            case.tail = "2026-11-20T10:00:00Z,\"cut".to_owned();
        }),
        coverage("a row has neither a code nor a status", |case| {
            add(case, &[("Sign-in error code", ""), ("Status", "")]);
        }),
        coverage("a sign-in log of the folder could not be read", |case| {
            case.aside = vec!["exports/NonInteractiveSignIns_2.csv"];
        }),
        doubt("truncation", "a log has exactly 5,000 rows", |case| fill_up(case, 5_000)),
        doubt("truncation", "a log has exactly 5,000 rows, and another ends before it begins", |case| {
            fill_up(case, 5_000);
            let mut earlier = case.portal[0].clone();
            earlier.rows.truncate(40);
            let column = earlier.column("Date (UTC)");
            earlier.rows.iter_mut().for_each(|row| row[column].replace_range(..10, "2026-11-18"));
            earlier.rows.iter_mut().for_each(|row| row[column].replace_range(11..13, "05"));
            let mut number = 0;
            let id = earlier.column("Request ID");
            earlier.rows.iter_mut().for_each(|row| {
                number += 1;
                row[id] = format!("f0000000-0000-4000-8000-{number:012x}");
            });
            case.more.push(("InteractiveSignIns_earlier.csv".to_owned(), earlier.text().into_bytes()));
        }),
        doubt("non-interactive-present", "the non-interactive log is missing", |case| case.without[1] = true),
        doubt("non-interactive-present", "the interactive log is missing", |case| case.without[0] = true),
        doubt("non-interactive-present", "the interactive log stands in both places", |case| {
            case.portal[1] = case.portal[0].clone();
            case.files = ["InteractiveSignIns.csv", "InteractiveSignIns_2.csv"];
        }),
        doubt("non-interactive-present", "nothing tells which log is which", |case| {
            case.files = ["one.csv", "two.csv"]
        }),
    ]
}

/// Copies of the newest rows until the interactive log has so many.
fn fill_up(case: &mut Case, rows: usize) {
    let source = case.portal[0].rows.last().expect("a row").clone();
    let id = case.portal[0].column("Request ID");
    while case.portal[0].rows.len() < rows {
        let mut row = source.clone();
        row[id] = case.id();
        case.portal[0].rows.push(row);
    }
}

fn signins() -> Vec<Trial> {
    let mfa = |what, how| fail("mfa-on-every-signin", what, how);
    let untold = |what, how| doubt("mfa-on-every-signin", what, how);
    vec![
        mfa("one person gets in with a password once", |case| add(case, PASSWORD)),
        mfa("an administrator gets into the portal with a password", |case| {
            let admin = case.names.admin.clone();
            let portal =
                [("Application ID", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"), ("Application", "Azure Portal")];
            case.add(&admin, &with(PASSWORD, &portal));
        }),
        mfa("the last minute of the window has a password sign-in", |case| {
            add(case, &with(PASSWORD, &[("Date (UTC)", "2026-11-26T07:59:59Z")]));
        }),
        mfa("the finance chief is silently exempt", |case| {
            let user = person(case);
            let sheet = &mut case.portal[0];
            for row in 0..sheet.rows.len() {
                if sheet.cell(&sheet.rows[row], "Username") == user {
                    sheet.set(row, PASSWORD);
                }
            }
        }),
        mfa("MFA is skipped by address", |case| {
            add(
                case,
                &with(
                    PASSWORD,
                    &[
                        ("Multifactor authentication result", "MFA requirement skipped due to IP address"),
                        ("Conditional Access", "Success"),
                    ],
                ),
            );
        }),
        mfa("MFA is skipped by an app password", |case| {
            add(
                case,
                &[("Multifactor authentication result", "MFA requirement skipped due to app password")],
            );
        }),
        mfa("MFA is skipped by a registered device", |case| {
            add(
                case,
                &[("Multifactor authentication result", "MFA requirement skipped due to registered device")],
            );
        }),
        mfa("a guest gets in with a password", |case| {
            let guest = case.names.guest.clone();
            case.add(&guest, PASSWORD);
        }),
        mfa("an account that nobody names gets in with a password", |case| {
            add(
                case,
                &with(PASSWORD, &[("Username", ""), ("User ID", "00000000-0000-0000-0000-000000000000")]),
            );
        }),
        mfa("the acceptance of the finding is over", |case| {
            add(case, PASSWORD);
            accept(case, "non-mfa-success", "2026-11-24");
        }),
        mfa("another finding is accepted, not this one", |case| {
            add(case, PASSWORD);
            accept(case, "legacy-auth", "2027-01-31");
        }),
        mfa("another account is excepted, not this one", |case| {
            add(case, PASSWORD);
            case.tenant = case.tenant.replace("excluded = []", "excluded = [\"somebody-else@*\"]");
        }),
        in_graph(mfa("a background sign-in rests on a password step", |case| {
            let row = case
                .objects(1)
                .iter_mut()
                .find(|row| {
                    row["status"]["errorCode"] == 0 && row["createdDateTime"].as_str() > Some("2026-11-24")
                })
                .expect("a row");
            row["authenticationRequirement"] = json!("singleFactorAuthentication");
            row["status"]["additionalDetails"] = json!(null);
            row["authenticationDetails"] = json!([{"authenticationMethod": "Password", "succeeded": true, "authenticationStepResultDetail": "Correct password"}]);
        })),
        in_graph(mfa("the only step is a password, though the row asks for more", |case| {
            let row = case
                .objects(0)
                .iter_mut()
                .find(|row| {
                    row["status"]["errorCode"] == 0
                        && row["createdDateTime"].as_str() > Some("2026-11-24")
                        && row["clientAppUsed"] == "Browser"
                        && row["appDisplayName"] == "OfficeHome"
                })
                .expect("a row");
            row["status"]["additionalDetails"] = json!(null);
            row["mfaDetail"] = json!(null);
            row["userType"] = json!("member");
            row["authenticationDetails"] = json!([{"authenticationMethod": "Password", "succeeded": true, "authenticationStepResultDetail": "Correct password"}]);
        })),
        untold("a stranger's token is used, of somebody never seen with MFA", |case| {
            let values = with(
                PASSWORD,
                &[
                    ("Username", "nobody.known@northwind.example"),
                    ("User ID", "b0000000-0000-4000-8000-0000000000bb"),
                    ("Conditional Access", "Success"),
                ],
            );
            case.add_in_background(&person(case), &values);
        }),
        untold("the cells of MFA are destroyed for one person", |case| {
            let user = person(case);
            let destroyed = [
                ("Multifactor authentication result", ""),
                ("Multifactor authentication auth method", ""),
                ("Authentication requirement", "#NAME?"),
                ("Conditional Access", "Success"),
            ];
            for sheet in &mut case.portal {
                let rows =
                    (0..sheet.rows.len()).filter(|row| sheet.cell(&sheet.rows[*row], "Username") == user);
                rows.collect::<Vec<_>>().into_iter().for_each(|row| sheet.set(row, &destroyed));
            }
        }),
        in_graph(doubt("failures-explained", "the export is Graph v1.0, which has no requirement", |case| {
            let story = Story::new(StoryOptions { quiet: true, ..StoryOptions::default() });
            let rows = story.newest_first().filter(|row| row.interactive);
            let mut out = Vec::new();
            Dialect::GraphV1
                .write(&mut out, story.world(), DialectOptions::default(), true, rows)
                .expect("memory");
            case.without[0] = true;
            case.more.push(("v1.json".to_owned(), out));
        })),
    ]
}

fn accept(case: &mut Case, rule: &str, until: &str) {
    let user = person(case);
    case.tenant += &format!(
        "\n[[accepted]]\nuser = \"{user}\"\nrule = \"{rule}\"\nowner = \"it\"\nreason = \"soon\"\nuntil = {until}\n"
    );
}

fn legacy() -> Vec<Trial> {
    let legacy = |what, how| fail("legacy-zero", what, how);
    vec![
        legacy("one mailbox is read over IMAP4", |case| add(case, &[("Client app", "IMAP4")])),
        legacy("a scanner sends over Authenticated SMTP", |case| {
            add(
                case,
                &[
                    ("Client app", "Authenticated SMTP"),
                    ("Username", "scanner@northwind.example"),
                    ("User ID", ""),
                ],
            );
        }),
        legacy("an unlisted old client", |case| {
            add(case, &[("Client app", "Other clients; Older Office clients")])
        }),
        legacy("ROPC behind a modern client app, by user agent", |case| {
            add(case, &[("Client app", "Mobile Apps and Desktop clients"), ("User agent", "BAV2ROPC")]);
        }),
        legacy("ROPC behind a modern client app, by protocol", |case| {
            add(case, &[("Authentication Protocol", "ropc"), ("User agent", "python-requests/2.32")]);
        }),
        legacy("a legacy success in the background", |case| {
            case.add_in_background(&person(case), &[("Client app", "Exchange ActiveSync")]);
        }),
        legacy("a legacy success whose acceptance is over", |case| {
            add(case, &[("Client app", "IMAP4")]);
            accept(case, "legacy-auth", "2026-11-20");
        }),
        doubt("legacy-zero", "a success does not say its client app", |case| {
            add(case, &[("Client app", "")])
        }),
        doubt("legacy-zero", "the columns of user agent and protocol are gone", |case| {
            case.portal.iter_mut().for_each(|sheet| {
                sheet.drop_column("User agent");
                sheet.drop_column("Authentication Protocol");
            });
        }),
    ]
}

fn failures() -> Vec<Trial> {
    let failures = |what, how| fail("failures-explained", what, how);
    let untold = |what, how| doubt("failures-explained", what, how);
    vec![
        failures("one person is asked for MFA and never gets through", |case| {
            stopped(case, &person(case), "50074")
        }),
        failures("one person fails the prompt for good", |case| stopped(case, &person(case), "500121")),
        failures("one person cannot register", |case| stopped(case, &person(case), "53010")),
        failures("one person must register and never does", |case| stopped(case, &person(case), "50072")),
        failures("one person is blocked by a policy", |case| stopped(case, &person(case), "53003")),
        failures("one person's device is not compliant", |case| stopped(case, &person(case), "53000")),
        failures("a printer is blocked, with the right password", |case| {
            add(
                case,
                &[
                    ("Client app", "Authenticated SMTP"),
                    ("Sign-in error code", "53003"),
                    ("Status", "Failure"),
                ],
            );
        }),
        failures("a person who was never seen before is stopped", |case| {
            let values = with(
                ELSEWHERE,
                &[("Sign-in error code", "50079"), ("Username", "new@northwind.example"), ("User ID", "")],
            );
            add(case, &values);
        }),
        failures("an application works for nobody any more", |case| {
            let names = case.names.clone();
            [names.person, names.other, names.third].iter().for_each(|user| stopped(case, user, "50074"));
        }),
        failures("a stopped person only has a token refreshed elsewhere", |case| {
            let user = person(case);
            stopped(case, &user, "50074");
            case.add_in_background(&user, &[("Date (UTC)", "2026-11-26T07:00:00Z")]);
        }),
        failures("a stopped person only gets in later without MFA", |case| {
            let user = person(case);
            stopped(case, &user, "50074");
            case.add(
                &user,
                &with(
                    &with(ELSEWHERE, &[("Status", "Success"), ("Date (UTC)", "2026-11-26T07:30:00Z")]),
                    PASSWORD,
                ),
            );
        }),
        failures("a background token is refused and its owner never comes back", |case| {
            let values =
                with(ELSEWHERE, &[("Sign-in error code", "50076"), ("Date (UTC)", "2026-11-26T07:58:00Z")]);
            let user = person(case);
            case.add_in_background(&user, &values);
            case.portal[0].rows.retain(|row| !(row[0].as_str() > "2026-11-26T07:58" && row.contains(&user)));
        }),
        untold("a failure has a code that nobody knows", |case| {
            add(case, &[("Sign-in error code", "987654"), ("Status", "Failure")]);
        }),
        untold("a failure's code was destroyed by a spreadsheet", |case| {
            add(case, &[("Sign-in error code", "#REF!"), ("Status", "Failure")]);
        }),
        untold("the column of error codes is gone", |case| {
            case.portal.iter_mut().for_each(|sheet| sheet.drop_column("Sign-in error code"));
        }),
    ]
}

/// Changes every policy of every Graph sign-in.
fn each_policy(case: &mut Case, change: impl Fn(&mut serde_json::Value)) {
    for log in [0, 1] {
        for row in case.objects(log) {
            if let Some(policies) = row["appliedConditionalAccessPolicies"].as_array_mut() {
                policies.iter_mut().for_each(&change);
            }
        }
    }
}

fn policies() -> Vec<Trial> {
    let policy = |what, how| in_graph(fail("policy-enforced", what, how));
    vec![
        policy("no policy applied to anything", |case| {
            each_policy(case, |one| one["result"] = json!("notApplied"))
        }),
        policy("the policy is switched off", |case| {
            each_policy(case, |one| one["result"] = json!("notEnabled"))
        }),
        policy("the policy is still in report-only mode", |case| {
            each_policy(case, |one| {
                if one["result"] == "success" {
                    one["result"] = json!("reportOnlySuccess");
                }
            });
        }),
        policy("security defaults still ask for MFA", |case| {
            for log in [0, 1] {
                for row in case.objects(log) {
                    row["authenticationRequirementPolicies"] =
                        json!([{"requirementProvider": "securityDefaults", "detail": "Security defaults"}]);
                }
            }
        }),
        policy("only a policy that asks for no MFA applied", |case| {
            each_policy(case, |one| one["enforcedGrantControls"] = json!(["Block"]));
        }),
        policy("only the pilot policy applied, not the one for all", |case| {
            each_policy(case, |one| {
                let result = one["result"].clone();
                let name = one["displayName"].as_str().unwrap_or_default().to_owned();
                if name.starts_with("CA002") && result == "success" {
                    one["displayName"] = json!("CA001 - Require MFA - Pilot");
                } else if name.starts_with("CA001") {
                    one["displayName"] = json!("CA002 - Require MFA - All users");
                }
            });
        }),
        in_graph(doubt("policy-enforced", "the policy of the tenant file is in no list", |case| {
            case.tenant = case.tenant.replace("policy = \"CA002", "policy = \"CA009");
        })),
        fail("policy-enforced", "the portal says Not Applied for everybody", |case| {
            for sheet in &mut case.portal {
                (0..sheet.rows.len())
                    .for_each(|row| sheet.set(row, &[("Conditional Access", "Not Applied")]));
            }
        }),
        doubt("policy-enforced", "the Conditional Access column is gone", |case| {
            case.portal.iter_mut().for_each(|sheet| sheet.drop_column("Conditional Access"));
        }),
        doubt("policy-enforced", "everybody is excepted", |case| {
            case.tenant = case.tenant.replace("excluded = []", "excluded = [\"*@*\"]");
        }),
    ]
}

/// Changes the lines of some accounts in the registration report.
fn in_report(case: &mut Case, user: &str, values: &[(&str, &str)]) {
    let report = case.report.as_mut().expect("a report");
    for row in 0..report.rows.len() {
        if report.cell(&report.rows[row], "userPrincipalName").eq_ignore_ascii_case(user) {
            report.set(row, values);
        }
    }
}

fn registrations() -> Vec<Trial> {
    vec![
        fail("registration-complete", "somebody who signs in is not registered", |case| {
            let user = person(case);
            in_report(case, &user, &[("isMfaCapable", "False"), ("methodsRegistered", "[]")]);
        }),
        doubt("registration-complete", "the report lacks somebody who signs in", |case| {
            let user = person(case);
            case.report.as_mut().expect("a report").retain("userPrincipalName", |name| name != user);
        }),
        doubt("registration-complete", "the report was filtered to half", |case| {
            case.report.as_mut().expect("a report").retain("userPrincipalName", |name| name < "m");
        }),
        doubt("registration-complete", "there is no registration report", |case| case.report = None),
        doubt("registration-complete", "the report breaks off", |case| {
            let report = case.report.take().expect("a report").text();
            case.more
                .push(("report_2026-11-26.csv".to_owned(), report.as_bytes()[..report.len() / 2].to_vec()));
        }),
    ]
}

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

fn break_glass() -> Vec<Trial> {
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

fn filters() -> Vec<Trial> {
    let filtered = |what, how| doubt("positive-evidence", what, how);
    vec![
        filtered("all but one person's rows are filtered away", |case| {
            let user = person(case);
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Username", |name| name == user));
        }),
        filtered("all but one application's rows are filtered away", |case| {
            let start_page = "4765445b-32c6-49b0-83e6-1d93765276ca";
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Application ID", |app| app == start_page));
        }),
        filtered("everything but successes is filtered away", |case| {
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Sign-in error code", |code| code == "0"));
        }),
        filtered("failures are filtered away of a thousand rows", |case| {
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Status", |word| word != "Failure"));
            case.portal
                .iter_mut()
                .for_each(|sheet| sheet.retain("Sign-in error code", |code| code != "50058"));
            let rows = case.portal[0].rows.len() + 1_000;
            let last = case.portal[0].rows.len() - 1;
            case.portal[0].set(last, &[("Date (UTC)", "2026-11-25T10:00:00Z")]);
            fill_up(case, rows);
        }),
        filtered("nobody does MFA afresh: only old claims", |case| {
            for sheet in &mut case.portal {
                for row in 0..sheet.rows.len() {
                    if sheet.cell(&sheet.rows[row], "Multifactor authentication result").contains("complete")
                    {
                        sheet.set(
                            row,
                            &[(
                                "Multifactor authentication result",
                                "MFA requirement satisfied by claim in the token",
                            )],
                        );
                    }
                }
                let strong = [
                    "Windows Hello for Business",
                    "FIDO2 security key",
                    "Passkey (device-bound)",
                    "X.509 Certificate",
                ];
                sheet.retain("Multifactor authentication auth method", |method| !strong.contains(&method));
            }
            let claim = "MFA requirement satisfied by claim in the token";
            for sheet in &mut case.portal {
                for row in 0..sheet.rows.len() {
                    if sheet.cell(&sheet.rows[row], "Sign-in error code") == "0"
                        && !sheet.rows[row].iter().any(|cell| cell.starts_with("svc-emergency"))
                    {
                        sheet.set(
                            row,
                            &[
                                ("Multifactor authentication result", claim),
                                ("Multifactor authentication auth method", ""),
                                ("Authentication requirement", "Multifactor authentication"),
                            ],
                        );
                    }
                }
            }
        }),
        filtered("the logs are of another tenant than the tenant file's", |case| {
            let start = case.tenant.find("home_tenant_id = \"").expect("the key") + 18;
            case.tenant.replace_range(start..start + 8, "ffffffff");
        }),
        filtered("only people who are excepted do MFA", |case| {
            case.tenant = case.tenant.replace("excluded = []", "excluded = [\"*@*\"]");
        }),
    ]
}
