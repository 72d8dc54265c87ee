//! `impact`: who and what breaks if MFA is enforced now, and when the helpdesk hears of it.

use std::sync::Arc;

use entrasift_core::{Field, Zone};

use crate::answer::Answer;
use crate::people::accounts::Accounts;
use crate::questions::question::Question;
use crate::reading::read_logs::{Seen, refuse_without_logs};
use crate::reading::request::{AnswerError, Request};
use crate::tenant::directory::Directory;

mod active_account;
mod affected_app;
mod break_kind;
mod breakage;
mod desk;
mod first_day;
mod lists;
mod morning;
mod policy;
mod policy_impact;
mod readiness;
mod tables;
mod view;

pub use active_account::{ActiveAccount, ActiveAccounts};
pub use affected_app::AffectedApp;
pub use break_kind::BreakKind;
pub use breakage::{BreakPoint, Breakage};
pub use desk::{Desks, SharedDesk};
pub use first_day::FirstDay;
pub use morning::Mornings;
pub use policy::Policy;
pub use policy_impact::PolicyImpact;
pub use readiness::Readiness;

/// The question who and what breaks.
#[derive(Debug, Clone, Default)]
pub struct ImpactOptions {
    /// What is switched on.
    pub policy: Policy,
    /// Who tells departments.
    pub directory: Option<Arc<Directory>>,
}

impl Question for ImpactOptions {
    type Observer = (Accounts, (Mornings, Desks));
    type Conclusion = PolicyImpact;

    const NAME: &'static str = "impact";
    const NEEDS: &'static [Field] = &[Field::ClientApp];

    fn check(&self, request: &Request) -> Result<(), AnswerError> {
        let needs: &[Field] = match self.policy {
            Policy::Mfa => &[Field::ClientApp, Field::Requirement],
            Policy::LegacyBlock => Self::NEEDS,
        };
        refuse_without_logs(&request.intake.logs, Self::NAME, needs)
    }

    fn observer(&self, request: &Request) -> Self::Observer {
        let zone = request.tenant.timezone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC);
        (Accounts::default(), (Mornings::in_zone(zone), Desks::default()))
    }

    fn conclude(&self, seen: &Arc<Seen>, sums: Self::Observer) -> Result<PolicyImpact, AnswerError> {
        Ok(PolicyImpact::new(seen, sums, self.policy, self.directory.clone()))
    }

    fn answer(impact: &Arc<PolicyImpact>) -> Answer {
        view::answer(impact)
    }
}
