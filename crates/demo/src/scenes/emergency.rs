//! Emergency accounts: two planned tests, and somebody who should not know that they exist.

use crate::app;
use crate::part::Part;
use crate::scene::Scene;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    match stage.day() {
        17 => planned(stage, Part::Alpha, 14, 3),
        21 => {
            planned(stage, Part::Alpha, 10, 4);
            if stage.world.quiet {
                planned(stage, Part::Bravo, 10, 12);
            }
        }
        9 if !stage.world.quiet => unplanned(stage),
        22 if !stage.world.quiet => used_without_plan(stage),
        _ => {}
    }
}

/// From a private window in the office: a password, no prompt.
fn planned(stage: &mut Stage<'_>, part: Part, hour: i64, minute: i64) {
    stage.throw_for(Scene::BreakGlassTest);
    let Some(account) = stage.player(part) else { return };
    let time = stage.at(hour, minute);
    let session = stage.dice.guid();
    let row = stage.draft(account, time, Scene::BreakGlassTest).from(&stage.world.gazetteer.offices[0]);
    let row = row.on(&stage.world.machines.stranger).to(&app::OFFICE_HOME, &app::OFFICE_PORTAL);
    stage.enter(row.session(session).password());
}

/// Two wrong passwords at night, from far away.
fn unplanned(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::BreakGlassAttempt);
    let Some(account) = stage.player(Part::Bravo) else { return };
    for minute in [41, 42] {
        let time = stage.at(2, minute);
        let row = stage.draft(account, time, Scene::BreakGlassAttempt);
        let row = row.from(&stage.world.gazetteer.hostile[7]).on(&stage.world.machines.stranger);
        stage.enter(row.to(&app::AZURE_PORTAL, &app::MANAGEMENT).fails(50126));
    }
}

/// An administrator in a hurry: a success that no plan explains.
fn used_without_plan(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::BreakGlassAttempt);
    let Some(account) = stage.player(Part::Bravo) else { return };
    let time = stage.at(16, 48);
    let row = stage.draft(account, time, Scene::BreakGlassAttempt).from(&stage.world.gazetteer.offices[1]);
    stage.enter(row.on(&stage.world.machines.stranger).to(&app::APP_PANEL, &app::DIRECTORY).password());
}
