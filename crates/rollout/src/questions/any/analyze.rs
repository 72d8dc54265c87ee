//! `analyze`: what is in these files, and everything that the rules found.

use std::sync::Arc;

use entrasift_rules::list;
use entrasift_rules::rules::Rules;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod analysis;
mod cases;
mod timeline;
mod view;

pub use analysis::Analysis;
pub use cases::CaseAt;
pub use timeline::{HourCounts, Timeline};
pub use view::findings_table;

/// The question what stands out.
#[derive(Debug, Clone, Copy, Default)]
pub struct AnalyzeOptions;

impl Question for AnalyzeOptions {
    type Observer = (Rules, Timeline);
    type Conclusion = Analysis;

    const NAME: &'static str = "analyze";

    fn observer(&self, request: &Request) -> (Rules, Timeline) {
        (Rules::new(list::all_for(&request.tenant)), Timeline::default())
    }

    fn conclude(
        &self,
        seen: &Arc<Seen>,
        (rules, timeline): (Rules, Timeline),
    ) -> Result<Analysis, AnswerError> {
        Ok(Analysis::new(seen, rules, timeline))
    }

    fn answer(analysis: &Arc<Analysis>) -> Answer {
        view::answer(analysis)
    }
}
