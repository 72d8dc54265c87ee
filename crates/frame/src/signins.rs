//! The visitor that makes frames of sign-ins: it fills a buffer for each wanted column and hands on a frame of some thousand rows.

use entrasift_core::dialect::registration::flag;
use entrasift_core::field::catalogue::{self, CodeClass, CredentialAccepted, fold_word};
use entrasift_core::field::{Field, Kind};
use entrasift_core::log::batch::{Batch, Status};
use entrasift_core::log::scan::Visit;
use entrasift_core::log::symbols::{Dictionaries, canonical_spelling};
use entrasift_rollout::reading::read_logs::Seen;
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::derive::{Derivation, Known, Legacy};
use polars::prelude::{Column as FrameColumn, DataFrame, PolarsResult};

use crate::buffer::{Buffer, microseconds};
use crate::companion::Companions;
use crate::error::FrameError;
use crate::frames::{Names, Sink};
use crate::root_classes::RootClasses;
use crate::schema::{Column, Derived, Origin, Type};
use crate::step;

/// Rows of one frame: some ten megabytes, whatever the log.
pub(crate) const FRAME_ROWS: usize = 16_384;

/// What is known of one row when its columns are filled.
struct Told {
    known: Known,
    /// Of a user's success.
    verdict: Option<Verdict>,
}

/// What is known beside the batch.
#[derive(Clone, Copy)]
struct Around<'a> {
    seen: &'a Seen,
    names: &'a Names,
    companions: &'a Companions,
}

/// Fills the wanted columns.
pub(crate) struct Framing<'f> {
    seen: &'f Seen,
    roots: &'f RootClasses,
    names: &'f Names,
    companions: &'f Companions,
    derivation: Derivation<'f>,
    known: Vec<Known>,
    told: Vec<Told>,
    columns: Vec<(Column, Buffer)>,
    rows: usize,
    sink: Sink<'f>,
    /// Why nothing more is made.
    pub failed: Option<FrameError>,
}

impl<'f> Framing<'f> {
    pub fn new(
        (seen, roots): (&'f Seen, &'f RootClasses),
        names: &'f Names,
        companions: &'f Companions,
        columns: &[Column],
        sink: Sink<'f>,
    ) -> Framing<'f> {
        let columns = columns.iter().map(|column| (*column, empty(column)));
        Framing {
            seen,
            roots,
            names,
            companions,
            derivation: Derivation::new(&seen.request.tenant, seen.watched.ours.clone()),
            known: Vec::new(),
            told: Vec::new(),
            columns: columns.collect(),
            rows: 0,
            sink,
            failed: None,
        }
    }

    /// Hands on what is left. At the end, and once where there is no row at all, so that a frame without rows has its columns.
    pub fn finish(mut self, dictionaries: &Dictionaries) -> Result<(), FrameError> {
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

    /// The class of every row, before any column is filled.
    fn tell(&mut self, batch: &mut Batch) {
        self.derivation.known(batch, &mut self.known);
        self.told.clear();
        for (row, known) in self.known.iter().enumerate() {
            let verdict = self.derivation.is_user_success(batch, row, *known).then(|| {
                let late = self.roots.verdict(batch.row_ref(row));
                late.unwrap_or_else(|| self.derivation.verdict(batch, row, *known))
            });
            self.told.push(Told { known: *known, verdict });
        }
    }
}

