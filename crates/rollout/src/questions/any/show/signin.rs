//! What `show` concludes: one sign-in with every row that holds it.

use std::sync::Arc;

use entrasift_core::{Batch, Field, Options, RowRef, Scanner, Visit, id_key, read_rows};

use super::classified::Classified;
use crate::answer::Place;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

/// One sign-in.
pub struct ShownSignIn {
    /// What was read.
    pub seen: Arc<Seen>,
    /// Its request id as it was asked for.
    pub request_id: String,
    /// What became of it.
    pub outcome: Classified,
    /// Its rows in the logs, by file and row: copies are merged into one sign-in.
    pub rows: Vec<ShownRow>,
    /// Its authentication steps in the companions, in their order.
    pub steps: Vec<ShownRow>,
}

/// One row, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShownRow {
    /// Where it stands.
    pub place: Place,
    /// Every cell that is not empty.
    pub cells: Vec<(Field, String)>,
}

impl ShownSignIn {
    pub(super) fn new(
        seen: &Arc<Seen>,
        outcome: Classified,
        request_id: &str,
    ) -> Result<ShownSignIn, AnswerError> {
        let key = key(request_id)?;
        let rows = rows(&seen.request, key)?;
        if rows.is_empty() {
            return Err(not_found(request_id));
        }
        let steps = steps(&seen.request, key)?;
        Ok(ShownSignIn { seen: seen.clone(), request_id: request_id.trim().to_owned(), outcome, rows, steps })
    }

    /// The error code of the sign-in, as its first row that has one says it.
    pub fn code(&self) -> Option<&str> {
        self.rows.iter().map(|row| row.cell(Field::Code)).find(|code| !code.is_empty())
    }
}

impl ShownRow {
    /// The text of one cell; empty where there is none.
    pub fn cell(&self, field: Field) -> &str {
        self.cells.iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text)
    }
}

/// What finds the rows of a request id.
///
/// # Errors
/// When it is no id: then no sign-in has it.
pub(super) fn key(request_id: &str) -> Result<u128, AnswerError> {
    id_key(request_id.as_bytes()).ok_or_else(|| not_found(request_id))
}

fn not_found(request_id: &str) -> AnswerError {
    AnswerError::NotFound(format!("no sign-in has the request id `{}`", request_id.trim()))
}

/// Every cell of every row of one request id.
struct RowsOfId {
    key: u128,
    found: Vec<RowOfId>,
}

struct RowOfId {
    row: RowRef,
    cells: Vec<(Field, String)>,
}

impl Visit for RowsOfId {
    fn visit(&mut self, batch: &mut Batch) {
        for row in batch.rows() {
            if id_key(&row.cell(Field::RequestId)) == Some(self.key) {
                let cells = Field::ALL.iter().map(|field| (*field, row.cell_text(*field)));
                let cells = cells.filter(|(_, text)| !text.is_empty()).collect();
                self.found.push(RowOfId { row: row.row_ref(), cells });
            }
        }
    }
}

fn rows(request: &Request, key: u128) -> Result<Vec<ShownRow>, AnswerError> {
    let options = Options { from: None, to: None, ..request.options.clone() };
    let logs = &request.intake.logs;
    let make = || RowsOfId { key, found: Vec::new() };
    let scan = Scanner::new(logs, &options, Default::default()).show_copies(make)?;
    let found = scan.seen.into_iter().flat_map(|(part, _)| part.found);
    let mut rows: Vec<ShownRow> = found
        .map(|one| {
            let path = logs[one.row.file() as usize].path().to_owned();
            ShownRow { place: Place { path, row: scan.rows.row(one.row) }, cells: one.cells }
        })
        .collect();
    rows.sort();
    Ok(rows)
}

fn steps(request: &Request, key: u128) -> Result<Vec<ShownRow>, AnswerError> {
    let companions = &request.intake.companions;
    let scan = read_rows(companions, &request.options, || RowsOfId { key, found: Vec::new() })?;
    let mut found: Vec<RowOfId> = scan.seen.into_iter().flat_map(|(part, _)| part.found).collect();
    found.sort_by_key(|one| one.row);
    let steps = found.into_iter().map(|one| {
        let path = companions[one.row.file() as usize].path().to_owned();
        ShownRow { place: Place { path, row: scan.rows.row(one.row) }, cells: one.cells }
    });
    Ok(steps.collect())
}
