//! What is planted is there, and only made-up things are.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_demo::account::Role;
use entrasift_demo::moment::Date;
use entrasift_demo::registration::report;
use entrasift_demo::scene::Scene;
use entrasift_demo::signin::SignIn;
use entrasift_demo::story::{Story, StoryOptions};

fn default_story() -> Story {
    Story::new(StoryOptions::default())
}

fn of_scene<'s>(story: &'s Story, scene: Scene) -> Vec<SignIn<'s>> {
    story.signins().filter(|row| row.scene == scene).collect()
}

/// Rows, distinct users, and rows by code of a scene.
fn summary(story: &Story, scene: Scene) -> (usize, usize, BTreeMap<u32, usize>) {
    let rows = of_scene(story, scene);
    let users: BTreeSet<&str> = rows.iter().map(|row| row.account.upn.as_str()).collect();
    let mut codes = BTreeMap::new();
    rows.iter().for_each(|row| *codes.entry(row.code).or_insert(0) += 1);
    (rows.len(), users.len(), codes)
}

fn check(scene: Scene, rows: usize, users: usize, codes: &[(u32, usize)]) {
    let expected = (rows, users, codes.iter().copied().collect());
    assert_eq!(summary(&default_story(), scene), expected, "{scene:?}");
}

#[test]
fn every_scene_is_played() {
    let story = default_story();
    let played: BTreeSet<Scene> = story.signins().map(|row| row.scene).collect();
    let missing: Vec<&Scene> = Scene::ALL.iter().filter(|scene| !played.contains(scene)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn machines() {
    check(Scene::Scanner, 166, 4, &[(0, 155), (53003, 11)]);
    check(Scene::CrmImport, 92, 1, &[(0, 92)]);
    check(Scene::Fax, 23, 1, &[(53003, 23)]);
    check(Scene::BackupScript, 23, 1, &[(0, 20), (50076, 3)]);
    check(Scene::Monitoring, 23, 1, &[(0, 20), (50076, 3)]);
    check(Scene::Sync, 46, 1, &[(0, 46)]);
}

#[test]
fn old_clients() {
    check(Scene::OldOutlook, 51, 3, &[(0, 40), (53003, 11)]);
    check(Scene::NativeMail, 61, 3, &[(0, 57), (53003, 4)]);
    check(Scene::StalePhone, 12, 1, &[(50126, 12)]);
    check(Scene::Lockout, 1, 1, &[(50053, 1)]);
}

#[test]
fn emergency_accounts() {
    check(Scene::BreakGlassTest, 2, 1, &[(0, 2)]);
    check(Scene::BreakGlassAttempt, 3, 1, &[(0, 1), (50126, 2)]);
}

#[test]
fn people_after_enforcement() {
    check(Scene::ForcedRegistration, 6, 3, &[(0, 3), (50072, 3)]);
    check(Scene::StaleAuthenticator, 10, 1, &[(50074, 5), (500121, 5)]);
    check(Scene::NoPhone, 4, 1, &[(50072, 2), (50089, 2)]);
    check(Scene::NotAllowed, 3, 1, &[(50072, 2), (50079, 1)]);
    check(Scene::Waiting, 30, 15, &[(0, 15), (50076, 15)]);
    check(Scene::ManyPrompts, 32, 1, &[(0, 16), (50074, 16)]);
    let (_, users, codes) = summary(&default_story(), Scene::BrokenApp);
    assert_eq!((users, codes[&50074]), (4, 16));
}

#[test]
fn strangers() {
    let (rows, users, codes) = summary(&default_story(), Scene::Spray);
    assert_eq!(rows, 69);
    assert!(users > 40 && codes.keys().eq(&[50034, 50053, 50126]));
    let story = default_story();
    let swarm: BTreeSet<&str> =
        of_scene(&story, Scene::Swarm).iter().map(|row| row.place.ip.as_str()).collect();
    assert!(swarm.len() > 90, "{}", swarm.len());
    check(Scene::Fatigue, 7, 1, &[(0, 1), (500121, 6)]);
    check(Scene::Fraud, 1, 1, &[(500121, 1)]);
    check(Scene::PasswordKnown, 6, 1, &[(50074, 3), (500121, 3)]);
    check(Scene::MailboxRead, 3, 1, &[(0, 3)]);
    check(Scene::Proxied, 4, 1, &[(0, 2), (50074, 1), (50140, 1)]);
    check(Scene::CodePhish, 3, 1, &[(0, 2), (50199, 1)]);
    check(Scene::Guessed, 15, 1, &[(0, 1), (50126, 14)]);
    check(Scene::Leaver, 3, 1, &[(50057, 3)]);
}

#[test]
fn guests_and_other_tenants() {
    let story = default_story();
    let guests = of_scene(&story, Scene::Guest);
    let people: BTreeSet<&str> = guests.iter().map(|row| row.account.upn.as_str()).collect();
    assert_eq!(people.len(), 14);
    assert!(guests.iter().all(|row| row.account.user_type() == "guest" && !row.account.upn.contains('#')));
    assert!(guests.iter().all(|row| row.account.home_tenant != story.world().tenant.id));
    check(Scene::Passthrough, 4, 1, &[(0, 4)]);
    check(Scene::Outbound, 4, 1, &[(0, 4)]);
    check(Scene::ServiceProvider, 2, 1, &[(0, 2)]);
}

#[test]
fn oddities() {
    let story = default_story();
    let rows: Vec<SignIn<'_>> = story.signins().collect();
    let any = |test: &dyn Fn(&SignIn<'_>) -> bool| rows.iter().any(test);
    assert!(any(&|row| row.client_app.is_empty()));
    assert!(any(&|row| row.user_agent.contains("\r\n")));
    for odd in ['\n', ',', '"', 'ü', '王', '🚲'] {
        assert!(any(&|row| row.account.display_name.contains(odd)), "{odd:?}");
    }
    assert!(any(&|row| row.place.location().starts_with(", , ")));
    assert!(any(&|row| row.place.location().is_empty()));
    assert!(any(&|row| row.place.ip.ends_with(".XXX")));
    assert!(any(&|row| row.id_as_username == Some(row.account.id)));
    assert!(any(&|row| row.id_as_username.is_some_and(|id| id.0 == 0)));
}

#[test]
fn registration_follows_the_guide() {
    let story = default_story();
    let rate = |date: Date| {
        let lines = report(story.world(), date);
        let eligible: Vec<_> = lines.iter().filter(|line| line.account.role.is_employee()).collect();
        (eligible.iter().filter(|line| line.capable).count() * 1000) / eligible.len()
    };
    let first = story.world().rollout.registration_start;
    assert_eq!([rate(first), rate(first.plus(9)), rate(first.plus(13))], [868, 898, 966]);
    assert!(report(story.world(), first).iter().any(|line| line.account.report_upn.contains("#EXT#")));
    let bare = report(story.world(), first);
    assert!(
        bare.iter().filter(|line| line.account.role == Role::BreakGlass).all(|line| line.methods.is_empty())
    );
}

#[test]
fn rows_are_counted_ordered_and_distinct() {
    for rows in [3000, 7001] {
        let story = Story::new(StoryOptions { rows: Some(rows), ..StoryOptions::default() });
        let told: Vec<SignIn<'_>> = story.signins().collect();
        assert_eq!(told.len() as u64, rows);
        assert!(told.windows(2).all(|pair| pair[0].time <= pair[1].time));
        let ids: BTreeSet<_> = told.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), told.len());
        let mut backwards: Vec<_> = story.newest_first().map(|row| row.id).collect();
        backwards.reverse();
        assert!(backwards.iter().eq(told.iter().map(|row| &row.id)));
    }
}

#[test]
fn only_interactive_has_the_full_count_too() {
    let options =
        StoryOptions { rows: Some(20_000), people: 500, only_interactive: true, ..StoryOptions::default() };
    let story = Story::new(options);
    assert_eq!(story.signins().filter(|row| row.interactive).count(), 20_000);
    assert_eq!(story.signins().count(), 20_000);
}

#[test]
fn background_tokens_belong_to_interactive_sessions() {
    let story = default_story();
    let rows: Vec<SignIn<'_>> = story.signins().collect();
    let roots: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.interactive && row.code == 0)
        .filter_map(|row| Some((row.session_id?, row.account.number)))
        .collect();
    let tied = rows.iter().filter(|row| !row.interactive && row.scene == Scene::Refresh);
    let with_session: Vec<_> = tied.filter_map(|row| Some((row.session_id?, row.account.number))).collect();
    assert!(with_session.len() > 400, "{}", with_session.len());
    assert!(with_session.iter().all(|key| roots.contains(key)));
}

