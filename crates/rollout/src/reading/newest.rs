//! The newest registration reports: those of the last day, taken together, with the line of each account in them.

use std::collections::BTreeMap;

use entrasift_core::{Registration, Time};
use hashbrown::HashMap;

use crate::reading::intake::ReportPlace;
use crate::reading::report_day::{is_newer, last_day};
use crate::reading::request::Request;

/// Everybody in the newest reports. A report may come in several files: pages of Graph, or one file for each half of a company.
#[derive(Debug, Default)]
pub struct Newest<'r> {
    /// The newest time in them; `None` without a report, or where nothing tells a date.
    pub date: Option<Time>,
    /// Place and line of each account, by user name, else by object id.
    lines: BTreeMap<String, (ReportPlace, &'r Registration)>,
    by_name: HashMap<String, (ReportPlace, &'r Registration)>,
}

impl<'r> Newest<'r> {
    /// From the reports of a request.
    pub fn new(request: &'r Request) -> Newest<'r> {
        let mut newest = Newest::default();
        for (number, report) in last_day(request.numbered_reports()) {
            newest.date = newest.date.max(report.date());
            for (user, line) in (0..).zip(&report.users) {
                let name = if line.user.is_empty() { &line.user_id } else { &line.user };
                let known = newest.lines.get(&name.to_lowercase()).map(|(_, known)| *known);
                if !name.is_empty() && is_newer(known, line) {
                    newest.lines.insert(name.to_lowercase(), (ReportPlace { report: number, user }, line));
                }
            }
        }
        for (place, line) in newest.lines.values() {
            for name in
                [line.sign_in_name().to_lowercase(), line.user.to_lowercase(), line.user_id.to_lowercase()]
            {
                if !name.is_empty() {
                    newest.by_name.insert(name, (*place, *line));
                }
            }
        }
        newest
    }

    /// The line of an account: by object id, else by name.
    pub fn find(&self, name: &str, id: &str) -> Option<(ReportPlace, &'r Registration)> {
        let find = |key: &str| self.by_name.get(&key.trim().to_lowercase()).copied();
        find(id).or_else(|| find(name))
    }

    /// Place and line of every account, by name.
    pub fn lines(&self) -> impl Iterator<Item = (ReportPlace, &'r Registration)> {
        self.lines.values().copied()
    }
}
