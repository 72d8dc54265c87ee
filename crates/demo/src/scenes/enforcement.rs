//! Enforcement: what happens to people when the policy for everyone is switched on.

use crate::account::Account;
use crate::app;
use crate::composition::NATIVE;
use crate::part::Part;
use crate::scene::Scene;
use crate::signin::SignIn;
use crate::stage::Stage;

const NO_RESPONSE: &str = "MFA denied; user did not respond to mobile app notification";

pub(super) fn play(stage: &mut Stage<'_>) {
    exempt(stage);
    many_prompts(stage);
    drawing_vault(stage);
    if (20..=23).contains(&stage.day()) {
        forced_registration(stage);
        stale_authenticator(stage);
        no_phone(stage);
        not_allowed(stage);
        waiting(stage);
    }
}

/// Registers within minutes of being stopped, and goes on.
fn forced_registration(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::ForcedRegistration);
    for account in stage.world.cast(Part::Forced) {
        let Some(at) = account.registered_at.filter(|at| at.date() == stage.date) else { continue };
        let session = stage.dice.guid();
        let first = stage.draft(account, at.plus(-400), Scene::ForcedRegistration).session(session);
        let first = first.must_register(50072);
        let then = stage.draft(account, at, Scene::ForcedRegistration).after(&first, 460).multifactor();
        stage.enter(first);
        stage.enter(then);
    }
}

/// Challenged again and again; the old phone gets the notification. Works on in no app.
fn stale_authenticator(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::StaleAuthenticator);
    let Some(account) = stage.player(Part::StaleAuthenticator) else { return };
    let tries: &[i64] = if stage.day() == 20 { &[9, 10, 13] } else { &[8] };
    for &hour in tries {
        let time = stage.at(hour, 12);
        if time >= stage.rollout().validated_at() {
            continue;
        }
        let row = stage.draft(account, time, Scene::StaleAuthenticator);
        let first = row.challenged(50074, "Authentication in progress");
        let row = stage.draft(account, time, Scene::StaleAuthenticator).after(&first, 75);
        stage.enter(first);
        stage.enter(row.challenged(500121, NO_RESPONSE));
    }
}

/// Must register, has nothing to register with, leaves the page open until it expires.
fn no_phone(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::NoPhone);
    let Some(account) = stage.player(Part::NoPhone).filter(|_| stage.day() <= 21) else { return };
    let time = stage.at(9, 31);
    let first = stage.draft(account, time, Scene::NoPhone).must_register(50072);
    let then = stage.draft(account, time, Scene::NoPhone).after(&first, 1260).fails(50089);
    stage.enter(first);
    stage.enter(then);
}

/// Has a method, but not one that the policy allows.
fn not_allowed(stage: &mut Stage<'_>) {
    stage.throw_for(Scene::NotAllowed);
    let Some(account) = stage.player(Part::NotAllowed).filter(|_| stage.day() == 20) else { return };
    for minute in [5, 9] {
        let time = stage.at(11, minute);
        let row = stage.draft(account, time, Scene::NotAllowed);
        stage.enter(row.must_register(50072));
    }
    let time = stage.at(11, 20);
    let row = stage.draft(account, time, Scene::NotAllowed).to(&app::OUTLOOK_MOBILE, &app::EXCHANGE);
    let mut row = row.on(&account.phone).background("refreshToken").first_factor_claim().fails(50079);
    row.client_app = NATIVE;
    stage.enter(row);
}

/// Background tokens from before the policy are refused until their owner signs in again, which most do soon.
fn waiting(stage: &mut Stage<'_>) {
    if stage.day() != 20 {
        return;
    }
    stage.throw_for(Scene::Waiting);
    let enforced = stage.rollout().enforced_at;
    let asked = |account: &&Account| {
        account.part == Part::Crowd
            && account.role == crate::account::Role::Staff
            && !account.per_user_mfa
            && account.is_capable(enforced)
            && !account.is_away(enforced.plus(3600))
    };
    for account in stage.world.accounts.iter().filter(asked).take(15) {
        let time = enforced.plus(stage.dice.between(60, 7000));
        let session = stage.dice.guid();
        let row = phone(stage.draft(account, time, Scene::Waiting).session(session));
        stage.enter(row.background("refreshToken").first_factor_claim().fails(50076));
        let later = time.plus(stage.dice.between(600, 9000));
        let row = phone(stage.draft(account, later, Scene::Waiting).session(session));
        stage.enter(row.multifactor());
    }
}

fn phone<'w>(row: SignIn<'w>) -> SignIn<'w> {
    let account = row.account;
    let mut row = row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).on(&account.phone);
    row.client_app = NATIVE;
    row
}

/// In a forgotten exclusion group: a password is enough, before and after.
fn exempt(stage: &mut Stage<'_>) {
    if stage.date.is_weekend() || stage.day() % 2 == 0 {
        return;
    }
    stage.throw_for(Scene::Exempt);
    let Some(account) = stage.player(Part::Exempt) else { return };
    let time = stage.between(8, 15);
    let row = stage.draft(account, time, Scene::Exempt).to(&app::OUTLOOK_WEB, &app::EXCHANGE);
    stage.enter(row.password());
}

/// Phone calls instead of notifications, and a browser that forgets: a prompt every time.
fn many_prompts(stage: &mut Stage<'_>) {
    if stage.day() < 20 || stage.date.is_weekend() {
        return;
    }
    stage.throw_for(Scene::ManyPrompts);
    let Some(account) = stage.player(Part::Cfo) else { return };
    for hour in [8, 10, 13, 15] {
        let time = stage.at(hour, 40);
        let session = stage.dice.guid();
        let first = stage.draft(account, time, Scene::ManyPrompts).session(session);
        let first = first.challenged(50074, "Authentication in progress");
        let then = stage.draft(account, time, Scene::ManyPrompts).after(&first, 55).multifactor();
        stage.enter(first);
        stage.enter(then);
    }
}

/// The archive's built-in browser shows no prompt: it worked before, and for nobody since.
fn drawing_vault(stage: &mut Stage<'_>) {
    if stage.date.is_weekend() {
        return;
    }
    stage.throw_for(Scene::BrokenApp);
    let vault = &stage.world.apps.drawing_vault;
    let users: Vec<_> = stage.world.cast(Part::DrawingUser).collect();
    for (index, account) in users.into_iter().enumerate() {
        let time = stage.at(8 + index as i64, 25);
        let row = stage.draft(account, time, Scene::BrokenApp).on(&stage.world.machines.drawing_vault);
        let row = row.to(vault, vault);
        if time >= stage.rollout().enforced_at {
            stage.enter(row.challenged(50074, "Authentication in progress"));
        } else if (index as i64 + stage.day()) % 5 == 0 {
            stage.enter(row.password());
        }
    }
}
