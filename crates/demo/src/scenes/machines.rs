//! Machines and scripts: scanners, the CRM's import, the fax server, two scripts, synchronisation, shared accounts.

use crate::account::Role;
use crate::app;
use crate::composition::NATIVE;
use crate::moment::DAY;
use crate::part::Part;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    scanners(stage);
    crm_import(stage);
    fax(stage);
    scripts(stage);
    shared(stage);
}

/// Each scanner sends at the same three minutes of every working day, two of them until day 15, one until it breaks.
fn scanners(stage: &mut Stage<'_>) {
    if stage.date.is_weekend() {
        return;
    }
    stage.throw_for(Scene::Scanner);
    let (moved_at, enforced) = (stage.rollout().on(15, 12, 0), stage.rollout().enforced_at);
    let sends = 3 * stage.tempo;
    for part in [Part::ScannerMoved, Part::ScannerBroken, Part::ScannerExempt] {
        for scanner in stage.world.cast(part) {
            for send in 0..sends as i64 {
                let minute = 6 * 60 + scanner.number as i64 % 60 + send * 600 / sends as i64;
                let time = stage.date.at(0, minute, 4 + send % 3);
                if part == Part::ScannerMoved && time >= moved_at {
                    continue;
                }
                let row = stage.draft(scanner, time, Scene::Scanner).from(&scanner.home);
                let row = row.to(&app::EXCHANGE, &app::EXCHANGE).through("Authenticated SMTP", "");
                let broken = part == Part::ScannerBroken && time >= enforced;
                stage.enter(if broken { row.password().fails(53003) } else { row.password() });
            }
        }
    }
}

/// Reads its mailbox every six hours, day and night.
fn crm_import(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::CrmImport);
    let Some(account) = stage.player(Part::CrmImport) else { return };
    let polls = 4 * stage.tempo as i64;
    for poll in 0..polls {
        let time = stage.date.at(0, 17, 30).plus(poll * DAY / polls);
        let row = stage.draft(account, time, Scene::CrmImport).from(&account.home);
        stage.enter(row.to(&app::EXCHANGE, &app::EXCHANGE).through("IMAP4", "").password());
    }
}

/// Asks once a day, with the right password, and has been blocked for as long as the log reaches.
fn fax(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Fax);
    let Some(account) = stage.player(Part::Fax) else { return };
    let row = stage.draft(account, stage.date.at(4, 30, 11), Scene::Fax).from(&account.home);
    stage.enter(row.to(&app::EXCHANGE, &app::EXCHANGE).through("POP3", "").password().fails(53003));
}

/// Both look like modern clients; both meet the policy after enforcement.
fn scripts(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::BackupScript);
    let enforced = stage.rollout().enforced_at;
    if let Some(account) = stage.player(Part::BackupScript) {
        let time = stage.date.at(1, 0, 2);
        let row = stage.draft(account, time, Scene::BackupScript).from(&account.home);
        let mut row = row.to(&stage.world.apps.backup_script, &app::GRAPH).through(NATIVE, "");
        row.protocol = "ropc";
        stage.enter(if time < enforced { row.password() } else { row.password().fails(50076) });
    }
    if let Some(account) = stage.player(Part::Monitoring) {
        let time = stage.date.at(5, 45, 9);
        let row = stage.draft(account, time, Scene::Monitoring).from(&account.home);
        let row = row.to(&app::EXCHANGE, &app::EXCHANGE).through(NATIVE, "BAV2ROPC");
        stage.enter(if time < enforced { row.password() } else { row.password().fails(50076) });
    }
}

/// Shared mailboxes with a password that several people know, and the rooms' panels.
fn shared(stage: &mut Stage<'_>) {
    if stage.date.is_weekend() {
        return;
    }
    stage.throw_for(Scene::SharedMailbox);
    let time = stage.between(7, 15);
    let boxes: Vec<_> = stage.world.of_role(Role::SharedMailbox).collect();
    let account = boxes[stage.day() as usize % boxes.len()];
    if time < stage.rollout().enforced_at {
        let office = &stage.world.gazetteer.offices[0];
        let row = stage.draft(account, time, Scene::SharedMailbox).from(office);
        stage.enter(row.to(&app::OUTLOOK_WEB, &app::EXCHANGE).password());
    }
    stage.throw_for(Scene::Room);
    let rooms: Vec<_> = stage.world.of_role(Role::Room).collect();
    let room = rooms[stage.day() as usize % rooms.len()];
    let time = stage.at(6, 5);
    let row = stage.draft(room, time, Scene::Room).from(&room.home);
    let row = row.to(&app::TEAMS, &app::GRAPH).through(NATIVE, "TeamsRooms/5.2.115.0 (Windows10 IoT)");
    stage.enter(row.background("refreshToken").first_factor_claim());
}

/// The synchronisation account, twice a day; it is exempt, as guidance has it.
pub(super) fn sync(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Sync);
    let Some(account) = stage.player(Part::Sync) else { return };
    for hour in [3, 15] {
        let row = stage.draft(account, stage.date.at(hour, 30, 20), Scene::Sync).from(&account.home);
        let mut row = row.to(&app::DIRECTORY_SYNC, &app::DIRECTORY).through(NATIVE, "").password();
        row.interactive = hour == 3;
        stage.enter(row);
    }
}
