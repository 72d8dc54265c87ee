//! Routine: ordinary people on ordinary days.

use crate::account::{Account, Role};
use crate::app;
use crate::composition::NATIVE;
use crate::dice::Dice;
use crate::judgement::judge;
use crate::moment::{Date, Moment};
use crate::scene::Scene;
use crate::signin::{Provider, SignIn};
use crate::world::World;

/// One visit that is planned and not yet played: small, so that a day's plan is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub time: Moment,
    pub account: u32,
    seed: u64,
    kind: Kind,
    prelude: Prelude,
    refreshes: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Browser,
    Desktop,
    Phone,
    Windows,
    Broker,
    Night,
}

/// What comes before the sign-in that succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prelude {
    None,
    Typo,
    Silent,
    Challenge,
    Stay,
}

const DESKTOP_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:68.0) Microsoft Office/16.0 (Microsoft Outlook 16.0.18227; Pro) MSAL/4.66";

impl Visit {
    /// Plans a visit of a regular on a day.
    pub(crate) fn plan(
        world: &World,
        account: &Account,
        date: Date,
        only_interactive: bool,
        dice: &mut Dice,
    ) -> Visit {
        let night = !only_interactive && dice.chance(if date.is_weekend() { 40 } else { 12 });
        let kind = match dice.below(100) {
            _ if account.role == Role::Admin => Kind::Browser,
            _ if night => Kind::Night,
            0..=44 => Kind::Browser,
            45..=73 => Kind::Desktop,
            74..=91 => Kind::Phone,
            92..=96 => Kind::Windows,
            _ if only_interactive => Kind::Windows,
            _ => Kind::Broker,
        };
        let time = when(date, kind, dice);
        let demanded = world.demand(account, time) != Provider::None;
        let prelude = match dice.below(100) {
            _ if matches!(kind, Kind::Night | Kind::Windows | Kind::Broker) => Prelude::None,
            0..=2 => Prelude::Typo,
            3..=5 => Prelude::Silent,
            6..=23 if demanded && account.credential == crate::account::Credential::Password => {
                Prelude::Challenge
            }
            24..=29 => Prelude::Stay,
            _ => Prelude::None,
        };
        let rooted = matches!(kind, Kind::Browser | Kind::Desktop | Kind::Phone) && !only_interactive;
        let refreshes = if rooted { [0, 0, 1, 1, 2, 3][dice.below(6) as usize] } else { 0 };
        Visit { time, account: account.number as u32, seed: dice.roll(), kind, prelude, refreshes }
    }

    /// How many rows it will have.
    pub(crate) fn rows(&self) -> u64 {
        1 + u64::from(self.prelude != Prelude::None) + u64::from(self.refreshes)
    }

    /// The same visit with one row only.
    pub(crate) fn shortened(self) -> Visit {
        Visit { prelude: Prelude::None, refreshes: 0, ..self }
    }

    /// Plays it into rows.
    pub(crate) fn play<'w>(&self, world: &'w World, enter: &mut impl FnMut(SignIn<'w>)) {
        let mut dice = Dice::new(self.seed, &[]);
        let account = &world.accounts[self.account as usize];
        let mut enter = |mut row: SignIn<'w>| {
            judge(world, &mut row);
            enter(row);
        };
        let main = self.main(world, account, &mut dice);
        if let Some(prelude) = self.prelude_row(world, &main, &mut dice) {
            enter(prelude);
        }
        let protected = !main.mfa_result.is_empty() && !main.mfa_result.contains("skipped");
        for turn in 0..self.refreshes {
            let seconds = 300 + i64::from(turn) * 4000 + dice.between(0, 3000);
            let row = SignIn::draft(world, account, main.time, Scene::Refresh, &mut dice);
            let row =
                row.after(&main, seconds).background("refreshToken").to(main.app, pick_resource(&mut dice));
            enter(if protected { row.prior() } else { row.first_factor_claim() });
        }
        enter(main);
    }

    fn main<'w>(&self, world: &'w World, account: &'w Account, dice: &mut Dice) -> SignIn<'w> {
        let scene = match self.kind {
            Kind::Windows => Scene::WindowsSignIn,
            Kind::Broker => Scene::Broker,
            Kind::Night => Scene::Refresh,
            _ => Scene::Routine,
        };
        let row = SignIn::draft(world, account, self.time, scene, dice);
        let day = self.time.date().0 as u64;
        let session = Dice::new(world.seed, &[7, account.number as u64, day, self.seed]).guid();
        match self.kind {
            Kind::Browser => {
                let (app, resource) = browser_app(world, account, dice);
                authenticate(world, row.to(app, resource).session(session), dice)
            }
            Kind::Desktop => {
                let (app, resource) = *dice.pick(&[
                    (&app::MICROSOFT_OFFICE, &app::EXCHANGE),
                    (&app::TEAMS, &app::GRAPH),
                    (&app::ONEDRIVE, &app::SHAREPOINT),
                ]);
                let mut row = row.to(app, resource).session(session).through(NATIVE, DESKTOP_AGENT);
                row.browser = "Rich Client 4.66.2.0";
                authenticate(world, row, dice)
            }
            Kind::Phone => authenticate(world, on_phone(world, row, dice).session(session), dice),
            Kind::Windows => windows(row),
            Kind::Broker => {
                let mut row =
                    row.to(&app::BROKER, &app::DEVICE_REGISTRATION).background("primaryRefreshToken");
                (row.client_app, row.browser, row.user_agent) =
                    (NATIVE, "", "Windows-AzureAD-Authentication-Provider/1.0");
                row
            }
            Kind::Night => night(world, on_phone(world, row, dice), dice),
        }
    }

    fn prelude_row<'w>(&self, world: &'w World, main: &SignIn<'w>, dice: &mut Dice) -> Option<SignIn<'w>> {
        let before = -dice.between(8, 50);
        let row = SignIn::draft(world, main.account, main.time, Scene::Routine, dice).after(main, before);
        match self.prelude {
            Prelude::None => None,
            Prelude::Typo => Some(row.wrong_password()),
            Prelude::Silent => {
                let mut row = row.fails(50058);
                row.id_as_username = (dice.below(3) == 0).then_some(row.account.id);
                Some(row)
            }
            // Whoever is not asked anew was not challenged either.
            Prelude::Challenge
                if main.mfa_result.ends_with("completed") || main.mfa_result.ends_with("Azure AD") =>
            {
                Some(row.challenged(50074, "Authentication in progress"))
            }
            Prelude::Challenge | Prelude::Stay => Some(row.fails(50140)),
        }
    }
}

