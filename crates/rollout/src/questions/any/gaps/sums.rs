//! What is summed up of successes: each class counted, and those without MFA by person and app.

use entrasift_core::text::words::fold_word;
use entrasift_core::{ABSENT, Field, Translation};
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::tally::{Part, Remember, Tally};

/// Who got in without MFA, and every class counted.
#[derive(Debug)]
pub struct GapSums {
    pub(super) by_class: [u64; Class::ALL.len()],
    /// By person, app id, app name where there is no id, class and confidence.
    pub(super) entries: Tally<5, GapEntry>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct GapEntry {
    pub count: u64,
    pub span: Span,
    pub apps: Distinct,
    pub ips: Distinct,
    pub evidence: Evidence,
}

impl Remember for GapEntry {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.span.merge(other.span);
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.ips.merge(&other.ips, |ip| translation.symbol(Field::Ip, ip));
        self.evidence.merge(&other.evidence);
    }
}

impl Default for GapSums {
    fn default() -> Self {
        let parts =
            [Part::Person, Part::Value(Field::AppId), Part::Value(Field::App), Part::Number, Part::Number];
        GapSums { by_class: [0; Class::ALL.len()], entries: Tally::per(parts) }
    }
}

/// The class is one that `gaps` lists.
fn is_listed(row: Row<'_>, class: Class) -> bool {
    match class {
        Class::Gap | Class::GapLegacySetting | Class::Guest | Class::Legacy => true,
        Class::Unknown => {
            let requirement = row.symbol(Field::Requirement);
            requirement != ABSENT
                && row.interactive().unwrap_or(true)
                && fold_word(row.text_of(Field::Requirement, requirement)) == "singlefactorauthentication"
        }
        _ => false,
    }
}

impl Observe for GapSums {
    fn needs(&self, needs: &mut Needs) {
        needs.of_classified(&[Field::Ip], |row, verdict| is_listed(row, verdict.class));
    }

    fn observe(&mut self, _: View<'_>) {}

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, Verdict { class, confidence, .. }) in rows {
            self.by_class[*class as usize] += 1;
            if !row.fills().contains(Field::Requirement) || !is_listed(*row, *class) {
                continue;
            }
            let (id, app) = (row.symbol(Field::AppId), row.symbol(Field::App));
            let by_name = if id == ABSENT { app } else { ABSENT };
            let key = [row.person().0, id, by_name, *class as u32, *confidence as u32];
            let entry = self.entries.group(key);
            entry.count += 1;
            entry.span.see(row.time());
            entry.apps.see(app);
            entry.ips.see(row.symbol(Field::Ip));
            entry.evidence.see(row.row_ref());
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (ours, theirs) in self.by_class.iter_mut().zip(other.by_class) {
            *ours += theirs;
        }
        self.entries.merge(other.entries, translation);
    }
}
