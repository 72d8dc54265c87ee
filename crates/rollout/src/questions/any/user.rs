//! `user`: one person's story in time order, why they did not get through, and what their prompts are like.

use std::sync::Arc;

use entrasift_core::Field;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod challenges;
mod life;
mod prompts;
mod story;
mod view;
mod whom;

pub use challenges::FailedChallenges;
pub use life::{Life, LifeEvent, Usage};
pub use prompts::Prompts;
pub use story::UserStory;
pub use whom::Whom;

/// The question what became of one person.
#[derive(Debug, Clone)]
pub struct UserOptions {
    /// Whose story is told: a user name or an object id, in any case.
    pub user: String,
}

impl Question for UserOptions {
    type Observer = Whom;
    type Conclusion = UserStory;

    const NAME: &'static str = "user";
    const NEEDS: &'static [Field] = &[Field::User];

    fn observer(&self, _: &Request) -> Whom {
        Whom::new(self.user.trim())
    }

    fn conclude(&self, seen: &Arc<Seen>, whom: Whom) -> Result<UserStory, AnswerError> {
        UserStory::new(seen, &whom, self.user.trim())
    }

    fn answer(story: &Arc<UserStory>) -> Answer {
        view::answer(story)
    }
}
