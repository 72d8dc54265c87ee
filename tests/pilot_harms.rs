//! No false clean for the pilot: its days of a clean log are harmed in one way at a time, and the check that is named must catch it.

#[path = "harms/case.rs"]
#[expect(dead_code, reason = "the cases of validate know more")]
mod case;

use case::{Case, Clean, Shape, time};
use entrasift_rollout::questions::checks::check::CheckStatus;
use entrasift_rollout::questions::pilot::PilotOptions;
use serde_json::{Value, json};

const ALPHA: &str = "svc-emergency-alpha@northwind.example";
const BRAVO: &str = "svc-emergency-bravo@northwind.example";
const POLICY: &str = "CA001 - Require MFA - Pilot";

/// The pilot of the clean log as JSON, with a test of the second emergency account, which the story has later.
fn pilot(clean: &Clean) -> Case {
    let mut case = Case::of(clean, Shape::Graph);
    case.pilot = Some(PilotOptions::default());
    let own = |row: &&Value| row["userPrincipalName"] == ALPHA && row["status"]["errorCode"] == 0;
    let alpha = case.objects(0).iter().find(own).expect("a planned test").clone();
    let mut bravo = alpha;
    bravo["userPrincipalName"] = json!(BRAVO);
    bravo["userId"] = json!("b1b1b1b1-0000-4000-8000-000000000001");
    bravo["id"] = json!(case.id());
    bravo["correlationId"] = json!(case.id());
    bravo["createdDateTime"] = json!("2026-11-20T14:20:00Z");
    case.objects(0).push(bravo);
    case.tenant += &format!("\n[[planned_tests]]\naccount = \"{BRAVO}\"\nat = 2026-11-20T14:15:00Z\n");
    case
}

/// Rows of a log in the days of the pilot.
fn in_pilot(case: &mut Case, log: usize) -> impl Iterator<Item = &mut Value> {
    let days = "2026-11-20".."2026-11-23";
    case.objects(log)
        .iter_mut()
        .filter(move |row| row["createdDateTime"].as_str().is_some_and(|time| days.contains(&time)))
}

/// Somebody of the pilot who signed in.
const MEMBER: &str = "greta.lindholm@northwind.example";

fn of_member(case: &mut Case) -> impl Iterator<Item = &mut Value> {
    in_pilot(case, 0).filter(|row| row["userPrincipalName"] == MEMBER && row["status"]["errorCode"] == 0)
}

fn first_of_member(case: &mut Case) -> &mut Value {
    of_member(case).next().expect("a success of somebody in the pilot")
}

/// A copy of a success of somebody in the pilot as a sign-in of its own.
fn add(case: &mut Case, change: impl Fn(&mut Value)) {
    let mut row = first_of_member(case).clone();
    (row["id"], row["correlationId"]) = (json!(case.id()), json!(case.id()));
    change(&mut row);
    case.objects(0).push(row);
}

fn each_policy(case: &mut Case, change: impl Fn(&mut Value)) {
    for row in in_pilot(case, 0) {
        row["appliedConditionalAccessPolicies"].as_array_mut().into_iter().flatten().for_each(&change);
    }
}

fn with_password(row: &mut Value) {
    row["authenticationRequirement"] = json!("singleFactorAuthentication");
    row["conditionalAccessStatus"] = json!("notApplied");
    row["appliedConditionalAccessPolicies"] = json!([]);
    row["status"]["additionalDetails"] = json!(null);
    row["mfaDetail"] = json!(null);
    row["authenticationDetails"] = json!([{"authenticationMethod": "Password", "succeeded": true, "authenticationStepResultDetail": "Correct password"}]);
}

fn stopped(row: &mut Value, code: i64) {
    row["status"] = json!({ "errorCode": code });
    row["appDisplayName"] = json!("Northwind Drawing Vault");
    row["appId"] = json!("d0000000-0000-4000-8000-0000000000aa");
    row["deviceDetail"] = json!({});
    row["userAgent"] = json!("DrawingVault/7.2");
}

