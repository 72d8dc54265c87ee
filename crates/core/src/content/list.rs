//! The list of contents.

use crate::content::definition::Content;
use crate::content::registrations::REGISTRATIONS;
use crate::content::sign_ins::SIGN_INS;
use crate::content::steps::STEPS;

/// Every content, in the order in which their dialects are tried.
pub static CONTENTS: &[&Content] = &[&STEPS, &REGISTRATIONS, &SIGN_INS];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names = BTreeSet::new();
        for content in CONTENTS {
            assert!(names.insert(content.name), "{}", content.name);
            assert!(!content.dialects.is_empty(), "nothing recognises {}", content.name);
        }
        let mut formats = BTreeSet::new();
        for dialect in CONTENTS.iter().flat_map(|content| content.dialects) {
            assert!(formats.insert(dialect.name), "{dialect}");
            assert!(!dialect.layouts.is_empty(), "{dialect}");
            assert!(dialect.row_limits.is_sorted(), "{dialect}");
        }
    }
}
