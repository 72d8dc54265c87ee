//! Guests and other tenants: partners who visit, ours who visit partners, the service provider.

use crate::account::{Account, Factor, Role};
use crate::app;
use crate::part::Part;
use crate::scene::Scene;
use crate::signin::SignIn;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    if stage.date.is_weekend() {
        return;
    }
    let guests: Vec<_> = stage.world.of_role(Role::Guest).collect();
    stage.throw_for(Scene::Guest);
    for turn in 0..3 {
        let index = (stage.day() as usize * 3 + turn) % guests.len();
        visit(stage, guests[index], index);
    }
    if stage.world.quiet {
        return;
    }
    match stage.day() {
        10 => terms_of_use(stage, guests[1]),
        3 | 8 | 16 | 21 => outbound(stage),
        7 | 14 => service_provider(stage),
        _ => {}
    }
}

/// Nine guests bring MFA from home, three do it here, two have none; after enforcement one of these registers here
/// and the other gives up.
fn visit<'w>(stage: &mut Stage<'w>, account: &'w Account, index: usize) {
    let time = stage.between(8, 16);
    let enforced = stage.world.quiet || time >= stage.rollout().enforced_at;
    let row = guest_row(stage, account, time);
    match index {
        0..=8 => stage.enter(row.external()),
        9..=11 => stage.enter(row.multifactor()),
        _ if stage.world.quiet => stage.enter(row.external()),
        _ if !enforced => stage.enter(row.first_factor_claim()),
        12 => {
            let must = guest_row(stage, account, time).must_register(50072);
            let later = guest_row(stage, account, time).after(&must, 240).multifactor();
            stage.enter(must);
            stage.enter(later);
        }
        _ => stage.enter(row.must_register(50072)),
    }
}

fn guest_row<'w>(stage: &mut Stage<'w>, account: &'w Account, time: crate::moment::Moment) -> SignIn<'w> {
    debug_assert_eq!(account.factor, Factor::Push);
    let mut row = stage.draft(account, time, Scene::Guest).to(&app::TEAMS_WEB, &app::SHAREPOINT);
    row.cross_tenant = "b2bCollaboration";
    row
}

/// An external page in between, here terms of use: 50158, then the success in the same flow.
fn terms_of_use<'w>(stage: &mut Stage<'w>, account: &'w Account) {
    let time = stage.at(9, 41);
    let first = guest_row(stage, account, time).fails(50158);
    let then = guest_row(stage, account, time).after(&first, 50).external();
    stage.enter(first);
    stage.enter(then);
}

/// One of us in a partner's project site, and the passthrough rows that come with it.
fn outbound(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Outbound);
    let Some(account) = stage.player(Part::Outbound) else { return };
    let (partner, site) = (stage.world.tenant.partners[0].id, &stage.world.apps.partner_site);
    let time = stage.at(13, 20);
    let mut row = stage.draft(account, time, Scene::Outbound).to(site, site).first_factor_claim();
    (row.cross_tenant, row.resource_tenant_id) = ("b2bCollaboration", partner);
    stage.enter(row);
    let mut row = stage.draft(account, time.plus(-3), Scene::Passthrough).to(site, site);
    (row.cross_tenant, row.resource_tenant_id) = ("passthrough", partner);
    stage.enter(row);
}

/// A technician of the service provider administers the tenant.
fn service_provider(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::ServiceProvider);
    let Some(account) = stage.world.of_role(Role::Supporter).next() else { return };
    let time = stage.at(10, 35);
    let mut row = stage.draft(account, time, Scene::ServiceProvider).to(&app::AZURE_PORTAL, &app::MANAGEMENT);
    row.cross_tenant = "serviceProvider";
    stage.enter(row.external());
}
