//! The list of questions, in the order of the rollout.

use entrasift_core::Field;

use super::any::analyze::AnalyzeOptions;
use super::any::break_glass::BreakGlassOptions;
use super::any::diff::DiffOptions;
use super::any::gaps::GapsOptions;
use super::any::plan::PlanOptions;
use super::any::report::ReportOptions;
use super::any::show::ShowOptions;
use super::any::user::UserOptions;
use super::enforce::enforcement::EnforcementOptions;
use super::pilot::PilotOptions;
use super::prepare::exceptions::ExceptionsOptions;
use super::prepare::impact::ImpactOptions;
use super::prepare::legacy::LegacyOptions;
use super::question::{Question, ask};
use super::register::registration::RegistrationOptions;
use super::validate::ValidateOptions;
use crate::answer::Answer;
use crate::reading::request::{AnswerError, Request};

/// The steps of a rollout, and what belongs to none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RolloutStep {
    /// What depends on the old ways, and who needs special handling.
    Prepare,
    /// Everybody registers a method.
    Register,
    /// A few people live with the policy.
    Pilot,
    /// The policy is switched on for everybody.
    Enforce,
    /// The log of the first days is judged.
    Validate,
    /// It is asked in any step.
    Any,
}

/// A question, as the list knows it.
#[derive(Debug, Clone, Copy)]
pub struct ListedQuestion {
    /// The command's name.
    pub name: &'static str,
    /// The step that it belongs to.
    pub step: RolloutStep,
    /// Fields of which some log must fill each.
    pub needs: &'static [Field],
    /// How it is asked.
    pub asked: AskedWith,
}

/// What a question is asked with beside the inputs. All other options are left to what is usual.
#[derive(Debug, Clone, Copy)]
pub enum AskedWith {
    /// Nothing.
    InputsAlone(fn(&Request) -> Result<Answer, AnswerError>),
    /// What it is about.
    Subject {
        /// What that is.
        what: &'static str,
        /// Asks the question of the inputs about a subject.
        ask: fn(&Request, &str) -> Result<Answer, AnswerError>,
    },
    /// A later export, with which the inputs are compared.
    LaterExport(fn(&Request, &Request) -> Result<Answer, AnswerError>),
}

const fn listed<Q: Question>(step: RolloutStep, asked: AskedWith) -> ListedQuestion {
    ListedQuestion { name: Q::NAME, step, needs: Q::NEEDS, asked }
}

/// A question that is asked of the inputs alone.
const fn plain<Q: Question + Default>(step: RolloutStep) -> ListedQuestion {
    listed::<Q>(step, AskedWith::InputsAlone(|request| ask(&Q::default(), request)))
}

/// Every question, by the step of the rollout, then by name.
pub static QUESTIONS: [ListedQuestion; 15] = [
    plain::<ExceptionsOptions>(RolloutStep::Prepare),
    plain::<ImpactOptions>(RolloutStep::Prepare),
    plain::<LegacyOptions>(RolloutStep::Prepare),
    plain::<RegistrationOptions>(RolloutStep::Register),
    plain::<PilotOptions>(RolloutStep::Pilot),
    plain::<EnforcementOptions>(RolloutStep::Enforce),
    plain::<ValidateOptions>(RolloutStep::Validate),
    plain::<AnalyzeOptions>(RolloutStep::Any),
    plain::<BreakGlassOptions>(RolloutStep::Any),
    listed::<DiffOptions>(
        RolloutStep::Any,
        AskedWith::LaterExport(|before, after| ask(&DiffOptions { after: after.clone() }, before)),
    ),
    plain::<GapsOptions>(RolloutStep::Any),
    plain::<PlanOptions>(RolloutStep::Any),
    plain::<ReportOptions>(RolloutStep::Any),
    listed::<ShowOptions>(
        RolloutStep::Any,
        AskedWith::Subject {
            what: "a request id",
            ask: |request, id| ask(&ShowOptions { request_id: id.to_owned() }, request),
        },
    ),
    listed::<UserOptions>(
        RolloutStep::Any,
        AskedWith::Subject {
            what: "a user name or an object id",
            ask: |request, user| ask(&UserOptions { user: user.to_owned() }, request),
        },
    ),
];
