//! Old clients: Outlook 2013, native mail apps on phones, and a phone with an old password.

use crate::app;
use crate::composition::NATIVE;
use crate::part::Part;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    if !stage.date.is_weekend() {
        outlook(stage);
    }
    native_mail(stage);
    stale_phone(stage);
}

/// Three people; each working day one row of one of the three protocols for each. After enforcement they are blocked.
fn outlook(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::OldOutlook);
    let protocols = ["MAPI Over HTTP", "Outlook Anywhere (RPC over HTTP)", "Autodiscover"];
    for (index, account) in stage.world.cast(Part::OldOutlook).enumerate() {
        let protocol = protocols[(stage.day() as usize + index) % 3];
        let time = stage.between(7, 9);
        let row = stage.draft(account, time, Scene::OldOutlook).on(&stage.world.machines.old_outlook);
        let agent = &stage.world.machines.old_outlook.user_agent;
        let row = row.to(&app::EXCHANGE, &app::EXCHANGE).through(protocol, agent).password();
        stage.enter(if time < stage.rollout().enforced_at { row } else { row.fails(53003) });
    }
}

/// Three phones; after enforcement two of them move to Outlook, one is blocked again and again.
fn native_mail(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::NativeMail);
    let agents = ["Apple-iPhone15C4/2201.72", "Android-Mail/2026.10.05", "SAMSUNG-SM-A556B/101.150000"];
    for (index, account) in stage.world.cast(Part::NativeMail).enumerate() {
        let time = stage.between(6, 19);
        let blocked = time >= stage.rollout().enforced_at;
        if blocked && index > 0 {
            continue;
        }
        let row = stage.draft(account, time, Scene::NativeMail).on(&account.phone);
        let row = row.to(&app::EXCHANGE, &app::EXCHANGE).through("Exchange ActiveSync", agents[index % 3]);
        stage.enter(if blocked { row.password().fails(53003) } else { row.password() });
    }
}

/// A tablet at home that has not learnt the new password: one failure a day, always at the same minute, until the
/// owner is told on day 12.
fn stale_phone(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::StalePhone);
    let Some(account) = stage.player(Part::StalePhone) else { return };
    if stage.day() > 12 {
        return;
    }
    let row = stage.draft(account, stage.date.at(18, 40, 7), Scene::StalePhone).from(&account.home);
    let row = row.on(&account.phone).to(&app::EXCHANGE, &app::EXCHANGE);
    stage.enter(row.through("Exchange ActiveSync", "Android-Mail/2024.02.11").fails(50126));
    if stage.day() == 5 {
        let time = stage.date.at(19, 2, 40);
        let row = stage.draft(account, time, Scene::Lockout).from(&account.home).on(&account.phone);
        let row = row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).through(NATIVE, &account.phone.user_agent);
        stage.enter(row.fails(50053));
    }
    if stage.day() == 6 {
        // The same home is known from a success, so that nobody takes the tablet for an attacker.
        let row = stage.draft(account, stage.date.at(19, 20, 3), Scene::Routine).from(&account.home);
        stage.enter(row.password());
    }
}
