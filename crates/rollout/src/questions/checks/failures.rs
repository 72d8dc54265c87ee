//! `failures-explained`: nobody is stopped by the policy who should not be.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_rules::detect::flow::{Cause, Flow, Flows, Judgement};

use super::check::{Check, CheckStatus, listed};
use super::material::{Against, Material, sum};
use crate::answer::Warning;
use crate::answer::wording::count_of;
use crate::facts::app_name::AppName;

const RULES: &[&str] = &["failures-explained", "failed-mfa"];
const LEGACY_RULES: &[&str] = &["failures-explained", "failed-mfa", "legacy-auth", "ropc"];

/// An application counts as broken when at least this many people are stopped in it.
pub const BROKEN_FROM: usize = 3;

/// Passes when every attempt that a policy may have stopped got through later, waited for its owner, or was a stranger's.
pub fn check(material: &Material<'_>) -> Check {
    let mut check = Check::new("failures-explained", "Nobody is stopped who should get in");
    if let Some(log) =
        material.seen.request.intake.logs.iter().find(|log| !Flows::required().is_within(log.shape.fills))
    {
        let detail = format!(
            "{} has no column of error codes or of the requirement: who was stopped cannot be told",
            log.path()
        );
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("export the sign-ins again with all columns");
    }
    let flows = flows(material);
    let mut stopped: BTreeMap<String, Against> = BTreeMap::new();
    let mut unknown: BTreeMap<String, Against> = BTreeMap::new();
    for flow in &flows {
        let only_unknown = flow.cause == Cause::UnknownCode;
        let list = match flow.judgement {
            _ if only_unknown || flow.unknown && flow.judgement != Judgement::Stopped => &mut unknown,
            Judgement::Stopped => &mut stopped,
            _ => continue,
        };
        let rules = if flow.legacy { LEGACY_RULES } else { RULES };
        let user = material.user(flow.person);
        let guest = || material.is_guest(flow.person).then(|| material.excuses.guest()).flatten();
        match material.excuse(flow.person, rules).or_else(guest) {
            Some(excuse) => {
                let what = if flow.legacy { "legacy client, blocked" } else { "stopped" };
                check.accept(excuse, &user, what, flow.rows.len() as u64);
            }
            None => add(list, user, flow),
        }
    }
    let broken = broken(material, &mut check, &flows);
    let hostile = people(&flows, |flow| flow.judgement == Judgement::Hostile && flow.password_right);
    if hostile > 0 {
        let who = count_of(hostile, "person", "people");
        let message =
            format!("MFA stopped strangers who knew the password of {who}: have these passwords changed");
        check.warnings.push(Warning::new("password-known-to-stranger", message));
    }
    if !stopped.is_empty() || !broken.is_empty() {
        sum(&mut check, &stopped);
        let mut detail = Vec::new();
        if !stopped.is_empty() {
            let who = count_of(check.users.len() as u64, "person is", "people are");
            detail.push(format!("{who} stopped and did not get through: {}", listed(&check.users)));
        }
        detail.extend(broken);
        return check.ends(CheckStatus::Fail, detail.join("; ")).see(
            "enforcement",
            "says for each what the helpdesk does; a service account belongs in [exceptions]",
        );
    }
    if !unknown.is_empty() {
        sum(&mut check, &unknown);
        let codes: BTreeSet<i64> =
            flows.iter().filter(|flow| flow.unknown).flat_map(|flow| flow.codes.clone()).collect();
        let mut codes: Vec<String> = codes.iter().map(i64::to_string).collect();
        if codes.is_empty() {
            codes.push("no number".to_owned());
        }
        let detail = format!(
            "{} ended with a code that nobody documents ({}): whether the policy caused it cannot be told",
            count_of(check.count, "sign-in", "sign-ins"),
            listed(&codes)
        );
        return check
            .ends(CheckStatus::Inconclusive, detail)
            .so("look the code up at login.microsoftonline.com/error, then accept the finding");
    }
    check.count = flows.len() as u64;
    let got = flows.iter().filter(|flow| flow.judgement == Judgement::Recovered).count() as u64;
    let detail = match flows.len() as u64 {
        0 => "nobody was stopped".to_owned(),
        all => format!(
            "{} interrupted or refused, {got} got through later, none is stopped for good",
            count_of(all, "attempt was", "attempts were")
        ),
    };
    check.ends(CheckStatus::Pass, detail)
}

/// The attempts of the window that are judged.
pub fn flows(material: &Material<'_>) -> Vec<Flow> {
    let mut flows = material.sums.flows.judge(material.window.from..material.window.to);
    flows.retain(|flow| material.judges(flow.person));
    flows
}

fn add(list: &mut BTreeMap<String, Against>, user: String, flow: &Flow) {
    let one = list.entry(user).or_default();
    one.count += flow.rows.len() as u64;
    one.evidence.merge(&flow.evidence());
}

fn people(flows: &[Flow], is: impl Fn(&Flow) -> bool) -> u64 {
    let people: BTreeSet<_> = flows.iter().filter(|flow| is(flow)).map(|flow| flow.person).collect();
    people.len() as u64
}

/// Applications in which nobody gets in any more, each in a sentence.
fn broken(material: &Material<'_>, check: &mut Check, flows: &[Flow]) -> Vec<String> {
    let mut sentences = Vec::new();
    for app in material.sums.flows.broken(flows, BROKEN_FROM) {
        let name = AppName::new(material.seen, &material.sums.flows, app.app).text(material.seen);
        match material.excuses.finding(&[], &["failures-explained", "app-broken"]) {
            Some(excuse) => {
                check.accept(excuse, "", &format!("{name} works for nobody"), app.flows.len() as u64)
            }
            None => {
                let who = count_of(app.people.len() as u64, "person", "people");
                sentences.push(format!("{name} works for nobody: {who} stopped, no success since"));
            }
        }
    }
    sentences.sort_unstable();
    sentences
}