#[track_caller]
fn check(clean: &Clean, what: &str, caught: Option<(&str, &str)>, how: impl Fn(&mut Case)) {
    let mut case = pilot(clean);
    how(&mut case);
    let verdict = case.verdict();
    let open: Vec<_> = verdict.checks.iter().filter(|check| check.1 != "pass").collect();
    let Some((id, status)) = caught else {
        assert_eq!(verdict.word, "clean", "{what}: {open:#?}");
        return;
    };
    let expect = if status == "fail" { "not-clean" } else { "inconclusive" };
    let found = verdict.checks.iter().find(|check| check.0 == id).map(|check| check.1.as_str());
    assert_eq!((found, verdict.word.as_str()), (Some(status), expect), "{what}: {open:#?}");
}

#[test]
fn the_pilot_without_harm_is_clean() {
    let clean = Clean::of(false);
    check(&clean, "nothing is done", None, |_| {});
    check(&clean, "somebody outside the pilot gets in with a password", None, |case| {
        let row = in_pilot(case, 0).find(|row| {
            row["status"]["errorCode"] == 0
                && row["clientAppUsed"] == "Browser"
                && row["userPrincipalName"].as_str().is_some_and(|name| name.starts_with('h'))
        });
        with_password(row.expect("somebody else"));
    });
    check(&clean, "a member fails at the password and gets in", None, |case| {
        add(case, |row| row["status"] = json!({ "errorCode": 50126 }));
    });
}

#[test]
fn harms_of_the_logs() {
    let clean = Clean::of(false);
    let doubt = |id, what, how: fn(&mut Case)| check(&clean, what, Some((id, "inconclusive")), how);
    doubt("coverage", "a row of the days cannot be read", |case| {
        add(case, |row| row["createdDateTime"] = json!("2026-11-21T99:00:00Z"));
    });
    doubt("coverage", "a log of the folder could not be read", |case| {
        case.aside.push("NonInteractiveSignIns_2.csv");
    });
    doubt("non-interactive-present", "the background log is missing", |case| case.without[1] = true);
    doubt("everyone-seen", "somebody of the pilot was not seen", |case| {
        case.objects(0).retain(|row| row["userPrincipalName"] != MEMBER);
        case.objects(1).retain(|row| row["userPrincipalName"] != MEMBER);
    });
    doubt("everyone-seen", "somebody of the pilot is on no list, by a slip of the pen", |case| {
        case.tenant = case.tenant.replace(MEMBER, "greta.lindhlom@northwind.example");
    });
    doubt("everyone-seen", "the days asked for are those before", |case| {
        case.options.from = Some(time("2026-11-19T00:00:00Z"));
        case.options.to = Some(time("2026-11-19T06:00:00Z"));
    });
    doubt("by-policy", "nobody says what the policy is called", |case| {
        case.tenant = case.tenant.replace(&format!("pilot_policy = \"{POLICY}\""), "pilot_policy = \"\"");
    });
    doubt("by-policy", "the files list no policies", |case| {
        for log in [0, 1] {
            for row in case.objects(log) {
                row.as_object_mut().expect("an object").remove("appliedConditionalAccessPolicies");
            }
        }
    });
    doubt("device-kinds", "no phone was tried", |case| {
        case.objects(0)
            .iter_mut()
            .for_each(|row| row["deviceDetail"]["operatingSystem"] = json!("Windows11"));
    });
    doubt("device-kinds", "no unmanaged device was tried", |case| {
        case.objects(0).iter_mut().for_each(|row| row["deviceDetail"]["isCompliant"] = json!(true));
    });
}

