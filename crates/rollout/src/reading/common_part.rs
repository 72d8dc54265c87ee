//! The common part of every answer, made of what was seen: the ledger, the warnings, and what these files cannot answer.

use entrasift_core::content::registrations::REGISTRATION;
use entrasift_core::{Ledger, PROBLEMS_KEPT};
use entrasift_rules::rule::Rule;

use crate::answer::{Ignored, InputLine, NotEvaluated, ProblemLine, Reading, Totals, Warning};
use crate::reading::read_logs::{Seen, column_title};
use crate::reading::warnings;

impl Seen {
    /// The common part of the answer. `rules` are those that the command evaluates.
    pub fn reading(&self, rules: &[Rule], more_warnings: Vec<Warning>) -> Reading {
        let problems = self.problems().into_iter().take(PROBLEMS_KEPT).map(|(path, problem)| ProblemLine {
            path,
            row: problem.row,
            offset: problem.offset,
            class: problem.fault.name(),
            detail: problem.detail,
        });
        let ignored = self.request.intake.ignored.iter().cloned();
        Reading {
            tenant: self.request.tenant.name.clone(),
            as_of: self.as_of,
            inputs: self.inputs(),
            ignored: ignored.map(|(path, reason)| Ignored { path, reason }).collect(),
            problems: problems.collect(),
            totals: self.totals(),
            warnings: warnings::all(self, more_warnings),
            not_evaluated: self.not_evaluated(rules),
        }
    }

    fn inputs(&self) -> Vec<InputLine> {
        let lines = self.files().into_iter().map(|(path, file)| {
            let ledger = file.ledger;
            InputLine {
                path: path.to_owned(),
                format: file.format.name,
                is_report: std::ptr::eq(file.format, &REGISTRATION),
                encoding: file.encoding.to_owned(),
                compression: file.compression.to_owned(),
                totals: Totals { first: ledger.first, last: ledger.last, ..totals_of(ledger) },
                truncation_suspected: file.format.limit_at(ledger.rows).is_some(),
            }
        });
        lines.collect()
    }

    fn totals(&self) -> Totals {
        let (first, last) = (self.totals.first_signin, self.totals.last_signin);
        Totals { users: self.watched.population.users(), first, last, ..totals_of(&self.totals) }
    }

    fn not_evaluated(&self, rules: &[Rule]) -> Vec<NotEvaluated> {
        let mut lines = Vec::new();
        for rule in rules {
            let silent = rule.lacks_words();
            for (input, ledger) in self.request.intake.logs.iter().zip(&self.watched.ledgers) {
                let because = match (silent, rule.lacks(self.fills(input))) {
                    (Some(setting), _) => {
                        format!("the setting `{}` is empty: {}", setting.name, setting.meaning)
                    }
                    (None, Some(field)) => format!("the file has no column `{}`", column_title(field)),
                    (None, None) => continue,
                };
                lines.push(NotEvaluated::of_file(rule.id, because, input.path(), ledger.rows));
            }
        }
        lines
    }
}

/// What became of the rows, without users and times, which a ledger and its total count differently.
fn totals_of(ledger: &Ledger) -> Totals {
    Totals {
        rows: ledger.rows,
        malformed: ledger.malformed,
        duplicates: ledger.duplicates,
        out_of_window: ledger.out_of_window,
        other: ledger.other,
        signins: ledger.signins,
        success: ledger.success,
        failure: ledger.failure,
        interrupted: ledger.interrupted,
        ..Totals::default()
    }
}
