//! `exceptions`: accounts that need special handling, and the risk of exempting one.

use std::sync::Arc;

use entrasift_core::Field;

use crate::answer::Answer;
use crate::people::accounts::Accounts;
use crate::questions::question::Question;
use crate::reading::read_logs::Seen;
use crate::reading::request::{AnswerError, Request};

mod exemption;
mod line;
mod statement;
mod view;

pub use exemption::{Attempts, Exemption, ReachedApp};
pub use line::{AccountOwner, SpecialAccount, SpecialAccounts};

/// The question which accounts need special handling, and what an exemption would risk.
#[derive(Debug, Clone, Default)]
pub struct ExceptionsOptions {
    /// Accounts, by name or object id, that someone wants to exempt from the policy.
    pub exempt: Vec<String>,
}

impl Question for ExceptionsOptions {
    type Observer = Accounts;
    type Conclusion = SpecialAccounts;

    const NAME: &'static str = "exceptions";
    const NEEDS: &'static [Field] = &[Field::ClientApp];

    fn observer(&self, _: &Request) -> Accounts {
        Accounts::default()
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: Accounts) -> Result<SpecialAccounts, AnswerError> {
        Ok(SpecialAccounts::new(seen, sums, &self.exempt))
    }

    fn answer(accounts: &Arc<SpecialAccounts>) -> Answer {
        view::answer(accounts)
    }
}
