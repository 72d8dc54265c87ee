//! `coverage`, `truncation` and `non-interactive-present`: whether the logs can have shown everything that happened in the window.

use entrasift_core::content::recognise::{Input, Layout};
use entrasift_core::content::registrations::REGISTRATION;
use entrasift_core::field::Field;
use entrasift_core::log::ledger::Problem;
use entrasift_core::text::time::{DAY, HOUR, MINUTE, Time};
use entrasift_rules::engine::population::EventKind;

use super::Covers;
use super::material::Material;
use super::watch::Window;
use crate::answer::Place;
use crate::answer::Warning;
use crate::answer::check::{Check, Status};
use crate::reading::read_logs::{count_of, thousands};

const KINDS: [(EventKind, &str); 3] = [
    (EventKind::Interactive, "interactive"),
    (EventKind::NonInteractive, "non-interactive"),
    (EventKind::Unsaid, "unnamed"),
];

/// The minutes with sign-ins of one kind, ascending.
#[derive(Debug)]
pub struct Pulse(Vec<i64>);

impl Pulse {
    fn of(material: &Material<'_>, kinds: &[EventKind]) -> Pulse {
        let minutes = material.watch.minutes.iter();
        let mut minutes: Vec<i64> =
            minutes.filter(|(kind, _)| kinds.contains(kind)).map(|(_, minute)| *minute).collect();
        minutes.sort_unstable();
        minutes.dedup();
        Pulse(minutes)
    }

    /// The pause that a moment falls into: the minute before it with sign-ins, and the one at or after it.
    fn around(&self, minute: i64) -> (Option<i64>, Option<i64>) {
        let at = self.0.partition_point(|one| *one < minute);
        (at.checked_sub(1).map(|before| self.0[before]), self.0.get(at).copied())
    }

    /// How long the pause at this time of the day usually is, in minutes: the median over the other days of the data; 0 where there
    /// is no other day.
    fn usual(&self, minute: i64) -> i64 {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return 0 };
        let day = DAY / MINUTE;
        let mut pauses = Vec::new();
        let (earliest, latest) = ((first - minute).div_euclid(day), (last - minute).div_euclid(day) + 1);
        for offset in (earliest..=latest).filter(|offset| *offset != 0) {
            if let (Some(before), Some(after)) = self.around(minute + offset * day) {
                pauses.push(after - before);
            }
        }
        pauses.sort_unstable();
        pauses.get(pauses.len() / 2).copied().unwrap_or(0)
    }

    /// A pause from or up to a moment is too long to be believed: over an hour, and over three times the usual one at that hour.
    fn is_too_long(&self, minute: i64, pause: i64) -> bool {
        pause > HOUR / MINUTE && pause > 3 * self.usual(minute)
    }

    /// The longest pause in a window, its edges included.
    fn longest(&self, from: i64, to: i64) -> (i64, i64) {
        let inside = self.0.iter().copied().filter(|minute| (from..to).contains(minute));
        let marks: Vec<i64> = std::iter::once(from).chain(inside).chain(std::iter::once(to)).collect();
        let pauses = marks.windows(2).map(|pair| (pair[0], pair[1]));
        pauses.max_by_key(|(from, to)| (to - from, -from)).unwrap_or((from, to))
    }
}

fn minute(time: Time) -> i64 {
    time.0.div_euclid(MINUTE)
}

fn words(minute: i64) -> String {
    format!("{} UTC", Time(minute.saturating_mul(MINUTE)).minute_words())
}

/// The window is covered from its first to its last moment.
pub fn coverage(material: &Material<'_>, covers: Option<Covers>) -> Check {
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
        return check.ends(Status::Pass, format!("both logs reach from {from} to {to} UTC"));
    }
    if check.count == 0 {
        check.count = doubts.len() as u64;
    }
    check.ends(Status::Inconclusive, doubts.join("; ")).so(
        "download both logs again for the whole window without a filter, two hours after its end, in shorter ranges if they are long; \
         --covers FROM..TO says what range was asked for where it was quiet at the edges",
    )
}

