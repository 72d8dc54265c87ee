//! The people of a registration campaign: the lines of a day's reports, and which of them do not count.

use std::collections::BTreeMap;

use entrasift_core::{Registered, Registration, Time};
use entrasift_rules::excepted::Excepted;
use entrasift_rules::tenant::Tenant;

use crate::people::activity::Roll;
use crate::reading::intake::{ReportFile, ReportPlace};
use crate::reading::report_day::{by_day, is_newer};
use crate::reading::request::Request;

/// The state of everybody on one day.
#[derive(Debug)]
pub struct Snapshot<'r> {
    /// The newest time in the reports of that day; `None` where neither rows nor file names tell a date.
    pub date: Option<Time>,
    /// The reports by their place in [`Intake::reports`](crate::reading::intake::Intake::reports), in the order of their paths.
    pub reports: Vec<u32>,
    /// Everybody in them, by user name (by object id where there is no name).
    pub people: BTreeMap<&'r str, ReportLine<'r>>,
}

/// One person on one day.
#[derive(Debug, Clone, Copy)]
pub struct ReportLine<'r> {
    /// Where the line is in the reports.
    pub place: ReportPlace,
    /// What the report says.
    pub report: &'r Registration,
    /// The path of the report.
    pub path: &'r str,
    /// Why the person does not count; `None`: eligible.
    pub excluded: Option<&'static str>,
}

impl ReportLine<'_> {
    /// A method is registered, allowed by policy or not. Where the report does not say, its list of methods and the column of capable
    /// users decide.
    pub fn is_registered(&self) -> bool {
        self.report.is_registered()
    }

    /// A method is registered and allowed by policy. Where the report does not say what is allowed, every registered method counts.
    pub fn is_capable(&self) -> bool {
        self.report.is_capable()
    }

    /// Second factors that are registered.
    pub fn mfa_methods(&self) -> impl Iterator<Item = (&str, Registered)> {
        let kinds = self.report.methods.iter().map(|name| (name.as_str(), Registered::classify(name)));
        kinds.filter(|(_, kind)| kind.is_mfa())
    }

    /// The only second factors are SMS and phone calls.
    pub fn is_weak(&self) -> bool {
        self.is_capable()
            && self.mfa_methods().next().is_some()
            && self.mfa_methods().all(|(_, kind)| kind == Registered::Phone)
    }
}

impl<'r> Snapshot<'r> {
    /// People who count.
    pub fn eligible(&self) -> impl Iterator<Item = (&'r str, &ReportLine<'r>)> {
        self.people.iter().filter(|(_, line)| line.excluded.is_none()).map(|(name, line)| (*name, line))
    }

    /// How many of them can use MFA.
    pub fn capable(&self) -> usize {
        self.eligible().filter(|(_, line)| line.is_capable()).count()
    }

    /// The share of those who can; `None` where nobody counts.
    pub fn rate(&self) -> Option<f64> {
        share(self.capable(), self.eligible().count())
    }
}

/// The share of a part in a whole; `None` where the whole is 0.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl<'r> Snapshot<'r> {
    /// The reports of one day. Where a person is in several of them, the line that was refreshed last counts; the first of several such
    /// lines.
    fn new(reports: &[(u32, &'r ReportFile)], uncounted: &Uncounted<'_>) -> Snapshot<'r> {
        let mut people: BTreeMap<&str, ReportLine<'_>> = BTreeMap::new();
        for (number, file) in reports {
            for (user, report) in (0..).zip(&file.users) {
                let name = if report.user.is_empty() { &report.user_id } else { &report.user };
                let known = people.get(name.as_str()).map(|known| known.report);
                if !name.is_empty() && is_newer(known, report) {
                    let place = ReportPlace { report: *number, user };
                    let excluded = uncounted.because(report);
                    people.insert(name, ReportLine { place, report, path: &file.path, excluded });
                }
            }
        }
        let date = reports.iter().filter_map(|(_, report)| report.date()).max();
        Snapshot { date, reports: reports.iter().map(|(number, _)| *number).collect(), people }
    }
}

/// One snapshot for each day (UTC) with reports, ascending; reports without a date come first, as one.
pub fn snapshots<'r>(request: &'r Request, uncounted: &Uncounted<'_>) -> Vec<Snapshot<'r>> {
    let days = by_day(request.numbered_reports()).into_values();
    days.map(|reports| Snapshot::new(&reports, uncounted)).collect()
}

/// The last of [`snapshots`].
pub fn newest_snapshot<'r>(request: &'r Request, uncounted: &Uncounted<'_>) -> Option<Snapshot<'r>> {
    let (_, reports) = by_day(request.numbered_reports()).pop_last()?;
    Some(Snapshot::new(&reports, uncounted))
}

