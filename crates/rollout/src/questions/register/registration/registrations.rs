//! What `registration` concludes: the campaign day by day, and the people behind the numbers.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use entrasift_core::{Registration, Time};

use super::change::{Newcomer, SnapshotChange, newcomers};
use super::contact::{Contact, Registrant, Registrants};
use super::doubt::{ReportDoubt, doubts, used};
use super::regression::{Regression, regressions};
use crate::people::activity::{Activity, Roll};
use crate::people::cohort::{ReportLine, Snapshot, Uncounted, share, snapshots};
use crate::questions::register::campaign::Campaign;
use crate::reading::intake::ReportPlace;
use crate::reading::read_logs::Seen;
use crate::reading::request::AnswerError;

/// Where a registration campaign stands, and whom to contact.
pub struct Registrations {
    /// What was read.
    pub seen: Arc<Seen>,
    /// What "now" means: as asked, else the newest time in logs and reports.
    pub as_of: Option<Time>,
    /// The campaign as it was planned.
    pub campaign: Campaign,
    /// One entry for each day with reports, ascending. There is at least one.
    pub days: Vec<SnapshotDay>,
    /// Who cannot use MFA yet: administrators first, then those seen in the logs, then by user.
    pub contacts: Vec<Contact>,
    /// Who registered a method that the policy does not allow: administrators first, then by user.
    pub not_allowed: Vec<Registrant>,
    /// Whose only second factors are SMS and voice: administrators first, then by user.
    pub weak_only: Vec<Registrant>,
    /// Methods that are gone: open ones first, then those that left nothing to use MFA with, then by user and time.
    pub regressions: Vec<Regression>,
    /// Who registered since the first report: the latest first, then by user.
    pub newcomers: Vec<Newcomer>,
    /// Guests, who do not count, by user.
    pub guests: Vec<Registrant>,
    /// How many of those who count have each method, most first, then by name as the report has it.
    pub by_method: Vec<(String, u64)>,
    /// Accounts that do not count, by reason and user.
    pub excluded: Vec<ExcludedAccount>,
    /// How many of those who count were seen in the logs.
    pub met: usize,
    /// How many of these can use MFA.
    pub met_capable: usize,
    /// The report, the tenant file or a log can tell who administers.
    pub tells_admins: bool,
    /// What makes the reports doubtful.
    pub doubts: Vec<ReportDoubt>,
}

/// The people of one day's reports, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct SnapshotDay {
    /// The newest time in the reports of that day; `None` where neither rows nor file names tell a date.
    pub date: Option<Time>,
    /// The reports by their place in the intake, in the order of their paths.
    pub reports: Vec<u32>,
    /// People who count.
    pub eligible: usize,
    /// How many of them can use MFA.
    pub capable: usize,
    /// How many of them registered a method, allowed or not.
    pub registered: usize,
    /// How they changed from the snapshot before; `None` for the first.
    pub change: Option<SnapshotChange>,
}

/// An account in the newest report that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExcludedAccount {
    /// The line in the report.
    pub line: ReportPlace,
    /// Why it does not count.
    pub because: &'static str,
}

impl SnapshotDay {
    fn new(before: Option<&Snapshot<'_>>, snapshot: &Snapshot<'_>) -> SnapshotDay {
        SnapshotDay {
            date: snapshot.date,
            reports: snapshot.reports.clone(),
            eligible: snapshot.eligible().count(),
            capable: snapshot.capable(),
            registered: snapshot.eligible().filter(|(_, line)| line.is_registered()).count(),
            change: before.map(|before| SnapshotChange::between(before, snapshot)),
        }
    }

    /// The share of those who can use MFA; `None` where nobody counts.
    pub fn rate(&self) -> Option<f64> {
        share(self.capable, self.eligible)
    }
}

impl Registrations {
    /// From the reports and the activity in the logs.
    ///
    /// # Errors
    /// Every report is of a day after `as_of`.
    pub(super) fn new(
        seen: &Arc<Seen>,
        activity: &Activity,
        campaign: Campaign,
    ) -> Result<Registrations, AnswerError> {
        let request = &seen.request;
        let newest = request.intake.reports.iter().filter_map(|report| report.date()).max();
        let as_of = request.as_of.or(seen.totals.last_signin.max(newest));
        let roll = Roll::new(activity, seen);
        let (snapshots, mut all_doubts) =
            used(snapshots(request, &Uncounted::new(&request.tenant, &roll)), as_of)?;
        all_doubts.extend(doubts(&snapshots, as_of, &request.tenant));
        let has_logs = !request.intake.logs.is_empty();
        let registrants = Registrants { tenant: &request.tenant, roll: &roll, has_logs };
        // There is one: `used` refuses an answer without any.
        let now = &snapshots[snapshots.len() - 1];
        let before = std::iter::once(None).chain(snapshots.iter().map(Some));
        let regressions = regressions(&snapshots);
        let met = now.eligible().map(|(_, line)| line).filter(|line| roll.find(line.report).last.is_some());
        let met: Vec<&ReportLine<'_>> = met.collect();
        let guests = now.people.values().filter(|line| line.report.is_guest());
        let says_admin = now.people.values().any(|line| line.report.admin.is_some());
        Ok(Registrations {
            seen: seen.clone(),
            as_of,
            campaign,
            days: before.zip(&snapshots).map(|(before, one)| SnapshotDay::new(before, one)).collect(),
            contacts: registrants.contacts(now, &regressions),
            not_allowed: registrants.list(now, |line| line.is_registered() && !line.is_capable()),
            weak_only: registrants.list(now, |line| line.is_weak()),
            regressions: regressions.into_iter().map(|(_, one)| one).collect(),
            newcomers: newcomers(&snapshots),
            guests: guests.map(|line| registrants.find(line)).collect(),
            by_method: by_method(now),
            excluded: excluded(now),
            met: met.len(),
            met_capable: met.iter().filter(|line| line.is_capable()).count(),
            tells_admins: says_admin || !request.tenant.admins.is_empty() || has_logs,
            doubts: all_doubts,
        })
    }

    /// What the report says of somebody.
    pub fn line(&self, place: ReportPlace) -> &Registration {
        self.seen.request.intake.registration(place)
    }

    /// How people know somebody: the user name, else the object id.
    pub fn user(&self, place: ReportPlace) -> &str {
        let line = self.line(place);
        if line.user.is_empty() { &line.user_id } else { &line.user }
    }

    /// There are logs, so that it is known who is active.
    pub fn has_logs(&self) -> bool {
        !self.seen.request.intake.logs.is_empty()
    }

    /// The newest snapshot.
    pub fn now(&self) -> &SnapshotDay {
        &self.days[self.days.len() - 1]
    }

    /// The share of people who can use MFA; `None` where nobody counts.
    pub fn rate(&self) -> Option<f64> {
        self.now().rate()
    }
}

fn by_method(now: &Snapshot<'_>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, line) in now.eligible() {
        let mut names: Vec<&str> = line.report.methods.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let mut counts: Vec<(String, u64)> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

fn excluded(now: &Snapshot<'_>) -> Vec<ExcludedAccount> {
    let out = now.people.values();
    let out = out.filter_map(|line| Some(ExcludedAccount { line: line.place, because: line.excluded? }));
    let mut out: Vec<ExcludedAccount> = out.collect();
    out.sort_by_key(|one| one.because);
    out
}
