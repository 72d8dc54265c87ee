//! Coverage: what the logs cannot have shown, because rows are missing: a limit, a filter, a pause, a kind of log, an early export.

use entrasift_core::{DAY, HOUR, Input, Ledger, Time};
use entrasift_rules::engine::population::{EventKind, Hours};

use crate::answer::Warning;
use crate::answer::wording::{count_of, thousands};
use crate::reading::read_logs::Seen;

/// What is missing in the logs, as far as the logs themselves can tell.
pub(crate) fn doubts(seen: &Seen) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let windowed = seen.request.options.from.is_some() || seen.request.options.to.is_some();
    for (file, (input, ledger)) in seen.request.intake.logs.iter().zip(&seen.watched.ledgers).enumerate() {
        warnings.extend(without_rows(input, ledger));
        warnings.extend(cut_by_limit(input, ledger));
        warnings.extend(filtered(seen, file, input, ledger));
        warnings.extend(pause_of_file(seen, input, ledger));
        if !windowed {
            warnings.extend(short_of_its_name(input, ledger));
        }
    }
    warnings.extend(missing_kind(seen));
    warnings.extend(pauses(seen));
    warnings.extend(early_end(seen));
    warnings
}

fn cut_by_limit(input: &Input, ledger: &Ledger) -> Option<Warning> {
    if let Some(limit) = input.format.limit_at(ledger.rows) {
        let limit = thousands(limit);
        let message = format!(
            "exactly {limit} rows, the limit of a download: older rows are probably cut off; download shorter ranges"
        );
        return Some(Warning::about("truncated", input.path(), message));
    }
    let page = input.format.page_rows.filter(|page| *page == ledger.rows)?;
    let message = format!(
        "exactly {} rows, one page of the interface: probably the next pages were not fetched; follow @odata.nextLink to its end (in \
         PowerShell: -All)",
        thousands(page)
    );
    Some(Warning::about("one-page", input.path(), message))
}

fn without_rows(input: &Input, ledger: &Ledger) -> Option<Warning> {
    (ledger.rows == 0).then(|| {
        let message = "it holds no sign-in: nobody signed in, or the range or the filter of the export was wrong; nothing is known \
                       of its time";
        Warning::about("no-rows", input.path(), message)
    })
}

/// Rows under which one user, app or status only is no sign of a filter.
const MANY_ROWS: u64 = 50;
/// The same for one status of sign-ins that hardly ever fail: background sign-ins and workloads.
const MANY_QUIET_ROWS: u64 = 1_000;

/// Only one user, app or status in a file: the export was made with a filter on.
fn filtered(seen: &Seen, file: usize, input: &Input, ledger: &Ledger) -> Option<Warning> {
    let population = &seen.watched.population;
    let is_workload = input.format.is_workload();
    let quiet = is_workload || input.format.interactive() == Some(false);
    let enough = if quiet { MANY_QUIET_ROWS } else { MANY_ROWS };
    let one_status = [ledger.success, ledger.failure, ledger.interrupted].contains(&ledger.signins);
    let only = match () {
        () if ledger.signins < MANY_ROWS => return None,
        () if !is_workload && population.is_of_one_person(file) => "one user",
        () if population.is_of_one_app(file) => "one application",
        () if one_status && ledger.signins >= enough => "one status",
        () => return None,
    };
    let message = format!(
        "it holds {only} only: it was probably exported with a filter on, and the rest is not covered; reset the filter of the page \
         and download again"
    );
    Some(Warning::about("filtered", input.path(), message))
}

/// The name of a portal download says from when to when it was asked for.
fn short_of_its_name(input: &Input, ledger: &Ledger) -> Vec<Warning> {
    let (Some((from, to)), Some(first), Some(last)) =
        (range_in_name(input.path()), ledger.first, ledger.last)
    else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    if first.day() > from.day() && first.day() <= to.day() {
        let message = format!(
            "its name says from {}, its first row is of {} UTC: what lies before is missing (a limit, or past the days that are \
             kept), or nobody signed in",
            from.day_words(),
            first.minute_words()
        );
        warnings.push(Warning::about("starts-late", input.path(), message));
    }
    if last.day() < to.day() && last.day() >= from.day() {
        let message = format!(
            "its name says to {}, its last row is of {} UTC: exported before the rest had happened or arrived (rows arrive up to some \
             hours late), or nobody signed in; export again",
            to.day_words(),
            last.minute_words()
        );
        warnings.push(Warning::about("exported-early", input.path(), message));
    }
    warnings
}

/// `InteractiveSignIns_2026-11-04_2026-11-26.csv` and the like: both days.
fn range_in_name(path: &str) -> Option<(Time, Time)> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (_, rest) = name.split_once("SignIns_")?;
    let (from, to) = (rest.get(..10)?, rest.strip_prefix(rest.get(..10)?)?.strip_prefix('_')?.get(..10)?);
    let (from, to) = (Time::parse_bound(from)?, Time::parse_bound(to)?);
    (from <= to).then_some((from, to))
}

