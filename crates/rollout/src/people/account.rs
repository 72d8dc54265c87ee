//! Accounts as they behave: what each one signs in to, how, from where, and who else tries. A sum over all sign-ins.

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::{CredentialAccepted, fold_word};
use entrasift_core::log::batch::Status;
use entrasift_core::log::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::text::time::Time;
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::memo::Memo;
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::people::rhythm::Rhythm;

/// What one account does.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Sign-ins.
    pub signins: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// Interactive successes with a modern client.
    pub at_screen: u64,
    /// ROPC sign-ins, whatever became of them.
    pub ropc: u64,
    /// Successes with a legacy client or ROPC.
    pub legacy: u64,
    /// Successes with MFA, or as good as MFA, behind them.
    pub protected: u64,
    /// Some row's code is another one than 50034: the account exists.
    pub exists: bool,
    /// Some row says that the user is a guest.
    pub is_guest: bool,
    /// Some success is the directory synchronisation's.
    pub is_sync: bool,
    /// Some row names an operating system.
    pub has_system: bool,
    /// Some sign-in came from iOS, iPadOS or Android.
    pub on_phone: bool,
    /// First and last.
    pub span: Span,
    /// Last success.
    pub last_success: Option<Time>,
    /// Last success with a fresh second step.
    pub last_fresh_mfa: Option<Time>,
    /// When the successes were.
    pub rhythm: Rhythm,
    /// Lists of policies of the successes, where the export has them.
    pub policies: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Account {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.signins += other.signins;
        self.success += other.success;
        self.at_screen += other.at_screen;
        self.ropc += other.ropc;
        self.legacy += other.legacy;
        self.protected += other.protected;
        self.exists |= other.exists;
        self.is_guest |= other.is_guest;
        self.is_sync |= other.is_sync;
        self.has_system |= other.has_system;
        self.on_phone |= other.on_phone;
        self.span.merge(other.span);
        self.last_success = self.last_success.max(other.last_success);
        self.last_fresh_mfa = self.last_fresh_mfa.max(other.last_fresh_mfa);
        self.rhythm.merge(&other.rhythm);
        self.policies.merge(&other.policies, |list| translation.symbol(Field::Policies, list));
        self.evidence.merge(&other.evidence);
    }
}

/// One account at one address.
#[derive(Debug, Clone, Default)]
pub struct AtAddress {
    /// Successes.
    pub success: u64,
    /// Failures in which the password was not accepted.
    pub refused: u64,
    /// The password was accepted, and something else stopped it.
    pub stopped: u64,
    /// The last row that is no success.
    pub last_failure: Option<Time>,
    /// Countries.
    pub countries: Distinct,
}

impl Remember for AtAddress {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.success += other.success;
        self.refused += other.refused;
        self.stopped += other.stopped;
        self.last_failure = self.last_failure.max(other.last_failure);
        self.countries.merge(&other.countries, |country| translation.symbol(Field::Country, country));
    }
}

/// How an account got into an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Way {
    /// With MFA, or as good as MFA.
    Protected,
    /// With a legacy client.
    Legacy,
    /// With ROPC.
    Ropc,
    /// Without MFA, where a policy that asks for it would ask.
    Unprotected,
    /// A guest without MFA.
    Guest,
    /// Partner or Microsoft support.
    Partner,
    /// Directory synchronisation.
    Sync,
    /// Otherwise: a token, a device, a registration, another tenant.
    Neutral,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 8] = [
        Way::Protected,
        Way::Legacy,
        Way::Ropc,
        Way::Unprotected,
        Way::Guest,
        Way::Partner,
        Way::Sync,
        Way::Neutral,
    ];

    fn of(class: Class, legacy: Legacy, interactive: bool) -> Way {
        match class {
            class if class.is_protected() => Way::Protected,
            Class::Legacy if legacy == Legacy::Ropc => Way::Ropc,
            Class::Legacy => Way::Legacy,
            Class::Gap | Class::GapLegacySetting | Class::Remembered | Class::DeviceSatisfied => {
                Way::Unprotected
            }
            Class::Unknown if interactive => Way::Unprotected,
            Class::Guest => Way::Guest,
            Class::ServiceProvider => Way::Partner,
            Class::Sync => Way::Sync,
            _ => Way::Neutral,
        }
    }
}

/// One account in one application, in one way.
#[derive(Debug, Clone, Default)]
pub struct Use {
    /// Successes.
    pub count: u64,
    /// Of these, by device code.
    pub device_code: u64,
    /// The last one.
    pub last: Option<Time>,
    /// Names of the application.
    pub apps: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Use {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.device_code += other.device_code;
        self.last = self.last.max(other.last);
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.evidence.merge(&other.evidence);
    }
}

/// All accounts but break-glass ones, workloads and nobody.
#[derive(Debug)]
pub struct Accounts {
    /// Each account.
    pub accounts: Tally<1, Account>,
    /// Each account at each address.
    pub addresses: Tally<2, AtAddress>,
    /// Each account in each application: person, application id, its name where there is no id, client app of legacy successes, [`Way`].
    pub uses: Tally<5, Use>,
    phones: Memo<bool>,
    device_codes: Memo<bool>,
}

