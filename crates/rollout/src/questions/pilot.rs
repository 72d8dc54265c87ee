//! `pilot`: does the policy do for the pilot group what it should, and leave break-glass alone.

use std::sync::Arc;

use entrasift_core::{DAY, Time};

use crate::answer::Answer;
use crate::questions::checks::sums::CheckSums;
use crate::questions::checks::window::Window;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod group_checks;
mod member;
mod outside;
mod result;
mod view;

pub use member::{PilotMember, PilotProblem};
pub use outside::OutsidePilot;
pub use result::PilotResult;

/// The question whether the pilot works: what the command line says and the tenant file does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PilotOptions {
    /// The pilot's users; else those of the tenant file.
    pub users: Vec<String>,
    /// The policy's display name or id; else `pilot_policy` of the tenant file.
    pub policy: Option<String>,
}

/// Days 17 to 19 of the rollout, counted from day 1.
const PILOT_DAYS: (i64, i64) = (16, 19);

impl PilotOptions {
    fn users<'o>(&'o self, request: &'o Request) -> &'o [String] {
        if self.users.is_empty() { &request.tenant.rollout.pilot_users } else { &self.users }
    }

    fn policy<'o>(&'o self, request: &'o Request) -> &'o str {
        self.policy.as_deref().unwrap_or(&request.tenant.rollout.pilot_policy)
    }
}

/// What is judged: the range that is asked for, else the guide's pilot days, else everything.
fn window(request: &Request) -> Window {
    let (options, start) = (&request.options, request.tenant.rollout.start);
    let day = |start: Time, days: i64| Time(start.0.saturating_add(days * DAY));
    match (options.from, options.to, start) {
        (None, None, Some(start)) => Window { from: day(start, PILOT_DAYS.0), to: day(start, PILOT_DAYS.1) },
        (from, to, _) => Window { from: from.unwrap_or(Time::MIN), to: to.unwrap_or(Time::MAX) },
    }
}

impl Question for PilotOptions {
    type Observer = CheckSums;
    type Conclusion = PilotResult;

    const NAME: &'static str = "pilot";

    /// Somebody must say who the pilot is, and a log must be there.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        if self.users(request).is_empty() {
            let message = "who is in the pilot? Say --pilot-user UPN for each, or `pilot_users` in the tenant file ([rollout])";
            return Err(AnswerError::NotFound(message.to_owned()));
        }
        match request.intake.logs.is_empty() {
            true => Err(AnswerError::NoLog { command: Self::NAME }),
            false => Ok(()),
        }
    }

    fn observer(&self, request: &Request) -> CheckSums {
        CheckSums::new(window(request), self.policy(request))
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: CheckSums) -> Result<PilotResult, AnswerError> {
        let request = &seen.request;
        Ok(PilotResult::new(seen, &sums, window(request), self.users(request), self.policy(request)))
    }

    fn answer(result: &Arc<PilotResult>) -> Answer {
        view::answer(result)
    }
}
