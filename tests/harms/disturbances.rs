//! Disturbances: what happens in every tenant, and leaves a clean log clean.

use entrasift_rollout::questions::validate::Covers;
use serde_json::json;

use super::Trial;
use super::case::{Case, Shape, time};

fn still(what: &'static str, how: fn(&mut Case)) -> Trial {
    Trial { what, shape: Shape::Portal, how, caught: None }
}

fn person(case: &Case) -> String {
    case.names.person.clone()
}

fn add(case: &mut Case, values: &[(&str, &str)]) {
    case.add(&person(case), values);
}

const SINGLE: (&str, &str) = ("Authentication requirement", "Single-factor authentication");
const NO_TEXT: (&str, &str) = ("Multifactor authentication result", "");
const NO_METHOD: (&str, &str) = ("Multifactor authentication auth method", "");
const NO_POLICY: (&str, &str) = ("Conditional Access", "Not Applied");

/// An attempt in an application of its own.
const VAULT: [(&str, &str); 4] = [
    ("Application", "Northwind Drawing Vault"),
    ("Application ID", "d0000000-0000-4000-8000-0000000000aa"),
    ("Device ID", ""),
    ("User agent", "DrawingVault/7.2"),
];

fn vault(values: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [&VAULT[..], values].concat()
}

/// All of them.
pub fn disturbances() -> Vec<Trial> {
    let mut all = attacks();
    all.extend(ordinary_days());
    all.extend(special_accounts());
    all.extend(files());
    all
}

fn attacks() -> Vec<Trial> {
    vec![
        still("a spray over two hundred addresses", |case| {
            let users = [case.names.person.clone(), case.names.other.clone(), case.names.third.clone()];
            for number in 0..200 {
                let ip = format!("192.0.2.{number}");
                let values = [
                    ("Sign-in error code", "50126"),
                    ("Status", "Failure"),
                    ("IP address", ip.as_str()),
                    NO_TEXT,
                ];
                case.add(&users[number % 3], &values);
            }
        }),
        still("a stranger who knows a password is stopped by MFA", |case| {
            let values = vault(&[
                ("Sign-in error code", "50074"),
                ("Status", "Interrupted"),
                ("IP address", "192.0.2.77"),
                ("Location", "Elsewhere, Elsewhere, KP"),
                ("Autonomous system  number", "64511"),
                ("Date (UTC)", "2026-11-23T08:30:00Z"),
            ]);
            add(case, &values);
        }),
        still("an account is locked for wrong passwords", |case| {
            (0..12)
                .for_each(|_| add(case, &[("Sign-in error code", "50126"), ("Status", "Failure"), NO_TEXT]));
            add(case, &[("Sign-in error code", "50053"), ("Status", "Failure"), NO_TEXT]);
        }),
        still("somebody guesses names that do not exist", |case| {
            for number in 0..20 {
                let name = format!("guess{number}@northwind.example");
                add(
                    case,
                    &[
                        ("Sign-in error code", "50034"),
                        ("Status", "Failure"),
                        ("Username", &name),
                        ("User ID", ""),
                    ],
                );
            }
        }),
        still("a legacy spray with wrong passwords", |case| {
            for _ in 0..20 {
                add(case, &[("Client app", "IMAP4"), ("Sign-in error code", "50126"), ("Status", "Failure")]);
            }
        }),
    ]
}

