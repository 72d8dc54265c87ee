//! The schema: every table and every column, declared once. The page `docs/frame.md` is made of it.

use std::sync::LazyLock;

use entrasift_core::field::holds::Holds;
use entrasift_core::{Field, Kind};

use columns::{DERIVED, FINDING, REGISTRATION, STEP_SENTENCES};

mod column_type;
mod columns;

pub use column_type::{POLICY, STEP, Type};
pub(crate) use columns::Derived;

/// Where the values of a column come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Derived(Derived),
    Field(Field),
    /// Told by whoever makes the table.
    Given,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// What it holds, in one sentence.
    pub sentence: &'static str,
    pub(crate) origin: Origin,
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// Its name in SQL.
    pub name: &'static str,
    /// What one row is.
    pub sentence: &'static str,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// The merged sign-ins.
pub const SIGNINS: &str = "signins";
/// Their authentication steps.
pub const STEPS: &str = "steps";
/// The users of the registration reports.
pub const REGISTRATIONS: &str = "registrations";
/// What the rules found.
pub const FINDINGS: &str = "findings";

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    vec![
        Table {
            name: SIGNINS,
            sentence: "One row for each sign-in, copies merged.",
            columns: sign_in_columns(),
        },
        Table {
            name: STEPS,
            sentence: "One row for each authentication step of a sign-in.",
            columns: step_columns(),
        },
        Table {
            name: REGISTRATIONS,
            sentence: "One row for each user of each registration report.",
            columns: given(REGISTRATION),
        },
        Table {
            name: FINDINGS,
            sentence: "One row for each rule that found something, as `analyze` lists them.",
            columns: given(FINDING),
        },
    ]
});

/// Every table.
pub fn tables() -> &'static [Table] {
    &TABLES
}

/// The table of a name, in any case.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name.eq_ignore_ascii_case(name))
}

impl Table {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Fields that are no column of their own: those that something derived stands for, and parts of steps.
const NO_COLUMN: &[Field] = &[
    Field::Time,
    Field::Status,
    Field::ClientApp,
    Field::Steps,
    Field::StepsDigest,
    Field::Policies,
    Field::RequirementPolicies,
    Field::StepMethod,
    Field::StepDetail,
    Field::StepSucceeded,
    Field::StepResult,
    Field::StepRequirement,
    Field::StepTime,
];

fn sign_in_columns() -> Vec<Column> {
    let derived = DERIVED.iter().map(|(name, kind, derived, sentence)| match Field::named(name) {
        Some(field @ Field::Code) => of_field(field),
        _ => Column { name, kind: *kind, sentence, origin: Origin::Derived(*derived) },
    });
    let mut columns: Vec<Column> = derived.collect();
    let fields =
        Field::ALL.iter().copied().filter(|field| !NO_COLUMN.contains(field) && *field != Field::Code);
    columns.extend(fields.map(of_field));
    columns
}

fn of_field(field: Field) -> Column {
    let kind = match field.kind() {
        Kind::Time => Type::Time,
        Kind::Word => Type::Word,
        Kind::Integer => Type::Integer,
        Kind::Flag => Type::Flag,
        Kind::Text | Kind::Name | Kind::Id | Kind::UniqueId | Kind::Address | Kind::List => Type::Text,
    };
    Column { name: field.name(), kind, sentence: field.sentence(), origin: Origin::Field(field) }
}

/// The columns of a sign-in that stand beside each of its steps.
pub(crate) const BESIDE_STEPS: &[&str] = &["path", "row", "request_id", "time", "status", "person", "who"];

fn step_columns() -> Vec<Column> {
    let all = sign_in_columns();
    let beside = BESIDE_STEPS.iter().filter_map(|name| all.iter().find(|column| column.name == *name));
    beside.copied().chain(given(STEP_SENTENCES)).collect()
}

fn given(columns: &'static [(&'static str, Type, &'static str)]) -> Vec<Column> {
    let columns = columns.iter();
    columns
        .map(|(name, kind, sentence)| Column { name, kind: *kind, sentence, origin: Origin::Given })
        .collect()
}

/// The schema as a page of Markdown, a table for each table.
pub fn page() -> String {
    let mut page = String::new();
    for table in tables() {
        page.push_str(&format!(
            "\n## `{}`\n\n{}\n\n| column | type | holds |\n|---|---|---|\n",
            table.name, table.sentence
        ));
        for column in &table.columns {
            page.push_str(&format!(
                "| `{}` | {} | {} |\n",
                column.name,
                column.kind.words(),
                column.sentence
            ));
        }
    }
    page
}

/// What a column of that name holds, in a frame or the result of a query; a name that no table has may hold anything.
pub(crate) fn holds(name: &str) -> Holds {
    if let Some(field) = Field::named(name) {
        return field.holds();
    }
    match name {
        "admin"
        | "class"
        | "code_class"
        | "column"
        | "confidence"
        | "credential_accepted"
        | "date"
        | "default_method"
        | "detail"
        | "enforcement_impact"
        | "format"
        | "holds"
        | "id"
        | "identity"
        | "legacy_class"
        | "legacy_client"
        | "method"
        | "methods"
        | "mfa"
        | "name"
        | "result"
        | "rule"
        | "severity"
        | "step"
        | "succeeded"
        | "table"
        | "title"
        | "type" => Holds::Words,
        "path" => Holds::File,
        "person" | "users" => Holds::User,
        "who" => Holds::CountedUser,
        _ => Holds::Free,
    }
}
