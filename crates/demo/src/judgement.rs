//! Judgement: what the tenant's policies did to a composed sign-in.

use crate::account::Role;
use crate::policy::{
    COUNTRIES, ConditionalAccess, DEVICES, EVERYONE, LEGACY, PILOT, PolicyResult, PolicyResults, TOKENS,
};
use crate::scene::Scene;
use crate::signin::{Provider, Requirement, SignIn};
use crate::world::World;

/// Fills in who asked for MFA, the Conditional Access word and the result of every policy.
pub(crate) fn judge(world: &World, row: &mut SignIn<'_>) {
    let demand = if is_outside_policies(row) { Provider::None } else { world.demand(row.account, row.time) };
    if row.requirement == Requirement::Multi {
        row.provider = demand;
    }
    if row.token_protection.1.is_none()
        && row.device.join == crate::device::Join::None
        && row.id.0.is_multiple_of(4)
    {
        row.token_protection = ("unbound", Some(1002));
    }
    row.policies = results(world, row, demand);
    row.conditional_access = if row.policies.contains(&PolicyResult::Failure) {
        ConditionalAccess::Failure
    } else if row.policies.contains(&PolicyResult::Success) {
        ConditionalAccess::Success
    } else {
        ConditionalAccess::NotApplied
    };
}

/// Sign-ins to the machine itself, bootstrap flows, and what happens in other tenants.
fn is_outside_policies(row: &SignIn<'_>) -> bool {
    let scene =
        matches!(row.scene, Scene::WindowsSignIn | Scene::Broker | Scene::Registration | Scene::Outbound);
    scene || matches!(row.scene, Scene::Passthrough | Scene::ServiceProvider)
}

/// The first factor failed, so that no policy was looked at.
fn ended_early(code: u32) -> bool {
    matches!(code, 50034 | 50053 | 50055 | 50057 | 50058 | 50126 | 50173 | 50089 | 700082 | 90025)
}

fn results(world: &World, row: &SignIn<'_>, demand: Provider) -> PolicyResults {
    let mut results = before_enforcement(world, row);
    if ended_early(row.code) {
        return results;
    }
    if demand == Provider::ConditionalAccess {
        let which = if row.time >= world.rollout.enforced_at || world.quiet { EVERYONE } else { PILOT };
        results[which] = match row.code {
            50072 | 50074 | 50076 | 50079 | 500121 => PolicyResult::Failure,
            53003 if is_legacy(row) => PolicyResult::Failure,
            _ => PolicyResult::Success,
        };
    }
    match row.code {
        53003 if !is_legacy(row) => results[COUNTRIES] = PolicyResult::Failure,
        53003 if row.scene == Scene::Fax => results[LEGACY] = PolicyResult::Failure,
        53000 => results[DEVICES] = PolicyResult::Failure,
        530084 => results[TOKENS] = PolicyResult::Failure,
        _ => {}
    }
    results
}

/// The policies that are switched off, in report-only mode, or do not concern the row.
fn before_enforcement(world: &World, row: &SignIn<'_>) -> PolicyResults {
    let mut results = [PolicyResult::NotApplied; _];
    let rollout = &world.rollout;
    if !world.quiet && row.time < rollout.pilot_at {
        results[PILOT] = PolicyResult::NotEnabled;
    }
    let satisfied = row.requirement == Requirement::Multi && row.code == 0;
    if !world.quiet && row.time < rollout.enforced_at {
        results[EVERYONE] = match row.time {
            time if time < rollout.registration_start.at(0, 0, 0) => PolicyResult::NotEnabled,
            _ if row.account.exempt || ended_early(row.code) || is_outside_policies(row) => {
                PolicyResult::ReportOnlyNotApplied
            }
            _ if satisfied => PolicyResult::ReportOnlySuccess,
            _ if is_legacy(row) => PolicyResult::ReportOnlyFailure,
            _ => PolicyResult::ReportOnlyInterrupted,
        };
    }
    let legacy = is_legacy(row) && !ended_early(row.code) && row.account.role != Role::BreakGlass;
    results[LEGACY] =
        if legacy { PolicyResult::ReportOnlyFailure } else { PolicyResult::ReportOnlyNotApplied };
    results
}

/// A client that speaks an old protocol.
pub(crate) fn is_legacy(row: &SignIn<'_>) -> bool {
    !matches!(row.client_app, "" | "Browser" | crate::composition::NATIVE)
}
