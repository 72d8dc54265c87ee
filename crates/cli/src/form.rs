//! The form of what is written: an answer in one of its formats, or frames in one of theirs.

use std::path::Path;

use entrasift_report::Format;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An answer.
    Answer(Format),
    /// Rows as `query` and `export` make them.
    Rows(Rows),
}

/// Formats of rows alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC.
    Ipc,
    /// An object a line.
    Ndjson,
}

impl Rows {
    const ALL: [Rows; 3] = [Rows::Parquet, Rows::Ipc, Rows::Ndjson];

    fn name(self) -> &'static str {
        match self {
            Rows::Parquet => "parquet",
            Rows::Ipc => "ipc",
            Rows::Ndjson => "ndjson",
        }
    }
}

impl Form {
    /// The name, as `--format` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Answer(format) => format.name(),
            Form::Rows(rows) => rows.name(),
        }
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Form> {
        let rows = || Rows::ALL.into_iter().find(|rows| rows.name().eq_ignore_ascii_case(name));
        Format::named(name).map(Form::Answer).or_else(|| rows().map(Form::Rows))
    }

    /// The form that the extension of an output file asks for.
    pub fn of_path(path: &Path) -> Option<Form> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "pq" => Some(Form::Rows(Rows::Parquet)),
            "arrow" | "feather" => Some(Form::Rows(Rows::Ipc)),
            "jsonl" => Some(Form::Rows(Rows::Ndjson)),
            name => Format::of_path(path).map(Form::Answer).or_else(|| Form::named(name)),
        }
    }

    /// It is text, which a terminal shows.
    pub fn is_text(self) -> bool {
        !matches!(self.name(), "xlsx" | "parquet" | "ipc")
    }
}

/// The names of the formats of `query` and `export` alone, for people.
pub fn row_names() -> String {
    Rows::ALL.map(Rows::name).join(", ")
}
