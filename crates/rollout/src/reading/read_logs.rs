//! What was seen of the logs in one reading, and the part of an answer that is common to all commands.

use std::collections::BTreeMap;
use std::sync::Arc;

use entrasift_core::content::registrations::REGISTRATION;
use entrasift_core::dialect::Format;
use entrasift_core::{
    Field, FieldSet, Input, Ledger, Problem, RowRef, Scan, Steps, Symbol, Time, read_steps,
};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, Watched, watch};
use entrasift_rules::measure::{Distinct, Evidence};

use crate::answer::{NotEvaluated, Place, Value};
use crate::reading::intake::ReportFile;
use crate::reading::request::{AnswerError, Request};

/// What was seen of the logs, beside what an observer made of it: the ledger, who and what was there, and the values behind all symbols.
pub struct Seen {
    /// What was asked.
    pub request: Request,
    /// The values behind the observer's symbols, and who was there.
    pub watched: Watched,
    /// Of how many request ids the companions hold steps.
    pub steps: u64,
    companions: Vec<Ledger>,
    companion_problems: Vec<Problem>,
    /// The ledger in total.
    pub totals: Ledger,
    /// What "now" means.
    pub as_of: Option<Time>,
}

/// A file that was read.
#[derive(Debug, Clone, Copy)]
pub struct ReadFile<'i> {
    /// What it is.
    pub format: Format,
    /// How its text was encoded.
    pub encoding: &'i str,
    /// How it was packed.
    pub compression: &'i str,
    /// Its text ended early, in the packing or within a record.
    pub is_cut: bool,
    /// What became of its rows.
    pub ledger: &'i Ledger,
}

impl<'i> ReadFile<'i> {
    fn new(input: &'i Input, ledger: &'i Ledger) -> ReadFile<'i> {
        let source = &input.source;
        let is_cut = ledger.cut || source.is_cut();
        let (encoding, compression) = (source.encoding(), source.compression());
        ReadFile { format: input.format, encoding, compression, is_cut, ledger }
    }

    fn from_report(report: &'i ReportFile) -> ReadFile<'i> {
        let ReportFile { encoding, compression, ledger, .. } = report;
        ReadFile { format: &REGISTRATION, encoding, compression, is_cut: ledger.cut, ledger }
    }
}

/// Reads the companions and shows the logs to an observer.
///
/// # Errors
/// As [`AnswerError`] says: no log, an unreadable file, a malformed row with `--strict`, an empty window, a column that the
/// command needs and no file has.
pub fn see<O: Observe>(
    request: &Request,
    command: &'static str,
    needs: &[Field],
    make: impl Fn() -> O + Sync,
) -> Result<(O, Arc<Seen>), AnswerError> {
    refuse_without_logs(&request.intake.logs, command, needs)?;
    see_any(request, make)
}

/// The same for a command that has an answer without a log: then the observer sees nothing, and the reports stand in the ledger all
/// the same.
///
/// # Errors
/// As [`see`], but for the missing log.
pub fn see_any<O: Observe>(
    request: &Request,
    make: impl Fn() -> O + Sync,
) -> Result<(O, Arc<Seen>), AnswerError> {
    let intake = &request.intake;
    let (steps, companions, companion_problems) = read_companions(request)?;
    let steps = Arc::new(steps);
    let (observer, watched) = watch(&intake.logs, &steps, &request.options, &request.tenant, make)?;
    let mut totals = Ledger::default();
    let reports = intake.reports.iter().map(|report| &report.ledger);
    watched.ledgers.iter().chain(&companions).chain(reports).for_each(|ledger| totals.add(ledger));
    let as_of = request.as_of.or(totals.last_signin);
    let (request, steps) = (request.clone(), steps.len() as u64);
    let seen = Seen { request, watched, steps, companions, companion_problems, totals, as_of };
    seen.refuse_malformed()?;
    seen.refuse_empty_window()?;
    Ok((observer, Arc::new(seen)))
}

fn read_companions(request: &Request) -> Result<(Steps, Vec<Ledger>, Vec<Problem>), AnswerError> {
    let companions = &request.intake.companions;
    if companions.is_empty() {
        return Ok(Default::default());
    }
    let Scan { seen, ledgers, problems, .. } = read_steps(companions, &request.options)?;
    let steps = seen.into_iter().fold(Steps::default(), |all, (part, _)| all.merge(part));
    Ok((steps, ledgers, problems))
}

/// A command that is about logs cannot answer without one, nor where no log can fill a field that it needs.
pub(crate) fn refuse_without_logs(
    logs: &[Input],
    command: &'static str,
    needs: &[Field],
) -> Result<(), AnswerError> {
    let Some(first) = logs.first() else { return Err(AnswerError::NoLog { command }) };
    for field in needs {
        if !logs.iter().any(|input| input.shape.fills.contains(*field)) {
            let (path, column) = (first.path().to_owned(), column_title(*field));
            return Err(AnswerError::MissingColumn { path, column, command });
        }
    }
    Ok(())
}