/// Who is outside a campaign, and why.
pub struct Uncounted<'t> {
    tenant: &'t Tenant,
    roll: Option<&'t Roll>,
    excepted: Excepted,
}

impl<'t> Uncounted<'t> {
    /// By the tenant file; `roll` tells which names a break-glass account has that is declared by its object id.
    pub fn new(tenant: &'t Tenant, roll: &'t Roll) -> Uncounted<'t> {
        Uncounted { roll: Some(roll), ..Uncounted::from_tenant(tenant) }
    }

    /// By the tenant file alone.
    pub fn from_tenant(tenant: &'t Tenant) -> Uncounted<'t> {
        Uncounted { tenant, roll: None, excepted: Excepted::new(&tenant.exceptions) }
    }

    /// Why a person does not count: the first reason that fits.
    pub fn because(&self, line: &Registration) -> Option<&'static str> {
        let declared = |name: &str| self.tenant.break_glass_index(name).is_some();
        if declared(&line.user)
            || declared(&line.user_id)
            || self.roll.is_some_and(|roll| roll.find(line).break_glass)
        {
            return Some("break-glass account");
        }
        if is_sync(line) {
            return Some("directory synchronisation account");
        }
        if line.is_guest() {
            return Some("guest");
        }
        self.excepted.because(&line.user)
    }
}

/// `Sync_*@*.onmicrosoft.com`, or the display name that the directory gives it (semantics §4 of the domain notes).
fn is_sync(line: &Registration) -> bool {
    line.display_name.eq_ignore_ascii_case("On-Premises Directory Synchronization Service Account")
        || line.user.starts_with("sync_") && line.user.ends_with(".onmicrosoft.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(user: &str, name: &str) -> Registration {
        Registration { user: user.to_owned(), display_name: name.to_owned(), ..Registration::default() }
    }

    #[test]
    fn who_does_not_count() {
        let mut tenant = Tenant { break_glass: vec!["SVC-alpha@x.example".to_owned()], ..Tenant::default() };
        tenant.exceptions.service_accounts = vec!["svc-*@*".to_owned()];
        tenant.exceptions.rooms = vec!["Room-*@*".to_owned()];
        tenant.exceptions.excluded = vec!["*@partner.example".to_owned()];
        let uncounted = Uncounted::from_tenant(&tenant);
        let check = |user: &str, name: &str, expect: Option<&str>| {
            assert_eq!(uncounted.because(&line(user, name)), expect, "{user}");
        };
        check("svc-alpha@x.example", "", Some("break-glass account"));
        check("svc-scan@x.example", "", Some("service account"));
        check("room-1@x.example", "", Some("room or resource"));
        check("sync_dc_1@x.onmicrosoft.com", "", Some("directory synchronisation account"));
        check("sync_dc_1@x.example", "", None);
        check(
            "a@x.example",
            "On-Premises Directory Synchronization Service Account",
            Some("directory synchronisation account"),
        );
        check("a_b.example#ext#@x.example", "", Some("guest"));
        check("ana@partner.example", "", Some("excluded in the tenant file"));
        check("ana@x.example", "Room 1", None);
    }

    #[test]
    fn what_counts_as_registered() {
        let check = |capable: Option<bool>, registered: Option<bool>, methods: &[&str], expect: [bool; 3]| {
            let methods: Vec<String> = methods.iter().map(|name| (*name).to_owned()).collect();
            let report = Registration { capable, registered, methods, ..Registration::default() };
            let line =
                ReportLine { place: ReportPlace::default(), report: &report, path: "", excluded: None };
            assert_eq!([line.is_capable(), line.is_registered(), line.is_weak()], expect, "{report:?}");
        };
        check(Some(true), None, &["mobilePhone"], [true, true, true]);
        check(Some(true), None, &["mobilePhone", "email"], [true, true, true]);
        check(Some(true), None, &["mobilePhone", "fido2"], [true, true, false]);
        check(Some(true), None, &[], [true, true, false]);
        check(Some(false), None, &["mobilePhone"], [false, true, false]);
        check(Some(false), None, &["email"], [false, false, false]);
        check(Some(false), None, &["temporaryAccessPass"], [false, false, false]);
        check(Some(false), Some(true), &[], [false, true, false]);
        check(None, Some(true), &[], [true, true, false]);
        check(None, None, &["softwareOneTimePasscode"], [true, true, false]);
        check(None, None, &[], [false, false, false]);
    }
}
