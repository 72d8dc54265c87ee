//! What changed from one snapshot of the registration reports to the next, and who is new.

use entrasift_core::Time;

use crate::people::cohort::{ReportLine, Snapshot};
use crate::reading::intake::ReportPlace;

/// How the people who count changed from one snapshot to the next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotChange {
    /// People who can use MFA now and could not before, or were not in the report before.
    pub newly: usize,
    /// People who could use MFA before, are in the report and cannot any more.
    pub lost: usize,
    /// People who count now and did not before, or were not in the report before.
    pub joined: usize,
    /// People who counted before and do not now, or are not in the report any more.
    pub gone: usize,
}

impl SnapshotChange {
    /// From one to the next.
    pub fn between(before: &Snapshot<'_>, after: &Snapshot<'_>) -> SnapshotChange {
        let mut change = SnapshotChange::default();
        let in_before = |user: &str| before.people.get(user).filter(|line| line.excluded.is_none());
        for (user, line) in after.eligible() {
            let old = in_before(user);
            let could = old.is_some_and(ReportLine::is_capable);
            change.joined += usize::from(old.is_none());
            change.newly += usize::from(line.is_capable() && !could);
            change.lost += usize::from(!line.is_capable() && could);
        }
        let still = |user: &str| after.people.get(user).is_some_and(|line| line.excluded.is_none());
        change.gone = before.eligible().filter(|(user, _)| !still(user)).count();
        change
    }
}

/// Somebody who registered while the campaign ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    /// The line of the first report with a usable method.
    pub line: ReportPlace,
    /// The day of that report; `None` where nothing tells its date.
    pub since: Option<Time>,
}

/// Who counts in the last snapshot, can use MFA in it, and could not (or was in no report) in one before: with the snapshot since which
/// that has been so. The latest come first, then by user.
pub fn newcomers(snapshots: &[Snapshot<'_>]) -> Vec<Newcomer> {
    let Some(last) = snapshots.last() else { return Vec::new() };
    let capable =
        |snapshot: &Snapshot<'_>, user: &str| snapshot.people.get(user).is_some_and(ReportLine::is_capable);
    let mut new: Vec<(Newcomer, &str)> = Vec::new();
    for (user, _) in last.eligible() {
        let run = snapshots.iter().rev().take_while(|snapshot| capable(snapshot, user)).count();
        if run > 0 && run < snapshots.len() {
            let first = &snapshots[snapshots.len() - run];
            new.push((Newcomer { line: first.people[user].place, since: first.date }, user));
        }
    }
    new.sort_by(|a, b| b.0.since.cmp(&a.0.since).then_with(|| a.1.cmp(b.1)));
    new.into_iter().map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::diary::{diary, snapshots};
    use super::*;

    #[test]
    fn who_is_new() {
        let since = |told: &[&str]| {
            let days = diary(told);
            newcomers(&snapshots(&days))
                .iter()
                .map(|one| {
                    let user = &days[one.line.report as usize][one.line.user as usize].user;
                    format!("{user} {}", one.since.map_or(-1, Time::day))
                })
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
            let days = diary(told);
            let SnapshotChange { newly, lost, joined, gone } = {
                let snapshots = snapshots(&days);
                SnapshotChange::between(&snapshots[0], &snapshots[1])
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
