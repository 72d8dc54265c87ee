//! Phishing: people who are pressed or lured into letting a stranger in, and the device code flow used for work.

use crate::app;
use crate::composition::NATIVE;
use crate::part::Part;
use crate::scene::Scene;
use crate::signin::Risk;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    match stage.day() {
        5 => fatigue(stage),
        13 => fraud_report(stage),
        15 => proxied(stage),
        16 => code_phished(stage),
        6 | 14 | 21 => device_code(stage),
        _ => {}
    }
}

/// Six prompts at night; the seventh is approved.
fn fatigue(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Fatigue);
    let Some(account) = stage.player(Part::Fatigued) else { return };
    let results = [
        "MFA denied; user declined the authentication",
        "MFA denied; user did not respond to mobile app notification",
    ];
    let time = stage.at(0, 31);
    let place = &stage.world.gazetteer.hostile[6];
    for turn in 0..7 {
        let row = stage.draft(account, time.plus(turn * 70), Scene::Fatigue).from(place);
        let mut row = row.on(&stage.world.machines.stranger).to(&app::OFFICE_HOME, &app::OFFICE_PORTAL);
        row.risk = Risk::High;
        stage.enter(if turn < 6 {
            row.challenged(500121, results[turn as usize % 2])
        } else {
            row.multifactor()
        });
    }
}

/// Presses the button that reports the prompt.
fn fraud_report(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Fraud);
    let Some(account) = stage.player(Part::FraudReporter) else { return };
    let time = stage.at(19, 22);
    let row = stage.draft(account, time, Scene::Fraud).from(&stage.world.gazetteer.hostile[8]);
    let row = row.on(&stage.world.machines.stranger);
    let mut row = row.challenged(500121, "MFA denied; Phone App Reported Fraud");
    row.mfa_result = "MFA denied; Phone App Reported Fraud";
    row.risk = Risk::High;
    stage.enter(row);
}

/// A page in the middle: prompt, 'stay signed in', success, all in one correlation id; then the session far away.
fn proxied(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Proxied);
    let Some(account) = stage.player(Part::Proxied) else { return };
    let (time, session) = (stage.at(10, 14), stage.dice.guid());
    let proxy = &stage.world.gazetteer.hostile[9];
    let row = stage.draft(account, time, Scene::Proxied).from(proxy).session(session);
    let first = row.on(&stage.world.machines.stranger).challenged(50074, "Authentication in progress");
    let mut stay = stage.draft(account, time, Scene::Proxied).after(&first, 31).fails(50140);
    let mut then = stage.draft(account, time, Scene::Proxied).after(&first, 38).multifactor();
    (stay.risk, then.risk) = (Risk::High, Risk::High);
    let row = stage
        .draft(account, time, Scene::Proxied)
        .after(&first, 900)
        .from(&stage.world.gazetteer.hostile[10]);
    let mut replay = row.to(&app::OUTLOOK_WEB, &app::EXCHANGE).prior();
    replay.risk = Risk::High;
    // Half an hour before she was at her desk, so that she would have had to fly.
    let desk = stage.draft(account, time.plus(-1800), Scene::Routine).multifactor();
    for row in [first, stay, then, replay, desk] {
        stage.enter(row);
    }
}

/// Enters a code that a stranger sent; the later rows show it in the transfer method only.
fn code_phished(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::CodePhish);
    let Some(account) = stage.player(Part::CodePhished) else { return };
    let (time, session) = (stage.at(11, 3), stage.dice.guid());
    let row = stage
        .draft(account, time, Scene::CodePhish)
        .session(session)
        .from(&stage.world.gazetteer.hostile[11]);
    let row = row.on(&stage.world.machines.python).to(&app::BROKER, &app::DEVICE_REGISTRATION);
    let mut first = row.through(NATIVE, "python-requests/2.32.3").password().fails(50199);
    let mut then = stage.draft(account, time, Scene::CodePhish).after(&first, 20).prior();
    let mut later =
        stage.draft(account, time, Scene::CodePhish).after(&first, 600).background("refreshToken");
    later = later.to(&app::MICROSOFT_OFFICE, &app::EXCHANGE).prior();
    (first.protocol, then.protocol) = ("deviceCode", "deviceCode");
    for mut row in [first, then, later] {
        row.transfer = "deviceCodeFlow";
        stage.enter(row);
    }
}

/// A developer on the command line, from the office, with a registered computer.
fn device_code(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::DeviceCode);
    let Some(account) = stage.player(Part::Developer) else { return };
    let time = stage.at(13, 40);
    let row = stage.draft(account, time, Scene::DeviceCode).to(&app::AZURE_CLI, &app::MANAGEMENT);
    let mut row = row.through(NATIVE, &account.computer.user_agent).prior();
    (row.protocol, row.transfer) = ("deviceCode", "deviceCodeFlow");
    stage.enter(row);
}