#[test]
fn addresses_networks_and_domains_are_made_up() {
    for row in default_story().signins() {
        let ip = &row.place.ip;
        let documentation = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
        assert!(documentation.iter().any(|range| ip.starts_with(range)), "{ip}");
        assert!(matches!(row.place.asn, 64_496..=64_511 | 65_536..=65_551), "{}", row.place.asn);
        let upn = &row.account.upn;
        let ours = row.account.role == Role::Stranger || upn.ends_with(".example");
        assert!(ours || upn == "Sync_nwdc01_0a1b2c3d4e5f@northwindexample.onmicrosoft.com", "{upn}");
    }
}

#[test]
fn a_quiet_tenant_is_protected_and_never_silent_for_long() {
    let story = Story::new(StoryOptions { quiet: true, ..StoryOptions::default() });
    let rows: Vec<SignIn<'_>> = story.signins().collect();
    let unprotected = |row: &&SignIn<'_>| {
        let machine = matches!(row.account.role, Role::BreakGlass | Role::Sync);
        let bootstrap = matches!(row.scene, Scene::WindowsSignIn | Scene::Broker);
        row.code == 0 && !machine && !bootstrap && row.mfa_result.is_empty()
    };
    let open: Vec<_> =
        rows.iter().filter(unprotected).map(|row| (row.scene, row.account.upn.clone())).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(rows.iter().all(|row| matches!(row.code, 0 | 50126 | 50058 | 50074 | 50140)));
    assert!(rows.iter().all(|row| !row.mfa_result.contains("skipped")));
    assert!(rows.iter().all(|row| ["Browser", "Mobile Apps and Desktop clients"].contains(&row.client_app)));
    let pause = rows.windows(2).map(|pair| pair[1].time.0 - pair[0].time.0).max();
    assert!(pause < Some(12 * 3600), "{pause:?}");
    let tested: BTreeSet<_> =
        rows.iter().filter(|row| row.account.role == Role::BreakGlass).map(|row| &row.account.upn).collect();
    assert_eq!(tested.len(), 2);
    let capable = report(story.world(), story.options().start.plus(22));
    assert!(capable.iter().filter(|line| line.account.role.is_employee()).all(|line| line.capable));
}

#[test]
fn nothing_planted_is_cut_off_by_the_day_s_quota() {
    let few = default_story();
    let many = Story::new(StoryOptions { rows: Some(5900), ..StoryOptions::default() });
    let planted = |story: &Story| {
        let routine = [Scene::Routine, Scene::Refresh, Scene::WindowsSignIn, Scene::Broker];
        story.signins().filter(|row| !routine.contains(&row.scene)).count()
    };
    assert_eq!(planted(&few), planted(&many));
}
