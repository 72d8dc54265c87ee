//! Which reports an answer is drawn from, and what makes them doubtful.

use entrasift_core::text::time::Time;
use entrasift_rules::tenant::Tenant;

use crate::answer::Warning;
use crate::people::cohort::Snapshot;
use crate::reading::read_logs::count_of;
use crate::reading::request::AnswerError;

/// The snapshots up to the day of `as_of`, and what the others are.
pub(super) fn used(
    mut all: Vec<Snapshot<'_>>,
    as_of: Option<Time>,
) -> Result<(Vec<Snapshot<'_>>, Vec<Warning>), AnswerError> {
    let mut warnings = Vec::new();
    if all.len() > 1 && all[0].date.is_none() {
        let undated = all.remove(0);
        let message = "neither its rows nor its name tell of which day it is: it is left out";
        warnings.extend(undated.paths.iter().map(|path| Warning::about("report-undated", path, message)));
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
    Ok((all, warnings))
}

/// A snapshot of under so much of the one before is doubted.
const SHRUNK: f64 = 0.9;

/// What makes the newest report doubtful.
pub(super) fn of(used: &[Snapshot<'_>], as_of: Option<Time>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let Some(last) = used.last() else { return warnings };
    if let Some((now, date)) = as_of.zip(last.date)
        && now.day() - date.day() >= 2
    {
        let days = now.day() - date.day();
        let message = format!(
            "the newest report is of {}, {days} days ago: who registered since is not known",
            date.day_words()
        );
        warnings.push(Warning::new("report-old", message));
    }
    if let [.., before, last] = used {
        let (had, has) = (before.people.len(), last.people.len());
        if (has as f64) < had as f64 * SHRUNK {
            let message =
                format!("the newest report holds {has} accounts, the one before {had}: is it complete?");
            warnings.push(Warning::about("report-shrunk", last.paths[0], message));
        }
    }
    let unsaid = last.eligible().filter(|(_, line)| line.report.capable.is_none()).count();
    if unsaid > 0 {
        let people = count_of(unsaid as u64, "person", "people");
        let message = format!(
            "the report does not say of {people} whether they are capable of MFA: taken at what is registered, allowed by policy or not"
        );
        warnings.push(Warning::about("capable-unsaid", last.paths[0], message));
    }
    warnings
}

/// The report holds shared mailboxes, rooms and service accounts like people: without the tenant file they count (semantics §8).
pub(super) fn undeclared(tenant: &Tenant) -> Option<Warning> {
    let exceptions = &tenant.exceptions;
    let lists =
        [&exceptions.service_accounts, &exceptions.shared_mailboxes, &exceptions.rooms, &exceptions.excluded];
    lists.iter().all(|list| list.is_empty()).then(|| {
        let message = "no exceptions are declared: shared mailboxes, rooms and service accounts in the report count as people; name them \
                       under [exceptions] in the tenant file";
        Warning::new("no-exceptions", message)
    })
}
