//! Pilot: the IT team tests the policy on every kind of device, on the three days before enforcement.

use crate::account::Role;
use crate::app;
use crate::composition::NATIVE;
use crate::device::Device;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    if !(17..=19).contains(&stage.day()) {
        return;
    }
    stage.throw_for(Scene::Pilot);
    let team: Vec<_> = stage.world.of_role(Role::It).collect();
    for (index, account) in team.into_iter().enumerate() {
        if (index as i64 + stage.day()) % 3 == 1 && stage.day() > 17 {
            continue;
        }
        let time = stage.between(8, 15);
        let session = stage.dice.guid();
        let private: &Device = &stage.world.machines.stranger;
        let row = stage.draft(account, time, Scene::Pilot).session(session);
        let mut row = match (index as i64 + stage.day()) % 4 {
            0 => row.on(private).from(&account.home),
            1 => row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).on(&account.phone),
            2 => row.to(&app::TEAMS, &app::GRAPH),
            _ => row,
        };
        if row.app == &app::OUTLOOK_MOBILE || row.app == &app::TEAMS {
            row.client_app = NATIVE;
        }
        let challenge = stage.draft(account, time, Scene::Pilot).after(&row, -25);
        if account.credential == crate::account::Credential::Password {
            stage.enter(challenge.challenged(50074, "Authentication in progress"));
        }
        stage.enter(row.multifactor());
    }
}
