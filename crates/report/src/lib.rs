//! Renders an [`Answer`] for people and for machines: one file per output format, each a function over plain data.
//!
//! Every text in an answer may come from an export and is hostile until it is rendered; [`harmless`] is the one place that
//! knows what that means for each medium.

#![deny(clippy::disallowed_methods, clippy::iter_over_hash_type, clippy::print_stdout, clippy::unwrap_used)]

use std::io::{self, BufWriter, Write};
use std::path::Path;

use entrasift_core::text::time::{Time, Zone};
use entrasift_rollout::answer::{Answer, Body, Section};

use wall_clock::seen_in;

mod cell;
mod chart;
mod columns;
pub mod csv;
mod curve;
pub mod harmless;
pub mod html;
pub mod json;
pub mod markdown;
mod reading;
pub mod redaction;
pub mod table;
mod wall_clock;
mod wrap;
#[cfg(feature = "xlsx")]
pub mod xlsx;

/// What an answer is rendered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text fitted to a terminal.
    Table,
    /// The promise: every section, every column, exact values.
    Json,
    /// The answer's first table, every column.
    Csv,
    /// For tickets and wikis.
    Markdown,
    /// One file to look at, which fetches nothing.
    Html,
    /// A workbook: a summary with a chart, and a sheet for each table.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format {
    /// All formats, in the order of the command-line contract.
    pub const ALL: &[Format] = &[
        Format::Table,
        Format::Json,
        Format::Csv,
        Format::Markdown,
        Format::Html,
        #[cfg(feature = "xlsx")]
        Format::Xlsx,
    ];

    /// The name, as `--format` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
            Format::Html => "html",
            #[cfg(feature = "xlsx")]
            Format::Xlsx => "xlsx",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// The format that the extension of an output file asks for.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "htm" => Some(Format::Html),
            "md" => Some(Format::Markdown),
            name => Format::named(name),
        }
    }
}

/// How an answer is rendered. Each format takes from it what it needs.
#[derive(Debug, Clone)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// When the answer is rendered: the only use of the wall clock, and the caller's to read.
    pub generated: Time,
    /// The zone of times that people read; JSON and CSV stay UTC.
    pub zone: Zone,
    /// Width of the terminal in columns.
    pub width: usize,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Whether the terminal shows every row and every column.
    pub full: bool,
    /// At most so many rows of each table on the terminal; `None`: 20 of the first and 8 of each other, or all with `full`.
    pub top: Option<usize>,
    /// Whether CSV starts with a byte order mark, which Excel needs to see UTF-8.
    pub bom: bool,
}

impl Style {
    /// A style of that format: 100 columns, no colour, short.
    pub fn new(format: Format, generated: Time) -> Style {
        Style {
            format,
            generated,
            zone: Zone::UTC,
            width: 100,
            colour: false,
            full: false,
            top: None,
            bom: false,
        }
    }
}

/// Renders an answer.
///
/// # Errors
/// Only what `out` says.
pub fn render(answer: &Answer, style: &Style, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match style.format {
        Format::Table => table::write(&seen_in(answer, style.zone), style, &mut out)?,
        Format::Json => json::write(answer, style.generated, &mut out)?,
        Format::Csv => csv::write(answer, style.bom, &mut out)?,
        Format::Markdown => markdown::write(&seen_in(answer, style.zone), style, &mut out)?,
        Format::Html => html::write(&seen_in(answer, style.zone), style, &mut out)?,
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::write(&seen_in(answer, style.zone), style, &mut out)?,
    }
    out.flush()
}

/// The sections that people see: those with a title, and pages, which bring their own.
fn shown(answer: &Answer) -> impl Iterator<Item = &Section> {
    answer
        .sections
        .iter()
        .filter(|section| !section.title.is_empty() || matches!(section.body, Body::Page(_)))
}
