//! The lines of the newest registration reports, by the names of their accounts.

use std::collections::HashMap;

use crate::people::cohort::{ReportLine, Snapshot, Uncounted, newest_snapshot};
use crate::reading::request::Request;

/// The newest reports together, and whom they know.
pub struct NewestLines<'r> {
    /// Everybody in them.
    pub snapshot: Snapshot<'r>,
    lines: Vec<ReportLine<'r>>,
    /// The first line of each user name and object id, in lower case.
    by_name: HashMap<String, usize>,
}

impl<'r> NewestLines<'r> {
    /// From the reports of a request; `None` where there is none.
    pub fn new(request: &'r Request) -> Option<NewestLines<'r>> {
        let snapshot = newest_snapshot(request, &Uncounted::from_tenant(&request.tenant))?;
        let lines: Vec<ReportLine<'r>> = snapshot.people.values().copied().collect();
        let mut by_name = HashMap::new();
        for (place, line) in lines.iter().enumerate() {
            for name in [&line.report.user, &line.report.user_id] {
                if !name.is_empty() {
                    by_name.entry(name.to_ascii_lowercase()).or_insert(place);
                }
            }
        }
        Some(NewestLines { snapshot, lines, by_name })
    }

    /// The line of an account under any of its names: the first of several.
    pub fn find(&self, names: &[&str]) -> Option<&ReportLine<'r>> {
        let places = names.iter().filter_map(|name| self.by_name.get(&name.trim().to_ascii_lowercase()));
        places.min().map(|place| &self.lines[*place])
    }
}
