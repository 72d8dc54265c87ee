//! Progress of a registration campaign: what changed from one snapshot to the next.

use std::collections::BTreeSet;

use entrasift_core::dialect::registration::Registration;
use entrasift_core::field::method::Registered;
use entrasift_core::text::time::Time;

use crate::people::cohort::{Line, Snapshot};

/// Somebody who could use MFA and cannot any more, or who lost one of several methods.
#[derive(Debug)]
pub struct Regression<'r> {
    /// The user name.
    pub user: &'r str,
    /// No method is left that may be used; else one of several is gone.
    pub is_lost: bool,
    /// The last snapshot before.
    pub before: Option<Time>,
    /// The first snapshot after.
    pub since: Option<Time>,
    /// The first later snapshot in which all is back.
    pub recovered: Option<Time>,
    /// The methods that are gone.
    pub removed: Vec<&'r str>,
    /// The line that shows it.
    pub line: Line<'r>,
}

/// Regressions of everybody who counts in the last snapshot: open ones first, then those that left nothing to use MFA with, then by
/// user and time.
pub fn regressions<'r>(snapshots: &[Snapshot<'r>]) -> Vec<Regression<'r>> {
    let Some(last) = snapshots.last() else { return Vec::new() };
    let mut all: Vec<Regression<'_>> = Vec::new();
    for (user, _) in last.eligible() {
        let mut open: Vec<Regression<'_>> = Vec::new();
        let lines = snapshots.iter().filter_map(|one| Some((one.date, *one.people.get(user)?)));
        let lines: Vec<(Option<Time>, Line<'_>)> = lines.collect();
        for pair in lines.windows(2) {
            let ((before, old), (since, line)) = (pair[0], pair[1]);
            let has: BTreeSet<&str> = methods(line.report).collect();
            for one in &mut open {
                let back = one.removed.iter().all(|method| has.contains(method));
                if one.recovered.is_none() && line.is_capable() && (one.is_lost || back) {
                    one.recovered = since;
                }
            }
            let removed: Vec<&str> = methods(old.report).filter(|method| !has.contains(method)).collect();
            let is_lost = old.is_capable() && !line.is_capable();
            if is_lost || old.is_capable() && !removed.is_empty() {
                open.push(Regression { user, is_lost, before, since, recovered: None, removed, line });
            }
        }
        all.append(&mut open);
    }
    all.sort_by_key(|one| (one.recovered.is_some(), !one.is_lost, one.user, one.since));
    all
}

/// Second factors by name.
fn methods(report: &Registration) -> impl Iterator<Item = &str> {
    report.methods.iter().map(String::as_str).filter(|name| Registered::of(name).is_mfa())
}

/// Who counts in the last snapshot, can use MFA in it, and could not (or was in no report) in one before: with the snapshot since which it
/// has been so. The latest first, then by user.
pub fn newly_registered<'r>(snapshots: &[Snapshot<'r>]) -> Vec<(Option<Time>, &'r str, Line<'r>)> {
    let Some(last) = snapshots.last() else { return Vec::new() };
    let capable =
        |snapshot: &Snapshot<'r>, user: &str| snapshot.people.get(user).is_some_and(|line| line.is_capable());
    let mut new: Vec<(Option<Time>, &str, Line<'_>)> = Vec::new();
    for (user, _) in last.eligible() {
        let run = snapshots.iter().rev().take_while(|snapshot| capable(snapshot, user)).count();
        if run > 0 && run < snapshots.len() {
            let first = &snapshots[snapshots.len() - run];
            new.push((first.date, user, first.people[user]));
        }
    }
    new.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    new
}

/// How the people who count changed from one snapshot to the next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Can use MFA now, could not before, or was not there.
    pub newly: usize,
    /// Could use MFA before, is there and cannot.
    pub lost: usize,
    /// Counts now, was not there or did not count.
    pub joined: usize,
    /// Counted, is not there or does not count.
    pub gone: usize,
}

impl Change {
    /// From one to the next.
    pub fn between(before: &Snapshot<'_>, after: &Snapshot<'_>) -> Change {
        let mut change = Change::default();
        let in_before = |user: &str| before.people.get(user).filter(|line| line.excluded.is_none());
        for (user, line) in after.eligible() {
            let old = in_before(user);
            let could = old.is_some_and(Line::is_capable);
            change.joined += usize::from(old.is_none());
            change.newly += usize::from(line.is_capable() && !could);
            change.lost += usize::from(!line.is_capable() && could);
        }
        let still = |user: &str| after.people.get(user).is_some_and(|line| line.excluded.is_none());
        change.gone = before.eligible().filter(|(user, _)| !still(user)).count();
        change
    }
}

