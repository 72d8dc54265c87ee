//! The visitor that makes frames of sign-ins: it fills a buffer for each wanted column and hands on a frame of some thousand rows.

use std::collections::HashMap;

use entrasift_core::field::catalogue::{self, CodeClass, CredentialAccepted, EnforcementImpact};
use entrasift_core::log::symbols::canonical_spelling;
use entrasift_core::text::words::{flag, fold_word};
use entrasift_core::{Batch, Dictionaries, Field, Kind, Visit};
use entrasift_rollout::reading::read_logs::Seen;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::{Derivation, Derived as DerivedOfRow, Legacy};
use entrasift_rules::engine::{Row, View};
use polars::prelude::{Column as FrameColumn, DataFrame, PolarsResult};

use crate::buffer::{Buffer, microseconds};
use crate::companion::Companions;
use crate::error::FrameError;
use crate::root_classes::RootClasses;
use crate::schema::{Column, Derived, Origin, Type};
use crate::step;

/// Takes one frame after the other.
pub(crate) type Sink<'s> = Box<dyn FnMut(DataFrame) -> Result<(), FrameError> + Send + 's>;

/// How people know a person, by what tells the person from others, where these differ.
pub(crate) type ShownNames = HashMap<String, String>;

/// Rows of one frame: some ten megabytes, whatever the log.
pub(crate) const FRAME_ROWS: usize = 16_384;

/// What is known beside the batch.
#[derive(Clone, Copy)]
struct Around<'a> {
    seen: &'a Seen,
    names: &'a ShownNames,
    companions: &'a Companions,
}

/// Fills the wanted columns.
pub(crate) struct Framing<'f> {
    seen: &'f Seen,
    roots: &'f RootClasses,
    names: &'f ShownNames,
    companions: &'f Companions,
    derivation: Derivation<'f>,
    derived: Vec<DerivedOfRow>,
    /// The class of each row that is a user's success.
    verdicts: Vec<Option<Verdict>>,
    /// Fields whose symbols are wanted.
    symbols: Vec<Field>,
    columns: Vec<(Column, Buffer)>,
    rows: usize,
    sink: Sink<'f>,
    /// Why nothing more is made.
    pub failed: Option<FrameError>,
}

impl<'f> Framing<'f> {
    pub(crate) fn new(
        (seen, roots): (&'f Seen, &'f RootClasses),
        names: &'f ShownNames,
        companions: &'f Companions,
        columns: &[Column],
        sink: Sink<'f>,
    ) -> Framing<'f> {
        let columns: Vec<_> = columns.iter().map(|column| (*column, empty(column))).collect();
        let symbols = columns.iter().filter(|(_, buffer)| matches!(buffer, Buffer::Symbols(_)));
        let symbols = symbols.map(|(column, _)| field_of(column)).collect();
        Framing {
            seen,
            roots,
            names,
            companions,
            derivation: Derivation::new(&seen.request.tenant, seen.watched.ours.clone()),
            derived: Vec::new(),
            verdicts: Vec::new(),
            symbols,
            columns,
            rows: 0,
            sink,
            failed: None,
        }
    }

    /// Hands on what is left. At the end, and once where there is no row at all, so that a frame without rows has its columns.
    pub(crate) fn finish(mut self, dictionaries: &Dictionaries) -> Result<(), FrameError> {
        match self.failed.take() {
            Some(failed) => Err(failed),
            None => self.hand_on(dictionaries),
        }
    }

    fn hand_on(&mut self, dictionaries: &Dictionaries) -> Result<(), FrameError> {
        self.rows = 0;
        let columns = self.columns.iter_mut().map(|(column, buffer)| take(column, buffer, dictionaries));
        let columns: PolarsResult<Vec<FrameColumn>> = columns.collect();
        (self.sink)(DataFrame::new(columns?)?)
    }

    /// What is derived of every row, and its class, before any column is filled.
    fn tell(&mut self, batch: &mut Batch) {
        batch.fill(&self.symbols);
        self.derivation.derive(batch, &mut self.derived);
        self.verdicts.clear();
        for row in View::new(batch, &self.derived).rows() {
            let verdict = row.is_user_success().then(|| {
                let late = self.roots.verdict(row.row_ref());
                late.unwrap_or_else(|| self.derivation.verdict(row))
            });
            self.verdicts.push(verdict);
        }
    }
}

