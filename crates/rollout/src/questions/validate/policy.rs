//! `policy-enforced`: it is the policy that asks for MFA, and it is switched on.

use entrasift_core::Field;
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::measure::Evidence;

use crate::answer::Warning;
use crate::answer::wording::{count_of, thousands};
use crate::facts::conditional_access::PolicyEffects;
use crate::questions::checks::check::{Check, CheckStatus};
use crate::questions::checks::material::Material;

/// What the interactive successes that are judged say of policies.
#[derive(Debug, Default)]
pub struct PolicySums {
    all: u64,
    listed: u64,
    enforced: u64,
    report_only: u64,
    security_defaults: u64,
    named_listed: u64,
    named: u64,
    word: u64,
    word_success: u64,
    evidence: Evidence,
}

impl PolicySums {
    fn add(&mut self, applied: PolicyEffects, count: u64, evidence: &Evidence) {
        let has = |fact| if applied.has(fact) { count } else { 0 };
        let defaults = applied.has(PolicyEffects::SECURITY_DEFAULTS);
        let enforced = applied.has(PolicyEffects::MFA) && !defaults;
        self.all += count;
        self.listed += has(PolicyEffects::LISTED);
        self.enforced += if enforced { count } else { 0 };
        self.report_only += has(PolicyEffects::REPORT_ONLY);
        self.security_defaults += has(PolicyEffects::SECURITY_DEFAULTS);
        self.named_listed += has(PolicyEffects::NAMED_LISTED);
        self.named += if applied.has(PolicyEffects::NAMED) || applied.has(PolicyEffects::NAMED_FAILED) {
            count
        } else {
            0
        };
        self.word += has(PolicyEffects::WORD);
        self.word_success += if defaults { 0 } else { has(PolicyEffects::WORD_SUCCESS) };
        if !enforced {
            self.evidence.merge(evidence);
        }
    }

    /// How it ends, and why.
    fn judge(&self, policy: &str) -> (CheckStatus, String) {
        let all = count_of(self.all, "interactive success", "interactive successes");
        if self.all == 0 {
            return (
                CheckStatus::Inconclusive,
                "no interactive success in the window is left to judge".to_owned(),
            );
        }
        if self.security_defaults == self.all {
            return (
                CheckStatus::Fail,
                format!("{all}, and every MFA requirement came from security defaults, none from a policy"),
            );
        }
        if self.listed > 0 {
            return match () {
                () if self.enforced == 0 && self.report_only > 0 => (
                    CheckStatus::Fail,
                    format!("{all}, and the policy was in report-only mode for each: it is not switched on"),
                ),
                () if self.enforced == 0 && self.security_defaults > 0 => {
                    (CheckStatus::Fail, format!("{all}: security defaults ask for MFA, no policy does"))
                }
                () if self.enforced == 0 => {
                    (CheckStatus::Fail, format!("{all}, and no policy that asks for MFA applied to any"))
                }
                () if !policy.is_empty() && self.named_listed == 0 => {
                    let what = format!(
                        "{all}; `{policy}` is in no list of policies: is it named so, and does it exist?"
                    );
                    (CheckStatus::Inconclusive, what)
                }
                () if !policy.is_empty() && self.named == 0 => (
                    CheckStatus::Fail,
                    format!(
                        "{all}, and `{policy}` applied to none of them: it is off, report-only, or aimed at others"
                    ),
                ),
                () => (
                    CheckStatus::Pass,
                    format!("a policy asked for MFA in {} of {all}", thousands(self.enforced)),
                ),
            };
        }
        match (self.word, self.word_success) {
            (0, _) => {
                (CheckStatus::Inconclusive, "the files say nothing about Conditional Access".to_owned())
            }
            (_, 0) => (
                CheckStatus::Fail,
                format!("{all}, and the Conditional Access column is `Not Applied` for each"),
            ),
            (_, some) => {
                (CheckStatus::Pass, format!("Conditional Access took part in {} of {all}", thousands(some)))
            }
        }
    }
}

