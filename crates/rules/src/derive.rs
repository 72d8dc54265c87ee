//! What is derived of each sign-in before any rule looks: person, break-glass account, legacy signal, class of a success.

use entrasift_core::dialect::registration::flag;
use entrasift_core::field::Field;
use entrasift_core::field::catalogue::{ClientClass, MfaText, client_class, fold_word};
use entrasift_core::field::method::Evidence;
use entrasift_core::log::batch::{Batch, Status};
use entrasift_core::log::symbols::{ABSENT, Symbol, is_zero_id};

use crate::derive::outcome::{
    AppRole, CaStatus, Class, CrossTenant, Direction, Requirement, Success, Verdict,
};
use crate::derive::person::Person;
use crate::engine::memo::Memo;
use crate::tenant::Tenant;

pub mod country;
pub mod outcome;
pub mod person;

/// Whether a sign-in used a legacy protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Legacy {
    /// A modern client.
    #[default]
    No,
    /// A legacy client app.
    Client,
    /// A modern client app, but ROPC by protocol or user agent.
    Ropc,
    /// No client app is given.
    Unclassified,
}

impl Legacy {
    /// MFA is impossible.
    pub fn is_legacy(self) -> bool {
        matches!(self, Legacy::Client | Legacy::Ropc)
    }
}

/// What is known of one sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Whose it is.
    pub person: Person,
    /// It is a user's.
    pub is_user: bool,
    /// The declared break-glass account, counted from 1; 0 is none.
    pub break_glass: u16,
    /// Legacy or not.
    pub legacy: Legacy,
}

/// Fields that are read of every sign-in, in one go.
pub const FIELDS: &[Field] = &[
    Field::UserId,
    Field::User,
    Field::EventType,
    Field::ClientApp,
    Field::Protocol,
    Field::UserAgent,
    Field::DisplayName,
    Field::UserType,
    Field::App,
    Field::AppId,
    Field::Resource,
    Field::ResourceId,
    Field::ResourceTenantId,
    Field::HomeTenantId,
    Field::CrossTenant,
    Field::Compliant,
    Field::TrustType,
    Field::MfaResult,
    Field::MfaMethod,
    Field::Requirement,
    Field::CaStatus,
    Field::StepsDigest,
];

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

/// What a user name is.
#[derive(Debug, Clone, Copy)]
struct Name {
    /// The symbol to know the person by; absent where the name is none.
    name: Symbol,
    /// The symbol of the object id that stands in the user-name column.
    id: Symbol,
    break_glass: u16,
    sync: bool,
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

    /// What is known of every row of a batch.
    pub fn known(&mut self, batch: &mut Batch, known: &mut Vec<Known>) {
        batch.fill(FIELDS);
        known.clear();
        let is_workload = batch.format().is_workload();
        for row in 0..batch.len() {
            let mut one = self.known_of(batch, row);
            one.is_user &= !is_workload;
            known.push(one);
        }
    }

