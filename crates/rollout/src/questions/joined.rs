//! Joined questions: each is asked with others, so that one reading of the logs answers all of them.

use std::sync::Arc;

use crate::answer::{Answer, NotEvaluated};
use crate::questions::question::{self, Question};
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

/// What sums up a question, where these inputs have an answer to it.
pub type JoinedObserver<Q> = Option<<Q as Question>::Observer>;

/// What became of a question that was asked with others.
pub enum Joined<Q: Question> {
    /// What it concludes.
    Concluded(Arc<Q::Conclusion>),
    /// These inputs have no answer to it.
    Unanswered(NotEvaluated),
    /// These inputs are not made for it.
    NotAsked,
}

impl<Q: Question> Joined<Q> {
    /// The observer of the question; `None` where these inputs have no answer to it.
    pub fn observer(question: &Q, request: &Request) -> JoinedObserver<Q> {
        question.check(request).is_ok().then(|| question.observer(request))
    }

    /// What follows from what was seen. A question that was left out of the reading, and has an answer, reads the logs for itself.
    ///
    /// # Errors
    /// What keeps every question from an answer.
    pub fn new(
        question: &Q,
        seen: &Arc<Seen>,
        observer: JoinedObserver<Q>,
    ) -> Result<Joined<Q>, AnswerError> {
        let request = &seen.request;
        let concluded = question.check(request).and_then(|()| match observer {
            Some(observer) => question.conclude(seen, observer).map(Arc::new),
            None => question::conclude(question, request),
        });
        match concluded {
            Ok(conclusion) => Ok(Joined::Concluded(conclusion)),
            Err(why) => objection(Q::NAME, why).map(Joined::Unanswered),
        }
    }

    /// What the question concludes, where it does.
    pub fn conclusion(&self) -> Option<&Q::Conclusion> {
        match self {
            Joined::Concluded(conclusion) => Some(conclusion),
            Joined::Unanswered(_) | Joined::NotAsked => None,
        }
    }

    /// How that is said.
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Joined::Concluded(conclusion) => Some(Q::answer(conclusion)),
            Joined::Unanswered(_) | Joined::NotAsked => None,
        }
    }

    /// Why these inputs have no answer to it.
    pub fn unanswered(&self) -> Option<&NotEvaluated> {
        match self {
            Joined::Unanswered(line) => Some(line),
            Joined::Concluded(_) | Joined::NotAsked => None,
        }
    }
}

/// What is said where one question has no answer; an error where no question could have one.
fn objection(command: &'static str, why: AnswerError) -> Result<NotEvaluated, AnswerError> {
    match why {
        AnswerError::NoLog { .. } => Ok(NotEvaluated::new(command, "no sign-in log was given")),
        AnswerError::NoReport { .. } => Ok(NotEvaluated::new(command, "no registration report was given")),
        AnswerError::NotFound(what) => Ok(NotEvaluated::new(command, what)),
        AnswerError::MissingColumn { path, column, .. } => {
            let because = format!("the file has no column `{column}`");
            Ok(NotEvaluated { rule: command.into(), because, path: Some(path), rows: None })
        }
        why => Err(why),
    }
}