/// Nothing of the files is lost that may lie in the window; where it begins and ends is left to whoever chose it.
pub fn whole(material: &Material<'_>) -> Check {
    let mut check = Check::new("coverage", "No row of the logs is lost");
    let mut doubts: Vec<String> = cut(material).into_iter().collect();
    doubts.extend(malformed(material, &mut check));
    doubts.extend(left_aside(material));
    if doubts.is_empty() {
        return check.ends(Status::Pass, "every row could be read");
    }
    if check.count == 0 {
        check.count = doubts.len() as u64;
    }
    check
        .ends(Status::Inconclusive, doubts.join("; "))
        .so("download the logs again, and do not open them in a spreadsheet")
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
    let pulse = Pulse::of(material, &[kind]);
    let (from, to) = (minute(material.window.from), minute(material.window.to));
    let mut doubts = Vec::new();
    if pulse.0.is_empty() {
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
    let longest = |kinds: &[EventKind]| Pulse::of(material, kinds).longest(from, to);
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
    let pulse = Pulse::of(material, &KINDS.map(|(kind, _)| kind));
    let middle = i64::midpoint(start, end);
    if end - start > 3 * HOUR / MINUTE && pulse.is_too_long(middle, end - start) {
        let pause = (end - start) / (HOUR / MINUTE);
        let message =
            format!("no sign-in at all for {pause} hours from {}, unlike on other days", words(start));
        check.warnings.push(Warning::new("unusual-pause", message));
    }
    None
}

/// Files whose end is missing.
fn cut(material: &Material<'_>) -> Option<String> {
    let files = material.seen.files();
    let cut: Vec<&str> = files
        .iter()
        .filter(|(_, file)| file.is_cut && *file.format != REGISTRATION)
        .map(|(path, _)| *path)
        .collect();
    (!cut.is_empty()).then(|| format!("the end is missing of {}", cut.join(", ")))
}

/// Malformed rows that may lie in the window.
fn malformed(material: &Material<'_>, check: &mut Check) -> Option<String> {
    let (logs, watched) = (&material.seen.request.intake.logs, &material.seen.watched);
    let mut count = 0;
    for (file, (input, ledger)) in logs.iter().zip(&watched.ledgers).enumerate() {
        let shown: Vec<&Problem> = watched.problems.iter().filter(|one| one.file as usize == file).collect();
        let doubtful: Vec<&&Problem> =
            shown.iter().filter(|one| may_lie_in(input, one, material.window)).collect();
        count += doubtful.len() as u64 + ledger.malformed.saturating_sub(shown.len() as u64);
        check.places.extend(doubtful.iter().map(|one| Place { path: input.path().to_owned(), row: one.row }));
    }
    check.count += count;
    let rows = count_of(count, "malformed row", "malformed rows");
    (count > 0).then(|| format!("{rows} may lie in the window, and may be the ones that matter"))
}

/// How much of a malformed record is read for its time.
const RECORD_HEAD: usize = 256;

/// A malformed row lies in the window, as far as its time can be told: in a CSV whose first column it is.
fn may_lie_in(input: &Input, problem: &Problem, window: Window) -> bool {
    let first = input.shape.place(Field::Time).is_some_and(|(column, _)| column == 0);
    if input.layout != Layout::Csv || input.transcoder.is_some() || !first {
        return true;
    }
    let mut head = vec![0; RECORD_HEAD];
    let Ok(read) = input.source.read_at(problem.offset, &mut head) else { return true };
    let cell =
        head[..read].split(|byte| *byte == input.delimiter || *byte == b'\n').next().unwrap_or_default();
    let cell: Vec<u8> = cell.iter().copied().filter(|byte| *byte != b'"').collect();
    Time::parse(cell.trim_ascii(), input.shape.date_order).is_none_or(|time| window.holds(time))
}

/// Files of a folder that could not be read, and by their names are sign-ins.
fn left_aside(material: &Material<'_>) -> Option<String> {
    let is_log = |path: &str| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        name.contains("signin") || name.contains("sign-in") || name.contains("sign_in")
    };
    let ignored = &material.seen.request.intake.ignored;
    let aside: Vec<&str> =
        ignored.iter().map(|(path, _)| path.as_str()).filter(|path| is_log(path)).collect();
    (!aside.is_empty()).then(|| format!("not read, and by name a sign-in log: {}", aside.join(", ")))
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

/// No file was cut off at a row limit.
pub fn truncation(material: &Material<'_>) -> Check {
    let mut check = Check::new("truncation", "No download was cut off at a limit");
    let (logs, ledgers) = (&material.seen.request.intake.logs, &material.seen.watched.ledgers);
    let mut doubts = Vec::new();
    for (input, ledger) in logs.iter().zip(ledgers) {
        let (Some(limit), Some(oldest)) = (input.format.limit_at(ledger.rows), ledger.first) else {
            continue;
        };
        // A file of the same type that only ends shortly before says nothing of what is lost between.
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
        return check.ends(Status::Pass, "no file stands at the limit of its kind of download");
    }
    check.count = doubts.len() as u64;
    check
        .ends(Status::Inconclusive, doubts.join("; "))
        .so("download shorter ranges that overlap, and give all of them together")
}

/// Both kinds of sign-ins are there.
pub fn both_kinds(material: &Material<'_>) -> Check {
    let check =
        Check::new("non-interactive-present", "Interactive and non-interactive sign-ins are both there");
    let (from, to) = (minute(material.window.from), minute(material.window.to));
    let has = |kind| material.watch.minutes.range((kind, from)..(kind, to)).next().is_some();
    let detail = match (has(EventKind::Interactive), has(EventKind::NonInteractive), has(EventKind::Unsaid)) {
        (true, true, _) => return check.ends(Status::Pass, "both logs have sign-ins in the window"),
        (_, _, true) => "nothing tells which of the files holds interactive sign-ins and which the others",
        (true, false, _) => {
            "no non-interactive sign-in in the window: tokens and mail clients are not covered"
        }
        (false, true, _) => "no interactive sign-in in the window: prompts and passwords are not covered",
        _ => "no sign-in of a user in the window",
    };
    check.ends(Status::Inconclusive, detail).so(
        "download both logs (portal: user sign-ins interactive, and non-interactive) for the whole window; keep the file names of the portal",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(days: std::ops::Range<i64>, minutes: &[i64]) -> Pulse {
        let mut all: Vec<i64> =
            days.flat_map(|day| minutes.iter().map(move |minute| day * 1440 + minute)).collect();
        all.sort_unstable();
        Pulse(all)
    }

    #[test]
    fn usual_pauses() {
        let pulse = daily(0..5, &[480, 500, 520, 1000]);
        assert_eq!(pulse.usual(2 * 1440 + 510), 20);
        assert_eq!(pulse.usual(2 * 1440 + 700), 480);
        assert_eq!(daily(2..3, &[480, 500]).usual(2 * 1440 + 490), 0);
        assert_eq!(Pulse(Vec::new()).usual(490), 0);
    }

    #[test]
    fn long_pauses() {
        let pulse = daily(0..5, &[480, 500, 520, 1000]);
        let check = |minute: i64, pause: i64, expect: bool| {
            assert_eq!(pulse.is_too_long(2 * 1440 + minute, pause), expect, "{minute} {pause}");
        };
        check(510, 60, false);
        check(510, 61, true);
        check(700, 1440, false);
        check(700, 1441, true);
    }

    #[test]
    fn the_longest_pause_counts_the_edges() {
        let pulse = Pulse(vec![100, 150, 400]);
        assert_eq!(pulse.longest(0, 1000), (400, 1000));
        assert_eq!(pulse.longest(90, 450), (150, 400));
        assert_eq!(Pulse(Vec::new()).longest(0, 10), (0, 10));
    }
}