impl Default for Accounts {
    fn default() -> Self {
        let of_use = [
            Part::Person,
            Part::Value(Field::AppId),
            Part::Value(Field::App),
            Part::Value(Field::ClientApp),
            Part::Number,
        ];
        Accounts {
            accounts: Tally::per([Part::Person]),
            addresses: Tally::per([Part::Person, Part::Value(Field::Ip)]),
            uses: Tally::per(of_use),
            phones: Memo::default(),
            device_codes: Memo::default(),
        }
    }
}

const FIELDS: &[Field] = &[Field::Ip, Field::Country, Field::Os];

impl Observe for Accounts {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(FIELDS);
        needs.of_classified(&[Field::Policies], |row, _| row.is_ordinary());
    }

    fn observe(&mut self, view: View<'_>) {
        view.rows().filter(|row| row.is_ordinary()).for_each(|row| self.see(row));
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows.iter().filter(|(row, _)| row.is_ordinary()) {
            self.see_class(*row, verdict.class);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.accounts.merge(other.accounts, translation);
        self.addresses.merge(other.addresses, translation);
        self.uses.merge(other.uses, translation);
    }
}

impl Accounts {
    fn see_class(&mut self, row: Row<'_>, class: Class) {
        let way = Way::of(class, row.legacy(), row.interactive().unwrap_or(true));
        let time = row.time();
        let account = self.accounts.group([row.person().0]);
        account.protected += u64::from(way == Way::Protected);
        account.legacy += u64::from(matches!(way, Way::Legacy | Way::Ropc));
        account.is_sync |= way == Way::Sync;
        account.policies.see(row.symbol(Field::Policies));
        if class == Class::MfaDone {
            account.last_fresh_mfa = account.last_fresh_mfa.max(Some(time));
        }
        let (id, app) = (row.symbol(Field::AppId), row.symbol(Field::App));
        let client = if way == Way::Legacy { row.symbol(Field::ClientApp) } else { ABSENT };
        let by_name = if id == ABSENT { app } else { ABSENT };
        let by_code = self.is_device_code(row);
        let one = self.uses.group([row.person().0, id, by_name, client, way as u32]);
        one.count += 1;
        one.device_code += u64::from(by_code);
        one.last = one.last.max(Some(time));
        one.apps.see(app);
        one.evidence.see(row.row_ref());
    }

    fn see(&mut self, row: Row<'_>) {
        let (time, status, code) = (row.time(), row.status(), row.code());
        let os = row.symbol(Field::Os);
        let on_phone = os != ABSENT && self.phones.get(os, || is_phone(row.text_of(Field::Os, os)));
        let account = self.accounts.group([row.person().0]);
        account.signins += 1;
        account.exists |= code.number != Some(50034);
        account.is_guest |= row.is_guest();
        account.has_system |= os != ABSENT;
        account.on_phone |= on_phone;
        account.ropc += u64::from(row.legacy() == Legacy::Ropc);
        account.span.see(time);
        account.evidence.see(row.row_ref());
        if status == Status::Success {
            account.success += 1;
            account.last_success = account.last_success.max(Some(time));
            account.rhythm.see(time);
            let modern = !row.legacy().is_legacy();
            account.at_screen += u64::from(modern && row.interactive().unwrap_or(true));
        }
        let (ip, country) = (row.symbol(Field::Ip), row.symbol(Field::Country));
        self.see_address(
            [row.person().0, ip],
            country,
            time,
            status,
            code.entry.map(|entry| entry.credential_accepted),
        );
    }

    fn see_address(
        &mut self,
        key: [u32; 2],
        country: Symbol,
        time: Time,
        status: Status,
        accepted: Option<CredentialAccepted>,
    ) {
        let at = self.addresses.group(key);
        at.countries.see(country);
        if status == Status::Success {
            at.success += 1;
            return;
        }
        match accepted {
            Some(CredentialAccepted::Yes) => at.stopped += 1,
            Some(CredentialAccepted::No) => at.refused += 1,
            _ => {}
        }
        at.last_failure = at.last_failure.max(Some(time));
    }

    fn is_device_code(&mut self, row: Row<'_>) -> bool {
        let protocol = row.symbol(Field::Protocol);
        protocol != ABSENT
            && self
                .device_codes
                .get(protocol, || fold_word(row.text_of(Field::Protocol, protocol)) == "devicecode")
    }
}

/// An operating system of phones and tablets.
fn is_phone(system: &str) -> bool {
    let system = system.to_lowercase();
    ["ios", "ipados", "android", "iphone", "ipad"].iter().any(|name| system.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        let check = |system, expect| assert_eq!(is_phone(system), expect, "{system}");
        check("Ios 18.1", true);
        check("Android 14", true);
        check("iPadOS", true);
        check("Windows11", false);
        check("MacOs", false);
        check("", false);
    }

    #[test]
    fn ways() {
        let check =
            |class, legacy, interactive, expect| assert_eq!(Way::of(class, legacy, interactive), expect);
        check(Class::MfaPrior, Legacy::No, false, Way::Protected);
        check(Class::Legacy, Legacy::Client, true, Way::Legacy);
        check(Class::Legacy, Legacy::Ropc, false, Way::Ropc);
        check(Class::Unknown, Legacy::No, true, Way::Unprotected);
        check(Class::Unknown, Legacy::No, false, Way::Neutral);
        check(Class::DeviceSignin, Legacy::No, true, Way::Neutral);
    }
}
