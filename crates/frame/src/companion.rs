//! The steps of the AuthDetails companions, whole, by the request id of their sign-in.

use std::collections::HashMap;

use entrasift_core::text::words::flag;
use entrasift_core::{Batch, Field, RowRef, Visit, id_key, read_rows};
use entrasift_rollout::reading::request::Request;

use crate::error::FrameError;
use crate::step::Step;

/// Steps by request id, each with its place.
#[derive(Debug, Default)]
pub(crate) struct Companions {
    by_request: HashMap<u128, Vec<(RowRef, Step)>>,
}

impl Companions {
    /// Reads the companions; the steps of one sign-in stand in the order of files and rows.
    #[expect(clippy::iter_over_hash_type, reason = "each request id has its own steps, which are sorted")]
    pub(crate) fn read(request: &Request) -> Result<Companions, FrameError> {
        let inputs = &request.intake.companions;
        let mut all = Companions::default();
        if inputs.is_empty() {
            return Ok(all);
        }
        let scan = read_rows(inputs, &request.options, Companions::default)?;
        for (part, _) in scan.seen {
            for (request, mut steps) in part.by_request {
                all.by_request.entry(request).or_default().append(&mut steps);
            }
        }
        for steps in all.by_request.values_mut() {
            steps.sort_by_key(|(place, _)| *place);
            // Overlapping downloads hold the same steps again.
            let mut seen: Vec<Step> = Vec::new();
            steps.retain(|(_, step)| {
                let is_new = !seen.contains(step);
                if is_new {
                    seen.push(step.clone());
                }
                is_new
            });
        }
        Ok(all)
    }

    /// The steps of a sign-in.
    pub(crate) fn steps(&self, request_id: &[u8]) -> impl Iterator<Item = &Step> {
        let steps = id_key(request_id).and_then(|key| self.by_request.get(&key));
        steps.into_iter().flatten().map(|(_, step)| step)
    }
}

impl Visit for Companions {
    fn visit(&mut self, batch: &mut Batch) {
        for row in batch.rows() {
            let Some(key) = id_key(&row.cell(Field::RequestId)) else { continue };
            let cell = |field| row.cell_text(field);
            let step = Step {
                number: 0,
                method: cell(Field::StepMethod),
                detail: cell(Field::StepDetail),
                succeeded: flag(&cell(Field::StepSucceeded)),
                result: cell(Field::StepResult),
                requirement: cell(Field::StepRequirement),
                at: row.time_of(Field::StepTime),
            };
            self.by_request.entry(key).or_default().push((row.row_ref(), step));
        }
    }
}
