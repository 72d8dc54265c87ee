//! `validate`: is the log of the first 72 hours after enforcement clean.

use std::sync::Arc;

use entrasift_core::{HOUR, Time};

use crate::answer::Answer;
use crate::questions::checks::sums::CheckSums;
use crate::questions::checks::window::Window;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod break_glass;
mod coverage;
mod covers;
mod evidence;
mod legacy;
mod newest_lines;
mod policy;
mod pulse;
mod registration;
mod validation;
mod view;

pub use covers::Covers;
pub use validation::{GUIDE_HOURS, Validation};

/// The question whether the log after enforcement is clean: what the command line says and the tenant file does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ValidateOptions {
    /// When the policy was switched on for all; else the tenant file's.
    pub enforced_at: Option<Time>,
    /// Length of the window; else [`GUIDE_HOURS`].
    pub hours: Option<u32>,
    /// The range that was asked for at download.
    pub covers: Option<Covers>,
}

impl ValidateOptions {
    fn hours(&self) -> u32 {
        self.hours.unwrap_or(GUIDE_HOURS)
    }

    /// What is judged.
    ///
    /// # Errors
    /// Nobody says when the policy was switched on.
    fn window(&self, request: &Request) -> Result<Window, AnswerError> {
        let Some(from) = self.enforced_at.or(request.tenant.rollout.enforced_at) else {
            let message = "when was the policy switched on? Say --enforced-at TIME, or `enforced_at` in the tenant file ([rollout])";
            return Err(AnswerError::NotFound(message.to_owned()));
        };
        let length = i64::from(self.hours()).saturating_mul(HOUR);
        Ok(Window { from, to: Time(from.0.saturating_add(length)) })
    }
}

impl Question for ValidateOptions {
    type Observer = CheckSums;
    type Conclusion = Validation;

    const NAME: &'static str = "validate";

    /// Somebody must say when the policy was switched on, and a log must be there.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        self.window(request)?;
        match request.intake.logs.is_empty() {
            true => Err(AnswerError::NoLog { command: Self::NAME }),
            false => Ok(()),
        }
    }

    fn observer(&self, request: &Request) -> CheckSums {
        // Without a window there is no answer, and nothing to look at.
        let window = self.window(request).unwrap_or(Window::EMPTY);
        CheckSums::new(window, &request.tenant.rollout.policy)
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: CheckSums) -> Result<Validation, AnswerError> {
        Ok(Validation::new(seen, &sums, self.window(&seen.request)?, self.hours(), self.covers))
    }

    fn answer(validation: &Arc<Validation>) -> Answer {
        view::answer(validation)
    }
}
