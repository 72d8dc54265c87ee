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

#[cfg(test)]
mod tests {
    use entrasift_core::{Ledger, Registration};
    use entrasift_rules::tenant::Tenant;

    use super::*;
    use crate::reading::intake::{Intake, ReportFile};

    #[test]
    fn lines_by_name() {
        let line = |user: &str, id: &str| Registration {
            user: user.to_owned(),
            user_id: id.to_owned(),
            ..Registration::default()
        };
        let report = ReportFile {
            path: "report.csv".to_owned(),
            encoding: String::new(),
            compression: String::new(),
            users: vec![line("bo@x.example", "A-2"), line("ana@x.example", "a-1"), line("", "a-3")],
            ledger: Ledger::default(),
            problems: Vec::new(),
            destroyed: 0,
        };
        let intake = Intake { reports: vec![report], ..Intake::default() };
        let request = Request::new(intake, Tenant::default());
        let newest = NewestLines::new(&request).expect("a report");
        let check = |names: &[&str], expect: Option<&str>| {
            let found = newest.find(names).map(|line| line.report.user_id.as_str());
            assert_eq!(found, expect, "{names:?}");
        };
        check(&["ANA@x.example "], Some("a-1"));
        check(&["nobody@x.example", "a-2"], Some("A-2"));
        check(&["", "A-3"], Some("a-3"));
        check(&["bo@x.example", "a-1"], Some("a-1"));
        check(&["", "x"], None);
        let nothing = Request::new(Intake::default(), Tenant::default());
        assert!(NewestLines::new(&nothing).is_none());
    }
}
