//! Campaign: people register their security information, are prompted to, and one joins with an access pass.

use crate::account::Account;
use crate::app;
use crate::moment::Moment;
use crate::part::Part;
use crate::scene::Scene;
use crate::signin::SignIn;
use crate::stage::Stage;

pub(super) fn play(stage: &mut Stage<'_>) {
    registrations(stage);
    if (3..=16).contains(&stage.day()) && !stage.date.is_weekend() {
        nudges(stage);
    }
    if stage.day() == 6 {
        access_pass(stage);
    }
    if stage.day() == 11 {
        lost_phone(stage);
    }
}

/// Whoever registers on this day does so on the My Sign-ins page, with a password alone.
fn registrations(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Registration);
    for account in &stage.world.accounts {
        let Some(at) = account.registered_at.filter(|at| at.date() == stage.date) else { continue };
        if matches!(account.part, Part::NewJoiner) {
            continue;
        }
        let row = registration(stage, account, at.plus(-90));
        stage.enter(row);
    }
}

fn registration<'w>(stage: &mut Stage<'w>, account: &'w Account, time: Moment) -> SignIn<'w> {
    let session = stage.dice.guid();
    let row = stage.draft(account, time, Scene::Registration);
    row.to(&app::MY_SIGN_INS, &app::GRAPH).session(session).password()
}

/// The prompt to set up Authenticator: some postpone it and go on with their password.
fn nudges(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::Nudge);
    let time = stage.between(7, 12);
    let late: Vec<_> = stage
        .world
        .accounts
        .iter()
        .filter(|a| a.part == Part::Crowd && a.registered_at.is_none_or(|r| r > time))
        .collect();
    let late: Vec<_> =
        late.into_iter().filter(|a| a.role == crate::account::Role::Staff && !a.is_away(time)).collect();
    if late.is_empty() {
        return;
    }
    let account = *stage.dice.pick(&late);
    let code = if stage.day() % 4 == 0 { 50125 } else { 50203 };
    let session = stage.dice.guid();
    let prompt = stage.draft(account, time, Scene::Nudge).session(session).password().fails(code);
    let later = stage.draft(account, time, Scene::Nudge).after(&prompt, 35).password();
    stage.enter(prompt);
    stage.enter(later);
}

/// A new colleague's first sign-in, with a pass that the helpdesk issued, and the registration that it is for.
fn access_pass(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::AccessPass);
    let Some(account) = stage.player(Part::NewJoiner) else { return };
    let time = stage.at(9, 10);
    let row = stage.draft(account, time, Scene::AccessPass).to(&app::MY_SIGN_INS, &app::GRAPH);
    stage.enter(row.strong("Temporary Access Pass"));
    let row = stage.draft(account, time.plus(-700), Scene::AccessPass);
    stage.enter(row.to(&app::INTUNE_ENROLMENT, &app::DEVICE_REGISTRATION).strong("Temporary Access Pass"));
}

/// The new phone is registered.
fn lost_phone(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::AccessPass);
    let Some(account) = stage.player(Part::LostPhone) else { return };
    let time = stage.at(15, 8);
    let row = registration(stage, account, time);
    stage.enter(row);
}
