//! `break-glass-tested`: the emergency accounts were tested, and the policy left them alone.

use std::collections::BTreeSet;

use entrasift_core::{Field, Status, Time};
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::Evidence;
use entrasift_rules::tenant::{BreakGlassProfile, PlannedTest};

use super::check::{Check, CheckStatus, listed};
use super::material::Material;
use crate::answer::Warning;
use crate::answer::wording::count_of;
use crate::facts::conditional_access::PolicyEffects;
use crate::facts::priority::is_mandatory;
use crate::tenant::excuse::Excuse;

/// All names of each declared account, in the order of the tenant file: as it is configured, and as its rows have it.
pub fn account_names(material: &Material<'_>) -> Vec<Vec<String>> {
    let accounts = &material.seen.request.tenant.break_glass;
    let mut people = vec![BTreeSet::new(); accounts.len()];
    for one in &material.sums.emergencies {
        people[usize::from(one.account) - 1].insert(one.person);
    }
    let own = |(account, people): (&String, BTreeSet<Person>)| {
        let in_rows =
            people.iter().flat_map(|one| [material.user(*one), material.seen.user_id(*one).to_owned()]);
        let names: BTreeSet<String> = std::iter::once(account.clone()).chain(in_rows).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect()
    };
    accounts.iter().zip(people).map(own).collect()
}

/// What the tenant file says of the sign-ins of one declared account.
struct ExplainedUse {
    /// First and last moment of its planned tests, ascending and apart from each other.
    planned: Vec<(Time, Time)>,
    /// Why its sign-ins are accepted, planned or not.
    excuse: Option<Excuse>,
}

impl ExplainedUse {
    /// The plans and accepted findings that name the account in any of these ways.
    fn new(material: &Material<'_>, names: &[String]) -> ExplainedUse {
        let tests = &material.seen.request.tenant.planned_tests;
        let is_own =
            |test: &&PlannedTest| names.iter().any(|name| test.account.eq_ignore_ascii_case(name.trim()));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        ExplainedUse {
            planned: united(tests.iter().filter(is_own).map(PlannedTest::bounds).collect()),
            excuse: material.excuses.finding(&names, &["break-glass-tested", "break-glass-use"]),
        }
    }

    /// A sign-in at this time was planned.
    fn is_planned(&self, time: Time) -> bool {
        let next = self.planned.partition_point(|(first, _)| *first <= time);
        next.checked_sub(1).is_some_and(|place| time <= self.planned[place].1)
    }
}

/// Ranges of time in ascending order, with those that overlap joined.
fn united(mut ranges: Vec<(Time, Time)>) -> Vec<(Time, Time)> {
    ranges.sort_unstable();
    let mut apart: Vec<(Time, Time)> = Vec::new();
    for (first, last) in ranges {
        match apart.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => apart.push((first, last)),
        }
    }
    apart
}

