//! A question: what every command is made of: an observer, what is concluded from it, and how that is said.

use std::sync::Arc;

use entrasift_core::Field;
use entrasift_rules::engine::Observe;

use crate::answer::Answer;
use crate::reading::read_logs::{Seen, refuse_without_logs, see_any};
use crate::reading::request::{AnswerError, Request};

/// One command as it is asked, with its options.
///
/// What is true is the conclusion, which is typed; what is shown is a view of it, and nothing reads a view back.
pub trait Question: Sync {
    /// What is summed up while the logs are shown.
    type Observer: Observe;
    /// What is true.
    type Conclusion: Send + Sync;

    /// The command's name.
    const NAME: &'static str;
    /// Fields of which some log must fill each.
    const NEEDS: &'static [Field] = &[];

    /// Says why these inputs have no answer, before anything is read.
    ///
    /// # Errors
    /// No log, or none that fills a needed field. A question that is not about logs has objections of its own.
    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        refuse_without_logs(&request.intake.logs, Self::NAME, Self::NEEDS)
    }

    /// An observer that has seen nothing.
    fn observer(&self, request: &Request) -> Self::Observer;

    /// What follows from what was seen.
    ///
    /// # Errors
    /// What can only be told once the logs are read: an account that is nowhere, for instance.
    fn conclude(&self, seen: &Arc<Seen>, observer: Self::Observer) -> Result<Self::Conclusion, AnswerError>;

    /// How the conclusion is said. Long lists share the conclusion and make their rows when a renderer pulls them.
    fn answer(conclusion: &Arc<Self::Conclusion>) -> Answer;
}

/// Reads the logs for one question and concludes.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn conclude<Q: Question>(question: &Q, request: &Request) -> Result<Arc<Q::Conclusion>, AnswerError> {
    question.check(request)?;
    let (observer, seen) = see_any(request, || question.observer(request))?;
    question.conclude(&seen, observer).map(Arc::new)
}

/// Reads the logs for one question and answers it.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn ask<Q: Question>(question: &Q, request: &Request) -> Result<Answer, AnswerError> {
    conclude(question, request).map(|conclusion| Q::answer(&conclusion))
}
