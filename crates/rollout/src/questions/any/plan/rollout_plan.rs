//! What `plan` concludes: the calendar, and what the files tell already.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calendar::Calendar;
use super::codes::CodeCounts;
use crate::answer::NotEvaluated;
use crate::questions::any::break_glass::BreakGlassOptions;
use crate::questions::any::gaps::GapsOptions;
use crate::questions::joined::Joined;
use crate::questions::prepare::exceptions::ExceptionsOptions;
use crate::questions::prepare::impact::ImpactOptions;
use crate::questions::prepare::legacy::LegacyOptions;
use crate::questions::register::registration::RegistrationOptions;
use crate::reading::read_logs::Seen;

/// A dated plan of the rollout, with what the files tell already.
pub struct RolloutPlan {
    /// What was read.
    pub seen: Arc<Seen>,
    /// Which step is on which days.
    pub calendar: Calendar,
    /// How the emergency accounts are used.
    pub break_glass: Joined<BreakGlassOptions>,
    /// What uses legacy authentication.
    pub legacy: Joined<LegacyOptions>,
    /// Which accounts need special handling.
    pub exceptions: Joined<ExceptionsOptions>,
    /// Where the registration campaign stands.
    pub registration: Joined<RegistrationOptions>,
    /// What enforcement would do today.
    pub impact: Joined<ImpactOptions>,
    /// Who got in without MFA.
    pub gaps: Joined<GapsOptions>,
    /// The codes that people met, in sign-ins that did not succeed.
    pub met: BTreeMap<i64, CodeCounts>,
}

impl RolloutPlan {
    /// Why these files do not tell more, in the order of the commands that would.
    pub fn unanswered(&self) -> Vec<&NotEvaluated> {
        let lines = [
            self.break_glass.unanswered(),
            self.legacy.unanswered(),
            self.exceptions.unanswered(),
            self.registration.unanswered(),
            self.impact.unanswered(),
            self.gaps.unanswered(),
        ];
        lines.into_iter().flatten().collect()
    }
}
