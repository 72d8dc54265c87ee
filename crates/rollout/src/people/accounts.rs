//! All accounts as they behave: what each one signs in to, how, from where, and who else tries. A sum over all sign-ins.

use entrasift_core::field::catalogue::CredentialAccepted;
use entrasift_core::text::words::fold_word;
use entrasift_core::{ABSENT, Field, Status, Symbol, Time, Translation};
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::memo::Memo;
use entrasift_rules::tally::{Part, Tally};
use hashbrown::HashMap;

use crate::people::account::{Account, AtAddress};
use crate::people::app_use::{AppUse, DeviceCodeUse, Way};

/// All accounts but break-glass ones, workloads and nobody.
#[derive(Debug)]
pub struct Accounts {
    /// Each account.
    pub accounts: Tally<1, Account>,
    /// Each account at each address.
    pub addresses: Tally<2, AtAddress>,
    /// Each account in each application: person, application id, its name where there is no id, client app of legacy successes, [`Way`].
    pub uses: Tally<5, AppUse>,
    /// Of the uses those with a device code, by the same keys.
    pub by_device_code: Tally<5, DeviceCodeUse>,
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
            by_device_code: Tally::per(of_use),
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
        self.by_device_code.merge(other.by_device_code, translation);
    }
}

impl Accounts {
    /// At how many addresses each account was seen.
    pub fn address_counts(&self) -> HashMap<Person, usize> {
        let mut counts = HashMap::new();
        for ([person, ip], _) in self.addresses.iter() {
            *counts.entry(Person(*person)).or_default() += usize::from(*ip != ABSENT);
        }
        counts
    }

    fn see_class(&mut self, row: Row<'_>, class: Class) {
        let way = Way::classify(class, row.legacy(), row.interactive().unwrap_or(true));
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
        let key = [row.person().0, id, by_name, client, way as u32];
        let one = self.uses.group(key);
        one.count += 1;
        one.last = one.last.max(Some(time));
        one.apps.see(app);
        one.evidence.see(row.row_ref());
        if self.is_device_code(row) {
            let one = self.by_device_code.group(key);
            one.count += 1;
            one.last = one.last.max(Some(time));
            one.evidence.see(row.row_ref());
        }
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
        if country != ABSENT {
            at.countries.entry(country);
        }
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
}
