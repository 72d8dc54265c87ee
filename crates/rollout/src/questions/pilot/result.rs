//! What `pilot` concludes: each member, the checks, and what goes on outside.

use std::sync::Arc;

use entrasift_core::Time;

use super::group_checks::{by_policy, device_kinds, everyone_seen};
use super::member::{PilotMember, judged, members};
use super::outside::OutsidePilot;
use crate::questions::checks::list::CheckList;
use crate::questions::checks::material::Material;
use crate::questions::checks::sums::CheckSums;
use crate::questions::checks::window::Window;
use crate::questions::checks::{both_kinds, break_glass, failures, lost_rows, mfa, truncation};
use crate::reading::read_logs::Seen;
use crate::tenant::excuse::Excuses;

/// Whether the policy does for the pilot group what it should.
pub struct PilotResult {
    /// What was read.
    pub seen: Arc<Seen>,
    /// When the judged time begins; `None` where there is no sign-in at all.
    pub from: Option<Time>,
    /// When it ends; `None` where there is no sign-in at all.
    pub to: Option<Time>,
    /// The members, by name.
    pub members: Vec<PilotMember>,
    /// Who got in without MFA outside the pilot.
    pub outside: OutsidePilot,
    /// Every check, in the order of the contract.
    pub checks: CheckList,
}

impl PilotResult {
    pub(super) fn new(
        seen: &Arc<Seen>,
        sums: &CheckSums,
        window: Window,
        users: &[String],
        policy: &str,
    ) -> PilotResult {
        let excuses = Excuses::new(&seen.request.tenant, seen.as_of);
        let members = members(seen, sums, users);
        let outside = OutsidePilot::new(sums, &members);
        let only = Some(members.iter().filter_map(|member| member.person).collect());
        let material = &Material { seen, sums, window, excuses: &excuses, only };
        let members = judged(material, members);
        let checks = CheckList::new(vec![
            lost_rows::check(material),
            truncation::check(material),
            both_kinds::check(material),
            everyone_seen(&members),
            mfa::check(material),
            by_policy(material, &members, policy),
            device_kinds(&members),
            failures::check(material),
            break_glass::check(material),
        ]);
        let bound = |time: Time, edge: Option<Time>| {
            if time == Time::MIN || time == Time::MAX { edge } else { Some(time) }
        };
        let from = bound(window.from, seen.totals.first_signin);
        let to = bound(window.to, seen.totals.last_signin);
        PilotResult { seen: seen.clone(), from, to, members, outside, checks }
    }
}
