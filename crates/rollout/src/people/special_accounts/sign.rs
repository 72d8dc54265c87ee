//! Signs: what tells that an account is special, and how that is said.

use crate::answer::wording::count_of;
use crate::people::account::Account;
use crate::reading::intake::{Intake, ReportPlace};

/// What decides that an account is special.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It synchronises the directory.
    Synchronises,
    /// Its home is another tenant.
    HomeElsewhere,
    /// This list of the tenant file names it.
    Listed(&'static str),
    /// Its name before the `@` is this word.
    Name(&'static str),
    /// Its name starts with this word.
    FirstWord(&'static str),
    /// What it does.
    Behaviour,
    /// It was never seen on a phone, and none of its methods proves one. Its line in the newest registration report, if it has one.
    NoPhone(Option<ReportPlace>),
}

impl Sign {
    /// Why the account is special, in words: what decided, and what else speaks for it.
    pub fn words(self, account: &Account, addresses: usize, intake: &Intake) -> Vec<String> {
        let first = match self {
            Sign::Synchronises => return vec!["it is the directory synchronisation account".to_owned()],
            Sign::HomeElsewhere => return guest(account),
            Sign::NoPhone(place) => return no_phone(account, place, intake),
            Sign::Listed(list) => Some(format!("`{list}` of the tenant file")),
            Sign::Name(word) => Some(format!("its name is \"{word}\"")),
            Sign::FirstWord(word) => Some(format!("its name starts with \"{word}\"")),
            Sign::Behaviour => None,
        };
        first.into_iter().chain(behaviour(account, addresses)).collect()
    }
}

/// What speaks for a machine in what an account does.
fn behaviour(account: &Account, addresses: usize) -> Vec<String> {
    if account.signins == 0 {
        return vec!["no sign-in in these logs".to_owned()];
    }
    let mut because = Vec::new();
    if account.ropc > 0 {
        because.push(format!("{} by ROPC", count_of(account.ropc, "sign-in", "sign-ins")));
    }
    because.extend(account.rhythm.words());
    if addresses == 1 && account.signins > 1 {
        because.push("always one address".to_owned());
    }
    if account.at_screen == 0 && account.success > 0 {
        because.push("nobody ever signs in at a screen".to_owned());
    }
    because
}

fn guest(account: &Account) -> Vec<String> {
    let with_mfa = match (account.success, account.protected) {
        (0, _) => "no success in these logs".to_owned(),
        (_, 0) => "never seen with MFA, neither from home nor here".to_owned(),
        (all, some) if some < all => format!("{some} of {all} successes with MFA"),
        _ => "always with MFA".to_owned(),
    };
    vec!["the account's home is another tenant".to_owned(), with_mfa]
}

fn no_phone(account: &Account, place: Option<ReportPlace>, intake: &Intake) -> Vec<String> {
    let signins = count_of(account.signins, "sign-in", "sign-ins");
    let days = count_of(account.rhythm.days.count(), "day", "days");
    let methods = match place.map(|place| intake.registration(place).methods.join(", ")) {
        None => "nothing is known of registered methods".to_owned(),
        Some(methods) if methods.is_empty() => "no method is registered".to_owned(),
        Some(methods) => format!("registered without a phone: {methods}"),
    };
    vec![format!("never seen on iOS or Android in {signins} (successes on {days})"), methods]
}
