//! `show`: one sign-in with every row, step, class and reason.

use std::sync::Arc;

use entrasift_core::{Field, id_key};

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::{Seen, refuse_without_logs};
use crate::reading::request::{AnswerError, Request};

mod classified;
mod signin;
mod view;

pub use classified::Classified;
pub use signin::{ShownRow, ShownSignIn};

/// The question what one sign-in was.
#[derive(Debug, Clone)]
pub struct ShowOptions {
    /// The request id of the sign-in.
    pub request_id: String,
}

impl Question for ShowOptions {
    type Observer = Classified;
    type Conclusion = ShownSignIn;

    const NAME: &'static str = "show";
    const NEEDS: &'static [Field] = &[Field::RequestId];

    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        signin::key(&self.request_id)?;
        refuse_without_logs(&request.intake.logs, Self::NAME, Self::NEEDS)
    }

    fn observer(&self, _: &Request) -> Classified {
        Classified::new(id_key(self.request_id.as_bytes()))
    }

    fn conclude(&self, seen: &Arc<Seen>, outcome: Classified) -> Result<ShownSignIn, AnswerError> {
        ShownSignIn::new(seen, outcome, &self.request_id)
    }

    fn answer(shown: &Arc<ShownSignIn>) -> Answer {
        view::answer(shown)
    }
}
