//! `plan`: the dated plan of the five steps, with what the files tell already, the messages, and the helpdesk sheet.

use std::sync::Arc;

use entrasift_core::Time;

use crate::answer::Answer;
use crate::questions::any::break_glass::BreakGlassOptions;
use crate::questions::any::gaps::GapsOptions;
use crate::questions::joined::{Joined, JoinedObserver};
use crate::questions::prepare::exceptions::ExceptionsOptions;
use crate::questions::prepare::impact::ImpactOptions;
use crate::questions::prepare::legacy::LegacyOptions;
use crate::questions::question::Question;
use crate::questions::register::registration::RegistrationOptions;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod calendar;
mod codes;
mod known_facts;
mod rollout_plan;
mod view;
mod words;

pub use calendar::Calendar;
pub use codes::{CodeCounts, MetCodes};
pub use rollout_plan::RolloutPlan;

/// The question what is done when.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlanOptions {
    /// Day 1; else that of the tenant file.
    pub start: Option<Time>,
}

/// What sums up all that a plan tells of the files.
type PlanSums = (
    MetCodes,
    (
        (
            JoinedObserver<BreakGlassOptions>,
            (JoinedObserver<LegacyOptions>, JoinedObserver<ExceptionsOptions>),
        ),
        (JoinedObserver<RegistrationOptions>, (JoinedObserver<ImpactOptions>, JoinedObserver<GapsOptions>)),
    ),
);

impl PlanOptions {
    fn calendar(&self, request: &Request) -> Result<Calendar, AnswerError> {
        let rollout = &request.tenant.rollout;
        let start = self.start.or(rollout.start).ok_or_else(|| {
            let hint =
                "a plan needs its first day: use --start DATE, or `start` under [rollout] in the tenant file";
            AnswerError::NotFound(hint.to_owned())
        })?;
        Ok(Calendar::new(start, rollout))
    }
}

impl Question for PlanOptions {
    type Observer = PlanSums;
    type Conclusion = RolloutPlan;

    const NAME: &'static str = "plan";

    /// A plan needs its first day; no file need be given.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        self.calendar(request).map(|_| ())
    }

    fn observer(&self, request: &Request) -> PlanSums {
        let break_glass = Joined::observer(&BreakGlassOptions, request);
        let legacy = Joined::observer(&LegacyOptions, request);
        let exceptions = Joined::observer(&ExceptionsOptions::default(), request);
        let registration = Joined::observer(&RegistrationOptions::default(), request);
        let impact = Joined::observer(&ImpactOptions::default(), request);
        let gaps = Joined::observer(&GapsOptions, request);
        (MetCodes::default(), ((break_glass, (legacy, exceptions)), (registration, (impact, gaps))))
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: PlanSums) -> Result<RolloutPlan, AnswerError> {
        let (codes, ((break_glass, (legacy, exceptions)), (registration, (impact, gaps)))) = sums;
        Ok(RolloutPlan {
            calendar: self.calendar(&seen.request)?,
            break_glass: Joined::new(&BreakGlassOptions, seen, break_glass)?,
            legacy: Joined::new(&LegacyOptions, seen, legacy)?,
            exceptions: Joined::new(&ExceptionsOptions::default(), seen, exceptions)?,
            registration: Joined::new(&RegistrationOptions::default(), seen, registration)?,
            impact: Joined::new(&ImpactOptions::default(), seen, impact)?,
            gaps: Joined::new(&GapsOptions, seen, gaps)?,
            met: codes.by_code(seen),
            seen: seen.clone(),
        })
    }

    fn answer(plan: &Arc<RolloutPlan>) -> Answer {
        view::answer(plan)
    }
}