impl Visit for Framing<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        if self.failed.is_some() {
            return;
        }
        self.tell(batch);
        let Framing { seen, names, companions, derived, verdicts, columns, .. } = self;
        let around = Around { seen, names, companions };
        let view = View::new(batch, derived);
        for (column, buffer) in columns.iter_mut() {
            for (row, verdict) in view.rows().zip(verdicts.iter()) {
                match column.origin {
                    Origin::Field(field) => push_field(buffer, row, field),
                    Origin::Derived(derived) => push(buffer, derived, row, *verdict, around),
                    Origin::Given => {}
                }
            }
        }
        self.rows += batch.len();
        if self.rows >= FRAME_ROWS {
            self.failed = self.hand_on(batch.dictionaries()).err();
        }
    }
}

fn empty(column: &Column) -> Buffer {
    match (column.origin, column.kind) {
        (_, Type::Integer | Type::Time) => Buffer::Integers(Vec::new()),
        (_, Type::Flag) => Buffer::Flags(Vec::new()),
        (_, Type::Steps) => Buffer::Steps(Vec::new()),
        (_, Type::Policies) => Buffer::Policies(Vec::new()),
        (Origin::Field(field), _) if field.kind() != Kind::UniqueId => Buffer::Symbols(Vec::new()),
        (Origin::Derived(Derived::ClientApp), _) => Buffer::Symbols(Vec::new()),
        (Origin::Derived(Derived::Path), _) => Buffer::Texts(Vec::new()),
        (Origin::Derived(_), Type::Word) => Buffer::Words(Vec::new()),
        _ => Buffer::Texts(Vec::new()),
    }
}

/// The field whose dictionary a column's symbols belong to.
fn field_of(column: &Column) -> Field {
    match column.origin {
        Origin::Field(field) => field,
        _ => Field::ClientApp,
    }
}

fn take(column: &Column, buffer: &mut Buffer, dictionaries: &Dictionaries) -> PolarsResult<FrameColumn> {
    let field = field_of(column);
    let respell = |text: &str| -> Option<String> {
        let text = text.trim();
        match (column.origin, column.kind) {
            (Origin::Derived(_), _) => Some(client_app(text).to_owned()),
            (_, Type::Word) => Some(fold_word(text)),
            _ => Some(text.to_owned()),
        }
    };
    buffer.take(column.name, column.kind, dictionaries.dictionary(field), respell)
}

/// The canonical spelling of a client app, where it is known.
fn client_app(text: &str) -> &str {
    catalogue::client_app(text).map(|entry| entry.name).filter(|name| !name.is_empty()).unwrap_or(text)
}

fn push_field(buffer: &mut Buffer, row: Row<'_>, field: Field) {
    match buffer {
        Buffer::Symbols(symbols) => symbols.push(row.symbol(field)),
        Buffer::Texts(texts) => {
            let text = row.cell_text(field);
            // A token's id is no GUID: capital letters tell it from others.
            let stays = matches!(field, Field::MfaDetail | Field::UniqueTokenId);
            texts.push(Some(if stays { text } else { canonical_spelling(field.kind(), &text) }));
        }
        Buffer::Integers(values) if field.kind() == Kind::Time => {
            values.push(row.time_of(field).map(microseconds));
        }
        Buffer::Integers(values) => values.push(row.cell_text(field).parse().ok()),
        Buffer::Flags(values) => values.push(flag(&row.cell_text(field))),
        Buffer::Words(_) | Buffer::Steps(_) | Buffer::Policies(_) => {}
    }
}

