//! Tells what accounts are: by the tenant file, by their names and by what they do.

use entrasift_core::text::words::fold_word;
use entrasift_core::{Registration, Time};
use entrasift_rules::excepted::UserNames;
use entrasift_rules::tenant::Tenant;

use super::kind::AccountKind;
use super::name::{ROOM_WORDS, SERVICE_WORDS, SHARED_NAMES};
use super::sign::Sign;
use crate::facts::likely::name_words;
use crate::people::account::Account;
use crate::reading::intake::ReportPlace;
use crate::reading::newest::Newest;
use crate::reading::request::Request;

/// Tells what accounts are.
pub struct Judge<'r> {
    shared: UserNames,
    rooms: UserNames,
    services: UserNames,
    tenant: &'r Tenant,
    newest: Newest<'r>,
}

impl<'r> Judge<'r> {
    /// With the tenant file and the newest registration report of a request.
    pub fn new(request: &'r Request) -> Judge<'r> {
        let exceptions = &request.tenant.exceptions;
        Judge {
            shared: UserNames::new(&exceptions.shared_mailboxes),
            rooms: UserNames::new(&exceptions.rooms),
            services: UserNames::new(&exceptions.service_accounts),
            tenant: &request.tenant,
            newest: Newest::new(request),
        }
    }

    /// The line of an account in the newest report.
    pub fn registered(&self, name: &str, id: &str) -> Option<(ReportPlace, &'r Registration)> {
        self.newest.find(name, id)
    }

    /// When the newest report was refreshed.
    pub fn report_date(&self) -> Option<Time> {
        self.newest.date
    }

    /// The line of every account in the newest report.
    pub fn registrations(&self) -> impl Iterator<Item = (ReportPlace, &'r Registration)> {
        self.newest.lines()
    }

    /// A declared break-glass account.
    pub fn is_break_glass(&self, name: &str) -> bool {
        self.tenant.break_glass_index(name).is_some()
    }

    /// What an account is, and what tells that; `None` for ordinary people. `account` is `None` where it never signed in.
    pub fn classify(
        &self,
        name: &str,
        id: &str,
        account: Option<&Account>,
        addresses: usize,
    ) -> Option<(AccountKind, Sign)> {
        let silent = Account::default();
        let account = account.unwrap_or(&silent);
        if account.is_sync || name.starts_with("sync_") && name.ends_with(".onmicrosoft.com") {
            return Some((AccountKind::Sync, Sign::Synchronises));
        }
        let line = self.registered(name, id);
        if account.is_guest || line.is_some_and(|(_, line)| line.is_guest()) {
            return Some((AccountKind::Guest, Sign::HomeElsewhere));
        }
        self.machine(name, account, addresses).or_else(|| no_phone(account, line))
    }

    fn machine(&self, name: &str, account: &Account, addresses: usize) -> Option<(AccountKind, Sign)> {
        if self.shared.holds(name) {
            return Some((AccountKind::SharedMailbox, Sign::Listed("shared_mailboxes")));
        }
        if self.rooms.holds(name) {
            return Some((AccountKind::Room, Sign::Listed("rooms")));
        }
        let service = if account.ropc > 0 { AccountKind::Script } else { AccountKind::Service };
        if self.services.holds(name) {
            return Some((service, Sign::Listed("service_accounts")));
        }
        let unattended = account.at_screen == 0;
        if account.ropc > 0 && unattended {
            return Some((AccountKind::Script, Sign::Behaviour));
        }
        let one_of = |words: &[&'static str], word: &str| words.iter().copied().find(|known| *known == word);
        let local = name.split('@').next().unwrap_or_default();
        if let Some(word) = one_of(SHARED_NAMES, local) {
            return Some((AccountKind::SharedMailbox, Sign::Name(word)));
        }
        let first = name_words(name).next().unwrap_or_default();
        if let Some(word) = one_of(ROOM_WORDS, &first) {
            return Some((AccountKind::Room, Sign::FirstWord(word)));
        }
        if let Some(word) = one_of(SERVICE_WORDS, &first) {
            return Some((service, Sign::FirstWord(word)));
        }
        let metronome = account.rhythm.is_regular() && addresses == 1 && unattended;
        (metronome && account.success > 0).then_some((AccountKind::Service, Sign::Behaviour))
    }
}

/// Methods that prove a phone.
fn is_phone_method(name: &str) -> bool {
    let name = fold_word(name);
    name.contains("phone")
        || name.contains("mobile")
        || name.contains("authenticator")
        || name.contains("sms")
        || name.starts_with("app")
}

/// A person at a screen, never on a phone, without a method that proves one.
fn no_phone(account: &Account, line: Option<(ReportPlace, &Registration)>) -> Option<(AccountKind, Sign)> {
    if account.at_screen == 0 || !account.has_system || account.on_phone {
        return None;
    }
    let has_phone = line.is_some_and(|(_, line)| line.methods.iter().any(|name| is_phone_method(name)));
    (!has_phone).then_some((AccountKind::NoPhoneSeen, Sign::NoPhone(line.map(|(place, _)| place))))
}

#[cfg(test)]
mod tests {
    use entrasift_rules::tenant::Exceptions;

    use super::*;

    fn person() -> Account {
        Account { signins: 9, success: 9, at_screen: 9, has_system: true, exists: true, ..Account::default() }
    }

    fn machine(ropc: u64) -> Account {
        Account { signins: 9, success: 9, ropc, exists: true, ..Account::default() }
    }

    #[test]
    fn kinds() {
        let exceptions = Exceptions { service_accounts: vec!["crm-*@*".to_owned()], ..Exceptions::default() };
        let tenant = Tenant { exceptions, ..Tenant::default() };
        let judge = Judge {
            shared: UserNames::new(&[]),
            rooms: UserNames::new(&[]),
            services: UserNames::new(&tenant.exceptions.service_accounts),
            tenant: &tenant,
            newest: Newest::default(),
        };
        let check = |name: &str, account: &Account, expect: Option<AccountKind>| {
            assert_eq!(judge.classify(name, "", Some(account), 1).map(|(kind, _)| kind), expect, "{name}");
        };
        check("sync_dc01_0a@x.onmicrosoft.com", &machine(0), Some(AccountKind::Sync));
        check("crm-import@x.example", &machine(0), Some(AccountKind::Service));
        check("crm-import@x.example", &machine(2), Some(AccountKind::Script));
        check("ana.miller@x.example", &machine(2), Some(AccountKind::Script));
        check("info@x.example", &machine(0), Some(AccountKind::SharedMailbox));
        check("information@x.example", &machine(0), None);
        check("room-elbe@x.example", &machine(0), Some(AccountKind::Room));
        check("svc-fax@x.example", &machine(0), Some(AccountKind::Service));
        check("ana.miller@x.example", &person(), Some(AccountKind::NoPhoneSeen));
        check("ana.miller@x.example", &Account { on_phone: true, ..person() }, None);
        check("ana.miller@x.example", &Account { has_system: false, ..person() }, None);
        check("ana.miller@x.example", &Account { is_guest: true, ..person() }, Some(AccountKind::Guest));
        assert_eq!(
            judge.classify("room-elbe@x.example", "", None, 0).map(|(kind, _)| kind),
            Some(AccountKind::Room)
        );
    }

    #[test]
    fn phones() {
        let check = |name, expect| assert_eq!(is_phone_method(name), expect, "{name}");
        check("mobilePhone", true);
        check("microsoftAuthenticatorPush", true);
        check("appNotification", true);
        check("softwareOneTimePasscode", false);
        check("windowsHelloForBusiness", false);
        check("fido2SecurityKey", false);
    }
}
