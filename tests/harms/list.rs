//! The harms: every way that we know in which a log looks clean and is not.

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::story::{Story, StoryOptions};
use serde_json::json;

use super::Trial;
use super::case::Case;
use super::harm::{ELSEWHERE, PASSWORD, add, doubt, fail, in_graph, person, stopped, with};
use super::{emergencies, missing, policies};

/// All of them, by the check that must catch them, in the order of the contract.
pub fn harms() -> Vec<Trial> {
    [
        missing::coverage(),
        signins(),
        legacy(),
        failures(),
        policies::policies(),
        policies::registrations(),
        emergencies::break_glass(),
        missing::filters(),
        super::adversary::harms(),
    ]
    .into_iter()
    .flatten()
    .collect()
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
