//! The class of the one sign-in that is shown.

use entrasift_core::field::catalogue;
use entrasift_core::{Evidence, Field, Translation, id_key};
use entrasift_rules::derive::outcome::{Class, Confidence, Verdict};
use entrasift_rules::engine::{Observe, Row, View};

/// What became of one sign-in: its rows are merged.
#[derive(Debug)]
pub struct Classified {
    key: Option<u128>,
    /// The class of a success, and how sure it is.
    pub class: Option<(Class, Confidence)>,
    /// The status word.
    pub status: Option<&'static str>,
    /// The evidence of MFA in the sign-in itself.
    pub own_evidence: Evidence,
}

impl Classified {
    /// Looks for the sign-in with this key; without one it finds none.
    pub fn new(key: Option<u128>) -> Classified {
        Classified { key, class: None, status: None, own_evidence: Evidence::NONE }
    }

    fn is_meant(&self, row: Row<'_>) -> bool {
        self.key.is_some() && id_key(&row.cell(Field::RequestId)) == self.key
    }
}

impl Observe for Classified {
    fn observe(&mut self, view: View<'_>) {
        for row in view.rows() {
            if self.is_meant(row) {
                self.status = Some(row.status().name());
                let text = catalogue::MfaText::classify(&row.cell_text(Field::MfaResult));
                self.own_evidence = row.steps().and(Evidence::from_text(text));
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows {
            if self.is_meant(*row) {
                self.class = Some((verdict.class, verdict.confidence));
            }
        }
    }

    fn merge(&mut self, other: Self, _: &Translation) {
        self.class = self.class.or(other.class);
        self.status = self.status.or(other.status);
        self.own_evidence = self.own_evidence.and(other.own_evidence);
    }
}
