//! `gaps`: successes without MFA, classified.

use std::sync::Arc;

use entrasift_core::Field;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod line;
mod sums;
mod view;

pub use line::{GapLine, Gaps};
pub use sums::GapSums;
pub use view::class_tone;

/// The question who got in without MFA.
#[derive(Debug, Clone, Copy, Default)]
pub struct GapsOptions;

impl Question for GapsOptions {
    type Observer = GapSums;
    type Conclusion = Gaps;

    const NAME: &'static str = "gaps";
    const NEEDS: &'static [Field] = &[Field::Requirement];

    fn observer(&self, _: &Request) -> GapSums {
        GapSums::default()
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: GapSums) -> Result<Gaps, AnswerError> {
        Ok(Gaps::new(seen, sums))
    }

    fn answer(gaps: &Arc<Gaps>) -> Answer {
        view::answer(gaps)
    }
}
