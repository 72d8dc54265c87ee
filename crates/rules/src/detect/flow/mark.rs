//! Marks: what is kept of each sign-in that a policy may have stopped.

use entrasift_core::field::catalogue::{CodeClass, EnforcementImpact};
use entrasift_core::{
    ABSENT, Code, Dictionaries, Evidence, Field, RowRef, Symbol, Time, Translation, id_key,
};

use crate::derive::person::Person;
use crate::derive::row::Row;

/// An application: its id, or its name where a row has no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct App(u32);

impl App {
    const BY_NAME: u32 = 1 << 31;
    /// Neither id nor name.
    pub const NONE: App = App(ABSENT);

    /// The application of a row.
    #[inline]
    pub fn from_row(row: Row<'_>) -> App {
        App::new(row.symbol(Field::AppId), || row.symbol(Field::App))
    }

    /// The application with an id, else with a name; each may be absent.
    #[inline]
    pub fn new(id: Symbol, name: impl FnOnce() -> Symbol) -> App {
        match id {
            ABSENT => match name() {
                ABSENT => App::NONE,
                name => App(name | App::BY_NAME),
            },
            id => App(id),
        }
    }

    /// The same application in other dictionaries.
    #[must_use]
    pub fn translate(self, translation: &Translation) -> App {
        match self.0 {
            ABSENT => self,
            marked if marked & App::BY_NAME != 0 => {
                App(translation.symbol(Field::App, marked & !App::BY_NAME) | App::BY_NAME)
            }
            id => App(translation.symbol(Field::AppId, id)),
        }
    }

    /// The id; empty where the rows have only a name.
    pub fn id(self, dictionaries: &Dictionaries) -> &str {
        if self.0 & App::BY_NAME == 0 { dictionaries.text(Field::AppId, self.0) } else { "" }
    }

    /// The id, or the name where there is no id: what tells applications apart.
    pub fn key(self, dictionaries: &Dictionaries) -> &str {
        match self.0 & App::BY_NAME {
            0 => dictionaries.text(Field::AppId, self.0),
            _ => dictionaries.text(Field::App, self.0 & !App::BY_NAME),
        }
    }
}

/// Why a row is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A policy that is switched on can cause the code.
    Impact,
    /// Nobody knows the code: the catalogue does not list it, or gives it no meaning.
    Unknown,
    /// 50089: the page stayed open until it expired. Such a row can end a flow, but does not make one.
    Expired,
}

impl Why {
    /// Whether a row with this code is kept, and why.
    pub fn classify(code: Code) -> Option<Why> {
        match code.entry {
            Some(entry) if entry.enforcement_impact == EnforcementImpact::Yes => Some(Why::Impact),
            Some(entry) if entry.class == CodeClass::Unknown => Some(Why::Unknown),
            Some(entry) if entry.code == 50089 => Some(Why::Expired),
            Some(entry) if entry.enforcement_impact == EnforcementImpact::No => None,
            Some(_) | None => Some(Why::Unknown),
        }
    }
}

/// What the result text or the steps of a failed challenge say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denial {
    /// The user reported it as fraud.
    Fraud,
    /// The user declined.
    Declined,
    /// A wrong code or number.
    WrongCode,
    /// The user did not respond.
    NoAnswer,
}

impl Denial {
    /// The gravest thing that the evidence says.
    pub fn classify(evidence: Evidence) -> Option<Denial> {
        [
            (Evidence::FRAUD_TEXT, Denial::Fraud),
            (Evidence::DECLINED_TEXT, Denial::Declined),
            (Evidence::WRONG_CODE_TEXT, Denial::WrongCode),
            (Evidence::NO_RESPONSE_TEXT, Denial::NoAnswer),
        ]
        .into_iter()
        .find(|(text, _)| evidence.has(*text))
        .map(|(_, denial)| denial)
    }
}

/// One sign-in that a policy may have stopped.
#[derive(Debug, Clone, Copy)]
pub struct FlowMark {
    /// When.
    pub time: Time,
    /// The row in the input.
    pub row: RowRef,
    /// The error code; `i64::MIN` where the cell holds no number.
    pub code: i64,
    /// 64 bits of the correlation id; 0 where there is none.
    pub correlation: u64,
    /// 64 bits of the session id; 0 where there is none.
    pub session: u64,
    /// Whose it is.
    pub person: Person,
    /// In which application.
    pub app: App,
    /// Device id.
    pub device: Symbol,
    /// User agent.
    pub agent: Symbol,
    /// Address.
    pub address: Symbol,
    /// Country.
    pub country: Symbol,
    /// Autonomous system number.
    pub network: Symbol,
    /// Why it is kept.
    pub why: Why,
    /// What the result text or the steps say.
    pub denial: Option<Denial>,
    /// A legacy client, or ROPC: it can never pass.
    pub legacy: bool,
    /// The file or the row says that it is not interactive.
    pub in_background: bool,
}

impl FlowMark {
    /// The mark of a row.
    pub fn new(row: Row<'_>, why: Why, evidence: Evidence) -> FlowMark {
        FlowMark {
            time: row.time(),
            row: row.row_ref(),
            code: row.code().number.unwrap_or(i64::MIN),
            correlation: short_id(&row.cell(Field::CorrelationId)),
            session: short_id(&row.cell(Field::SessionId)),
            person: row.person(),
            app: App::from_row(row),
            device: row.symbol(Field::DeviceId),
            agent: row.symbol(Field::UserAgent),
            address: row.symbol(Field::Ip),
            country: row.symbol(Field::Country),
            network: row.symbol(Field::Asn),
            why,
            denial: Denial::classify(evidence),
            legacy: row.legacy().is_legacy(),
            in_background: row.interactive() == Some(false),
        }
    }

    /// The same mark in other dictionaries.
    #[must_use]
    pub fn translate(self, translation: &Translation) -> FlowMark {
        FlowMark {
            person: self.person.translate(translation),
            app: self.app.translate(translation),
            device: translation.symbol(Field::DeviceId, self.device),
            agent: translation.symbol(Field::UserAgent, self.agent),
            address: translation.symbol(Field::Ip, self.address),
            country: translation.symbol(Field::Country, self.country),
            network: translation.symbol(Field::Asn, self.network),
            ..self
        }
    }

    /// The code, where the cell holds a number.
    pub fn number(&self) -> Option<i64> {
        (self.code != i64::MIN).then_some(self.code)
    }
}

/// 64 bits of an id, the same in every worker; 0 for an id that is absent or all zeros.
fn short_id(text: &[u8]) -> u64 {
    id_key(text).map_or(0, |key| (key >> 64) as u64 ^ key as u64)
}
