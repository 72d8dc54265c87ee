//! `registration`: where the campaign stands against its day-by-day targets, and whom to contact.

use std::sync::Arc;

use entrasift_core::{DAY, Time};

use crate::answer::Answer;
use crate::people::activity::Activity;
use crate::questions::question::Question;
use crate::questions::register::campaign::Campaign;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod change;
mod contact;
mod course;
#[cfg(test)]
mod diary;
mod doubt;
mod lists;
mod registrations;
mod regression;
mod view;

pub use change::{Newcomer, SnapshotChange};
pub use contact::{AdminSign, Contact, Obstacle, Registrant};
pub use doubt::ReportDoubt;
pub use registrations::{ExcludedAccount, Registrations, SnapshotDay};
pub use regression::Regression;
pub use view::rate_sentence;

/// The question where the campaign stands: what the command line says of it and the tenant file does not.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RegistrationOptions {
    /// Day 1 of the campaign.
    pub start: Option<Time>,
    /// Its length in days.
    pub days: Option<u32>,
    /// The share wanted at its end.
    pub target: Option<f64>,
}

impl Question for RegistrationOptions {
    type Observer = Activity;
    type Conclusion = Registrations;

    const NAME: &'static str = "registration";

    /// A report is needed; logs only tell who is active.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        match request.intake.reports.is_empty() {
            true => Err(AnswerError::NoReport { command: Self::NAME }),
            false => Ok(()),
        }
    }

    fn observer(&self, request: &Request) -> Activity {
        // The day that is asked for counts as a whole, as it does in its report.
        Activity::before(request.as_of.map(|time| Time(time.day().saturating_add(1).saturating_mul(DAY))))
    }

    fn conclude(&self, seen: &Arc<Seen>, activity: Activity) -> Result<Registrations, AnswerError> {
        let planned = Campaign::new(&seen.request.tenant.rollout);
        let campaign = Campaign {
            start: self.start.or(planned.start),
            days: self.days.map_or(planned.days, i64::from),
            target: self.target.unwrap_or(planned.target),
            ..planned
        };
        Registrations::new(seen, &activity, campaign)
    }

    fn answer(registrations: &Arc<Registrations>) -> Answer {
        view::answer(registrations)
    }
}
