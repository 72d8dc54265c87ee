//! The derivation: what every sign-in and every success tells by itself, answered once for each distinct value.

use entrasift_core::field::catalogue::{ClientClass, MfaText, client_class};
use entrasift_core::text::words::{flag, fold_word};
use entrasift_core::{ABSENT, Batch, Evidence, Field, Symbol};

use crate::derive::circumstance::{AppRole, CaStatus, CrossTenant, Direction, Requirement};
use crate::derive::derived::{Derived, FIELDS, Legacy};
use crate::derive::name::{Name, account, is_sync_name};
use crate::derive::outcome::{Class, Success, Verdict};
use crate::derive::person::Person;
use crate::derive::row::Row;
use crate::memo::Memo;
use crate::tenant::Tenant;

/// Derives, and remembers the answers for every distinct value.
#[derive(Debug)]
pub struct Derivation<'t> {
    tenant: &'t Tenant,
    ours: Option<String>,
    names: Memo<Name>,
    ids: Memo<u16>,
    users: Memo<bool>,
    clients: Memo<ClientClass>,
    ropc_protocols: Memo<bool>,
    ropc_agents: Memo<bool>,
    sync_names: Memo<bool>,
    guests: Memo<bool>,
    apps: [Memo<AppRole>; 4],
    homes: [Memo<Home>; 2],
    cross: Memo<CrossTenant>,
    compliant: Memo<bool>,
    trust: Memo<bool>,
    texts: Memo<Evidence>,
    methods: Memo<Evidence>,
    requirements: Memo<Requirement>,
    ca: Memo<CaStatus>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Unsaid,
    Ours,
    Other,
}

impl<'t> Derivation<'t> {
    /// Derives with what is known of the tenant; `ours` is the id of our tenant where it is known.
    pub fn new(tenant: &'t Tenant, ours: Option<String>) -> Self {
        Derivation {
            tenant,
            ours,
            names: Memo::default(),
            ids: Memo::default(),
            users: Memo::default(),
            clients: Memo::default(),
            ropc_protocols: Memo::default(),
            ropc_agents: Memo::default(),
            sync_names: Memo::default(),
            guests: Memo::default(),
            apps: Default::default(),
            homes: Default::default(),
            cross: Memo::default(),
            compliant: Memo::default(),
            trust: Memo::default(),
            texts: Memo::default(),
            methods: Memo::default(),
            requirements: Memo::default(),
            ca: Memo::default(),
        }
    }

    /// What is derived of every row of a batch, whose columns of [`FIELDS`] are filled by it.
    pub fn derive(&mut self, batch: &mut Batch, derived: &mut Vec<Derived>) {
        batch.fill(FIELDS);
        derived.clear();
        derived.extend((0..batch.len()).map(|row| self.derive_row(batch, row)));
    }

    /// What is derived of one row. [`FIELDS`] must be filled.
    pub(crate) fn derive_row(&mut self, batch: &mut Batch, row: usize) -> Derived {
        let (id, user) = (batch.column(Field::UserId)[row], batch.column(Field::User)[row]);
        let name = self.name(batch, user);
        let id_account = self.id_account(batch, id);
        let event = batch.column(Field::EventType)[row];
        let is_user = !batch.format().is_workload()
            && (event == ABSENT
                || self.users.get(event, || !is_workload(batch.text_of(Field::EventType, event))));
        let id = if id == ABSENT { name.id } else { id };
        Derived {
            person: Person::new(id, name.name),
            is_user,
            is_guest: self.is_guest(batch, row),
            break_glass: if id_account == 0 { name.break_glass } else { id_account },
            legacy: self.legacy(batch, row),
        }
    }

    /// Whose a row is. Only the columns of user id and user name must be filled.
    pub(crate) fn person(&mut self, batch: &mut Batch, row: usize) -> Person {
        let (id, user) = (batch.column(Field::UserId)[row], batch.column(Field::User)[row]);
        let name = self.name(batch, user);
        Person::new(if id == ABSENT { name.id } else { id }, name.name)
    }

    fn name(&mut self, batch: &mut Batch, user: Symbol) -> Name {
        if user == ABSENT {
            return Name::NONE;
        }
        let tenant = self.tenant;
        self.names.get(user, || Name::classify(user, tenant, batch.dictionaries_mut()))
    }

    fn id_account(&mut self, batch: &Batch, id: Symbol) -> u16 {
        if id == ABSENT {
            return 0;
        }
        self.ids.get(id, || account(self.tenant, batch.text_of(Field::UserId, id)))
    }

    fn legacy(&mut self, batch: &Batch, row: usize) -> Legacy {
        let client = batch.column(Field::ClientApp)[row];
        let class = self.clients.get(client, || client_class(batch.text_of(Field::ClientApp, client)));
        if class == ClientClass::Legacy {
            return Legacy::Client;
        }
        let protocol = batch.column(Field::Protocol)[row];
        let agent = batch.column(Field::UserAgent)[row];
        let ropc = protocol != ABSENT
            && self
                .ropc_protocols
                .get(protocol, || fold_word(batch.text_of(Field::Protocol, protocol)) == "ropc")
            || agent != ABSENT
                && self.ropc_agents.get(agent, || is_ropc_agent(batch.text_of(Field::UserAgent, agent)));
        match class {
            _ if ropc => Legacy::Ropc,
            ClientClass::Unclassified => Legacy::Unclassified,
            _ => Legacy::No,
        }
    }

    /// The class of a success.
    pub fn verdict(&mut self, row: Row<'_>) -> Verdict {
        self.success(row).verdict()
    }