    /// What is known of a row. [`FIELDS`] must be filled.
    pub(crate) fn known_of(&mut self, batch: &mut Batch, row: usize) -> Known {
        let (id, user) = (batch.column(Field::UserId)[row], batch.column(Field::User)[row]);
        let name = self.name(batch, user);
        let id_account = self.id_account(batch, id);
        let event = batch.column(Field::EventType)[row];
        let is_user =
            event == ABSENT || self.users.get(event, || !is_workload(batch.text_of(Field::EventType, event)));
        let id = if id == ABSENT { name.id } else { id };
        Known {
            person: Person::new(id, name.name),
            is_user,
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
            return Name { name: ABSENT, id: ABSENT, break_glass: 0, sync: false };
        }
        let tenant = self.tenant;
        self.names.get(user, || name_of(batch, user, tenant))
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

    /// The class of a success. [`FIELDS`] must be filled.
    pub fn verdict(&mut self, batch: &mut Batch, row: usize, known: Known) -> Verdict {
        self.success(batch, row, known).verdict()
    }

    /// What the ladder reads of a success. [`FIELDS`] must be filled.
    pub fn success(&mut self, batch: &mut Batch, row: usize, known: Known) -> Success {
        let user = batch.column(Field::User)[row];
        let sync_by_name = self.name(batch, user).sync;
        let display = batch.column(Field::DisplayName)[row];
        let sync_account = sync_by_name
            || display != ABSENT
                && self.sync_names.get(display, || is_sync_name(batch.text_of(Field::DisplayName, display)));
        let (direction, cross_tenant) = self.crossing(batch, row);
        Success {
            break_glass: known.break_glass != 0,
            sync_account,
            legacy: known.legacy.is_legacy(),
            cross_tenant,
            direction,
            guest: self.is_guest(batch, row),
            evidence: self.evidence(batch, row),
            requirement: self.requirement(batch, row),
            ca_status: self.ca_status(batch, row),
            app: self.app_role(batch, row),
            trusted_device: self.is_trusted_device(batch, row),
            interactive: batch.interactive(row).unwrap_or(true),
        }
    }

    fn is_guest(&mut self, batch: &Batch, row: usize) -> bool {
        let symbol = batch.column(Field::UserType)[row];
        symbol != ABSENT
            && self.guests.get(symbol, || fold_word(batch.text_of(Field::UserType, symbol)) == "guest")
    }

    fn crossing(&mut self, batch: &Batch, row: usize) -> (Direction, CrossTenant) {
        let (home, resource) =
            (batch.column(Field::HomeTenantId)[row], batch.column(Field::ResourceTenantId)[row]);
        let cross = batch.column(Field::CrossTenant)[row];
        let cross = self.cross.get(cross, || cross_tenant(batch.text_of(Field::CrossTenant, cross)));
        let home = self.home(0, batch, Field::HomeTenantId, home);
        let resource = self.home(1, batch, Field::ResourceTenantId, resource);
        let direction = match (home, resource) {
            (Home::Ours, Home::Other) => Direction::Outbound,
            (Home::Other, _) if cross == CrossTenant::B2b => Direction::Inbound,
            _ => Direction::Within,
        };
        (direction, cross)
    }

    fn home(&mut self, side: usize, batch: &Batch, field: Field, symbol: Symbol) -> Home {
        let ours = self.ours.as_deref();
        self.homes[side].get(symbol, || match ours {
            _ if symbol == ABSENT => Home::Unsaid,
            Some(ours) if ours != batch.text_of(field, symbol) => Home::Other,
            Some(_) => Home::Ours,
            None => Home::Unsaid,
        })
    }

    fn evidence(&mut self, batch: &mut Batch, row: usize) -> Evidence {
        let text = batch.column(Field::MfaResult)[row];
        let text =
            self.texts.get(text, || Evidence::of_text(MfaText::of(batch.text_of(Field::MfaResult, text))));
        let evidence = batch.steps(row).and(text);
        if evidence.has(Evidence::STEPS) {
            return evidence;
        }
        let method = batch.column(Field::MfaMethod)[row];
        let method =
            self.methods.get(method, || Evidence::of_row_method(batch.text_of(Field::MfaMethod, method)));
        // Beside a recognised text the method says nothing of MFA; that it is a password it does say.
        if text.has_text() && method != Evidence::PASSWORD_METHOD { evidence } else { evidence.and(method) }
    }

    fn requirement(&mut self, batch: &Batch, row: usize) -> Requirement {
        let symbol = batch.column(Field::Requirement)[row];
        self.requirements.get(symbol, || requirement(batch.text_of(Field::Requirement, symbol)))
    }

    fn ca_status(&mut self, batch: &Batch, row: usize) -> CaStatus {
        let symbol = batch.column(Field::CaStatus)[row];
        self.ca.get(symbol, || match fold_word(batch.text_of(Field::CaStatus, symbol)).as_str() {
            "success" => CaStatus::Success,
            "notapplied" => CaStatus::NotApplied,
            _ => CaStatus::Other,
        })
    }

    fn app_role(&mut self, batch: &Batch, row: usize) -> AppRole {
        let app = self.role(0, batch, row, Field::AppId, Field::App);
        if app != AppRole::Ordinary {
            return app;
        }
        match self.role(2, batch, row, Field::ResourceId, Field::Resource) {
            AppRole::Bootstrap => AppRole::Bootstrap,
            _ => AppRole::Ordinary,
        }
    }

    /// The role by id; by name only where there is no id.
    fn role(&mut self, side: usize, batch: &Batch, row: usize, id: Field, name: Field) -> AppRole {
        let symbol = batch.column(id)[row];
        if symbol != ABSENT {
            return self.apps[side].get(symbol, || role_of_id(batch.text_of(id, symbol), side == 0));
        }
        let symbol = batch.column(name)[row];
        self.apps[side + 1].get(symbol, || role_of_name(batch.text_of(name, symbol), side == 0))
    }

    fn is_trusted_device(&mut self, batch: &Batch, row: usize) -> bool {
        let (compliant, trust) = (batch.column(Field::Compliant)[row], batch.column(Field::TrustType)[row]);
        compliant != ABSENT
            && self
                .compliant
                .get(compliant, || flag(batch.text_of(Field::Compliant, compliant)) == Some(true))
            || trust != ABSENT
                && self
                    .trust
                    .get(trust, || fold_word(batch.text_of(Field::TrustType, trust)).contains("hybrid"))
    }

    /// Whether a row's class may come from its session's root: a non-interactive success without evidence of its own.
    pub fn may_follow_root(&self, batch: &Batch, row: usize, verdict: Verdict) -> bool {
        matches!(verdict.aside, Class::TokenOnly | Class::Unknown)
            && batch.interactive(row) == Some(false)
            && !batch.cell(row, Field::SessionId).trim_ascii().is_empty()
    }

    /// The row is a success of a user.
    pub fn is_user_success(&self, batch: &Batch, row: usize, known: Known) -> bool {
        known.is_user && batch.statuses()[row] == Status::Success
    }
}

fn name_of(batch: &mut Batch, user: Symbol, tenant: &Tenant) -> Name {
    let text = batch.text_of(Field::User, user).to_owned();
    let break_glass = account(tenant, &text);
    let sync = is_sync_user(&text);
    if is_zero_id(&text) {
        return Name { name: ABSENT, id: ABSENT, break_glass, sync };
    }
    if is_guid(&text) {
        let id = batch.dictionaries_mut().of_mut(Field::UserId).symbol(text.as_bytes());
        return Name { name: ABSENT, id, break_glass, sync };
    }
    Name { name: user, id: ABSENT, break_glass, sync }
}

fn account(tenant: &Tenant, name: &str) -> u16 {
    tenant.break_glass_index(name).map_or(0, |index| index as u16 + 1)
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_workload(event: &str) -> bool {
    matches!(fold_word(event).as_str(), "serviceprincipal" | "managedidentity")
}

fn is_ropc_agent(agent: &str) -> bool {
    let agent = agent.to_lowercase();
    ["bav2ropc", "cbainprod", "cbaintar", "aconsumerv2ropc"].iter().any(|known| agent.contains(known))
}

/// A user name, in lower case, is that of a directory-synchronisation account.
pub(crate) fn is_sync_user(user: &str) -> bool {
    user.starts_with("sync_") && user.ends_with(".onmicrosoft.com")
}

/// A display name is that of a directory-synchronisation account.
pub(crate) fn is_sync_name(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("On-Premises Directory Synchronization Service Account")
}

fn cross_tenant(word: &str) -> CrossTenant {
    match fold_word(word).as_str() {
        "" | "none" => CrossTenant::None,
        "passthrough" => CrossTenant::Passthrough,
        "serviceprovider" | "microsoftsupport" => CrossTenant::ServiceProvider,
        _ => CrossTenant::B2b,
    }
}

fn requirement(word: &str) -> Requirement {
    match fold_word(word).as_str() {
        "singlefactorauthentication" => Requirement::Single,
        "multifactorauthentication" => Requirement::Multi,
        _ => Requirement::Unsaid,
    }
}

fn role_of_id(id: &str, is_app: bool) -> AppRole {
    match id {
        "cb1056e2-e479-49de-ae31-7812af012ed8" if is_app => AppRole::Sync,
        "38aa3b87-a06d-4817-b275-7a316988d93b" if is_app => AppRole::WindowsSignIn,
        "29d9ed98-a469-4536-ade2-f981bc1d605e" if is_app => AppRole::Bootstrap,
        "d4ebce55-015a-49b5-a083-c84d1797ae8c" if is_app => AppRole::Bootstrap,
        "19db86c3-b2b9-44cc-b339-36da233a3be2" if is_app => AppRole::Bootstrap,
        "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9" => AppRole::Bootstrap,
        _ => AppRole::Ordinary,
    }
}

fn role_of_name(name: &str, is_app: bool) -> AppRole {
    match name.trim().to_lowercase().as_str() {
        "windows sign in" if is_app => AppRole::WindowsSignIn,
        "microsoft authentication broker" | "microsoft intune enrollment" | "my signins" if is_app => {
            AppRole::Bootstrap
        }
        "device registration service" => AppRole::Bootstrap,
        _ => AppRole::Ordinary,
    }
}
