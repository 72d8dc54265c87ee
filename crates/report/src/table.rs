//! The terminal: one screen answers, fitted to its width; detail is asked for with `--full`.

mod answer;
mod cells;
mod measure;
mod page;
mod rows;
mod screen;

use crate::format::Format;

/// Text fitted to a terminal.
pub static FORMAT: Format = Format {
    name: "table",
    extensions: &["txt", "table"],
    is_text: true,
    is_zoned: true,
    write: answer::write,
};