/// The policy is on, and what asks for MFA is the policy.
pub fn check(material: &Material<'_>) -> Check {
    let mut check = Check::new("policy-enforced", "The policy is switched on and asks for MFA");
    let mut sums = PolicySums::default();
    for (key, group) in material.groups() {
        let outside = matches!(
            key.class,
            Class::DeviceSignin
                | Class::Bootstrap
                | Class::BreakGlass
                | Class::Sync
                | Class::Passthrough
                | Class::Outbound
                | Class::ServiceProvider
        );
        let guest = || material.is_guest(key.person) && material.excuses.guest().is_some();
        if key.interactive
            && !outside
            && material.excuse(key.person, &["policy-enforced"]).is_none()
            && !guest()
        {
            sums.add(key.applied, group.count, &group.evidence);
        }
    }
    let policy = material.seen.request.tenant.rollout.policy.trim();
    let (mut status, mut detail) = sums.judge(policy);
    if status == CheckStatus::Pass
        && let Some(idle) = material.sums.shifts.idle(material.window)
    {
        status = CheckStatus::Inconclusive;
        detail = format!(
            "{detail}, but in none of {} from {} to {} UTC: was it switched off, or on later?",
            count_of(idle.signins, "interactive success", "interactive successes"),
            idle.from.minute_words(),
            idle.to.minute_words()
        );
    }
    check.count = sums.all;
    if status != CheckStatus::Pass {
        check.evidence = sums.evidence;
    } else if sums.listed > 0 && sums.enforced < sums.listed {
        let without = count_of(sums.listed - sums.enforced, "interactive success", "interactive successes");
        let message = format!(
            "no policy that asks for MFA applied to {without}: MFA was there, but nothing demanded it"
        );
        check.warnings.push(Warning::new("policy-not-applied", message));
    }
    let logs = &material.seen.request.intake.logs;
    if logs
        .iter()
        .any(|log| log.shape.fills.contains(Field::CaStatus) && !log.shape.fills.contains(Field::Policies))
    {
        let message = "a portal CSV names no policies: which policy asked for MFA, and whether one is only in report-only mode, stays \
                       unknown; the JSON download shows it";
        check.warnings.push(Warning::new("policies-not-shown", message));
    }
    let action = match status {
        CheckStatus::Fail => {
            "in Conditional Access set the policy to On for all users (and turn security defaults off first), then validate a new 72 hours"
        }
        CheckStatus::Inconclusive => {
            "export the interactive sign-ins as JSON, which lists the policies; check `policy` in the tenant file"
        }
        _ => "",
    };
    check.ends(status, detail).so(action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judged() {
        let check = |rows: &[(PolicyEffects, u64)], policy: &str, expect: CheckStatus, words: &str| {
            let mut sums = PolicySums::default();
            rows.iter().for_each(|(applied, count)| sums.add(*applied, *count, &Evidence::default()));
            let (status, detail) = sums.judge(policy);
            assert_eq!(status, expect, "{detail}");
            assert!(detail.contains(words), "{detail}");
        };
        let (listed, mfa) = (PolicyEffects::LISTED, PolicyEffects::LISTED.and(PolicyEffects::MFA));
        check(&[], "", CheckStatus::Inconclusive, "left to judge");
        check(&[(listed, 3)], "", CheckStatus::Fail, "no policy");
        check(&[(listed.and(PolicyEffects::REPORT_ONLY), 3)], "", CheckStatus::Fail, "report-only");
        check(&[(mfa.and(PolicyEffects::SECURITY_DEFAULTS), 3)], "", CheckStatus::Fail, "security defaults");
        check(&[(listed.and(PolicyEffects::OTHER), 3)], "", CheckStatus::Fail, "no policy");
        check(&[(listed, 3), (mfa, 1)], "", CheckStatus::Pass, "1 of 4");
        check(&[(mfa, 4)], "CA002", CheckStatus::Inconclusive, "`CA002` is in no list");
        check(
            &[(mfa.and(PolicyEffects::NAMED_LISTED), 4)],
            "CA002",
            CheckStatus::Fail,
            "`CA002` applied to none",
        );
        check(
            &[(mfa.and(PolicyEffects::NAMED_LISTED).and(PolicyEffects::NAMED), 4)],
            "CA002",
            CheckStatus::Pass,
            "4 of 4",
        );
        check(&[(PolicyEffects::default(), 4)], "", CheckStatus::Inconclusive, "nothing");
        check(&[(PolicyEffects::WORD, 4)], "", CheckStatus::Fail, "Not Applied");
        check(
            &[(PolicyEffects::WORD.and(PolicyEffects::WORD_SUCCESS), 4)],
            "CA002",
            CheckStatus::Pass,
            "took part in 4",
        );
    }
}
