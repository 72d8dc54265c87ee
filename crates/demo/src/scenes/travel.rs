//! Travel: a business trip, the VPN from a hotel, and policies that stand in the way.

use crate::app;
use crate::composition::NATIVE;
use crate::part::Part;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    if let 8..=10 = stage.day() {
        trip(stage);
        vpn(stage);
    }
    match stage.day() {
        9 => blocked_country(stage),
        13 | 22 => noncompliant(stage),
        15 => token_protection(stage),
        4 | 11 | 16 | 21 => expired(stage),
        _ => {}
    }
}

/// Osaka on days 8 and 9, Chicago on day 10, always with MFA.
fn trip(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Travel);
    let Some(account) = stage.player(Part::Traveller) else { return };
    let (hotel, hour) = if stage.day() < 10 { (0, 1) } else { (1, 17) };
    let place = &stage.world.gazetteer.hotels[hotel];
    for turn in 0..2 {
        let time = stage.at(hour + turn * 3, 12);
        let row = stage.draft(account, time, Scene::Travel).from(place);
        stage.enter(row.multifactor());
    }
}

/// In the hotel without, then with the VPN: two places in a quarter of an hour, and no stranger.
fn vpn(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Vpn);
    let Some(account) = stage.player(Part::VpnUser) else { return };
    let time = stage.at(14, 5);
    let hotel = &stage.world.gazetteer.hotels[1];
    let row = stage.draft(account, time, Scene::Vpn).from(hotel);
    stage.enter(row.multifactor());
    let row = stage.draft(account, time.plus(900), Scene::Vpn).from(&stage.world.gazetteer.vpn);
    stage.enter(row.to(&app::OUTLOOK_WEB, &app::EXCHANGE).prior());
}

/// A stop-over in a country that the tenant blocks: the same minute in four apps.
fn blocked_country(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Blocked);
    let Some(account) = stage.player(Part::Traveller) else { return };
    let time = stage.at(20, 30);
    let apps = [&app::OUTLOOK_MOBILE, &app::TEAMS, &app::ONEDRIVE, &app::MICROSOFT_OFFICE];
    for (turn, app) in apps.into_iter().enumerate() {
        let row = stage.draft(account, time.plus(turn as i64 * 14), Scene::Blocked).to(app, &app::EXCHANGE);
        let mut row = row.on(&account.phone).from(&stage.world.gazetteer.hostile[5]).password().fails(53003);
        row.client_app = NATIVE;
        stage.enter(row);
    }
}

/// The finance archive wants a compliant device; hers at home is not.
fn noncompliant(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Noncompliant);
    let Some(account) = stage.player(Part::Noncompliant) else { return };
    let time = stage.at(18, 12);
    let row = stage.draft(account, time, Scene::Noncompliant).from(&account.home);
    let row = row.on(&stage.world.machines.stranger).to(&app::APP_PANEL, &app::SHAREPOINT);
    stage.enter(row.password().fails(53000));
}

/// A token that is not bound to its device.
fn token_protection(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::TokenProtection);
    let Some(account) = stage.player(Part::Unbound) else { return };
    let time = stage.at(9, 55);
    let row = stage.draft(account, time, Scene::TokenProtection).to(&app::TEAMS, &app::EXCHANGE);
    let mut row =
        row.through(NATIVE, &account.computer.user_agent).background("primaryRefreshToken").fails(530084);
    row.token_protection = ("unbound", Some(1003));
    stage.enter(row);
}

/// Sessions that end: after a password change, through disuse, by the sign-in frequency, by a service hiccup.
fn expired(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Expired);
    let Some(account) = stage.player(Part::PasswordChanged) else { return };
    let time = stage.at(7, 33);
    for (turn, code) in [50173, 700082, 70043, 90025].into_iter().enumerate() {
        let row = stage.draft(account, time.plus(turn as i64 * 400), Scene::Expired);
        let mut row = row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).on(&account.phone);
        row.client_app = NATIVE;
        stage.enter(row.background("refreshToken").fails(code));
    }
    let row = stage.draft(account, time.plus(1700), Scene::Expired);
    stage.enter(row.fails(50089));
    let row = stage.draft(account, time.plus(1750), Scene::Expired);
    stage.enter(row.password().fails(50055));
    let row = stage.draft(account, time.plus(1790), Scene::Expired);
    stage.enter(row.multifactor());
}
