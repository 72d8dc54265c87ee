//! Ana's registration reports, day by day, for tests.

use entrasift_core::{DAY, Registration, Time};

use crate::people::cohort::{ReportLine, Snapshot};
use crate::reading::intake::ReportPlace;

/// One report a day. Each text is Ana's line: `-` (in no report), or her methods; a `!` before them: not allowed. Bo is in all of them.
pub fn diary(days: &[&str]) -> Vec<Vec<Registration>> {
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

/// The snapshots of these reports, the first of day 0.
pub fn snapshots(days: &[Vec<Registration>]) -> Vec<Snapshot<'_>> {
    let line = |(day, user), report| ReportLine {
        place: ReportPlace { report: day, user },
        report,
        path: "",
        excluded: None,
    };
    let lines = |day: u32, users| (0..).zip(users).map(move |(at, report)| line((day, at), report));
    let snapshot = |(day, users): (u32, _)| Snapshot {
        date: Some(Time(i64::from(day) * DAY)),
        reports: vec![day],
        people: lines(day, users).map(|line| (line.report.user.as_str(), line)).collect(),
    };
    (0..).zip(days).map(snapshot).collect()
}
