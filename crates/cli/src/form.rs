//! The form of what is written: an answer in one of its formats, or rows in one of theirs.

use std::path::Path;

use entrasift_report::{FORMATS, Format, formats};

#[cfg(feature = "frame")]
use crate::row_format::{ROW_FORMATS, RowFormat};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An answer.
    Answer(&'static Format),
    /// Rows as `query` and `export` make them.
    #[cfg(feature = "frame")]
    Rows(&'static RowFormat),
}

impl Form {
    /// The name, as `--format` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Answer(format) => format.name,
            #[cfg(feature = "frame")]
            Form::Rows(format) => format.name,
        }
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Form> {
        let form = formats::named(name).map(Form::Answer);
        #[cfg(feature = "frame")]
        let form = form.or_else(|| {
            ROW_FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name)).map(Form::Rows)
        });
        form
    }

    /// The form that the extension of an output file asks for.
    pub fn for_path(path: &Path) -> Option<Form> {
        let form = formats::for_path(path).map(Form::Answer);
        #[cfg(feature = "frame")]
        let form = form.or_else(|| {
            let extension = path.extension()?.to_str()?.to_ascii_lowercase();
            let fits = |format: &&RowFormat| format.extensions.contains(&extension.as_str());
            ROW_FORMATS.iter().find(fits).map(Form::Rows)
        });
        form
    }

    /// It is text, which a terminal shows.
    pub fn is_text(self) -> bool {
        match self {
            Form::Answer(format) => format.is_text,
            #[cfg(feature = "frame")]
            Form::Rows(format) => format.is_text,
        }
    }
}

/// The names of the formats of an answer, for people.
pub fn format_names() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    names.join(", ")
}

/// The names of the formats of `query` and `export` alone, for people; none in a build that has neither.
pub fn row_format_names() -> Option<String> {
    #[cfg(feature = "frame")]
    return Some(ROW_FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", "));
    #[cfg(not(feature = "frame"))]
    None
}
