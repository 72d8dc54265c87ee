//! What `validate` concludes: the checks, each with its answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_core::Time;

use super::covers::Covers;
use super::newest_lines::NewestLines;
use super::{break_glass, coverage, evidence, legacy, policy, registration};
use crate::facts::weekday::is_weekend;
use crate::questions::checks::list::CheckList;
use crate::questions::checks::material::Material;
use crate::questions::checks::sums::CheckSums;
use crate::questions::checks::window::Window;
use crate::questions::checks::{both_kinds, break_glass as tested, failures, mfa, truncation};
use crate::reading::read_logs::Seen;
use crate::tenant::excuse::{Acceptance, Excuses};

/// The guide's length of the window, hours.
pub const GUIDE_HOURS: u32 = 72;

/// Whether the log of the first hours after enforcement is clean.
pub struct Validation {
    /// What was read.
    pub seen: Arc<Seen>,
    /// What is judged.
    pub window: Window,
    /// Its length, hours.
    pub hours: u32,
    /// Every check, in the order of the contract.
    pub checks: CheckList,
}

impl Validation {
    pub(super) fn new(
        seen: &Arc<Seen>,
        sums: &CheckSums,
        window: Window,
        hours: u32,
        covers: Option<Covers>,
    ) -> Validation {
        let excuses = Excuses::new(&seen.request.tenant, seen.as_of);
        let material = &Material { seen, sums, window, excuses: &excuses, only: None };
        let newest = NewestLines::new(&seen.request);
        let newest = newest.as_ref();
        let checks = CheckList::new(vec![
            coverage::check(material, covers),
            truncation::check(material),
            both_kinds::check(material),
            mfa::check(material),
            legacy::check(material),
            failures::check(material),
            policy::check(material),
            registration::check(material, newest),
            break_glass::check(material, newest),
            tested::check(material),
            evidence::check(material, newest),
        ]);
        Validation { seen: seen.clone(), window, hours, checks }
    }

    /// How many exceptions are accepted. One account is one exception, whatever it did.
    pub fn exceptions(&self) -> usize {
        let whose = |one: &Acceptance| if one.user.is_empty() { one.what.clone() } else { one.user.clone() };
        self.checks.accepted().map(whose).collect::<BTreeSet<String>>().len()
    }

    /// The window is shorter than the guide's.
    pub fn is_short(&self) -> bool {
        self.hours < GUIDE_HOURS
    }

    /// The window holds a Saturday or a Sunday.
    pub fn holds_weekend(&self) -> bool {
        let last = Time(self.window.to.0.saturating_sub(1));
        let mut days = (self.window.from.day()..=last.day()).take(7);
        days.any(is_weekend)
    }
}
