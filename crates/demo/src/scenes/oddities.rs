//! Oddities: values that are rarely met, all of them legal, that break careless readers.

use crate::account::Account;
use crate::app;
use crate::composition::NATIVE;
use crate::guid::Guid;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Oddity);
    match stage.day() {
        2 | 9 | 20 => odd_places(stage),
        3 => broken_agent(stage),
        4 => no_username(stage),
        6 | 13 | 22 => no_client_app(stage),
        10 => withheld(stage),
        12 => consent(stage),
        _ => {}
    }
    if stage.day() % 7 == 1 {
        odd_names(stage);
    }
}

/// Locations with empty parts, an address with a redacted tail, an address that the resource saw.
fn odd_places(stage: &mut Stage<'_>) {
    for index in 0..4 {
        let account = in_hamburg(stage, 3 * index + 1);
        let time = stage.at(11, 10 + index as i64);
        let mut row = stage.draft(account, time, Scene::Oddity).from(&stage.world.gazetteer.odd[index]);
        row.resource_ip = Some(&stage.world.gazetteer.offices[0].ip);
        stage.enter(row.multifactor());
    }
}

/// A user agent with a quoted line break, commas and quotes in it.
fn broken_agent(stage: &mut Stage<'_>) {
    let account = crowd(stage, 20);
    let time = stage.at(12, 44);
    let row = stage.draft(account, time, Scene::Oddity).on(&stage.world.machines.broken_agent);
    stage.enter(row.wrong_password());
}

/// User names that are an object id or all zeros.
fn no_username(stage: &mut Stage<'_>) {
    let account = crowd(stage, 30);
    for (minute, id) in [(1, account.id), (2, Guid::ZERO)] {
        let time = stage.at(10, minute);
        let mut row = stage.draft(account, time, Scene::Oddity).fails(50058);
        row.id_as_username = Some(id);
        stage.enter(row);
    }
}

/// Sparse rows with an empty client app, as network policy servers write them.
fn no_client_app(stage: &mut Stage<'_>) {
    let account = crowd(stage, 40);
    let time = stage.at(6, 20);
    let row = stage.draft(account, time, Scene::Oddity).on(&stage.world.machines.nameless);
    stage.enter(row.through("", "").to(&app::MICROSOFT_OFFICE, &app::EXCHANGE));
}

/// An app that nobody has consented to yet, and then somebody does.
fn consent(stage: &mut Stage<'_>) {
    let account = crowd(stage, 60);
    let time = stage.at(14, 9);
    let row = stage.draft(account, time, Scene::Oddity).to(&app::APP_PANEL, &app::GRAPH);
    let first = row.prior().fails(65001);
    let then = stage.draft(account, time, Scene::Oddity).after(&first, 44).prior();
    stage.enter(first);
    stage.enter(then);
}

/// Device details that the service withholds.
fn withheld(stage: &mut Stage<'_>) {
    let account = crowd(stage, 50);
    let time = stage.at(8, 1);
    let row = stage.draft(account, time, Scene::Oddity).on(&stage.world.machines.withheld);
    stage.enter(row.through(NATIVE, "").prior());
}

/// Everyone whose name has a comma, a quote, a line break or letters beyond ASCII is seen.
fn odd_names(stage: &mut Stage<'_>) {
    let odd = |account: &&Account| {
        account.role.is_employee()
            && account.part == crate::part::Part::Crowd
            && account.display_name.contains([',', '"', '\n', '🚲', '王', '佐', 'Ł'])
    };
    let demanded = crate::signin::Provider::None;
    for account in stage.world.accounts.iter().filter(odd) {
        let time = stage.between(9, 15);
        let row = stage.draft(account, time, Scene::Oddity);
        let asked = stage.world.demand(account, time) != demanded;
        stage.enter(if asked { row.multifactor() } else { row.password() });
    }
}

/// Somebody who works in the office of the odd addresses that day, and so seems to move nowhere.
fn in_hamburg<'w>(stage: &Stage<'w>, index: usize) -> &'w Account {
    let office = &stage.world.gazetteer.offices[0];
    let mut turns = (index..index + 400).map(|turn| crowd(stage, turn));
    turns.find(|account| stage.world.site(account, stage.date) == office).unwrap_or(&stage.world.accounts[0])
}

fn crowd<'w>(stage: &Stage<'w>, index: usize) -> &'w Account {
    let regular = |account: &&Account| {
        account.role == crate::account::Role::Staff
            && account.part == crate::part::Part::Crowd
            && account.per_user_mfa
    };
    let mut crowd = stage.world.accounts.iter().filter(regular).cycle().skip(index);
    crowd.next().unwrap_or(&stage.world.accounts[0])
}