    /// What the ladder reads of a success.
    pub fn success(&mut self, row: Row<'_>) -> Success {
        let (direction, cross_tenant) = self.crossing(row);
        Success {
            break_glass: row.break_glass() != 0,
            sync_account: self.is_sync_account(row),
            legacy: row.legacy().is_legacy(),
            cross_tenant,
            direction,
            guest: row.is_guest(),
            evidence: self.evidence(row),
            requirement: self.requirement(row),
            ca_status: self.ca_status(row),
            app: self.app_role(row),
            trusted_device: self.is_trusted_device(row),
            interactive: row.interactive().unwrap_or(true),
        }
    }

    fn is_sync_account(&mut self, row: Row<'_>) -> bool {
        let (user, display) = (row.symbol(Field::User), row.symbol(Field::DisplayName));
        // Each name was met when the row was derived.
        self.names.known(user).is_some_and(|name| name.sync)
            || display != ABSENT
                && self.sync_names.get(display, || is_sync_name(row.text_of(Field::DisplayName, display)))
    }

    fn is_guest(&mut self, batch: &Batch, row: usize) -> bool {
        let symbol = batch.column(Field::UserType)[row];
        symbol != ABSENT
            && self.guests.get(symbol, || fold_word(batch.text_of(Field::UserType, symbol)) == "guest")
    }

    fn crossing(&mut self, row: Row<'_>) -> (Direction, CrossTenant) {
        let (home, resource) = (row.symbol(Field::HomeTenantId), row.symbol(Field::ResourceTenantId));
        let cross = row.symbol(Field::CrossTenant);
        let cross = self.cross.get(cross, || CrossTenant::parse(row.text_of(Field::CrossTenant, cross)));
        let home = self.home(0, row, Field::HomeTenantId, home);
        let resource = self.home(1, row, Field::ResourceTenantId, resource);
        let direction = match (home, resource) {
            (Home::Ours, Home::Other) => Direction::Outbound,
            (Home::Other, _) if cross == CrossTenant::B2b => Direction::Inbound,
            _ => Direction::Within,
        };
        (direction, cross)
    }

    fn home(&mut self, side: usize, row: Row<'_>, field: Field, symbol: Symbol) -> Home {
        let ours = self.ours.as_deref();
        self.homes[side].get(symbol, || match ours {
            _ if symbol == ABSENT => Home::Unsaid,
            Some(ours) if ours != row.text_of(field, symbol) => Home::Other,
            Some(_) => Home::Ours,
            None => Home::Unsaid,
        })
    }

    fn evidence(&mut self, row: Row<'_>) -> Evidence {
        let text = row.symbol(Field::MfaResult);
        let text = self
            .texts
            .get(text, || Evidence::from_text(MfaText::classify(row.text_of(Field::MfaResult, text))));
        let evidence = row.steps().and(text);
        if evidence.has(Evidence::STEPS) {
            return evidence;
        }
        let method = row.symbol(Field::MfaMethod);
        let method =
            self.methods.get(method, || Evidence::from_row_method(row.text_of(Field::MfaMethod, method)));
        // Beside a recognised text the method says nothing of MFA; that it is a password it does say.
        if text.has_text() && method != Evidence::PASSWORD_METHOD { evidence } else { evidence.and(method) }
    }

    fn requirement(&mut self, row: Row<'_>) -> Requirement {
        let symbol = row.symbol(Field::Requirement);
        self.requirements.get(symbol, || Requirement::parse(row.text_of(Field::Requirement, symbol)))
    }

    fn ca_status(&mut self, row: Row<'_>) -> CaStatus {
        let symbol = row.symbol(Field::CaStatus);
        self.ca.get(symbol, || CaStatus::parse(row.text_of(Field::CaStatus, symbol)))
    }

    fn app_role(&mut self, row: Row<'_>) -> AppRole {
        let app = self.role(0, row, Field::AppId, Field::App);
        if app != AppRole::Ordinary {
            return app;
        }
        match self.role(2, row, Field::ResourceId, Field::Resource) {
            AppRole::Bootstrap => AppRole::Bootstrap,
            _ => AppRole::Ordinary,
        }
    }

    /// The role by id; by name only where there is no id.
    fn role(&mut self, side: usize, row: Row<'_>, id: Field, name: Field) -> AppRole {
        let symbol = row.symbol(id);
        if symbol != ABSENT {
            return self.apps[side].get(symbol, || AppRole::from_id(row.text_of(id, symbol), side == 0));
        }
        let symbol = row.symbol(name);
        self.apps[side + 1].get(symbol, || AppRole::from_name(row.text_of(name, symbol), side == 0))
    }

    fn is_trusted_device(&mut self, row: Row<'_>) -> bool {
        let (compliant, trust) = (row.symbol(Field::Compliant), row.symbol(Field::TrustType));
        compliant != ABSENT
            && self.compliant.get(compliant, || flag(row.text_of(Field::Compliant, compliant)) == Some(true))
            || trust != ABSENT
                && self
                    .trust
                    .get(trust, || fold_word(row.text_of(Field::TrustType, trust)).contains("hybrid"))
    }

    /// Whether a row's class may come from its session's root: a non-interactive success without evidence of its own.
    pub fn may_follow_root(&self, row: Row<'_>, verdict: Verdict) -> bool {
        matches!(verdict.aside, Class::TokenOnly | Class::Unknown)
            && row.interactive() == Some(false)
            && !row.cell(Field::SessionId).trim_ascii().is_empty()
    }
}

fn is_workload(event: &str) -> bool {
    matches!(fold_word(event).as_str(), "serviceprincipal" | "managedidentity")
}

fn is_ropc_agent(agent: &str) -> bool {
    let agent = agent.to_lowercase();
    ["bav2ropc", "cbainprod", "cbaintar", "aconsumerv2ropc"].iter().any(|known| agent.contains(known))
}