/// Working hours for computers, longer ones for phones, the night for phones that sync by themselves.
fn when(date: Date, kind: Kind, dice: &mut Dice) -> Moment {
    let (from, to) = match kind {
        Kind::Night if dice.chance(60) => (0, 5 * 3600),
        Kind::Night => (20 * 3600, 86_399),
        Kind::Phone => (5 * 3600 + 1800, 20 * 3600),
        _ if date.is_weekend() => (8 * 3600, 19 * 3600),
        _ if dice.chance(45) => (5 * 3600 + 2700, 8 * 3600),
        _ => (8 * 3600, 17 * 3600),
    };
    Moment(date.at(0, 0, 0).0 + dice.between(from, to))
}

fn browser_app<'w>(world: &'w World, account: &Account, dice: &mut Dice) -> (&'w app::App, &'w app::App) {
    match (account.role, dice.below(10)) {
        (Role::Admin, _) | (Role::It, 0..=2) => (&app::AZURE_PORTAL, &app::MANAGEMENT),
        (_, 0..=3) => (&app::OFFICE_HOME, &app::OFFICE_PORTAL),
        (_, 4..=5) => (&app::OUTLOOK_WEB, &app::EXCHANGE),
        (_, 6) => (&app::TEAMS_WEB, &app::GRAPH),
        (_, 7) => (&world.apps.crm, &app::DIRECTORY),
        (_, 8) => (&world.apps.time_tracking, &app::GRAPH),
        _ => (&app::APP_PANEL, &app::DIRECTORY),
    }
}

fn pick_resource(dice: &mut Dice) -> &'static app::App {
    dice.pick::<&app::App>(&[&app::GRAPH, &app::EXCHANGE, &app::SHAREPOINT, &app::GRAPH, &app::DIRECTORY])
}

fn on_phone<'w>(world: &'w World, row: SignIn<'w>, dice: &mut Dice) -> SignIn<'w> {
    let account = row.account;
    let mut row = row.to(&app::OUTLOOK_MOBILE, &app::EXCHANGE).on(&account.phone);
    row.client_app = NATIVE;
    if row.place == &world.gazetteer.offices[account.office] && account.office < 2 {
        let start = dice.below(40) as usize;
        let gateways = world.gazetteer.mobile.iter().cycle().skip(start);
        row.place = gateways.take(40).find(|gateway| gateway.city == row.place.city).unwrap_or(row.place);
    }
    row
}

/// The sign-in screen of Windows: a password or Windows Hello, and no policy.
fn windows(row: SignIn<'_>) -> SignIn<'_> {
    let mut row = row.to(&app::WINDOWS_SIGN_IN, &app::DIRECTORY);
    (row.client_app, row.browser, row.user_agent) =
        (NATIVE, "", "Windows-AzureAD-Authentication-Provider/1.0");
    if row.account.credential == crate::account::Credential::Hello {
        row.strong("Windows Hello for Business")
    } else {
        row.password()
    }
}

/// A phone refreshes its token at night, from home.
fn night<'w>(world: &World, row: SignIn<'w>, dice: &mut Dice) -> SignIn<'w> {
    let account = row.account;
    let row = row.from(&account.home).background("refreshToken");
    match world.demand(account, row.time) {
        Provider::None if dice.chance(50) => row,
        Provider::None => row.first_factor_claim(),
        _ => row.prior(),
    }
}

/// Signs in the way that the account must at that moment.
fn authenticate<'w>(world: &World, row: SignIn<'w>, dice: &mut Dice) -> SignIn<'w> {
    let account = row.account;
    let at_hall = account.skips_at_hall && row.place == &world.gazetteer.offices[2];
    let passwordless = account.credential != crate::account::Credential::Password;
    match world.demand(account, row.time) {
        _ if passwordless => row.multifactor(),
        Provider::None => row.password(),
        _ if at_hall => row.skipped("MFA requirement skipped due to IP address"),
        _ if account.remembers_device && dice.chance(60) => {
            row.skipped("MFA requirement skipped due to remembered device")
        }
        _ if dice.chance(45) => row.prior(),
        _ => row.multifactor(),
    }
}
