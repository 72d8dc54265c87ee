//! `enforcement`: the first hours after the policy was switched on: who is stopped, why, and what the helpdesk says.

use std::ops::Range;
use std::sync::Arc;

use entrasift_core::{Field, HOUR, Time};
use entrasift_rules::detect::flow::{ALWAYS, Flows};

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod account;
mod advice;
mod first_hours;
mod hours;
mod lists;
mod stopped;
mod view;

pub use first_hours::{
    AttemptOutcome, DeadApp, FailureHour, FirstHours, ForcedRegistration, OtherCode, OutageHour, StrangerStop,
};
pub use hours::{CodeMeaning, FailureHours};
pub use stopped::{StopState, StoppedPerson};

/// How long after the switch people are watched where nobody says, hours.
const USUAL_HOURS: u32 = 48;

/// The question who is stopped since the policy was switched on: what the command line says of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EnforcementOptions {
    /// When the policy was switched on; else the tenant file says.
    pub enforced_at: Option<Time>,
    /// How long after it people are watched, hours; else 48.
    pub hours: Option<u32>,
}

impl EnforcementOptions {
    fn enforced_at(&self, request: &Request) -> Option<Time> {
        self.enforced_at.or(request.tenant.rollout.enforced_at)
    }

    fn hours(&self) -> u32 {
        self.hours.unwrap_or(USUAL_HOURS)
    }

    /// What is judged: the hours after the switch, or everything where nobody says when that was.
    fn window(&self, request: &Request) -> Range<Time> {
        let end = |from: Time| Time(from.0.saturating_add(i64::from(self.hours()) * HOUR));
        self.enforced_at(request).map_or(ALWAYS, |from| from..end(from))
    }
}

impl Question for EnforcementOptions {
    type Observer = (Flows, FailureHours);
    type Conclusion = FirstHours;

    const NAME: &'static str = "enforcement";
    const NEEDS: &'static [Field] = &[Field::Code, Field::Requirement];

    fn observer(&self, request: &Request) -> (Flows, FailureHours) {
        (Flows::default(), FailureHours::new(self.window(request)))
    }

    fn conclude(
        &self,
        seen: &Arc<Seen>,
        (flows, hours): (Flows, FailureHours),
    ) -> Result<FirstHours, AnswerError> {
        let (enforced_at, window) = (self.enforced_at(&seen.request), self.window(&seen.request));
        Ok(FirstHours::new(seen, (&flows, &hours), enforced_at, self.hours(), window))
    }

    fn answer(hours: &Arc<FirstHours>) -> Answer {
        view::answer(hours)
    }
}