/// The portal's name of a field, for messages.
pub fn column_title(field: Field) -> &'static str {
    match field {
        Field::ClientApp => "Client app",
        Field::Code => "Sign-in error code",
        Field::Requirement => "Authentication requirement",
        Field::User => "Username",
        Field::RequestId => "Request ID",
        Field::AppId => "Application ID",
        Field::Compliant => "Compliant",
        Field::Country => "Location",
        Field::MfaResult => "Multifactor authentication result",
        Field::Protocol => "Authentication Protocol",
        Field::TransferMethod => "Original transfer method",
        Field::UserAgent => "User agent",
        other => other.name(),
    }
}

impl Seen {
    fn refuse_malformed(&self) -> Result<(), AnswerError> {
        if !self.request.strict {
            return Ok(());
        }
        let Some((path, problem)) = self.problems().into_iter().next() else { return Ok(()) };
        let detail = if problem.detail.is_empty() { String::new() } else { format!(": {}", problem.detail) };
        let class = problem.fault.name();
        Err(AnswerError::Malformed { path, row: problem.row, offset: problem.offset, class, detail })
    }

    fn refuse_empty_window(&self) -> Result<(), AnswerError> {
        let options = &self.request.options;
        let windowed = options.from.is_some() || options.to.is_some();
        if !windowed || self.totals.signins > 0 || self.request.intake.logs.is_empty() {
            return Ok(());
        }
        let bound = |word: &str, time: Option<Time>| time.map(|time| format!(" {word} {}", time.rfc3339()));
        let window =
            [bound("from", options.from), bound("to", options.to)].into_iter().flatten().collect::<String>();
        let outside = self.totals.out_of_window;
        Err(AnswerError::NothingInWindow(format!("{window}; {outside} sign-ins lie outside it")))
    }

    /// Malformed rows of all files with their paths, by path and row.
    pub(crate) fn problems(&self) -> Vec<(String, Problem)> {
        let intake = &self.request.intake;
        let of = |inputs: &[Input], problems: &[Problem]| {
            let named = problems
                .iter()
                .map(|problem| (inputs[problem.file as usize].path().to_owned(), problem.clone()));
            named.collect::<Vec<_>>()
        };
        let mut all = of(&intake.logs, &self.watched.problems);
        all.extend(of(&intake.companions, &self.companion_problems));
        for report in &intake.reports {
            all.extend(report.problems.iter().map(|problem| (report.path.clone(), problem.clone())));
        }
        all.sort_by(|a, b| (&a.0, a.1.row).cmp(&(&b.0, b.1.row)));
        all
    }

    /// The path of a log by its number.
    pub fn path(&self, file: u32) -> &str {
        self.request.intake.logs[file as usize].path()
    }

    /// Where a row stands.
    pub fn place(&self, row: RowRef) -> Place {
        Place { path: self.path(row.file()).to_owned(), row: self.watched.rows.row(row) }
    }

    /// Rows that prove a claim.
    pub fn evidence(&self, evidence: &Evidence) -> Value {
        let places = evidence.rows().iter().map(|row| self.place(*row)).collect();
        Value::Evidence { places, total: evidence.total() }
    }

    /// The text of a symbol.
    pub fn text(&self, field: Field, symbol: Symbol) -> &str {
        self.watched.dictionaries.text(field, symbol)
    }

    /// How people know a person.
    pub fn shown(&self, person: Person) -> &str {
        self.watched.population.shown(person, &self.watched.dictionaries)
    }

    /// What tells a person from others: the object id, else the name.
    pub fn key(&self, person: Person) -> &str {
        person.key(&self.watched.dictionaries)
    }

    /// The object id of a person; empty where there is none.
    pub fn user_id(&self, person: Person) -> &str {
        person.id(&self.watched.dictionaries)
    }

    /// Distinct values as text, ascending.
    pub fn texts(&self, field: Field, values: &Distinct) -> Vec<String> {
        let mut texts: Vec<String> =
            values.iter().map(|(symbol, _)| self.text(field, symbol).to_owned()).collect();
        texts.sort_unstable();
        texts
    }

    /// Every file that was read, by path.
    pub fn files(&self) -> BTreeMap<&str, ReadFile<'_>> {
        let intake = &self.request.intake;
        let logs = intake.logs.iter().zip(&self.watched.ledgers);
        let companions = intake.companions.iter().zip(&self.companions);
        let mut files: BTreeMap<_, _> = logs
            .chain(companions)
            .map(|(input, ledger)| (input.path(), ReadFile::new(input, ledger)))
            .collect();
        files.extend(
            intake.reports.iter().map(|report| (report.path.as_str(), ReadFile::from_report(report))),
        );
        files
    }

    /// What stands in `not_evaluated` for a question that files without a field cannot answer.
    pub fn lacking(&self, question: &'static str, field: Field, because: &str) -> Vec<NotEvaluated> {
        let logs = self.request.intake.logs.iter().zip(&self.watched.ledgers);
        let blind = logs.filter(|(input, _)| !self.fills(input).contains(field));
        blind
            .map(|(input, ledger)| NotEvaluated::of_file(question, because, input.path(), ledger.rows))
            .collect()
    }

    /// The fields that a log can fill, with its companions.
    pub fn fills(&self, input: &Input) -> FieldSet {
        let fills = input.shape.fills;
        let fills = if self.steps > 0 { fills.with(Field::Steps) } else { fills };
        let said = input.format.interactive().is_some() || input.format.is_workload();
        if said { fills.with(Field::EventType) } else { fills }
    }
}
