//! Intruders: what strangers do to every tenant, and what they did to this one.

use crate::account::Role;
use crate::app;
use crate::composition::NATIVE;
use crate::moment::Moment;
use crate::part::Part;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    match stage.day() {
        3 => spray(stage),
        8 => mailbox_read(stage),
        13 => swarm(stage),
        14 => guessed(stage),
        _ => {}
    }
    background_noise(stage);
    leaver(stage);
    password_known(stage);
    spray_again(stage);
}

/// One address tries one password on many people, most of it over legacy protocols, in twenty minutes at night.
fn spray(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Spray);
    let tries = 45 * stage.tempo.min(20);
    for turn in 0..tries as i64 {
        let time = stage.date.at(3, 5, 0).plus(turn * 1200 / tries as i64);
        let code = [50126, 50126, 50126, 50053][stage.dice.below(4) as usize];
        attempt(stage, time, Scene::Spray, 0, code, turn % 4 == 3);
    }
}

/// The same on enforcement day, from another address: noise beside which people's problems must stay visible.
fn spray_again(stage: &mut Stage<'_>) {
    if stage.day() != 20 {
        return;
    }
    stage.throw_for(Scene::Spray);
    for turn in 0..24 {
        let time = stage.date.at(21, 10, 0).plus(turn * 40);
        attempt(stage, time, Scene::Spray, 1, 50126, turn % 4 == 3);
    }
}

fn attempt(stage: &mut Stage<'_>, time: Moment, scene: Scene, address: usize, code: u32, unknown: bool) {
    let place = &stage.world.gazetteer.hostile[address];
    attempt_from(stage, time, scene, place, code, unknown);
}

fn attempt_from<'w>(
    stage: &mut Stage<'w>,
    time: Moment,
    scene: Scene,
    place: &'w crate::place::Place,
    code: u32,
    unknown: bool,
) {
    let world = stage.world;
    let targets: Vec<_> = world
        .accounts
        .iter()
        .filter(|a| {
            if unknown { a.role == Role::Stranger } else { a.role == Role::Staff && a.part == Part::Crowd }
        })
        .collect();
    let account = *stage.dice.pick(&targets);
    let protocol =
        *stage.dice.pick(&["Authenticated SMTP", "IMAP4", "POP3", "Exchange ActiveSync", "Other clients"]);
    let row = stage.draft(account, time, scene).from(place).on(&world.machines.nameless);
    let mut row = row.to(&app::EXCHANGE, &app::EXCHANGE).through(protocol, "");
    if protocol == "Other clients" {
        row = row.on(&world.machines.python).through(protocol, &world.machines.python.user_agent);
    }
    stage.enter(row.fails(if unknown { 50034 } else { code }));
}

/// Every address once or twice, over a day: no address alone is over any threshold.
fn swarm(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Swarm);
    let tries = (60 * stage.tempo).min(1000);
    for turn in 0..tries as i64 {
        let time = stage.date.at(1, 0, 0).plus(turn * 20 * 3600 / tries as i64);
        let place = &stage.world.gazetteer.swarm[turn as usize];
        attempt_from(stage, time, Scene::Swarm, place, 50126, turn % 9 == 8);
    }
}

/// The trickle that never stops.
fn background_noise(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Swarm);
    for turn in 0..2 * stage.tempo.min(40) {
        let time = stage.between(0, 24);
        let index = (stage.date.0 as u64 * 7 + turn) % 500 + 400;
        let place = &stage.world.gazetteer.swarm[index as usize];
        attempt_from(stage, time, Scene::Swarm, place, 50126, turn % 2 == 1);
    }
}

/// A mailbox whose password leaked, read over IMAP4 from abroad, where no prompt can be shown.
fn mailbox_read(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::MailboxRead);
    let Some(account) = stage.player(Part::MailboxRead) else { return };
    for minute in [2, 19, 47] {
        let time = stage.at(23, minute);
        let row = stage.draft(account, time, Scene::MailboxRead).from(&stage.world.gazetteer.hostile[2]);
        let row = row.on(&stage.world.machines.nameless).to(&app::EXCHANGE, &app::EXCHANGE);
        stage.enter(row.through("IMAP4", "").password());
    }
}

/// Fourteen wrong passwords in ten minutes, then the right one.
fn guessed(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Guessed);
    let Some(account) = stage.player(Part::Guessed) else { return };
    let place = &stage.world.gazetteer.hostile[3];
    for turn in 0..15 {
        let time = stage.date.at(22, 8, 0).plus(turn * 41);
        let row = stage.draft(account, time, Scene::Guessed).from(place);
        let row = row.on(&stage.world.machines.python).to(&app::OUTLOOK_WEB, &app::EXCHANGE);
        stage.enter(if turn < 14 { row.fails(50126) } else { row.password() });
    }
}

/// A stranger has the right password and meets MFA, on three days, one of them after enforcement.
fn password_known(stage: &mut Stage<'_>) {
    if !matches!(stage.day(), 10 | 13 | 21) {
        return;
    }
    stage.throw_for(Scene::PasswordKnown);
    let Some(account) = stage.player(Part::PasswordKnown) else { return };
    let time = stage.at(4, 15);
    let row = stage.draft(account, time, Scene::PasswordKnown).from(&stage.world.gazetteer.hostile[4]);
    let first = row.on(&stage.world.machines.stranger).challenged(50074, "Authentication in progress");
    let row = stage.draft(account, time, Scene::PasswordKnown).after(&first, 62);
    let mut then = row.challenged(500121, "MFA denied; user did not respond to mobile app notification");
    then.risk = crate::signin::Risk::Medium;
    stage.enter(first);
    stage.enter(then);
    // She works on as usual, elsewhere, with MFA.
    let time = stage.at(13, 2);
    let row = stage.draft(account, time, Scene::Routine);
    stage.enter(row.multifactor());
}

/// Somebody who left still tries, at home.
fn leaver(stage: &mut Stage<'_>) {
    if !matches!(stage.day(), 6 | 7 | 20) {
        return;
    }
    stage.throw_for(Scene::Leaver);
    let Some(account) = stage.player(Part::Leaver) else { return };
    let time = stage.at(17, 50);
    let row = stage.draft(account, time, Scene::Leaver).from(&account.home).on(&account.phone);
    let row = row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).through(NATIVE, &account.phone.user_agent);
    stage.enter(row.fails(50057));
}
