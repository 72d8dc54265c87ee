//! `coverage`: the logs can have shown everything that happened in the window.

use entrasift_core::{HOUR, MINUTE, Time};
use entrasift_rules::engine::population::EventKind;

use super::covers::Covers;
use super::pulse::Pulse;
use crate::answer::Warning;
use crate::questions::checks::check::{Check, CheckStatus};
use crate::questions::checks::lost_rows::{cut, left_aside, malformed};
use crate::questions::checks::material::Material;

const KINDS: [(EventKind, &str); 3] = [
    (EventKind::Interactive, "interactive"),
    (EventKind::NonInteractive, "non-interactive"),
    (EventKind::Unsaid, "unnamed"),
];

/// The window is covered from its first to its last moment.
pub fn check(material: &Material<'_>, covers: Option<Covers>) -> Check {
    let mut check = Check::new("coverage", "The logs cover the whole window");
    let window = material.window;
    let mut doubts = Vec::new();
    doubts.extend(narrowed(material));
    match covers {
        Some(covers) if covers.from <= window.from && window.to <= covers.to => {}
        Some(covers) => doubts.push(format!(
            "the download was asked for {} to {} UTC, which is not the whole window",
            covers.from.minute_words(),
            covers.to.minute_words()
        )),
        None => KINDS.iter().for_each(|(kind, name)| doubts.extend(edges(material, *kind, name))),
    }
    doubts.extend(pause(material, &mut check));
    doubts.extend(cut(material));
    doubts.extend(malformed(material, &mut check));
    doubts.extend(left_aside(material));
    check.warnings.extend(too_fresh(material, covers));
    if doubts.is_empty() {
        let (from, to) = (window.from.minute_words(), window.to.minute_words());
        return check.ends(CheckStatus::Pass, format!("both logs reach from {from} to {to} UTC"));
    }
    if check.count == 0 {
        check.count = doubts.len() as u64;
    }
    check.ends(CheckStatus::Inconclusive, doubts.join("; ")).so(
        "download both logs again for the whole window without a filter, two hours after its end, in shorter ranges if they are long; \
         --covers FROM..TO says what range was asked for where it was quiet at the edges",
    )
}

/// `--from` and `--to` leave out a part of the window.
fn narrowed(material: &Material<'_>) -> Option<String> {
    let options = &material.seen.request.options;
    let late = options.from.is_some_and(|from| from > material.window.from);
    let early = options.to.is_some_and(|to| to < material.window.to);
    (late || early).then(|| "--from or --to leaves out a part of the window".to_owned())
}

/// The first and the last sign-in of one kind lie too far inside the window.
fn edges(material: &Material<'_>, kind: EventKind, name: &str) -> Vec<String> {
    let pulse = Pulse::new(material, &[kind]);
    let (from, to) = (minute(material.window.from), minute(material.window.to));
    let mut doubts = Vec::new();
    if pulse.is_empty() {
        return doubts;
    }
    match pulse.around(from).1 {
        Some(first) if first < to => {
            if pulse.is_too_long(from, first - from) {
                doubts.push(format!("the {name} log begins at {}, after the window does", words(first)));
            }
        }
        _ => doubts.push(format!("the {name} log has no sign-in in the window")),
    }
    if let Some(last) = pulse.around(to).0.filter(|last| *last >= from)
        && pulse.is_too_long(to, to - last)
    {
        doubts.push(format!("the {name} log ends at {}, before the window does", words(last)));
    }
    doubts
}

/// A pause in all logs together.
fn pause(material: &Material<'_>, check: &mut Check) -> Option<String> {
    let hours = i64::from(material.seen.request.tenant.rollout.max_gap_hours);
    let limit = hours.saturating_mul(HOUR / MINUTE);
    let (from, to) = (minute(material.window.from), minute(material.window.to));
    let longest = |kinds: &[EventKind]| Pulse::new(material, kinds).longest(from, to);
    let (start, end) = longest(&KINDS.map(|(kind, _)| kind));
    if end - start > limit {
        let pause = (end - start) / (HOUR / MINUTE);
        return Some(format!("no sign-in at all for {pause} hours from {}, over {hours}", words(start)));
    }
    for (kind, name) in KINDS {
        let (start, end) = longest(&[kind]);
        if material.seen.watched.population.has(kind) && end - start > limit {
            let pause = (end - start) / (HOUR / MINUTE);
            let message =
                format!("no {name} sign-in for {pause} hours from {}: is that log whole?", words(start));
            check.warnings.push(Warning::new("one-log-pause", message));
        }
    }
    let pulse = Pulse::new(material, &KINDS.map(|(kind, _)| kind));
    let middle = i64::midpoint(start, end);
    if end - start > 3 * HOUR / MINUTE && pulse.is_too_long(middle, end - start) {
        let pause = (end - start) / (HOUR / MINUTE);
        let message =
            format!("no sign-in at all for {pause} hours from {}, unlike on other days", words(start));
        check.warnings.push(Warning::new("unusual-pause", message));
    }
    None
}

/// The export was made before all rows of the window can have arrived.
fn too_fresh(material: &Material<'_>, covers: Option<Covers>) -> Option<Warning> {
    let last = covers.map(|covers| covers.to).into_iter().chain(material.seen.totals.last_signin).max()?;
    let ready = Time(material.window.to.0.saturating_add(2 * HOUR));
    (last < ready).then(|| {
        Warning::new(
            "too-fresh",
            "the data end less than two hours after the window: MFA results may arrive later; export again and compare",
        )
    })
}

fn minute(time: Time) -> i64 {
    time.0.div_euclid(MINUTE)
}

fn words(minute: i64) -> String {
    format!("{} UTC", Time(minute.saturating_mul(MINUTE)).minute_words())
}
