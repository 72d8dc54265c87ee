//! The intake: which files were given, what each is, and which were left aside.

use std::sync::Arc;

use entrasift_core::content::Reading;
use entrasift_core::content::registrations::{self};
use entrasift_core::{
    DateOrder, Input, Ledger, LogType, PROBLEMS_KEPT, Problem, Registration, Rejection, Source, Time,
    recognise_dated,
};

/// One file that someone gave.
pub struct Given {
    /// Its bytes.
    pub source: Arc<dyn Source>,
    /// It was named itself, not found in a folder or by a pattern: then it must be usable.
    pub named: bool,
    /// What the caller says of it.
    pub log_type: LogType,
}

/// A file that was named and cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use {path}: {why}")]
pub struct Refused {
    /// The file.
    pub path: String,
    /// Why, and what to do.
    pub why: Rejection,
}

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// A named file cannot be used.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Nothing usable is left.
    #[error("no file that can be used: {0}")]
    Nothing(String),
}

/// A registration report.
#[derive(Debug)]
pub struct ReportFile {
    /// The file.
    pub path: String,
    /// How its text was encoded.
    pub encoding: String,
    /// How it was packed.
    pub compression: String,
    /// Its users.
    pub users: Vec<Registration>,
    /// What became of its rows.
    pub ledger: Ledger,
    /// Its malformed rows; `file` counts within the reports.
    pub problems: Vec<Problem>,
    /// Of how many users the list of methods was destroyed.
    pub destroyed: u64,
}

impl ReportFile {
    /// When it was refreshed: the newest time on its rows, else the date in its file name.
    pub fn date(&self) -> Option<Time> {
        let newest = self.users.iter().filter_map(|user| user.updated).max();
        newest.or_else(|| date_in_name(&self.path))
    }
}

/// Where one line of the registration reports stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ReportPlace {
    /// The report, by its place in [`Intake::reports`].
    pub report: u32,
    /// The user, by the place in [`ReportFile::users`].
    pub user: u32,
}

/// The files, sorted by kind and path.
#[derive(Debug, Default)]
pub struct Intake {
    /// Sign-in logs, by path.
    pub logs: Vec<Input>,
    /// AuthDetails companions, by path.
    pub companions: Vec<Input>,
    /// Registration reports, by date and path.
    pub reports: Vec<ReportFile>,
    /// Files that are not read, and why; by path.
    pub ignored: Vec<(String, String)>,
}

impl Intake {
    /// Tells what each file is. A file given twice is read once.
    ///
    /// # Errors
    /// A named file that cannot be used, or nothing usable at all.
    pub fn new(given: Vec<Given>) -> Result<Intake, IntakeError> {
        Intake::dated(given, None)
    }

    /// Tells what each file is; `order` is that of dates that a file itself leaves ambiguous.
    ///
    /// # Errors
    /// As [`Intake::new`].
    pub fn dated(mut given: Vec<Given>, order: Option<DateOrder>) -> Result<Intake, IntakeError> {
        given.sort_by(|a, b| a.source.name().cmp(b.source.name()));
        let mut intake = Intake::default();
        let mut last: Option<String> = None;
        for one in given {
            let path = one.source.name().to_owned();
            if last.as_ref() == Some(&path) {
                continue;
            }
            last = Some(path.clone());
            match recognise_dated(one.source, one.log_type, order).and_then(|input| intake.take(input)) {
                Ok(()) => {}
                Err(why) if one.named => return Err(Refused { path, why }.into()),
                Err(why) => intake.ignored.push((path, why.to_string())),
            }
        }
        intake.reports.sort_by(|a, b| (a.date(), &a.path).cmp(&(b.date(), &b.path)));
        if intake.logs.is_empty() && intake.companions.is_empty() && intake.reports.is_empty() {
            let why = intake
                .ignored
                .first()
                .map_or("nothing was given".to_owned(), |(path, why)| format!("{path}: {why}"));
            return Err(IntakeError::Nothing(why));
        }
        Ok(intake)
    }

    /// What a registration report says of one user.
    pub fn registration(&self, place: ReportPlace) -> &Registration {
        &self.reports[place.report as usize].users[place.user as usize]
    }

    fn take(&mut self, input: Input) -> Result<(), Rejection> {
        match input.content.reading {
            Reading::Whole => self.reports.push(read_report(&input)?),
            Reading::InChunks if input.is_log() => self.logs.push(input),
            Reading::InChunks => self.companions.push(input),
        }
        Ok(())
    }
}

fn read_report(input: &Input) -> Result<ReportFile, Rejection> {
    let report = registrations::read_report(input)?;
    let ledger = Ledger {
        rows: (report.users.len() + report.broken.len()) as u64,
        malformed: report.broken.len() as u64,
        other: report.users.len() as u64,
        cut: report.cut || input.source.is_cut(),
        ..Ledger::default()
    };
    let problems = report.broken.into_iter().take(PROBLEMS_KEPT);
    let problems =
        problems.map(|(row, offset, fault, detail)| Problem { file: 0, row, offset, fault, detail });
    Ok(ReportFile {
        path: input.path().to_owned(),
        encoding: input.source.encoding().to_owned(),
        compression: input.source.compression().to_owned(),
        users: report.users,
        ledger,
        problems: problems.collect(),
        destroyed: report.destroyed,
    })
}

/// `…_2026-9-23.csv`, `20260923-…` and the like: the last three numbers that make a date, else the last eight digits that do.
fn date_in_name(path: &str) -> Option<Time> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let numbers: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let date = |year: u32, month: u32, day: u32| {
        (2001..=9999).contains(&year).then(|| Time::parse_bound(&format!("{year:04}-{month:02}-{day:02}")))?
    };
    let values: Vec<u32> = numbers.iter().filter_map(|digits| digits.parse().ok()).collect();
    let apart = values.windows(3).rev().find_map(|numbers| date(numbers[0], numbers[1], numbers[2]));
    // With the hour and minute behind it, or seconds, too: the Extractor Suite names its files so.
    let joined = |digits: &&str| {
        let number: u32 = digits.get(..8).filter(|_| matches!(digits.len(), 8 | 12 | 14))?.parse().ok()?;
        date(number / 10_000, number / 100 % 100, number % 100)
    };
    apart.or_else(|| numbers.iter().rev().find_map(joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        let check = |name: &str, expect: Option<&str>| {
            assert_eq!(date_in_name(name).map(Time::rfc3339).as_deref(), expect, "{name}");
        };
        check("x/exportUserRegistrationDetails_2026-9-23.csv", Some("2026-09-23T00:00:00Z"));
        check("exportUserRegistrationDetails_2026-11-06 (1).csv", Some("2026-11-06T00:00:00Z"));
        check("20261106-081500-UserRegistrationDetails.csv", Some("2026-11-06T00:00:00Z"));
        check("2026-13-40-2026-9-23.csv", Some("2026-09-23T00:00:00Z"));
        check("202504210900-MFA-UserRegistrationDetails.csv", Some("2025-04-21T00:00:00Z"));
        check("20250421090015-report.csv", Some("2025-04-21T00:00:00Z"));
        check("2025042109-report.csv", None);
        check("20261340.csv", None);
        check("report.csv", None);
    }
}
