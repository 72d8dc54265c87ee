//! The codes that people met: of sign-ins that did not succeed.

use std::collections::BTreeMap;

use entrasift_core::{ABSENT, Field, Translation};
use entrasift_rules::engine::{Observe, View};
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::reading::read_logs::Seen;

/// Codes of sign-ins that did not succeed, by person.
#[derive(Debug)]
pub struct MetCodes(Tally<2, CodeTimes>);

#[derive(Debug, Default)]
struct CodeTimes(u64);

impl Remember for CodeTimes {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.0 += other.0;
    }
}

impl Default for MetCodes {
    fn default() -> MetCodes {
        MetCodes(Tally::per([Part::Value(Field::Code), Part::Person]))
    }
}

impl Observe for MetCodes {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.is_user() && row.break_glass() == 0 && !row.is_success()) {
            let code = row.symbol(Field::Code);
            if code != ABSENT {
                self.0.group([code, row.person().0]).0 += 1;
            }
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
    }
}

/// How often a code was met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeCounts {
    /// By how many people.
    pub people: u64,
    /// In how many sign-ins.
    pub signins: u64,
}

impl MetCodes {
    /// By code. What is not a number is left out.
    pub(super) fn by_code(&self, seen: &Seen) -> BTreeMap<i64, CodeCounts> {
        let mut met: BTreeMap<i64, CodeCounts> = BTreeMap::new();
        for ([code, _], times) in self.0.iter() {
            if let Ok(code) = seen.text(Field::Code, *code).trim().parse() {
                let counts = met.entry(code).or_default();
                counts.people += 1;
                counts.signins += times.0;
            }
        }
        met
    }
}
