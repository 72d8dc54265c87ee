//! Special accounts: which ones need special handling, told by the tenant file, by names and by behaviour, each with its reasons.

use entrasift_core::dialect::registration::Registration;
use entrasift_core::text::time::Time;
use entrasift_rules::excepted::UserNames;
use entrasift_rules::tenant::Tenant;

use crate::facts::likely::name_words;
use crate::people::account::Account;
use crate::reading::newest::Newest;
use crate::reading::request::Request;

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Directory synchronisation.
    Sync,
    /// Sends user name and password by itself.
    Script,
    /// Another account that no person sits at.
    Service,
    /// A shared mailbox.
    SharedMailbox,
    /// A room or a resource.
    Room,
    /// A guest.
    Guest,
    /// A person who was never seen on a phone and has no phone method.
    NoPhoneSeen,
}

impl Kind {
    /// Every kind, in the order of the list.
    pub const ALL: [Kind; 7] = [
        Kind::Sync,
        Kind::Script,
        Kind::Service,
        Kind::SharedMailbox,
        Kind::Room,
        Kind::Guest,
        Kind::NoPhoneSeen,
    ];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Sync => "sync",
            Kind::Script => "script",
            Kind::Service => "service",
            Kind::SharedMailbox => "shared-mailbox",
            Kind::Room => "room",
            Kind::Guest => "guest",
            Kind::NoPhoneSeen => "no-phone-seen",
        }
    }

    /// One and many of it, for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Sync => ("synchronisation account", "synchronisation accounts"),
            Kind::Script => ("script", "scripts"),
            Kind::Service => ("service account", "service accounts"),
            Kind::SharedMailbox => ("shared mailbox", "shared mailboxes"),
            Kind::Room => ("room", "rooms"),
            Kind::Guest => ("guest", "guests"),
            Kind::NoPhoneSeen => ("person never seen with a phone", "people never seen with a phone"),
        }
    }

    /// No person sits at it who could answer a prompt.
    pub fn is_machine(self) -> bool {
        !matches!(self, Kind::Guest | Kind::NoPhoneSeen)
    }

    /// What to do.
    pub fn suggestion(self) -> &'static str {
        match self {
            Kind::Sync => {
                "WARNING: enforcing MFA on it stops directory synchronisation. Exclude it from the policy by name, and let it sign in \
                 only from the address of the synchronisation server"
            }
            Kind::Script => {
                "move it to a workload identity (managed identity, or an app with a certificate): ROPC cannot do MFA; until \
                 then exclude it by name, only from its own address"
            }
            Kind::Service => {
                "managed identity, or an app with a certificate; mail devices to a relay; until then exclude it by name, only from \
                 its own address"
            }
            Kind::SharedMailbox => {
                "block its own sign-in and give people access to the mailbox; could it be a Microsoft 365 group?"
            }
            Kind::Room => {
                "block its own sign-in unless a room system needs it; then a resource account with its own policy"
            }
            Kind::Guest => {
                "trust the MFA of the home tenant (cross-tenant access settings), or let the guest register here"
            }
            Kind::NoPhoneSeen => {
                "ask which second factor they can use: a FIDO2 key first, a temporary access pass for the first days, SMS \
                 last"
            }
        }
    }
}

const SHARED_NAMES: &[&str] = &[
    "info",
    "office",
    "sales",
    "support",
    "helpdesk",
    "accounting",
    "accounts",
    "careers",
    "jobs",
    "kontakt",
    "contact",
    "mail",
    "post",
    "bewerbung",
    "buchhaltung",
    "vertrieb",
    "marketing",
    "noreply",
    "invoice",
    "invoices",
    "rechnung",
    "rechnungen",
    "postmaster",
    "webmaster",
    "reception",
    "empfang",
    "service",
    "team",
    "press",
    "presse",
    "orders",
    "bestellung",
    "hr",
];
const ROOM_WORDS: &[&str] = &[
    "room",
    "raum",
    "meetingroom",
    "conf",
    "conference",
    "konferenz",
    "besprechung",
    "equipment",
    "beamer",
    "resource",
];
const SERVICE_WORDS: &[&str] = &[
    "svc",
    "service",
    "srv",
    "sa",
    "bot",
    "job",
    "task",
    "daemon",
    "scan",
    "scanner",
    "printer",
    "mfp",
    "backup",
    "automation",
];

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
    pub fn of(request: &'r Request) -> Judge<'r> {
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
    pub fn registered(&self, name: &str, id: &str) -> Option<&'r Registration> {
        self.newest.find(name, id)
    }

    /// When the newest report was refreshed.
    pub fn report_date(&self) -> Option<Time> {
        self.newest.date
    }

    /// File and line of every account in the newest report.
    pub fn registrations(&self) -> impl Iterator<Item = (&'r str, &'r Registration)> {
        self.newest.lines()
    }

    /// A declared break-glass account.
    pub fn is_break_glass(&self, name: &str) -> bool {
        self.tenant.break_glass_index(name).is_some()
    }

    /// What an account is, and why we think so; `None` for ordinary people. `account` is `None` where it never signed in.
    pub fn kind(
        &self,
        name: &str,
        id: &str,
        account: Option<&Account>,
        addresses: usize,
    ) -> Option<(Kind, Vec<String>)> {
        let silent = Account::default();
        let account = account.unwrap_or(&silent);
        if account.is_sync || name.starts_with("sync_") && name.ends_with(".onmicrosoft.com") {
            return Some((Kind::Sync, vec!["it is the directory synchronisation account".to_owned()]));
        }
        let line = self.registered(name, id);
        if account.is_guest || line.is_some_and(Registration::is_guest) {
            return Some((Kind::Guest, guest_because(account)));
        }
        self.machine(name, account, addresses).or_else(|| no_phone(account, line))
    }

    fn machine(&self, name: &str, account: &Account, addresses: usize) -> Option<(Kind, Vec<String>)> {
        let behaviour = behaviour(account, addresses);
        let with = |kind, first: String| Some((kind, [vec![first], behaviour.clone()].concat()));
        let listed = |list| format!("`{list}` of the tenant file");
        if self.shared.holds(name) {
            return with(Kind::SharedMailbox, listed("shared_mailboxes"));
        }
        if self.rooms.holds(name) {
            return with(Kind::Room, listed("rooms"));
        }
        if self.services.holds(name) {
            let kind = if account.ropc > 0 { Kind::Script } else { Kind::Service };
            return with(kind, listed("service_accounts"));
        }
        let unattended = account.at_screen == 0;
        if account.ropc > 0 && unattended {
            return Some((Kind::Script, behaviour));
        }
        let local = name.split('@').next().unwrap_or_default();
        if SHARED_NAMES.contains(&local) {
            return with(Kind::SharedMailbox, format!("its name is \"{local}\""));
        }
        let first = name_words(name).next().unwrap_or_default();
        let named = || format!("its name starts with \"{first}\"");
        if ROOM_WORDS.contains(&first.as_str()) {
            return with(Kind::Room, named());
        }
        if SERVICE_WORDS.contains(&first.as_str()) {
            return with(if account.ropc > 0 { Kind::Script } else { Kind::Service }, named());
        }
        let metronome = account.rhythm.is_regular() && addresses == 1 && unattended;
        (metronome && account.success > 0).then_some((Kind::Service, behaviour))
    }
}

