//! Harms to what policies did, and to the registration report.

use serde_json::json;

use super::Trial;
use super::case::Case;
use super::harm::{doubt, fail, in_graph, in_report, person};

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

pub fn policies() -> Vec<Trial> {
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

pub fn registrations() -> Vec<Trial> {
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
