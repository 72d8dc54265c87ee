//! `truncation`: no download was cut off at a row limit.

use entrasift_core::{HOUR, Time};

use super::check::{Check, CheckStatus};
use super::material::Material;
use crate::answer::wording::thousands;

/// A file at the row limit of its kind of download passes only if another one reaches further back.
pub fn check(material: &Material<'_>) -> Check {
    let mut check = Check::new("truncation", "No download was cut off at a limit");
    let (logs, ledgers) = (&material.seen.request.intake.logs, &material.seen.watched.ledgers);
    let mut doubts = Vec::new();
    for (input, ledger) in logs.iter().zip(ledgers) {
        let (Some(limit), Some(oldest)) = (input.format.limit_at(ledger.rows), ledger.first) else {
            continue;
        };
        // A file that ends well before this one begins does not show what is missing between them.
        let slack = Time(oldest.0.saturating_sub(HOUR));
        let reaches_behind = logs.iter().zip(ledgers).any(|(other, theirs)| {
            other.path() != input.path()
                && other.format == input.format
                && theirs.first.is_some_and(|first| first < oldest)
                && theirs.last.is_some_and(|last| last >= slack)
        });
        if !reaches_behind {
            doubts.push(format!(
                "{} has exactly {} rows, and nothing reaches behind {} UTC",
                input.path(),
                thousands(limit),
                oldest.minute_words()
            ));
        }
    }
    if doubts.is_empty() {
        return check.ends(CheckStatus::Pass, "no file stands at the limit of its kind of download");
    }
    check.count = doubts.len() as u64;
    check
        .ends(CheckStatus::Inconclusive, doubts.join("; "))
        .so("download shorter ranges that overlap, and give all of them together")
}