/// What speaks for a machine in what an account does.
fn behaviour(account: &Account, addresses: usize) -> Vec<String> {
    let mut because = Vec::new();
    if account.signins == 0 {
        return vec!["no sign-in in these logs".to_owned()];
    }
    if account.ropc > 0 {
        because.push(format!(
            "{} by ROPC",
            crate::reading::read_logs::count_of(account.ropc, "sign-in", "sign-ins")
        ));
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

fn guest_because(account: &Account) -> Vec<String> {
    let mut because = vec!["the account's home is another tenant".to_owned()];
    because.push(match (account.success, account.protected) {
        (0, _) => "no success in these logs".to_owned(),
        (_, 0) => "never seen with MFA, neither from home nor here".to_owned(),
        (all, some) if some < all => format!("{some} of {all} successes with MFA"),
        _ => "always with MFA".to_owned(),
    });
    because
}

/// Methods that prove a phone.
fn is_phone_method(name: &str) -> bool {
    let name = entrasift_core::field::catalogue::fold_word(name);
    name.contains("phone")
        || name.contains("mobile")
        || name.contains("authenticator")
        || name.contains("sms")
        || name.starts_with("app")
}

/// A person at a screen, never on a phone, without a method that proves one.
fn no_phone(account: &Account, line: Option<&Registration>) -> Option<(Kind, Vec<String>)> {
    if account.at_screen == 0 || !account.has_system || account.on_phone {
        return None;
    }
    let methods: Vec<&str> =
        line.map(|line| line.methods.iter().map(String::as_str).collect()).unwrap_or_default();
    if methods.iter().any(|method| is_phone_method(method)) {
        return None;
    }
    let signins = crate::reading::read_logs::count_of(account.signins, "sign-in", "sign-ins");
    let days = crate::reading::read_logs::count_of(account.rhythm.days.count(), "day", "days");
    let mut because = vec![format!("never seen on iOS or Android in {signins} (successes on {days})")];
    because.push(match line {
        None => "nothing is known of registered methods".to_owned(),
        Some(_) if methods.is_empty() => "no method is registered".to_owned(),
        Some(_) => format!("registered without a phone: {}", methods.join(", ")),
    });
    Some((Kind::NoPhoneSeen, because))
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
        let check = |name: &str, account: &Account, expect: Option<Kind>| {
            assert_eq!(judge.kind(name, "", Some(account), 1).map(|(kind, _)| kind), expect, "{name}");
        };
        check("sync_dc01_0a@x.onmicrosoft.com", &machine(0), Some(Kind::Sync));
        check("crm-import@x.example", &machine(0), Some(Kind::Service));
        check("crm-import@x.example", &machine(2), Some(Kind::Script));
        check("ana.miller@x.example", &machine(2), Some(Kind::Script));
        check("info@x.example", &machine(0), Some(Kind::SharedMailbox));
        check("information@x.example", &machine(0), None);
        check("room-elbe@x.example", &machine(0), Some(Kind::Room));
        check("svc-fax@x.example", &machine(0), Some(Kind::Service));
        check("ana.miller@x.example", &person(), Some(Kind::NoPhoneSeen));
        check("ana.miller@x.example", &Account { on_phone: true, ..person() }, None);
        check("ana.miller@x.example", &Account { has_system: false, ..person() }, None);
        check("ana.miller@x.example", &Account { is_guest: true, ..person() }, Some(Kind::Guest));
        assert_eq!(judge.kind("room-elbe@x.example", "", None, 0).map(|(kind, _)| kind), Some(Kind::Room));
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
