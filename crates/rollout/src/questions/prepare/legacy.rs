//! `legacy`: the dependency list of legacy authentication.

use std::sync::Arc;

use entrasift_core::Field;

use crate::answer::Answer;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod address;
mod advice;
mod client_use;
mod definition;
mod line;
mod sums;
mod suspicion;
mod unclassified;
mod view;

pub use client_use::ClientUse;
pub use definition::DEFINITIONS;
pub use line::{LegacyClients, LegacyLine, LegacyVerdict};
pub use sums::LegacySums;
pub use suspicion::Suspicion;
pub use unclassified::Unclassified;

/// The question who still signs in with legacy authentication.
#[derive(Debug, Clone, Copy, Default)]
pub struct LegacyOptions;

impl Question for LegacyOptions {
    type Observer = LegacySums;
    type Conclusion = LegacyClients;

    const NAME: &'static str = "legacy";
    const NEEDS: &'static [Field] = &[Field::ClientApp];

    fn observer(&self, _: &Request) -> LegacySums {
        LegacySums::default()
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: LegacySums) -> Result<LegacyClients, AnswerError> {
        Ok(LegacyClients::new(seen, sums))
    }

    fn answer(clients: &Arc<LegacyClients>) -> Answer {
        view::answer(clients)
    }
}
