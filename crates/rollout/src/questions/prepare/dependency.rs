//! Legacy dependencies as they are observed: one entry per user, client app and device, and what is known of each address.

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::{self, CredentialAccepted};
use entrasift_core::log::batch::Status;
use entrasift_core::log::symbols::{ABSENT, Dictionary, Symbol, Translation};
use entrasift_core::text::time::Time;
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::person::{PerPerson, Person};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::memo::Memo;
use entrasift_rules::tally::{Part, Remember, Tally};
use hashbrown::HashMap;

use crate::people::rhythm::Rhythm;

/// The client app of sign-ins that are legacy only by ROPC signals.
pub const ROPC: &str = "ROPC";

/// One user's use of one client app on one device.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Sign-ins.
    pub count: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// Of these, failed.
    pub failure: u64,
    /// Of these, interrupted.
    pub interrupted: u64,
    /// Rows whose code says that the first factor passed.
    pub credential_accepted: u64,
    /// Some row says that the account does not exist.
    pub no_such_account: bool,
    /// First and last.
    pub span: Span,
    /// Last success.
    pub last_success: Option<Time>,
    /// When.
    pub rhythm: Rhythm,
    /// Addresses.
    pub ips: Distinct,
    /// Countries.
    pub countries: Distinct,
    /// Countries of the successes.
    pub success_countries: Distinct,
    /// Autonomous systems of the successes.
    pub success_asns: Distinct,
    /// Apps.
    pub apps: Distinct,
    /// Resources.
    pub resources: Distinct,
    /// Device ids.
    pub device_ids: Distinct,
    /// Operating systems.
    pub os: Distinct,
    /// Browsers.
    pub browsers: Distinct,
    /// User agents.
    pub user_agents: Distinct,
    /// Error codes.
    pub codes: Distinct,
    /// Lists of policies and their results, where the export has them.
    pub policies: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Entry {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.success += other.success;
        self.failure += other.failure;
        self.interrupted += other.interrupted;
        self.credential_accepted += other.credential_accepted;
        self.no_such_account |= other.no_such_account;
        self.span.merge(other.span);
        self.last_success = self.last_success.max(other.last_success);
        self.rhythm.merge(&other.rhythm);
        let values = [
            (&mut self.ips, &other.ips, Field::Ip),
            (&mut self.countries, &other.countries, Field::Country),
            (&mut self.success_countries, &other.success_countries, Field::Country),
            (&mut self.success_asns, &other.success_asns, Field::Asn),
            (&mut self.apps, &other.apps, Field::App),
            (&mut self.resources, &other.resources, Field::Resource),
            (&mut self.device_ids, &other.device_ids, Field::DeviceId),
            (&mut self.os, &other.os, Field::Os),
            (&mut self.browsers, &other.browsers, Field::Browser),
            (&mut self.user_agents, &other.user_agents, Field::UserAgent),
            (&mut self.codes, &other.codes, Field::Code),
            (&mut self.policies, &other.policies, Field::Policies),
        ];
        for (ours, theirs, field) in values {
            ours.merge(theirs, |value| translation.symbol(field, value));
        }
        self.evidence.merge(&other.evidence);
    }
}

/// A few persons: enough to say "five or more", and "another than this one".
#[derive(Debug, Clone, Default)]
pub struct Users(Vec<Person>);

/// How many failing users of one address make an attack.
pub const ATTACKED_USERS: usize = 5;

impl Users {
    fn see(&mut self, person: Person) {
        if self.0.len() < ATTACKED_USERS && !self.0.contains(&person) {
            self.0.push(person);
        }
    }

    /// Five or more.
    pub fn is_many(&self) -> bool {
        self.0.len() >= ATTACKED_USERS
    }

    /// Someone else is among them.
    pub fn has_other_than(&self, person: Person) -> bool {
        self.0.iter().any(|one| *one != person)
    }
}

/// What is known of one address over all users.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// Users whose legacy sign-ins failed from it.
    pub failed: Users,
    /// Users whose legacy sign-ins failed from it without the right password.
    pub refused: Users,
}

