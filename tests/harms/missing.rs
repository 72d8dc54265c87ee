//! Harms by rows that are missing: cut off, filtered away, of one kind only.

use entrasift_rollout::questions::validate::Covers;

use super::Trial;
use super::case::{Case, time};
use super::harm::{add, doubt, person};

fn keep(case: &mut Case, keep: impl Fn(&str) -> bool) {
    case.portal.iter_mut().for_each(|sheet| sheet.retain("Date (UTC)", &keep));
}

pub fn coverage() -> Vec<Trial> {
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

pub fn filters() -> Vec<Trial> {
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