fn push(buffer: &mut Buffer, derived: Derived, row: Row<'_>, verdict: Option<Verdict>, around: Around<'_>) {
    match buffer {
        Buffer::Symbols(symbols) => symbols.push(row.symbol(Field::ClientApp)),
        Buffer::Texts(texts) => texts.push(text(derived, row, around)),
        Buffer::Words(words) => words.push(word(derived, row, verdict, around.seen)),
        Buffer::Integers(values) => values.push(match derived {
            Derived::Row => i64::try_from(around.seen.watched.rows.row(row.row_ref())).ok(),
            _ => Some(microseconds(row.time())),
        }),
        Buffer::Flags(values) => values.push(is(derived, row, verdict)),
        Buffer::Steps(steps) => steps.push(steps_of(row, around.companions)),
        Buffer::Policies(policies) => policies.push(step::policies(&row.cell(Field::Policies))),
    }
}

fn text(derived: Derived, row: Row<'_>, around: Around<'_>) -> Option<String> {
    match derived {
        Derived::Path => Some(around.seen.path(row.row_ref().file()).to_owned()),
        Derived::Person => Some(row.person().key(row.dictionaries()).to_owned()),
        Derived::Who => {
            let key = row.person().key(row.dictionaries());
            Some(around.names.get(key).map_or(key, String::as_str).to_owned())
        }
        Derived::LegacyClient => match row.legacy() {
            Legacy::Client => Some(client_app(row.cell_text(Field::ClientApp).as_str()).to_owned()),
            Legacy::Ropc => Some("ROPC".to_owned()),
            Legacy::No | Legacy::Unclassified => None,
        },
        _ => None,
    }
}

fn word(derived: Derived, row: Row<'_>, verdict: Option<Verdict>, seen: &Seen) -> Option<&'static str> {
    match derived {
        Derived::Format => {
            let file = row.row_ref().file() as usize;
            seen.request.intake.logs.get(file).map(|input| input.format.name)
        }
        Derived::Status => Some(row.status().name()),
        Derived::Identity => Some(if row.is_user() { "user" } else { "workload" }),
        Derived::LegacyClass => Some(match row.legacy() {
            Legacy::No => "no",
            Legacy::Client => "client",
            Legacy::Ropc => "ropc",
            Legacy::Unclassified => "unclassified",
        }),
        Derived::Class => verdict.map(|verdict| verdict.class.name()),
        Derived::Confidence => verdict.map(|verdict| verdict.confidence.name()),
        Derived::CodeClass => row.code().entry.map(|entry| match entry.class {
            CodeClass::Success => "success",
            CodeClass::Interrupt => "interrupt",
            CodeClass::Expected => "expected",
            CodeClass::Failure => "failure",
            CodeClass::Unknown => "unknown",
        }),
        Derived::CredentialAccepted => row.code().entry.map(|entry| match entry.credential_accepted {
            CredentialAccepted::Yes => "yes",
            CredentialAccepted::Token => "token",
            CredentialAccepted::No => "no",
            CredentialAccepted::Unknown => "unknown",
        }),
        _ => None,
    }
}

fn is(derived: Derived, row: Row<'_>, verdict: Option<Verdict>) -> Option<bool> {
    match derived {
        Derived::BreakGlass => Some(row.break_glass() != 0),
        Derived::Interactive => row.interactive(),
        Derived::Mfa => verdict.map(|verdict| verdict.class.is_protected()),
        Derived::Legacy => Some(row.legacy().is_legacy()),
        Derived::EnforcementImpact => {
            let code = row.code();
            let known = code.number.is_some() || row.is_success();
            match code.entry.filter(|_| known)?.enforcement_impact {
                EnforcementImpact::Yes => Some(true),
                EnforcementImpact::No => Some(false),
                EnforcementImpact::Unknown => None,
            }
        }
        _ => None,
    }
}

/// Those of the companion, then those in the row that it does not hold.
fn steps_of(row: Row<'_>, companions: &Companions) -> Vec<step::Step> {
    let mut steps: Vec<step::Step> = companions.steps(&row.cell(Field::RequestId)).cloned().collect();
    let own = step::steps(&row.cell(Field::Steps));
    own.into_iter().for_each(|step| {
        if !steps.contains(&step) {
            steps.push(step);
        }
    });
    steps.iter_mut().zip(1..).for_each(|(step, number)| step.number = number);
    steps
}
