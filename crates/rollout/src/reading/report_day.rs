//! The registration reports of one day: which they are, and which of their lines counts.

use std::collections::BTreeMap;

use entrasift_core::{Registration, Time};

use crate::reading::intake::ReportFile;

/// The reports by day (UTC), ascending; those without a date come first.
pub fn by_day<'r>(
    reports: impl Iterator<Item = (u32, &'r ReportFile)>,
) -> BTreeMap<Option<i64>, Vec<(u32, &'r ReportFile)>> {
    let mut days: BTreeMap<Option<i64>, Vec<(u32, &'r ReportFile)>> = BTreeMap::new();
    for (number, report) in reports {
        days.entry(report.date().map(Time::day)).or_default().push((number, report));
    }
    days.values_mut().for_each(|reports| reports.sort_by(|a, b| a.1.path.cmp(&b.1.path)));
    days
}

/// The reports of the last day, by path; those without a date where no report has one.
pub fn last_day<'r>(reports: impl Iterator<Item = (u32, &'r ReportFile)>) -> Vec<(u32, &'r ReportFile)> {
    by_day(reports).pop_last().map(|(_, reports)| reports).unwrap_or_default()
}

/// A line says more of a person than the one that is known: it was refreshed later.
pub fn is_newer(known: Option<&Registration>, line: &Registration) -> bool {
    known.is_none_or(|known| known.updated < line.updated)
}