#[test]
fn harms_of_the_policy() {
    let clean = Clean::of(false);
    let fail = |id, what, how: fn(&mut Case)| check(&clean, what, Some((id, "fail")), how);
    fail("mfa-on-every-signin", "somebody of the pilot gets in with a password", |case| {
        add(case, with_password)
    });
    fail(
        "mfa-on-every-signin",
        "somebody of the pilot gets in with a password, under the object id",
        |case| {
            let id = first_of_member(case)["userId"].as_str().expect("an id").to_owned();
            case.tenant = case.tenant.replace(MEMBER, &id.to_uppercase());
            add(case, with_password);
        },
    );
    fail("by-policy", "the policy is in report-only mode", |case| {
        each_policy(case, |one| {
            if one["displayName"] == POLICY {
                one["result"] = json!("reportOnlySuccess");
            }
        });
    });
    fail("by-policy", "the policy does not apply to one of the group", |case| {
        for row in of_member(case) {
            let policies = row["appliedConditionalAccessPolicies"].as_array_mut().into_iter().flatten();
            policies.for_each(|one| one["result"] = json!("notApplied"));
        }
    });
    fail("by-policy", "it is another policy that asks", |case| {
        each_policy(case, |one| {
            if one["displayName"] == POLICY {
                one["displayName"] = json!("CA009 - Require MFA - Administrators");
            }
        });
    });
    fail("failures-explained", "somebody of the pilot is prompted and never gets through", |case| {
        add(case, |row| stopped(row, 50074));
    });
    fail("failures-explained", "somebody of the pilot is blocked", |case| {
        add(case, |row| stopped(row, 53003))
    });
}

#[test]
fn harms_of_the_emergency_accounts() {
    let clean = Clean::of(false);
    let check =
        |status, what, how: fn(&mut Case)| check(&clean, what, Some(("break-glass-tested", status)), how);
    check("fail", "an emergency account is prompted", |case| {
        let own = |row: &&mut Value| row["userPrincipalName"] == BRAVO;
        let mut row = in_pilot(case, 0).find(own).expect("the test").clone();
        row["id"] = json!(case.id());
        row["status"] = json!({ "errorCode": 50074 });
        case.objects(0).push(row);
    });
    check("fail", "an emergency account is used outside the planned tests", |case| {
        let own = |row: &&mut Value| row["userPrincipalName"] == BRAVO;
        in_pilot(case, 0).find(own).expect("the test")["createdDateTime"] = json!("2026-11-21T03:00:00Z");
    });
    check("inconclusive", "one emergency account was not tested", |case| {
        case.objects(0).retain(|row| row["userPrincipalName"] != BRAVO);
    });
    check("inconclusive", "of an emergency account only a token was refreshed", |case| {
        let objects = std::mem::take(case.objects(0));
        let (mut own, rest): (Vec<Value>, Vec<Value>) =
            objects.into_iter().partition(|row| row["userPrincipalName"] == BRAVO);
        *case.objects(0) = rest;
        own.iter_mut().for_each(|row| row["signInEventTypes"] = json!(["nonInteractiveUser"]));
        case.objects(1).append(&mut own);
    });
    check("inconclusive", "no emergency account is declared", |case| {
        let start = case.tenant.find("break_glass = ").expect("the key");
        let end = start + case.tenant[start..].find(']').expect("its end") + 1;
        case.tenant.replace_range(start..end, "break_glass = []");
        case.objects(0).retain(|row| row["userPrincipalName"] != BRAVO && row["userPrincipalName"] != ALPHA);
    });
}

#[test]
fn a_member_may_be_named_by_object_id() {
    let clean = Clean::of(false);
    let mut case = pilot(&clean);
    let id = first_of_member(&mut case)["userId"].as_str().expect("an object id").to_uppercase();
    case.tenant = case.tenant.replace(MEMBER, &id);
    let mut rows = 0;
    for row in of_member(&mut case) {
        for policy in row["appliedConditionalAccessPolicies"].as_array_mut().into_iter().flatten() {
            policy["result"] = json!("notApplied");
        }
        rows += 1;
    }
    let (checks, _) = case.judged();
    let by_policy = checks.checks().iter().find(|check| check.id == "by-policy").expect("the check");
    assert_eq!((by_policy.status, by_policy.users.as_slice()), (CheckStatus::Fail, &[id.to_lowercase()][..]));
    assert!(rows > 0 && by_policy.evidence.total() > 0, "{by_policy:?}");
}
