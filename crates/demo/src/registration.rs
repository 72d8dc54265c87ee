//! Registration: who has which methods registered on a day, as the registration report counts it.

use crate::account::{Account, Credential, Factor, Role};
use crate::moment::{Date, Moment};
use crate::part::Part;
use crate::world::World;

/// One line of the registration report.
#[derive(Clone, Debug)]
pub struct Registration<'w> {
    /// Whom it is about.
    pub account: &'w Account,
    /// A method is registered and allowed.
    pub capable: bool,
    /// A method is registered, allowed or not.
    pub registered: bool,
    /// A passwordless method is registered.
    pub passwordless: bool,
    /// Can reset the password without help.
    pub reset_capable: bool,
    /// The default method.
    pub default_method: &'static str,
    /// All methods.
    pub methods: Vec<&'static str>,
    /// When the report was refreshed for this line, and the fraction of that second in 100 ns.
    pub updated: (Moment, u32),
}

/// The report of a day, in order of the user names.
pub fn report(world: &World, date: Date) -> Vec<Registration<'_>> {
    let mut lines: Vec<Registration<'_>> =
        world.accounts.iter().filter_map(|account| line(world, account, date)).collect();
    lines.sort_by(|a, b| a.account.report_upn.cmp(&b.account.report_upn));
    lines
}

/// Disabled accounts, strangers and foreign technicians are in no report; a new colleague is from the first day on.
fn line<'w>(world: &World, account: &'w Account, date: Date) -> Option<Registration<'w>> {
    if matches!(account.role, Role::Stranger | Role::Supporter) || account.part == Part::Leaver {
        return None;
    }
    let hour = if date < world.rollout.enforced_at.date() { 5 } else { 18 };
    let at = date.at(hour, 40, account.number as i64 % 60);
    let capable = account.is_capable(at);
    let registered = capable || account.not_allowed;
    let methods = methods(account, registered);
    let passwordless = capable && account.credential != Credential::Password;
    let default_method = match account.factor {
        _ if !registered => "none",
        Factor::Push => "microsoftAuthenticatorPush",
        Factor::Code => "softwareOneTimePasscode",
        Factor::Text | Factor::Call => "mobilePhone",
    };
    let updated = (at, (account.id.0 % 10_000_000) as u32);
    let reset_capable = registered && account.role.is_employee();
    Some(Registration {
        account,
        capable,
        registered,
        passwordless,
        reset_capable,
        default_method,
        methods,
        updated,
    })
}

fn methods(account: &Account, registered: bool) -> Vec<&'static str> {
    if !registered {
        let reset_only = account.role.is_employee() && account.number.is_multiple_of(3);
        return if reset_only { vec!["email"] } else { vec![] };
    }
    let mut methods = match account.factor {
        Factor::Push if account.number.is_multiple_of(2) => {
            vec!["microsoftAuthenticatorPush", "softwareOneTimePasscode"]
        }
        Factor::Push => vec!["mobilePhone", "microsoftAuthenticatorPush", "softwareOneTimePasscode"],
        Factor::Code => vec!["softwareOneTimePasscode"],
        Factor::Text => vec!["mobilePhone"],
        Factor::Call => vec!["mobilePhone", "officePhone"],
    };
    match account.credential {
        Credential::Password => {}
        Credential::Hello => methods.push("windowsHelloForBusiness"),
        Credential::Key => methods.push("passKeyDeviceBound"),
        Credential::PhoneSignIn => methods.push("microsoftAuthenticatorPasswordless"),
        Credential::Certificate => methods.push("certificateBasedAuthentication"),
    }
    methods
}
