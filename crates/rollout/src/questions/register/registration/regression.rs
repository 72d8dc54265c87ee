//! Regressions: people who could use MFA and lost a method.

use std::collections::BTreeSet;

use entrasift_core::{Registered, Registration, Time};

use crate::people::cohort::{ReportLine, Snapshot};
use crate::reading::intake::{Intake, ReportPlace};

/// Somebody who could use MFA and cannot any more, or who lost one of several methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regression {
    /// No method is left that may be used; otherwise one of several is gone.
    pub is_lost: bool,
    /// The last line before.
    pub had: ReportPlace,
    /// The line that shows it.
    pub line: ReportPlace,
    /// The last snapshot before.
    pub before: Option<Time>,
    /// The first snapshot after.
    pub since: Option<Time>,
    /// The first later snapshot in which everything is back.
    pub recovered: Option<Time>,
}

impl Regression {
    /// The methods that are gone, as the report names them.
    pub fn removed<'i>(&self, intake: &'i Intake) -> Vec<&'i str> {
        removed(intake.registration(self.had), intake.registration(self.line))
    }
}

/// Second factors by name.
fn methods(report: &Registration) -> impl Iterator<Item = &str> {
    report.methods.iter().map(String::as_str).filter(|name| Registered::classify(name).is_mfa())
}

fn removed<'r>(old: &'r Registration, new: &Registration) -> Vec<&'r str> {
    let has: BTreeSet<&str> = methods(new).collect();
    methods(old).filter(|method| !has.contains(method)).collect()
}

/// Regressions of everybody who counts in the last snapshot, with the user name: open ones first, then those that left nothing to use MFA with, then by
/// user and time.
pub fn regressions<'r>(snapshots: &[Snapshot<'r>]) -> Vec<(&'r str, Regression)> {
    let Some(last) = snapshots.last() else { return Vec::new() };
    let mut all: Vec<(&str, Regression)> = Vec::new();
    for (user, _) in last.eligible() {
        let mut open: Vec<(Regression, Vec<&str>)> = Vec::new();
        let lines = snapshots.iter().filter_map(|one| Some((one.date, *one.people.get(user)?)));
        let lines: Vec<(Option<Time>, ReportLine<'_>)> = lines.collect();
        for pair in lines.windows(2) {
            let ((before, old), (since, line)) = (&pair[0], &pair[1]);
            let has: BTreeSet<&str> = methods(line.report).collect();
            for (one, gone) in &mut open {
                let back = gone.iter().all(|method| has.contains(method));
                if one.recovered.is_none() && line.is_capable() && (one.is_lost || back) {
                    one.recovered = *since;
                }
            }
            let gone = removed(old.report, line.report);
            let is_lost = old.is_capable() && !line.is_capable();
            if is_lost || old.is_capable() && !gone.is_empty() {
                let (had, line) = (old.place, line.place);
                let (before, since) = (*before, *since);
                open.push((Regression { is_lost, had, line, before, since, recovered: None }, gone));
            }
        }
        all.extend(open.into_iter().map(|(one, _)| (user, one)));
    }
    all.sort_by_key(|(user, one)| (one.recovered.is_some(), !one.is_lost, *user, one.since));
    all
}

#[cfg(test)]
mod tests {
    use super::super::diary::{diary, snapshots};
    use super::*;

    #[track_caller]
    fn check(told: &[&str], expect: &str) {
        let days = diary(told);
        let line = |place: ReportPlace| &days[place.report as usize][place.user as usize];
        let day = |time: Option<Time>| time.map_or("-".to_owned(), |time| time.day().to_string());
        let found: Vec<String> = regressions(&snapshots(&days))
            .iter()
            .map(|(_, one)| {
                let what = if one.is_lost { "lost" } else { "less" };
                let removed = removed(line(one.had), line(one.line)).join("+");
                format!("{what} {removed} on {} back {}", day(one.since), day(one.recovered))
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
}
