//! Legacy authentication as it is observed: what each person does with each client app and device, and what is known of each address.

use entrasift_core::field::catalogue::CredentialAccepted;
use entrasift_core::{ABSENT, Dictionary, Field, Status, Symbol, Translation};
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::person::PerPerson;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::memo::Memo;
use entrasift_rules::tally::{Part, Tally};
use hashbrown::HashMap;

use super::address::Address;
use super::client_use::ClientUse;
use super::definition::Definitions;
use super::unclassified::{Unclassified, is_blank};
use crate::facts::client_app::{ROPC, canonical};

/// Where a user's MFA-protected sign-ins came from: (country, autonomous system).
pub type Places = entrasift_rules::small_map::SmallMap<(Symbol, Symbol), (), 3>;

/// What `legacy` sums up.
#[derive(Debug)]
pub struct LegacySums {
    /// One use per person, client app (of [`LegacySums::clients`]) and device (of [`LegacySums::devices`]).
    pub uses: Tally<3, ClientUse>,
    /// Client apps in their canonical spelling.
    pub clients: Dictionary,
    /// Devices, as far as the rows tell them apart.
    pub devices: Dictionary,
    /// Addresses from which anybody succeeded.
    pub succeeded: Vec<bool>,
    /// Addresses of legacy failures.
    pub addresses: HashMap<Symbol, Address>,
    /// Where each user's protected sign-ins came from.
    pub protected: PerPerson<Places>,
    /// Sign-ins without a client app.
    pub unclassified: Unclassified,
    /// Rows by other published definitions.
    pub definitions: Definitions,
    client_of: Memo<Symbol>,
    device_of: Memo<Symbol>,
    credentials: Memo<bool>,
}

impl Default for LegacySums {
    fn default() -> Self {
        LegacySums {
            uses: Tally::per([Part::Person, Part::Number, Part::Number]),
            clients: Dictionary::new(Field::ClientApp.kind()),
            devices: Dictionary::new(Field::DeviceName.kind()),
            succeeded: Vec::new(),
            addresses: HashMap::new(),
            protected: PerPerson::default(),
            unclassified: Unclassified::default(),
            definitions: Definitions::default(),
            client_of: Memo::default(),
            device_of: Memo::default(),
            credentials: Memo::default(),
        }
    }
}

/// What is read of every legacy sign-in.
const FIELDS: &[Field] =
    &[Field::Country, Field::Asn, Field::DeviceId, Field::Os, Field::Browser, Field::Policies];