#[cfg(test)]
mod tests {
    use entrasift_core::text::time::DAY;

    use super::*;

    /// Ana's days: each `-` (in no report), or her methods; a `!` before them: not allowed.
    fn days(days: &[&str]) -> Vec<Vec<Registration>> {
        let line = |user: &str, text: &str| {
            let methods: Vec<String> =
                text.trim_start_matches('!').split_whitespace().map(str::to_owned).collect();
            let capable = Some(!methods.is_empty() && !text.starts_with('!'));
            Registration { user: user.to_owned(), capable, methods, ..Registration::default() }
        };
        let day = |text: &&str| match *text {
            "-" => vec![line("bo", "sms")],
            text => vec![line("ana", text), line("bo", "sms")],
        };
        days.iter().map(day).collect()
    }

    fn snapshots(days: &[Vec<Registration>]) -> Vec<Snapshot<'_>> {
        days.iter()
            .enumerate()
            .map(|(day, users)| Snapshot {
                date: Some(Time(day as i64 * DAY)),
                paths: Vec::new(),
                people: users
                    .iter()
                    .map(|report| (report.user.as_str(), Line { report, path: "", excluded: None }))
                    .collect(),
            })
            .collect()
    }

    #[track_caller]
    fn check(told: &[&str], expect: &str) {
        let days = days(told);
        let day = |time: Option<Time>| time.map_or("-".to_owned(), |time| time.day().to_string());
        let found: Vec<String> = regressions(&snapshots(&days))
            .iter()
            .map(|one| {
                let what = if one.is_lost { "lost" } else { "less" };
                format!("{what} {} on {} back {}", one.removed.join("+"), day(one.since), day(one.recovered))
            })
            .collect();
        assert_eq!(found.join("; "), expect, "{told:?}");
    }

    #[test]
    fn methods_that_are_gone() {
        check(&["fido2", "fido2"], "");
        check(&["", "fido2"], "");
        check(&["fido2", ""], "lost fido2 on 1 back -");
        check(&["fido2", "", "sms"], "lost fido2 on 1 back 2");
        check(&["fido2 sms", "sms"], "less fido2 on 1 back -");
        check(&["fido2 sms", "sms", "fido2 sms"], "less fido2 on 1 back 2");
        check(&["fido2 email", "fido2"], "");
        check(&["fido2", "!fido2"], "lost  on 1 back -");
        check(&["fido2", "-", ""], "lost fido2 on 2 back -");
        check(&["fido2", "-"], "");
        check(&["fido2 sms", "sms", ""], "lost sms on 2 back -; less fido2 on 1 back -");
    }

    #[test]
    fn who_is_new() {
        let since = |told: &[&str]| {
            let days = days(told);
            newly_registered(&snapshots(&days))
                .iter()
                .map(|(since, user, _)| format!("{user} {}", since.map_or(-1, Time::day)))
                .collect::<Vec<_>>()
        };
        assert_eq!(since(&["", "fido2", "fido2"]), ["ana 1"]);
        assert_eq!(since(&["fido2", "", "fido2"]), ["ana 2"]);
        assert_eq!(since(&["-", "fido2"]), ["ana 1"]);
        assert!(since(&["fido2", "fido2"]).is_empty() && since(&["fido2", ""]).is_empty());
    }

    #[test]
    fn changes() {
        let between = |told: &[&str]| {
            let days = days(told);
            let Change { newly, lost, joined, gone } = {
                let snapshots = snapshots(&days);
                Change::between(&snapshots[0], &snapshots[1])
            };
            [newly, lost, joined, gone]
        };
        assert_eq!(between(&["", "fido2"]), [1, 0, 0, 0]);
        assert_eq!(between(&["fido2", ""]), [0, 1, 0, 0]);
        assert_eq!(between(&["-", "fido2"]), [1, 0, 1, 0]);
        assert_eq!(between(&["-", ""]), [0, 0, 1, 0]);
        assert_eq!(between(&["fido2", "-"]), [0, 0, 0, 1]);
    }
}
