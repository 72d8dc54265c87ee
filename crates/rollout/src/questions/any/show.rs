//! `show`: one sign-in with every row, step, class and reason.

use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::field::method::Evidence;
use entrasift_core::log::batch::Batch;
use entrasift_core::log::scan::{Options, Scanner, Visit, read_rows};
use entrasift_core::log::steps::id_key;
use entrasift_core::log::symbols::Translation;
use entrasift_rules::derive::outcome::{Class, Confidence, Verdict};
use entrasift_rules::engine::{Observe, Row, View};

use crate::answer::{Answer, Column, Fact, Holds, Outcome, Section, Show, Table, Value};
use crate::questions::any::gaps::class_tone;
use crate::reading::read_logs::{count_of, see};
use crate::reading::request::{AnswerError, Request};

/// Every cell of every row of one request id.
struct Rows {
    key: u128,
    found: Vec<Found>,
}

struct Found {
    row: entrasift_core::log::batch::RowRef,
    cells: Vec<(Field, String)>,
}

impl Visit for Rows {
    fn visit(&mut self, batch: &mut Batch) {
        for row in batch.rows() {
            if id_key(&row.cell(Field::RequestId)) == Some(self.key) {
                let cells = Field::ALL.iter().map(|field| (*field, row.cell_text(*field)));
                let cells = cells.filter(|(_, text)| !text.is_empty()).collect();
                self.found.push(Found { row: row.row_ref(), cells });
            }
        }
    }
}

/// The class of the merged sign-in.
struct Classified {
    key: u128,
    class: Option<(Class, Confidence)>,
    status: Option<&'static str>,
    own_evidence: Evidence,
}

impl Observe for Classified {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows() {
            if id_key(&row.cell(Field::RequestId)) == Some(self.key) {
                self.status = Some(row.status().name());
                let text = catalogue::MfaText::classify(&row.cell_text(Field::MfaResult));
                self.own_evidence = row.steps().and(Evidence::from_text(text));
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows {
            if id_key(&row.cell(Field::RequestId)) == Some(self.key) {
                self.class = Some((verdict.class, verdict.confidence));
            }
        }
    }

    fn merge(&mut self, other: Self, _: &Translation) {
        self.class = self.class.or(other.class);
        self.status = self.status.or(other.status);
        self.own_evidence = self.own_evidence.and(other.own_evidence);
    }
}

/// The sign-in of a request id.
///
/// # Errors
/// As [`AnswerError`] says; when no row has the id.
pub fn answer(request: &Request, request_id: &str) -> Result<Answer, AnswerError> {
    let not_found =
        || AnswerError::NotFound(format!("no sign-in has the request id `{}`", request_id.trim()));
    let key = id_key(request_id.as_bytes()).ok_or_else(not_found)?;
    let empty = || Classified { key, class: None, status: None, own_evidence: Evidence::NONE };
    let (found, seen) = see(request, "show", &[Field::RequestId], empty)?;
    let rows = rows(request, key)?;
    if rows.is_empty() {
        return Err(not_found());
    }
    let steps = steps(request, key)?;
    let mut lead = vec![match rows.len() {
        1 => "One row.".to_owned(),
        copies => format!("{}, merged into one sign-in.", count_of(copies as u64, "row", "rows")),
    }];
    let mut facts = vec![
        Fact::new("request_id", Holds::Id, request_id.trim().to_lowercase()),
        Fact::new("status", Holds::Words, found.status.map_or(Value::Null, Value::from)),
    ];
    if let Some((class, confidence)) = found.class {
        facts.push(Fact::new("class", Holds::Words, Value::Word(class.name(), class_tone(class))));
        facts.push(Fact::new("confidence", Holds::Words, confidence.name()));
        facts.push(Fact::new("reason", Holds::Words, reason(class, found.own_evidence)));
        lead.push(format!("Class {}: {}.", class.name(), class.words()));
    }
    let code = rows
        .iter()
        .flat_map(|row| &row.1)
        .find(|(field, _)| *field == Field::Code)
        .map(|(_, code)| code.clone());
    if let Some(entry) = code.and_then(|code| code.parse().ok()).and_then(catalogue::error_code) {
        facts.push(Fact::new("meaning", Holds::Words, entry.meaning));
        facts.push(Fact::new("helpdesk", Holds::Words, entry.helpdesk_action));
    }
    let sections = vec![
        Section::value("signin", "The sign-in", Value::Map(facts)),
        Section::table("steps", "Authentication steps", steps),
        Section::table("rows", "Every row, cell by cell", cells_table(&rows)),
    ];
    let reading = Some(seen.reading(&[], Vec::new()));
    Ok(Answer {
        command: "show",
        reading,
        lead,
        sections,
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    })
}

fn reason(class: Class, evidence: Evidence) -> String {
    let words = evidence.words();
    let seen = if words.is_empty() { "no MFA evidence of its own".to_owned() } else { words.join("; ") };
    format!("{} (evidence: {seen})", class.words())
}

type RowCells = ((String, u64), Vec<(Field, String)>);

fn rows(request: &Request, key: u128) -> Result<Vec<RowCells>, AnswerError> {
    let options = Options { from: None, to: None, ..request.options.clone() };
    let logs = &request.intake.logs;
    let scan =
        Scanner::new(logs, &options, Default::default()).show_copies(|| Rows { key, found: Vec::new() })?;
    let found = scan.seen.into_iter().flat_map(|(part, _)| part.found);
    let mut rows: Vec<RowCells> = found
        .map(|one| ((logs[one.row.file() as usize].path().to_owned(), scan.rows.row(one.row)), one.cells))
        .collect();
    rows.sort();
    Ok(rows)
}

fn steps(request: &Request, key: u128) -> Result<Table, AnswerError> {
    let companions = &request.intake.companions;
    let scan = read_rows(companions, &request.options, || Rows { key, found: Vec::new() })?;
    let mut found: Vec<Found> = scan.seen.into_iter().flat_map(|(part, _)| part.found).collect();
    found.sort_by_key(|one| one.row);
    let columns = [
        ("step", "Step", Holds::Words),
        ("method", "Method", Holds::Words),
        ("detail", "Detail", Holds::Free),
        ("succeeded", "Succeeded", Holds::Words),
        ("result", "Result", Holds::Words),
        ("path", "File", Holds::File),
        ("row", "Row", Holds::Number),
    ];
    let rows = found.iter().enumerate().map(|(number, one)| {
        let cell = |field| one.cells.iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text);
        vec![
            (number + 1).into(),
            cell(Field::StepMethod).into(),
            cell(Field::StepDetail).into(),
            cell(Field::StepSucceeded).into(),
            cell(Field::StepResult).into(),
            companions[one.row.file() as usize].path().into(),
            scan.rows.row(one.row).into(),
        ]
    });
    Ok(Table::shown(&columns, rows.collect::<Vec<_>>()))
}

fn cells_table(rows: &[RowCells]) -> Table {
    let mut columns = vec![
        Column::new("path", "File", Show::Wide, Holds::File),
        Column::new("row", "Row", Show::Always, Holds::Number),
    ];
    columns.push(Column::new("field", "Field", Show::Always, Holds::Words));
    columns.push(Column::new("value", "Value", Show::Always, Holds::Words));
    let cells = rows.iter().flat_map(|((path, row), cells)| {
        cells.iter().map(move |(field, text)| {
            vec![
                path.clone().into(),
                (*row).into(),
                field.name().into(),
                Value::Held(field.holds(), text.clone()),
            ]
        })
    });
    Table { columns, rows: cells.collect(), ..Table::default() }
}
