//! What `report` concludes: what each of its chapters concludes.

use std::sync::Arc;

use crate::questions::any::analyze::Analysis;
use crate::questions::any::break_glass::BreakGlassOptions;
use crate::questions::any::gaps::GapsOptions;
use crate::questions::enforce::enforcement::EnforcementOptions;
use crate::questions::part::Part;
use crate::questions::prepare::legacy::LegacyOptions;
use crate::questions::register::registration::RegistrationOptions;
use crate::questions::validate::ValidateOptions;

/// The chapters of a report, in the order in which they matter.
pub struct Chapters {
    /// What stands out.
    pub analysis: Arc<Analysis>,
    /// Whether the log after enforcement is clean.
    pub validation: Part<ValidateOptions>,
    /// Who is stopped since enforcement.
    pub enforcement: Part<EnforcementOptions>,
    /// How the emergency accounts are used.
    pub break_glass: Part<BreakGlassOptions>,
    /// What uses legacy authentication.
    pub legacy: Part<LegacyOptions>,
    /// Who got in without MFA.
    pub gaps: Part<GapsOptions>,
    /// Where the registration campaign stands.
    pub registration: Part<RegistrationOptions>,
}
