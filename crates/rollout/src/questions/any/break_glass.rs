//! `break-glass`: every emergency sign-in.

use std::sync::Arc;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod emergencies;
mod usage;
mod view;

pub use emergencies::{Emergencies, EmergencySignIn};
pub use usage::{EmergencyAccount, EmergencyUse};

/// The question how the emergency accounts are used.
#[derive(Debug, Clone, Copy, Default)]
pub struct BreakGlassOptions;

impl Question for BreakGlassOptions {
    type Observer = Emergencies;
    type Conclusion = EmergencyUse;

    const NAME: &'static str = "break-glass";

    fn observer(&self, _: &Request) -> Emergencies {
        Emergencies::default()
    }

    fn conclude(&self, seen: &Arc<Seen>, emergencies: Emergencies) -> Result<EmergencyUse, AnswerError> {
        Ok(EmergencyUse::new(seen, emergencies))
    }

    fn answer(used: &Arc<EmergencyUse>) -> Answer {
        view::answer(used)
    }
}
