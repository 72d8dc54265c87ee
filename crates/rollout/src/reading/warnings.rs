//! Warnings: what the reader should know before trusting an answer, each with a code.

use std::collections::BTreeSet;

use entrasift_core::dialect::portal;
use entrasift_core::{DAY, Field, Time};

use crate::answer::Warning;
use crate::answer::wording::{count_of, thousands};
use crate::reading::coverage;
use crate::reading::intake::ReportFile;
use crate::reading::read_logs::{ReadFile, Seen};

/// The encoding that nothing in a file proves.
const GUESSED: &str = "windows-1252";

/// What every command warns of, and what this one adds. Sorted by code and file.
pub(crate) fn all(seen: &Seen, mut warnings: Vec<Warning>) -> Vec<Warning> {
    for (path, ReadFile { format, encoding, compression, is_cut, ledger }) in seen.files() {
        if *format == portal::USER {
            let message = "nothing tells whether these sign-ins are interactive: read as interactive; rename the file \
                           (InteractiveSignIns_…, NonInteractiveSignIns_…) or use --non-interactive FILE";
            warnings.push(Warning::about("log-type-unknown", path, message));
        }
        if is_cut {
            let message = match compression {
                "none" => "the file ends too early: its end is missing, and what came before counts",
                _ => {
                    "the packed file is cut: its end is missing, and what came before counts; fetch it again"
                }
            };
            warnings.push(Warning::about("input-cut", path, message));
        }
        if encoding == GUESSED {
            let message = "its text is not UTF-8 and was read as Windows-1252: letters of other alphabets are wrong; export it \
                           again as UTF-8 (in Excel: \"CSV UTF-8\")";
            warnings.push(Warning::about("encoding-guessed", path, message));
        }
        if ledger.status_differs > 0 {
            let rows = count_of(ledger.status_differs, "row", "rows");
            let message =
                format!("{rows} whose status word is not what the error code means: the code decides");
            warnings.push(Warning::about("status-differs", path, message));
        }
    }
    for input in &seen.request.intake.logs {
        if !input.shape.fills.contains(Field::RequestId) {
            let message = "no request ids: copies of one sign-in cannot be merged";
            warnings.push(Warning::about("no-request-id", input.path(), message));
        }
    }
    for report in seen.request.intake.reports.iter().filter(|report| report.destroyed > 0) {
        let message = format!(
            "Export-Csv destroyed the methods of {} (`System.String[]`): who is capable is known, with which methods is not; export as \
             JSON, or download the report from the portal",
            count_of(report.destroyed, "user", "users")
        );
        warnings.push(Warning::about("methods-destroyed", &report.path, message));
    }
    warnings.extend(later_reports(seen));
    warnings.extend(several_tenants(seen));
    warnings.extend(unmatched_steps(seen));
    warnings.extend(coverage::doubts(seen));
    warnings.sort_by(|a, b| (a.code, &a.path).cmp(&(b.code, &b.path)));
    warnings
}

/// Reports of a later day than now.
fn later_reports(seen: &Seen) -> Option<Warning> {
    let days = |reports: &mut dyn Iterator<Item = &ReportFile>| -> BTreeSet<_> {
        reports.map(|report| report.date().map(Time::day)).collect()
    };
    let request = &seen.request;
    let (all, used) = (days(&mut request.intake.reports.iter()), days(&mut request.reports()));
    let later = all.difference(&used).count() as u64;
    (later > 0).then(|| {
        let days = count_of(later, "day", "days");
        Warning::new("reports-later", format!("the reports of {days} after now (--as-of) are left out"))
    })
}

fn several_tenants(seen: &Seen) -> Option<Warning> {
    let tenants = seen.watched.population.own_tenants(&seen.watched.dictionaries);
    (tenants.len() > 1).then(|| {
        let listed: Vec<String> =
            tenants.iter().take(3).map(|(id, count)| format!("{id}: {}", thousands(*count))).collect();
        let message = format!(
            "the logs of {} tenants are mixed ({}): give one tenant at a time",
            tenants.len(),
            listed.join(", ")
        );
        Warning::new("several-tenants", message)
    })
}

/// Steps of companions whose sign-in is in none of the logs.
fn unmatched_steps(seen: &Seen) -> Option<Warning> {
    // The rows outside the period may be those that the others belong to.
    let matched = seen.watched.population.with_companion_steps() + seen.totals.out_of_window;
    (seen.steps > matched).then(|| {
        let lost = count_of(seen.steps - matched, "sign-in", "sign-ins");
        let message = format!("the AuthDetails files hold steps of {lost} that the logs do not have: are they of the same time and filter?");
        Warning::new("steps-unmatched", message)
    })
}

/// A log of under 30 days misses what runs once a month.
pub(crate) fn short_log(seen: &Seen) -> Option<Warning> {
    let (first, last) = (seen.totals.first_signin?, seen.totals.last_signin?);
    let days = last.0.saturating_sub(first.0).div_euclid(DAY);
    (days < 30).then(|| {
        let days = count_of(days as u64 + 1, "day", "days");
        Warning::new("short-log", format!("the log covers {days}: jobs that run once a month may be missing; 30 days are the guide's audit"))
    })
}
