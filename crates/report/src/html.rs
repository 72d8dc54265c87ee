//! HTML: one file that shows everything and fetches nothing. It works, without sorting and filtering, where scripts do not run.

mod dataset;
mod document;
mod escape;
mod figure;
mod first_screen;
mod glossary;
mod page;
mod rows;
mod section;
mod survey;

use crate::format::Format;

/// One file to look at, which fetches nothing.
pub static FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm"],
    is_text: true,
    is_zoned: true,
    write: document::write,
};