fn ordinary_days() -> Vec<Trial> {
    vec![
        still("a session expires", |case| {
            ["70043", "700082", "50173", "50133"].iter().for_each(|code| {
                case.add_in_background(
                    &person(case),
                    &[("Sign-in error code", code), ("Status", "Failure"), NO_TEXT],
                );
            });
        }),
        still("a leaver's phone knocks every hour", |case| {
            for hour in 0..24 {
                let at = format!("2026-11-24T{hour:02}:13:00Z");
                let values = [
                    ("Sign-in error code", "50057"),
                    ("Status", "Failure"),
                    ("Date (UTC)", at.as_str()),
                    ("Username", "leaver@northwind.example"),
                    ("User ID", ""),
                ];
                case.add_in_background(&person(case), &values);
            }
        }),
        still("a night without rows", |case| {
            let night = "2026-11-24T19:30".."2026-11-25T05:30";
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Date (UTC)", |at| !night.contains(&at)));
        }),
        still("a person is asked for MFA and gets through", |case| {
            add(
                case,
                &vault(&[
                    ("Sign-in error code", "50074"),
                    ("Status", "Interrupted"),
                    ("Date (UTC)", "2026-11-24T09:00:00Z"),
                ]),
            );
            add(case, &vault(&[("Date (UTC)", "2026-11-24T09:01:00Z")]));
        }),
        still("a person is forced to register and does", |case| {
            add(
                case,
                &vault(&[
                    ("Sign-in error code", "50072"),
                    ("Status", "Interrupted"),
                    ("Date (UTC)", "2026-11-24T09:00:00Z"),
                ]),
            );
            add(case, &vault(&[("Date (UTC)", "2026-11-24T09:20:00Z")]));
        }),
        still("background tokens wait for their owner", |case| {
            let values = vault(&[
                ("Sign-in error code", "50076"),
                ("Status", "Interrupted"),
                ("Date (UTC)", "2026-11-23T08:05:00Z"),
            ]);
            case.add_in_background(&person(case), &values);
        }),
        still("keep me signed in, consent, silent sign-ins", |case| {
            ["50140", "65001", "50058", "50125"]
                .iter()
                .for_each(|code| add(case, &[("Sign-in error code", code), ("Status", "Interrupted")]));
        }),
        still("somebody signs in to Windows with a password", |case| {
            let app = [
                ("Application", "Windows Sign In"),
                ("Application ID", "38aa3b87-a06d-4817-b275-7a316988d93b"),
            ];
            add(case, &[&app[..], &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY]].concat());
        }),
        still("a device registers itself", |case| {
            let app = [
                ("Resource", "Device Registration Service"),
                ("Resource ID", "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9"),
            ];
            add(case, &[&app[..], &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY]].concat());
        }),
        still("Windows Hello under a single-factor label", |case| {
            add(
                case,
                &[
                    SINGLE,
                    NO_TEXT,
                    ("Multifactor authentication auth method", "Windows Hello for Business"),
                    NO_POLICY,
                ],
            );
        }),
        still("a federated user did MFA at home", |case| {
            let text = "MFA requirement satisfied by claim provided by external provider";
            add(case, &[("Multifactor authentication result", text), NO_METHOD]);
        }),
        still("a remembered device", |case| {
            let text = "MFA requirement skipped due to remembered device";
            add(case, &[("Multifactor authentication result", text), NO_METHOD, SINGLE]);
        }),
        still("a compliant device is enough for a policy", |case| {
            add(
                case,
                &[SINGLE, NO_TEXT, NO_METHOD, ("Conditional Access", "Success"), ("Compliant", "true")],
            );
        }),
        still("our person works in a partner's tenant", |case| {
            let other = [
                ("Resource tenant ID", "a0000000-0000-4000-8000-0000000000a1"),
                ("Cross tenant access type", "b2bCollaboration"),
            ];
            add(case, &[&other[..], &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY]].concat());
        }),
        still("a person is absent", |case| {
            let user = case.names.third.clone();
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Username", |name| name != user));
        }),
        still("a password sign-in before the window", |case| {
            add(case, &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY, ("Date (UTC)", "2026-11-23T07:59:59Z")]);
        }),
        still("a password sign-in after the window", |case| {
            add(case, &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY, ("Date (UTC)", "2026-11-26T08:00:00Z")]);
        }),
        still("registered after the report was made, and then did MFA", |case| {
            let user = person(case);
            let report = case.report.as_mut().expect("a report");
            for row in 0..report.rows.len() {
                if report.cell(&report.rows[row], "userPrincipalName") == user {
                    report.set(
                        row,
                        &[
                            ("isMfaCapable", "False"),
                            ("methodsRegistered", "[]"),
                            ("lastUpdatedDateTime", "2026-11-20T05:00:00Z"),
                        ],
                    );
                }
            }
            let fresh = "MFA successfully completed";
            case.add(
                &user,
                &[("Multifactor authentication result", fresh), ("Date (UTC)", "2026-11-24T09:00:00Z")],
            );
        }),
    ]
}

const ALPHA: &str = "svc-emergency-alpha@northwind.example";