/// Where a user's MFA-protected sign-ins came from: (country, autonomous system).
pub type Places = entrasift_rules::small_map::SmallMap<(Symbol, Symbol), (), 3>;

/// Sign-ins without a client app.
#[derive(Debug, Clone, Default)]
pub struct Unclassified {
    /// Sign-ins, succeeded, failed, interrupted.
    pub counts: [u64; 4],
    /// Users.
    pub users: hashbrown::HashSet<Person>,
    /// The rows.
    pub evidence: Evidence,
}

/// What `legacy` watches.
#[derive(Debug)]
pub struct Dependencies {
    /// One entry per user, client app (of [`Dependencies::clients`]) and device (of [`Dependencies::devices`]).
    pub entries: Tally<3, Entry>,
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
    /// Rows by other published definitions, in the order of [`DEFINITIONS`].
    pub definitions: [u64; DEFINITIONS.len()],
    client_of: Memo<Symbol>,
    device_of: Memo<Symbol>,
    definition_memo: Memo<u8>,
    credentials: Memo<bool>,
}

/// Other published definitions of legacy: name and source.
pub const DEFINITIONS: [(&str, &str); 6] = [
    (
        "ms-workbook",
        "Microsoft's sign-ins using legacy authentication workbook: not modern, blank included, any outcome, own tenant",
    ),
    ("ca-gap-analyzer", "Microsoft's Conditional Access gap analyzer: success, blank included"),
    ("reprise99", "reprise99's Sentinel queries: success, blank excluded"),
    ("sigma", "SigmaHQ's list of values, with the spellings of real logs"),
    ("mas-lethal-003", "Microsoft-Analyzer-Suite LETHAL-003: Authenticated SMTP"),
    ("entrasift", "legacy client app or ROPC, any outcome"),
];

const SIGMA: &[&str] = &[
    "Other clients",
    "IMAP4",
    "POP3",
    "MAPI Over HTTP",
    "Authenticated SMTP",
    "Exchange ActiveSync",
    "Exchange Web Services",
];

impl Default for Dependencies {
    fn default() -> Self {
        Dependencies {
            entries: Tally::per([Part::Person, Part::Number, Part::Number]),
            clients: Dictionary::new(Field::ClientApp.kind()),
            devices: Dictionary::new(Field::DeviceName.kind()),
            succeeded: Vec::new(),
            addresses: HashMap::new(),
            protected: PerPerson::default(),
            unclassified: Unclassified::default(),
            definitions: [0; DEFINITIONS.len()],
            client_of: Memo::default(),
            device_of: Memo::default(),
            definition_memo: Memo::default(),
            credentials: Memo::default(),
        }
    }
}

/// What is read of every legacy sign-in.
const FIELDS: &[Field] =
    &[Field::Country, Field::Asn, Field::DeviceId, Field::Os, Field::Browser, Field::Policies];

impl Observe for Dependencies {
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
                self.count_definitions(row);
            }
            if !row.is_user() || row.break_glass() != 0 {
                continue;
            }
            if is_blank(row) {
                self.see_unclassified(row);
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
        self.entries.merge(other.entries.rekeyed(ours), translation);
        for (ip, _) in other.succeeded.iter().enumerate().filter(|(_, succeeded)| **succeeded) {
            let ours = translation.symbol(Field::Ip, ip as Symbol) as usize;
            if self.succeeded.len() <= ours {
                self.succeeded.resize((ours + 1).next_power_of_two(), false);
            }
            self.succeeded[ours] = true;
        }
        for (ip, theirs) in other.addresses {
            let ours = self.addresses.entry(translation.symbol(Field::Ip, ip)).or_default();
            theirs.failed.0.iter().for_each(|person| ours.failed.see(person.translate(translation)));
            theirs.refused.0.iter().for_each(|person| ours.refused.see(person.translate(translation)));
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
        for (ours, theirs) in self.unclassified.counts.iter_mut().zip(other.unclassified.counts) {
            *ours += theirs;
        }
        self.unclassified
            .users
            .extend(other.unclassified.users.iter().map(|person| person.translate(translation)));
        self.unclassified.evidence.merge(&other.unclassified.evidence);
        for (ours, theirs) in self.definitions.iter_mut().zip(other.definitions) {
            *ours += theirs;
        }
    }
}

