//! `report`: all of it in one: what the rules found, and a chapter for each question that the inputs are made for.

use std::sync::Arc;

use entrasift_core::{Field, HOUR, Time};

use crate::answer::Answer;
use crate::questions::any::analyze::AnalyzeOptions;
use crate::questions::any::break_glass::BreakGlassOptions;
use crate::questions::any::gaps::GapsOptions;
use crate::questions::enforce::enforcement::EnforcementOptions;
use crate::questions::joined::{Joined, JoinedObserver};
use crate::questions::prepare::legacy::LegacyOptions;
use crate::questions::question::Question;
use crate::questions::register::registration::RegistrationOptions;
use crate::questions::validate::ValidateOptions;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod chapters;
mod view;

pub use chapters::Chapters;

/// The question how the rollout stands. A chapter that these files cannot answer is named as not evaluated. The exit code is that of a
/// report that was made: the verdict stands in it, and `validate` has the code for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportOptions;

/// What sums up all chapters, in their order.
type ChapterSums = (
    <AnalyzeOptions as Question>::Observer,
    (
        (JoinedObserver<ValidateOptions>, JoinedObserver<EnforcementOptions>),
        (
            (JoinedObserver<BreakGlassOptions>, JoinedObserver<LegacyOptions>),
            (JoinedObserver<GapsOptions>, JoinedObserver<RegistrationOptions>),
        ),
    ),
);

/// Until then `enforcement` says what is to be done, and a verdict could only be that it is too early.
const FIRST_HOURS: i64 = 48;

/// The tenant file says when the policy was switched on, and the logs go on for so many hours after it.
fn is_enforced(seen: &Seen, hours: i64) -> bool {
    let enforced_at = seen.request.tenant.rollout.enforced_at;
    enforced_at.zip(seen.as_of).is_some_and(|(Time(from), Time(now))| now > from.saturating_add(hours * HOUR))
}

/// A chapter, where the inputs are made for it.
fn chapter<Q: Question>(
    is_asked: bool,
    question: &Q,
    seen: &Arc<Seen>,
    observer: JoinedObserver<Q>,
) -> Result<Joined<Q>, AnswerError> {
    if is_asked { Joined::new(question, seen, observer) } else { Ok(Joined::NotAsked) }
}

impl Question for ReportOptions {
    type Observer = ChapterSums;
    type Conclusion = Chapters;

    const NAME: &'static str = "report";
    const NEEDS: &'static [Field] = AnalyzeOptions::NEEDS;

    /// There is a report wherever `analyze` has an answer.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        AnalyzeOptions.check(request)
    }

    fn observer(&self, request: &Request) -> ChapterSums {
        // When the policy was switched on is known now, and how long the logs go on after it is not.
        let enforced = request.tenant.rollout.enforced_at.is_some();
        let validation = enforced.then(|| Joined::observer(&ValidateOptions::default(), request)).flatten();
        let enforcement =
            enforced.then(|| Joined::observer(&EnforcementOptions::default(), request)).flatten();
        let break_glass = Joined::observer(&BreakGlassOptions, request);
        let legacy = Joined::observer(&LegacyOptions, request);
        let gaps = Joined::observer(&GapsOptions, request);
        let registration = Joined::observer(&RegistrationOptions::default(), request);
        (
            AnalyzeOptions.observer(request),
            ((validation, enforcement), ((break_glass, legacy), (gaps, registration))),
        )
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: ChapterSums) -> Result<Chapters, AnswerError> {
        let (analysis, ((validation, enforcement), ((break_glass, legacy), (gaps, registration)))) = sums;
        let has_reports = !seen.request.intake.reports.is_empty();
        let (first_hours, since) = (is_enforced(seen, FIRST_HOURS), is_enforced(seen, 0));
        Ok(Chapters {
            analysis: Arc::new(AnalyzeOptions.conclude(seen, analysis)?),
            validation: chapter(first_hours, &ValidateOptions::default(), seen, validation)?,
            enforcement: chapter(since, &EnforcementOptions::default(), seen, enforcement)?,
            break_glass: chapter(true, &BreakGlassOptions, seen, break_glass)?,
            legacy: chapter(true, &LegacyOptions, seen, legacy)?,
            gaps: chapter(true, &GapsOptions, seen, gaps)?,
            registration: chapter(has_reports, &RegistrationOptions::default(), seen, registration)?,
        })
    }

    fn answer(chapters: &Arc<Chapters>) -> Answer {
        view::answer(chapters)
    }
}
