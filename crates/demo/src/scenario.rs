//! Scenario: one thing that a detection is for, as the one or two sign-ins that show it and nothing else.

use crate::account::{Account, Credential, Role};
use crate::app;
use crate::composition::NATIVE;
use crate::device::{self, Device};
use crate::dice::Dice;
use crate::judgement::judge;
use crate::part::Part;
use crate::scene::Scene;
use crate::signin::SignIn;
use crate::world::World;

macro_rules! scenarios {
    ($($variant:ident $sentence:literal;)*) => {
        /// What happens.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scenario { $(#[doc = $sentence] $variant),* }

        impl Scenario {
            /// Every scenario; the first eleven are those by which detections are usually compared.
            pub const ALL: &'static [Scenario] = &[$(Scenario::$variant),*];

            /// What happens, in words.
            pub const fn sentence(self) -> &'static str {
                match self { $(Scenario::$variant => $sentence),* }
            }
        }
    };
}

scenarios! {
    Imap "Success over IMAP4";
    ActiveSync "Success over Exchange ActiveSync";
    MfaDenied "MFA denied (500121)";
    MfaNotPassed "MFA prompt not passed (50074)";
    Locked "Account locked (50053)";
    Disabled "Disabled account (50057)";
    PolicyBlock "Blocked by policy (53003)";
    SingleFactor "Success with a password alone";
    Noncompliant "Success from a device that is not compliant";
    DeviceCode "Device code";
    Ropc "ROPC";
    FraudReport "MFA prompt reported as fraud";
    FraudInSteps "MFA prompt reported as fraud, in the steps only";
    DeviceRefused "Device refused (53000)";
    TokenProtection "Unbound token refused (530084)";
    SyncElsewhere "Synchronisation account in another app";
    ToolAgent "Success with the user agent of a tool";
    ImapAbroad "Success over IMAP4 from abroad";
    Emergency "Emergency account";
}

/// What the machines of the scenarios look like: made before the sign-ins, which borrow from it.
#[derive(Debug)]
pub struct Props {
    mail: Device,
    tool: Device,
    ropc: Device,
    unfit: Device,
}

impl Props {
    /// The same for every scenario.
    pub fn new() -> Props {
        let mut unfit = device::computer(1, &mut Dice::new(1, &[77]));
        unfit.compliant = Some(false);
        Props {
            mail: device::bare("", "", ""),
            tool: device::bare("", "Python Requests 2.32", "python-requests/2.32.3"),
            ropc: device::bare("", "", "BAV2ROPC"),
            unfit,
        }
    }
}

impl Default for Props {
    fn default() -> Self {
        Props::new()
    }
}

impl Scenario {
    /// Its sign-ins: one, and before it an ordinary one of somebody else with MFA on a good device.
    pub fn signins<'w>(self, world: &'w World, props: &'w Props) -> Vec<SignIn<'w>> {
        vec![ordinary(world), self.signin(world, props)]
    }

    fn signin<'w>(self, world: &'w World, props: &'w Props) -> SignIn<'w> {
        let place = match self {
            Scenario::ImapAbroad => &world.gazetteer.hostile[0],
            _ => &world.gazetteer.offices[0],
        };
        let account = self.account(world);
        let mut dice = Dice::new(world.seed, &[78, self as u64]);
        let time = world.rollout.start.at(10, 30, self as i64);
        let row = SignIn::draft(world, account, time, Scene::Routine, &mut dice).from(place);
        let mail = |row: SignIn<'w>| row.on(&props.mail).to(&app::EXCHANGE, &app::EXCHANGE);
        let mut row = match self {
            Scenario::Imap | Scenario::ImapAbroad => mail(row).through("IMAP4", "").password(),
            Scenario::ActiveSync => mail(row).through("Exchange ActiveSync", "").password(),
            Scenario::MfaDenied => row.challenged(500_121, "MFA denied; user declined the authentication"),
            Scenario::MfaNotPassed => row.challenged(50_074, "Authentication in progress"),
            Scenario::Locked => row.fails(50_053),
            Scenario::Disabled => row.fails(50_057),
            Scenario::PolicyBlock => row.password().fails(53_003),
            Scenario::SingleFactor | Scenario::Emergency => row.password(),
            Scenario::Noncompliant => row.on(&props.unfit).multifactor(),
            Scenario::DeviceRefused => row.on(&props.unfit).multifactor().fails(53_000),
            Scenario::DeviceCode => row.through(NATIVE, "").to(&app::AZURE_CLI, &app::MANAGEMENT).prior(),
            Scenario::Ropc => row.on(&props.ropc).through(NATIVE, &props.ropc.user_agent).password(),
            Scenario::FraudReport | Scenario::FraudInSteps => {
                row.challenged(500_121, "MFA denied; Phone App Reported Fraud")
            }
            Scenario::TokenProtection => row.multifactor().fails(530_084),
            Scenario::SyncElsewhere => row.to(&app::AZURE_CLI, &app::MANAGEMENT).password(),
            Scenario::ToolAgent => row.on(&props.tool).multifactor(),
        };
        match self {
            Scenario::DeviceCode => (row.protocol, row.transfer) = ("deviceCode", "deviceCodeFlow"),
            Scenario::Ropc => row.protocol = "ropc",
            Scenario::FraudReport => row.mfa_result = "MFA denied; Phone App Reported Fraud",
            _ => {}
        }
        judge(world, &mut row);
        row
    }

    fn account(self, world: &World) -> &Account {
        let account = match self {
            Scenario::SyncElsewhere => world.cast(Part::Sync).next(),
            Scenario::Emergency => world.cast(Part::Alpha).next(),
            _ => people(world).nth(1),
        };
        account.expect("the roster has everyone")
    }
}

/// A sign-in that no detection is for.
fn ordinary(world: &World) -> SignIn<'_> {
    let account = people(world).next().expect("the roster has staff");
    let mut dice = Dice::new(world.seed, &[79]);
    let time = world.rollout.start.at(10, 0, 0);
    let row = SignIn::draft(world, account, time, Scene::Routine, &mut dice);
    let mut row = row.from(&world.gazetteer.offices[0]).multifactor();
    judge(world, &mut row);
    row
}

/// Staff with a password, a second factor, and a computer as it should be.
fn people(world: &World) -> impl Iterator<Item = &Account> {
    world.of_role(Role::Staff).filter(|account| {
        account.part == Part::Crowd
            && account.credential == Credential::Password
            && account.computer.compliant == Some(true)
    })
}