impl Dependencies {
    fn see_unclassified(&mut self, row: Row<'_>) {
        self.unclassified.counts[0] += 1;
        self.unclassified.counts[status_index(row.status())] += 1;
        self.unclassified.users.insert(row.person());
        self.unclassified.evidence.see(row.row_ref());
    }

    fn see_legacy(&mut self, row: Row<'_>) {
        let person = row.person();
        let client = self.client(row);
        let device = self.device(row);
        let (time, status) = (row.time(), row.status());
        let accepted = self.accepted(row);
        let value = |field| row.symbol(field);
        let (ip, country) = (value(Field::Ip), value(Field::Country));
        let entry = self.entries.group([person.0, client, device]);
        entry.count += 1;
        entry.credential_accepted += u64::from(accepted);
        entry.span.see(time);
        entry.rhythm.see(time);
        entry.ips.see(ip);
        entry.countries.see(country);
        entry.apps.see(value(Field::App));
        entry.resources.see(value(Field::Resource));
        entry.device_ids.see(value(Field::DeviceId));
        entry.os.see(value(Field::Os));
        entry.browsers.see(value(Field::Browser));
        entry.user_agents.see(value(Field::UserAgent));
        entry.codes.see(value(Field::Code));
        entry.policies.see(value(Field::Policies));
        match status {
            Status::Success => {
                entry.success += 1;
                entry.last_success = entry.last_success.max(Some(time));
                entry.success_countries.see(country);
                entry.success_asns.see(value(Field::Asn));
            }
            Status::Failure => entry.failure += 1,
            Status::Interrupted => entry.interrupted += 1,
        }
        entry.no_such_account |= row.code().number == Some(50034);
        entry.evidence.see(row.row_ref());
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
        self.client_of.get(symbol, || {
            let text = row.text_of(Field::ClientApp, symbol);
            let canonical = catalogue::client_app(text).map_or(text, |entry| entry.name);
            clients.symbol(canonical.as_bytes())
        })
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

    fn count_definitions(&mut self, row: Row<'_>) {
        let (legacy, success) = (row.legacy(), row.is_success());
        let client = legacy == Legacy::Client;
        let client_symbol = row.symbol(Field::ClientApp);
        let lists = self.definition_memo.get(client_symbol, || {
            let name =
                catalogue::client_app(row.text_of(Field::ClientApp, client_symbol)).map(|entry| entry.name);
            let sigma = name.is_some_and(|name| SIGMA.contains(&name));
            u8::from(sigma) | u8::from(name == Some("Authenticated SMTP")) << 1
        });
        // Sign-ins that are legacy only by ROPC signals have a modern client app: the others do not count them, unless it is blank.
        let not_modern = client || is_blank(row);
        let own = own_tenant(row);
        let holds = [
            not_modern && own,
            not_modern && success,
            client && success,
            client && lists & 1 == 1,
            client && lists & 2 == 2,
            legacy.is_legacy(),
        ];
        for (count, holds) in self.definitions.iter_mut().zip(holds) {
            *count += u64::from(holds);
        }
    }
}

/// No client app is given.
fn is_blank(row: Row<'_>) -> bool {
    let cell = row.cell(Field::ClientApp);
    cell.is_empty()
        || catalogue::client_class(&String::from_utf8_lossy(&cell)) == catalogue::ClientClass::Unclassified
}

fn own_tenant(row: Row<'_>) -> bool {
    let (home, resource) = (row.cell(Field::HomeTenantId), row.cell(Field::ResourceTenantId));
    home.trim_ascii().eq_ignore_ascii_case(resource.trim_ascii())
}

fn status_index(status: Status) -> usize {
    match status {
        Status::Success => 1,
        Status::Failure => 2,
        Status::Interrupted => 3,
    }
}