/// The emergency accounts got in, and the policy left them alone.
pub fn check(material: &Material<'_>) -> Check {
    let mut check = Check::new("break-glass-tested", "Emergency accounts were tested, and not stopped");
    let tenant = &material.seen.request.tenant;
    if tenant.break_glass.is_empty() {
        return check
            .ends(CheckStatus::Inconclusive, "no emergency account is declared")
            .so("name both in the tenant file (break_glass), or with --break-glass");
    }
    let (mut caught, mut unplanned, mut rows) = (Vec::new(), Vec::new(), Evidence::default());
    let explained: Vec<ExplainedUse> =
        account_names(material).iter().map(|names| ExplainedUse::new(material, names)).collect();
    for one in &material.sums.emergencies {
        let account = &tenant.break_glass[usize::from(one.account) - 1];
        let explained = &explained[usize::from(one.account) - 1];
        let app = material.seen.text(Field::AppId, one.app_id);
        let mandatory = is_mandatory(app);
        let policy = one.applied.has(PolicyEffects::MFA) && one.status == Status::Success;
        let second_factor = one.class == Some(Class::MfaDone);
        let classic = tenant.break_glass_profile == BreakGlassProfile::Classic;
        if !mandatory && (one.stopped || classic && (policy || second_factor)) {
            caught.push(account.clone());
            rows.see(one.row);
        } else if !mandatory && policy {
            let message =
                format!("the MFA policy applied to {account}: is it meant to be inside the policy?");
            check.warnings.push(Warning::new("break-glass-in-policy", message));
        }
        if one.status != Status::Success || explained.is_planned(one.time) {
            continue;
        }
        // No plan explains this success: that fails the check where tests are planned at all, and is only a warning otherwise.
        if let Some(excuse) = explained.excuse.clone() {
            check.accept(excuse, account, "emergency sign-in outside the planned tests", 1);
        } else if tenant.planned_tests.is_empty() {
            let at = one.time.minute_words();
            let message = format!("no planned test explains the success of {account} at {at} UTC");
            check.warnings.push(Warning::new("break-glass-unplanned", message));
        } else {
            unplanned.push(account.clone());
            rows.see(one.row);
        }
    }
    check.warnings.sort_by(|a, b| (a.code, &a.message).cmp(&(b.code, &b.message)));
    check.warnings.dedup();
    for list in [&mut caught, &mut unplanned] {
        list.sort_unstable();
        list.dedup();
    }
    if !caught.is_empty() || !unplanned.is_empty() {
        (check.count, check.evidence) = (rows.total(), rows);
        check.users = caught.iter().chain(&unplanned).cloned().collect();
        check.users.sort_unstable();
        check.users.dedup();
        let detail = [
            (&caught, "the policy catches", ": exclude it at once, or an outage of MFA locks everybody out"),
            (&unplanned, "a success outside every planned test of", ""),
        ];
        let detail = detail.iter().filter(|(list, _, _)| !list.is_empty());
        let detail: Vec<String> =
            detail.map(|(list, before, after)| format!("{before} {}{after}", listed(list))).collect();
        return check
            .ends(CheckStatus::Fail, detail.join("; "))
            .see("break-glass", "shows every sign-in: find out who it was");
    }
    let untested: Vec<String> = untested(material);
    if !untested.is_empty() {
        check.count = untested.len() as u64;
        let detail = format!("no success at a screen in the window of {}", listed(&untested));
        check.users = untested;
        return check.ends(CheckStatus::Inconclusive, detail).so(
            "sign in to each from a private window, note it as [[planned_tests]], and export the log again",
        );
    }
    check.count = tenant.break_glass.len() as u64;
    let all = count_of(check.count, "account", "accounts");
    check.ends(CheckStatus::Pass, format!("{all} got in and met no policy"))
}

/// Declared accounts without an interactive success in the window. A refreshed token, or a client that cannot show a prompt, is no test.
fn untested(material: &Material<'_>) -> Vec<String> {
    let accounts = &material.seen.request.tenant.break_glass;
    let mut got_in = vec![false; accounts.len()];
    for one in &material.sums.emergencies {
        // A passkey may be logged as a background sign-in.
        let strong = matches!(one.class, Some(Class::StrongPrimary | Class::MfaDone));
        got_in[usize::from(one.account) - 1] |= one.status == Status::Success && (one.at_screen || strong);
    }
    accounts.iter().zip(got_in).filter(|(_, got_in)| !got_in).map(|(account, _)| account.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planned() {
        let times =
            |ranges: &[(i64, i64)]| ranges.iter().map(|(a, b)| (Time(*a), Time(*b))).collect::<Vec<_>>();
        let planned = united(times(&[(50, 60), (10, 20), (15, 18), (20, 30), (31, 40)]));
        assert_eq!(planned, times(&[(10, 30), (31, 40), (50, 60)]));
        let explained = ExplainedUse { planned, excuse: None };
        let check = |time, expect| assert_eq!(explained.is_planned(Time(time)), expect, "{time}");
        for (time, expect) in
            [(9, false), (10, true), (30, true), (31, true), (41, false), (60, true), (61, false)]
        {
            check(time, expect);
        }
    }
}