impl Observe for LegacySums {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(&[Field::Ip]);
        needs.of_rows(FIELDS, |row| row.is_user() && row.break_glass() == 0 && row.legacy().is_legacy());
        needs.of_classified(&[Field::Country, Field::Asn], |_, verdict| verdict.class.is_protected());
    }

    fn observe(&mut self, view: View<'_>) {
        for row in view.rows() {
            if row.is_success() {
                let ip = row.symbol(Field::Ip) as usize;
                if self.succeeded.len() <= ip {
                    self.succeeded.resize((ip + 1).next_power_of_two(), false);
                }
                self.succeeded[ip] = true;
            }
            if row.legacy() == Legacy::No {
                continue;
            }
            if row.is_user() {
                self.definitions.see(row);
            }
            if !row.is_user() || row.break_glass() != 0 {
                continue;
            }
            if is_blank(row) {
                self.unclassified.see(row);
            }
            if row.legacy().is_legacy() {
                self.see_legacy(row);
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, _) in rows.iter().filter(|(_, verdict)| verdict.class.is_protected()) {
            self.protected.entry(row.person()).entry((row.symbol(Field::Country), row.symbol(Field::Asn)));
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        let (clients, devices) = (self.clients.merge(&other.clients), self.devices.merge(&other.devices));
        let ours =
            |[person, client, device]: [u32; 3]| [person, clients[client as usize], devices[device as usize]];
        self.uses.merge(other.uses.rekeyed(ours), translation);
        for (ip, _) in other.succeeded.iter().enumerate().filter(|(_, succeeded)| **succeeded) {
            let ours = translation.symbol(Field::Ip, ip as Symbol) as usize;
            if self.succeeded.len() <= ours {
                self.succeeded.resize((ours + 1).next_power_of_two(), false);
            }
            self.succeeded[ours] = true;
        }
        for (ip, theirs) in other.addresses {
            let ours = self.addresses.entry(translation.symbol(Field::Ip, ip)).or_default();
            ours.failed.merge(&theirs.failed, translation);
            ours.refused.merge(&theirs.refused, translation);
        }
        for (person, theirs) in other.protected.iter().filter(|(_, places)| !places.is_empty()) {
            let ours = self.protected.entry(person.translate(translation));
            for ((country, asn), ()) in theirs.iter() {
                ours.entry((
                    translation.symbol(Field::Country, *country),
                    translation.symbol(Field::Asn, *asn),
                ));
            }
        }
        self.unclassified.merge(other.unclassified, translation);
        self.definitions.merge(&other.definitions);
    }
}

impl LegacySums {
    fn see_legacy(&mut self, row: Row<'_>) {
        let person = row.person();
        let client = self.client(row);
        let device = self.device(row);
        let (time, status) = (row.time(), row.status());
        let accepted = self.accepted(row);
        let value = |field| row.symbol(field);
        let (ip, country) = (value(Field::Ip), value(Field::Country));
        let used = self.uses.group([person.0, client, device]);
        used.count += 1;
        used.credential_accepted += u64::from(accepted);
        used.span.see(time);
        used.rhythm.see(time);
        used.ips.see(ip);
        used.countries.see(country);
        used.apps.see(value(Field::App));
        used.resources.see(value(Field::Resource));
        used.device_ids.see(value(Field::DeviceId));
        used.os.see(value(Field::Os));
        used.browsers.see(value(Field::Browser));
        used.user_agents.see(value(Field::UserAgent));
        used.codes.see(value(Field::Code));
        used.policies.see(value(Field::Policies));
        match status {
            Status::Success => {
                used.success += 1;
                used.last_success = used.last_success.max(Some(time));
                used.success_countries.see(country);
                used.success_asns.see(value(Field::Asn));
            }
            Status::Failure => used.failure += 1,
            Status::Interrupted => used.interrupted += 1,
        }
        used.no_such_account |= row.code().number == Some(50034);
        used.evidence.see(row.row_ref());
        if status == Status::Failure && ip != ABSENT {
            let address = self.addresses.entry(ip).or_default();
            address.failed.see(person);
            if !accepted {
                address.refused.see(person);
            }
        }
    }

    /// The client app in its canonical spelling.
    fn client(&mut self, row: Row<'_>) -> Symbol {
        let clients = &mut self.clients;
        if row.legacy() == Legacy::Ropc {
            return clients.symbol(ROPC.as_bytes());
        }
        let symbol = row.symbol(Field::ClientApp);
        self.client_of
            .get(symbol, || clients.symbol(canonical(row.text_of(Field::ClientApp, symbol)).as_bytes()))
    }

    /// The device: its id, else OS and browser, else the user agent without its version, else `unknown`.
    fn device(&mut self, row: Row<'_>) -> Symbol {
        let (devices, id) = (&mut self.devices, row.symbol(Field::DeviceId));
        if id != ABSENT {
            return self.device_of.get(id, || devices.symbol(row.text_of(Field::DeviceId, id).as_bytes()));
        }
        let parts = [Field::Os, Field::Browser].map(|field| row.cell_text(field));
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            return devices.symbol(parts.join("; ").as_bytes());
        }
        let agent = row.cell_text(Field::UserAgent);
        match agent.split('/').next().unwrap_or_default().trim() {
            "" => devices.symbol(b"unknown"),
            agent => devices.symbol(agent.as_bytes()),
        }
    }

    fn accepted(&mut self, row: Row<'_>) -> bool {
        let symbol = row.symbol(Field::Code);
        if symbol == ABSENT {
            return row.is_success();
        }
        let code = row.code();
        self.credentials.get(symbol, || {
            code.entry.is_some_and(|entry| entry.credential_accepted == CredentialAccepted::Yes)
        })
    }
}
