//! The list of the output formats. A new one is a file and a line here.

use std::path::Path;

use crate::format::Format;
#[cfg(feature = "xlsx")]
use crate::xlsx;
use crate::{csv, html, json, markdown, table};

/// All formats, in the order of the command-line contract.
pub static FORMATS: &[&Format] = &[
    &table::FORMAT,
    &json::FORMAT,
    &csv::FORMAT,
    &markdown::FORMAT,
    &html::FORMAT,
    #[cfg(feature = "xlsx")]
    &xlsx::FORMAT,
];

/// The format of that name, in any case.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name.eq_ignore_ascii_case(name))
}

/// The format that the extension of an output file asks for.
pub fn for_path(path: &Path) -> Option<&'static Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_extensions_mean_one_format() {
        let mut seen = BTreeSet::new();
        for format in FORMATS {
            assert_eq!(named(&format.name.to_uppercase()), Some(*format));
            for extension in format.extensions {
                assert!(seen.insert(*extension), "{extension}");
                assert_eq!(for_path(Path::new(&format!("out/list.{extension}"))), Some(*format));
            }
        }
        assert_eq!(for_path(Path::new("report.html")), Some(&html::FORMAT));
        assert_eq!(for_path(Path::new("out/list.CSV")), Some(&csv::FORMAT));
        assert_eq!((for_path(Path::new("notes.docx")), for_path(Path::new("report"))), (None, None));
    }
}
