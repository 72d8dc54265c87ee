//! Which reports an answer is drawn from, and what makes them doubtful.

use entrasift_core::Time;
use entrasift_rules::tenant::Tenant;

use crate::people::cohort::Snapshot;
use crate::reading::request::AnswerError;

/// What the reader should know of the reports before trusting the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportDoubt {
    /// Nothing tells of which day this report is, and others have a day: it is left out.
    Undated {
        /// The report by its place in the intake.
        report: u32,
    },
    /// The newest report is days old.
    Old {
        /// When it was refreshed.
        date: Time,
        /// How many days before "now" that is.
        days: i64,
    },
    /// The newest snapshot holds far fewer accounts than the one before.
    Shrunk {
        /// The newest report by its place in the intake.
        report: u32,
        /// Accounts before.
        had: usize,
        /// Accounts now.
        has: usize,
    },
    /// The newest report does not say of some people whether they are capable of MFA.
    CapableUnsaid {
        /// The newest report by its place in the intake.
        report: u32,
        /// How many people.
        people: usize,
    },
    /// No exceptions are declared, so that mailboxes, rooms and service accounts count as people.
    NoExceptions,
}

/// A snapshot of under so much of the one before is doubted.
const SHRUNK: f64 = 0.9;

/// So many days make the newest report an old one.
const OLD_DAYS: i64 = 2;

/// The snapshots up to the day of `as_of`, and what the others are.
///
/// # Errors
/// Every report is of a later day.
pub fn used(
    mut all: Vec<Snapshot<'_>>,
    as_of: Option<Time>,
) -> Result<(Vec<Snapshot<'_>>, Vec<ReportDoubt>), AnswerError> {
    let mut doubts = Vec::new();
    if all.len() > 1 && all[0].date.is_none() {
        let undated = all.remove(0);
        doubts.extend(undated.reports.iter().map(|report| ReportDoubt::Undated { report: *report }));
    }
    let is_later = |one: &Snapshot<'_>| as_of.zip(one.date).is_some_and(|(now, date)| date.day() > now.day());
    let later = all.iter().position(is_later).unwrap_or(all.len());
    all.truncate(later);
    if all.is_empty() {
        let now = as_of.map(Time::day_words).unwrap_or_default();
        return Err(AnswerError::NotFound(format!(
            "every registration report is of a day after {now} (--as-of)"
        )));
    }
    Ok((all, doubts))
}

/// What makes the newest report doubtful.
pub fn doubts(used: &[Snapshot<'_>], as_of: Option<Time>, tenant: &Tenant) -> Vec<ReportDoubt> {
    let mut doubts = Vec::new();
    let Some(last) = used.last() else { return doubts };
    if let Some((now, date)) = as_of.zip(last.date)
        && now.day() - date.day() >= OLD_DAYS
    {
        doubts.push(ReportDoubt::Old { date, days: now.day() - date.day() });
    }
    let report = last.reports[0];
    if let [.., before, last] = used {
        let (had, has) = (before.people.len(), last.people.len());
        if (has as f64) < had as f64 * SHRUNK {
            doubts.push(ReportDoubt::Shrunk { report, had, has });
        }
    }
    let people = last.eligible().filter(|(_, line)| line.report.capable.is_none()).count();
    if people > 0 {
        doubts.push(ReportDoubt::CapableUnsaid { report, people });
    }
    if has_no_exceptions(tenant) {
        doubts.push(ReportDoubt::NoExceptions);
    }
    doubts
}

/// The report holds shared mailboxes, rooms and service accounts like people: without the tenant file they count (semantics §8).
fn has_no_exceptions(tenant: &Tenant) -> bool {
    let exceptions = &tenant.exceptions;
    let lists =
        [&exceptions.service_accounts, &exceptions.shared_mailboxes, &exceptions.rooms, &exceptions.excluded];
    lists.iter().all(|list| list.is_empty())
}