impl Visit for Framing<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        if self.failed.is_some() {
            return;
        }
        self.tell(batch);
        let Framing { seen, names, companions, told, columns, .. } = self;
        let around = Around { seen, names, companions };
        for (column, buffer) in columns.iter_mut() {
            for (row, told) in told.iter().enumerate() {
                match column.origin {
                    Origin::Field(field) => push_field(buffer, batch, row, field),
                    Origin::Derived(derived) => push(buffer, derived, batch, row, told, around),
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
    buffer.take(column.name, column.kind, dictionaries.of(field), respell)
}

/// The canonical spelling of a client app, where it is known.
fn client_app(text: &str) -> &str {
    catalogue::client_app(text).map(|entry| entry.name).filter(|name| !name.is_empty()).unwrap_or(text)
}

fn push_field(buffer: &mut Buffer, batch: &mut Batch, row: usize, field: Field) {
    match buffer {
        Buffer::Symbols(symbols) => symbols.push(batch.symbol(row, field)),
        Buffer::Texts(texts) => {
            let text = batch.cell_text(row, field);
            // A token's id is no GUID: capital letters tell it from others.
            let stays = matches!(field, Field::MfaDetail | Field::UniqueTokenId);
            texts.push(Some(if stays { text } else { canonical_spelling(field.kind(), &text) }));
        }
        Buffer::Integers(values) if field.kind() == Kind::Time => {
            values.push(batch.time_of(row, field).map(microseconds));
        }
        Buffer::Integers(values) => values.push(batch.cell_text(row, field).parse().ok()),
        Buffer::Flags(values) => values.push(flag(&batch.cell_text(row, field))),
        Buffer::Words(_) | Buffer::Steps(_) | Buffer::Policies(_) => {}
    }
}

fn push(
    buffer: &mut Buffer,
    derived: Derived,
    batch: &mut Batch,
    row: usize,
    told: &Told,
    around: Around<'_>,
) {
    match buffer {
        Buffer::Symbols(symbols) => symbols.push(batch.symbol(row, Field::ClientApp)),
        Buffer::Texts(texts) => texts.push(text(derived, batch, row, told, around)),
        Buffer::Words(words) => words.push(word(derived, batch, row, told, around.seen)),
        Buffer::Integers(values) => values.push(match derived {
            Derived::Row => i64::try_from(around.seen.watched.rows.row(batch.row_ref(row))).ok(),
            _ => Some(microseconds(batch.times()[row])),
        }),
        Buffer::Flags(values) => values.push(is(derived, batch, row, told)),
        Buffer::Steps(steps) => steps.push(steps_of(batch, row, around.companions)),
        Buffer::Policies(policies) => policies.push(step::policies(&batch.cell(row, Field::Policies))),
    }
}

fn text(derived: Derived, batch: &mut Batch, row: usize, told: &Told, around: Around<'_>) -> Option<String> {
    match derived {
        Derived::Path => Some(around.seen.path(batch.row_ref(row).file()).to_owned()),
        Derived::Person => Some(told.known.person.key(batch.dictionaries()).to_owned()),
        Derived::Who => {
            let key = told.known.person.key(batch.dictionaries());
            Some(around.names.get(key).map_or(key, String::as_str).to_owned())
        }
        Derived::LegacyClient => match told.known.legacy {
            Legacy::Client => Some(client_app(batch.cell_text(row, Field::ClientApp).as_str()).to_owned()),
            Legacy::Ropc => Some("ROPC".to_owned()),
            Legacy::No | Legacy::Unclassified => None,
        },
        _ => None,
    }
}

fn word(derived: Derived, batch: &mut Batch, row: usize, told: &Told, seen: &Seen) -> Option<&'static str> {
    match derived {
        Derived::Format => {
            let file = batch.row_ref(row).file() as usize;
            seen.request.intake.logs.get(file).map(|input| input.format.name)
        }
        Derived::Status => Some(batch.statuses()[row].name()),
        Derived::Identity => Some(if told.known.is_user { "user" } else { "workload" }),
        Derived::LegacyClass => Some(match told.known.legacy {
            Legacy::No => "no",
            Legacy::Client => "client",
            Legacy::Ropc => "ropc",
            Legacy::Unclassified => "unclassified",
        }),
        Derived::Class => told.verdict.map(|verdict| verdict.class.name()),
        Derived::Confidence => told.verdict.map(|verdict| verdict.confidence.name()),
        Derived::CodeClass => batch.code(row).entry.map(|entry| match entry.class {
            CodeClass::Success => "success",
            CodeClass::Interrupt => "interrupt",
            CodeClass::Expected => "expected",
            CodeClass::Failure => "failure",
            CodeClass::Unknown => "unknown",
        }),
        Derived::CredentialAccepted => batch.code(row).entry.map(|entry| match entry.credential_accepted {
            CredentialAccepted::Yes => "yes",
            CredentialAccepted::Token => "token",
            CredentialAccepted::No => "no",
            CredentialAccepted::Unknown => "unknown",
        }),
        _ => None,
    }
}

fn is(derived: Derived, batch: &mut Batch, row: usize, told: &Told) -> Option<bool> {
    match derived {
        Derived::BreakGlass => Some(told.known.break_glass != 0),
        Derived::Interactive => batch.interactive(row),
        Derived::Mfa => told.verdict.map(|verdict| verdict.class.is_protected()),
        Derived::Legacy => Some(told.known.legacy.is_legacy()),
        Derived::EnforcementImpact => {
            let code = batch.code(row);
            (code.number.is_some() || batch.statuses()[row] == Status::Success)
                .then(|| code.entry.is_some_and(|entry| entry.enforcement_impact))
        }
        _ => None,
    }
}

/// Those of the companion, then those in the row that it does not hold.
fn steps_of(batch: &Batch, row: usize, companions: &Companions) -> Vec<step::Step> {
    let mut steps: Vec<step::Step> = companions.of(&batch.cell(row, Field::RequestId)).cloned().collect();
    let own = step::steps(&batch.cell(row, Field::Steps));
    own.into_iter().for_each(|step| {
        if !steps.contains(&step) {
            steps.push(step);
        }
    });
    steps.iter_mut().zip(1..).for_each(|(step, number)| step.number = number);
    steps
}
