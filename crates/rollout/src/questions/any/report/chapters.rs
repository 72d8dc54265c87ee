//! What `report` concludes: what each of its chapters concludes.

use std::sync::Arc;

use crate::questions::any::analyze::Analysis;
use crate::questions::any::break_glass::BreakGlassOptions;
use crate::questions::any::gaps::GapsOptions;
use crate::questions::enforce::enforcement::EnforcementOptions;
use crate::questions::joined::Joined;
use crate::questions::prepare::legacy::LegacyOptions;
use crate::questions::register::registration::RegistrationOptions;
use crate::questions::validate::ValidateOptions;

/// The chapters of a report, in the order in which they matter.
pub struct Chapters {
    /// What stands out.
    pub analysis: Arc<Analysis>,
    /// Whether the log after enforcement is clean.
    pub validation: Joined<ValidateOptions>,
    /// Who is stopped since enforcement.
    pub enforcement: Joined<EnforcementOptions>,
    /// How the emergency accounts are used.
    pub break_glass: Joined<BreakGlassOptions>,
    /// What uses legacy authentication.
    pub legacy: Joined<LegacyOptions>,
    /// Who got in without MFA.
    pub gaps: Joined<GapsOptions>,
    /// Where the registration campaign stands.
    pub registration: Joined<RegistrationOptions>,
}