fn missing_kind(seen: &Seen) -> Option<Warning> {
    let population = &seen.watched.population;
    let has = |kind| population.has(kind);
    match (has(EventKind::Interactive), has(EventKind::NonInteractive), has(EventKind::Unsaid)) {
        (true, false, false) => Some(Warning::new(
            "no-non-interactive",
            "no non-interactive sign-ins: background sign-ins (mail clients, tokens, passkeys of emergency accounts) are not covered; \
             download the non-interactive log, too",
        )),
        (false, true, false) => Some(Warning::new(
            "no-interactive",
            "no interactive sign-ins: prompts and passwords are not covered; download the interactive log, too",
        )),
        _ => None,
    }
}

const KINDS: [(EventKind, &str); 2] =
    [(EventKind::Interactive, "interactive"), (EventKind::NonInteractive, "non-interactive")];

/// A pause of a log over this is worth a word.
const PAUSE_HOURS: i64 = 24;

fn pauses(seen: &Seen) -> impl Iterator<Item = Warning> {
    KINDS.into_iter().filter_map(|(kind, words)| {
        let Hours { longest_pause: (from, to), all, without, .. } = seen.watched.population.hours(kind)?;
        let hours = to.0.saturating_sub(from.0) / HOUR;
        (hours >= PAUSE_HOURS).then(|| {
            let message = format!(
                "no {words} sign-in for {hours} hours from {} UTC ({} of {} hours of this log have none): nothing is known of that \
                 time; if people worked then, export it again",
                from.minute_words(),
                thousands(without),
                thousands(all)
            );
            Warning::new("log-pause", message)
        })
    })
}

/// A pause of one file that the other files fill, or that is of workloads: a part of this export is missing. A pause of a whole kind of log
/// is told once, by [`pauses`].
fn pause_of_file(seen: &Seen, input: &Input, ledger: &Ledger) -> Option<Warning> {
    let pause = ledger.longest_pause()?;
    let hours = pause.to.0.saturating_sub(pause.from.0) / HOUR;
    let is_told = KINDS.iter().any(|(kind, _)| {
        let whole = seen.watched.population.hours(*kind).map(|hours| hours.longest_pause);
        whole.is_some_and(|(from, to)| from <= pause.from && to >= pause.to)
    });
    if hours < PAUSE_HOURS || is_told {
        return None;
    }
    let message = format!(
        "this file has no sign-in for {hours} hours from {} UTC ({} of {} hours between its first and its last have none): look whether \
         the other files hold that time, else export it again",
        pause.from.minute_words(),
        thousands(pause.without),
        thousands(pause.all)
    );
    Some(Warning::about("file-pause", input.path(), message))
}

/// One kind of log that ends this much before the other was exported sooner.
const EARLY_HOURS: i64 = 3;

/// One kind of log ends well before the other, by more than any pause that it had.
fn early_end(seen: &Seen) -> Option<Warning> {
    if seen.request.options.to.is_some() {
        return None;
    }
    let [one, other] =
        KINDS.map(|(kind, words)| seen.watched.population.hours(kind).map(|hours| (hours, words)));
    let (one, other) = (one?, other?);
    let (early, late) = if one.0.end < other.0.end { (one, other) } else { (other, one) };
    let short = late.0.end.0.saturating_sub(early.0.end.0);
    let (from, to) = early.0.longest_pause;
    let usual = to.0.saturating_sub(from.0);
    if short < EARLY_HOURS * HOUR || short <= usual || short > 30 * DAY {
        return None;
    }
    let hours = count_of((short / HOUR) as u64, "hour", "hours");
    let message = format!(
        "the {} sign-ins end {hours} before the {} ones: that log was exported too soon (rows arrive up to some hours late); export \
         both again for the same range",
        early.1, late.1
    );
    Some(Warning::new("exported-early", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_names() {
        let check = |name: &str, expect: Option<(&str, &str)>| {
            let found = range_in_name(name).map(|(from, to)| (from.rfc3339(), to.rfc3339()));
            let expect = expect.map(|(from, to)| (format!("{from}T00:00:00Z"), format!("{to}T00:00:00Z")));
            assert_eq!(found, expect, "{name}");
        };
        check("x/InteractiveSignIns_2026-11-04_2026-11-26.csv", Some(("2026-11-04", "2026-11-26")));
        check("NonInteractiveSignIns_2026-11-04_2026-11-04 (1).csv", Some(("2026-11-04", "2026-11-04")));
        check("InteractiveSignIns_2026-11-26_2026-11-04.csv", None);
        check("InteractiveSignIns_2026-11-04.csv", None);
        check("SignIns_2026-13-04_2026-11-26.csv", None);
        check("SignIns_ü026-11-04_2026-11-26.csv", None);
        check("signins.csv", None);
    }
}