fn special_accounts() -> Vec<Trial> {
    vec![
        still("the synchronisation account signs in as always", |case| {
            let name = "Sync_nwdc02_0a1b2c3d4e5f@northwindexample.onmicrosoft.com";
            add(
                case,
                &[
                    ("Username", name),
                    ("User ID", ""),
                    SINGLE,
                    NO_TEXT,
                    NO_METHOD,
                    NO_POLICY,
                    ("Client app", "Other clients"),
                    ("Application", "Microsoft Azure Active Directory Connect"),
                    ("Application ID", "cb1056e2-e479-49de-ae31-7812af012ed8"),
                ],
            );
        }),
        still("a guest without MFA, and guests are outside the policy", |case| {
            case.tenant = case.tenant.replace("guests = false", "guests = true");
            let guest = case.names.guest.clone();
            case.add(&guest, &[SINGLE, NO_TEXT, NO_METHOD, NO_POLICY]);
        }),
        still("a legacy success that someone answers for", |case| {
            add(case, &[("Client app", "IMAP4")]);
            let user = person(case);
            case.tenant += &format!(
                "\n[[accepted]]\nuser = \"{user}\"\nrule = \"legacy-auth\"\nowner = \"it\"\nreason = \"soon\"\nuntil = 2027-01-31\n"
            );
        }),
        still("a service account in the exceptions uses SMTP", |case| {
            add(
                case,
                &[
                    ("Client app", "Authenticated SMTP"),
                    ("Username", "svc-scan@northwind.example"),
                    ("User ID", ""),
                ],
            );
        }),
        still("a service account in the exceptions is blocked", |case| {
            let values = [
                ("Client app", "Authenticated SMTP"),
                ("Sign-in error code", "53003"),
                ("Status", "Failure"),
            ];
            add(
                case,
                &[&values[..], &[("Username", "svc-scan@northwind.example"), ("User ID", "")]].concat(),
            );
        }),
        still("emergency accounts have a FIDO2 key, and the profile is modern", |case| {
            case.tenant =
                case.tenant.replace("break_glass_profile = \"auto\"", "break_glass_profile = \"modern\"");
            let report = case.report.as_mut().expect("a report");
            for row in 0..report.rows.len() {
                if report.cell(&report.rows[row], "userPrincipalName").starts_with("svc-emergency") {
                    report.set(
                        row,
                        &[("methodsRegistered", "[\"fido2SecurityKey\"]"), ("isMfaCapable", "True")],
                    );
                }
            }
        }),
        still("an emergency account meets mandatory MFA in the admin centre", |case| {
            let row = case.portal[0]
                .rows
                .iter()
                .find(|row| row.contains(&ALPHA.to_owned()))
                .expect("a row")
                .clone();
            case.portal[0].rows.push(row);
            let (last, id) = (case.portal[0].rows.len() - 1, case.id());
            let values = [
                ("Request ID", id.as_str()),
                ("Sign-in error code", "50076"),
                ("Status", "Interrupted"),
                ("Date (UTC)", "2026-11-24T10:20:00Z"),
            ];
            case.portal[0].set(last, &values);
            case.portal[0].set(
                last,
                &[
                    ("Application ID", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"),
                    ("Application", "Azure Portal"),
                ],
            );
        }),
        still("emergency tests, and no test is planned in the tenant file", |case| {
            while let Some(start) = case.tenant.find("[[planned_tests]]") {
                let end =
                    case.tenant[start + 2..].find("\n[").map_or(case.tenant.len(), |end| start + 2 + end);
                case.tenant.replace_range(start..end, "");
            }
        }),
        still("emergency accounts are declared by their object ids", |case| {
            let sheet = &case.portal[0];
            let row = sheet.rows.iter().find(|row| row.contains(&ALPHA.to_owned())).expect("a row");
            let id = sheet.cell(row, "User ID").to_uppercase();
            case.tenant = case.tenant.replacen(ALPHA, &id, 1);
        }),
        Trial {
            shape: Shape::Graph,
            ..still("some sign-ins to which no policy applied, with MFA", |case| {
                for row in case.objects(0).iter_mut().step_by(5) {
                    row["appliedConditionalAccessPolicies"] = json!([]);
                }
            })
        },
    ]
}

fn files() -> Vec<Trial> {
    vec![
        still("both logs are given twice, under other names", |case| {
            for (sheet, name) in
                case.portal.iter().zip(["InteractiveSignIns (1).csv", "NonInteractiveSignIns (1).csv"])
            {
                case.more.push((name.to_owned(), sheet.text().into_bytes()));
            }
        }),
        still("both logs are shuffled and cut into files", |case| {
            for log in [0, 1] {
                let mut part = case.portal[log].clone();
                let rows = std::mem::take(&mut part.rows);
                let (one, two): (Vec<_>, Vec<_>) =
                    rows.into_iter().enumerate().partition(|(index, _)| index % 3 == 0);
                case.portal[log].rows = two.into_iter().rev().map(|(_, row)| row).collect();
                part.rows = one.into_iter().map(|(_, row)| row).collect();
                let name = ["InteractiveSignIns_b.csv", "NonInteractiveSignIns_b.csv"][log];
                case.more.push((name.to_owned(), part.text().into_bytes()));
            }
        }),
        still("a malformed row that is surely before the window", |case| {
            case.tail = "2026-11-20T10:00:00Z,short\n".to_owned();
        }),
        still("quiet edges, and the range that was asked for is known", |case| {
            let kept = |at: &str| ("2026-11-23T11".."2026-11-26T04").contains(&at);
            case.portal.iter_mut().for_each(|sheet| sheet.retain("Date (UTC)", kept));
            case.wishes.covers =
                Some(Covers { from: time("2026-11-23T00:00:00Z"), to: time("2026-11-27T00:00:00Z") });
        }),
        still("a text file lies in the folder", |case| case.aside = vec!["exports/notes.txt"]),
    ]
}
