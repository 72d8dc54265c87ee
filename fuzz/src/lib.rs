//! What a scan showed, so that two scans can be compared.

use entrasift_core::{Batch, Fault, Field, Kind, Ledger, PROBLEMS_KEPT, RowRef, Scan, Status, Time, Visit};

/// One sign-in.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its row.
    pub row: u64,
    /// When.
    pub time: Time,
    /// What became of it.
    pub status: Status,
    /// Each field as it stands, and as its dictionary has it.
    pub cells: Vec<(String, String)>,
}

/// What one scan of one file said.
#[derive(Debug, Default, PartialEq)]
pub struct Seen {
    /// The sign-ins, by row.
    pub rows: Vec<Row>,
    /// Row, byte offset and fault of the first malformed rows.
    pub problems: Vec<(u64, u64, Fault)>,
    /// The ledger.
    pub ledger: Ledger,
}

impl Seen {
    /// What a scan showed. Its ledger must reconcile.
    pub fn of(scan: Scan<Shown>) -> Seen {
        let shown = scan.seen.into_iter().flat_map(|(part, _)| part.0);
        let mut rows: Vec<Row> = shown.map(|(place, row)| Row { row: scan.rows.row(place), ..row }).collect();
        rows.sort_by_key(|row| row.row);
        let problems = scan.problems.iter().take(PROBLEMS_KEPT);
        let problems = problems.map(|problem| (problem.row, problem.offset, problem.fault)).collect();
        let ledger = scan.ledgers[0].clone();
        assert!(ledger.reconciles() && ledger.signins == rows.len() as u64, "{ledger:?}");
        Seen { rows, problems, ledger }
    }
}

/// Keeps every row that is shown.
#[derive(Default)]
pub struct Shown(Vec<(RowRef, Row)>);

impl Visit for Shown {
    fn visit(&mut self, batch: &mut Batch) {
        for row in 0..batch.len() {
            let cells = Field::ALL.iter().map(|field| {
                let kept = match field.kind() {
                    Kind::UniqueId => String::new(),
                    _ => {
                        let symbol = batch.intern(row, *field);
                        batch.text_of(*field, symbol).to_owned()
                    }
                };
                (batch.row(row).cell_text(*field), kept)
            });
            let cells = cells.collect();
            let (time, status) = (batch.times()[row], batch.statuses()[row]);
            self.0.push((batch.row(row).row_ref(), Row { row: 0, time, status, cells }));
        }
    }
}
