//! The observer of flows.

use std::ops::Range;

use entrasift_core::field::catalogue::MfaText;
use entrasift_core::log::paged::Paged;
use entrasift_core::{Evidence as Proof, Field, FieldSet, Time, Translation};
use hashbrown::HashMap;

use super::attempt::Flow;
use super::broken::{self, BrokenApp};
use super::footprint::Footprints;
use super::judging;
use super::mark::{App, FlowMark, Why};
use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::measure::Distinct;
use crate::memo::Memo;

/// The window of everything.
pub const ALWAYS: Range<Time> = Time::MIN..Time::MAX;

/// Fields that are read of every row.
const FIELDS: &[Field] = &[Field::DeviceId, Field::Ip, Field::Country, Field::Asn];

/// Watches for flows of ordinary users: break-glass accounts, workloads and rows that name nobody are left out.
#[derive(Debug, Default)]
pub struct Flows {
    marks: Paged<FlowMark>,
    footprints: Footprints,
    /// The names of applications in which someone was stopped.
    names: HashMap<App, Distinct>,
    /// The failure reasons given with codes that nobody knows.
    reasons: HashMap<i64, Distinct>,
    texts: Memo<Proof>,
}

impl Flows {
    /// The fields that a file must be able to fill for its rows to make flows.
    pub fn required() -> FieldSet {
        FieldSet::new([Field::Code, Field::Requirement])
    }

    /// The flows of the marks in a window, by first row.
    pub fn judge(&self, window: Range<Time>) -> Vec<Flow> {
        self.judge_for(window, |_| true)
    }

    /// As [`Flows::judge`], but keeps only the flows that are wanted: nearly all people get through.
    pub fn judge_for(&self, window: Range<Time>, wanted: impl Fn(&Flow) -> bool) -> Vec<Flow> {
        judging::judge(self.marks.iter(), &self.footprints, window, wanted)
    }

    /// Applications in which so many people or more are stopped in these flows, and nobody has succeeded since (any success of any
    /// person up to the end of the data); in no particular order.
    pub fn broken(&self, flows: &[Flow], least: usize) -> Vec<BrokenApp> {
        broken::broken(flows, &self.footprints, least)
    }

    /// What is kept of the successes.
    pub fn footprints(&self) -> &Footprints {
        &self.footprints
    }

    /// The marks, in no particular order.
    pub fn marks(&self) -> impl Iterator<Item = &FlowMark> {
        self.marks.iter()
    }

    /// The names of an application in which someone was stopped (symbols of [`Field::App`]).
    pub fn names(&self, app: App) -> Option<&Distinct> {
        self.names.get(&app)
    }

    /// The failure reasons given with a code that nobody knows (symbols of [`Field::Reason`]).
    pub fn reasons(&self, code: i64) -> Option<&Distinct> {
        self.reasons.get(&code)
    }

    fn mark(&mut self, row: Row<'_>, why: Why) {
        let text = row.symbol(Field::MfaResult);
        let proof =
            self.texts.get(text, || Proof::from_text(MfaText::classify(row.text_of(Field::MfaResult, text))));
        let mark = FlowMark::new(row, why, row.steps().and(proof));
        self.names.entry(mark.app).or_default().see(row.symbol(Field::App));
        if why == Why::Unknown {
            self.reasons.entry(mark.code).or_default().see(row.symbol(Field::Reason));
        }
        self.marks.push(mark);
    }
}

/// Why a policy may have stopped a row.
fn why(row: Row<'_>) -> Option<Why> {
    if row.is_success() || !row.is_ordinary() {
        return None;
    }
    Why::classify(row.code())
}

impl Observe for Flows {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(FIELDS);
        needs.of_rows(&[Field::Reason], |row| why(row) == Some(Why::Unknown));
    }

    fn observe(&mut self, view: View<'_>) {
        if !Flows::required().is_within(view.fills()) {
            return;
        }
        for row in view.rows() {
            if let Some(why) = why(row) {
                self.mark(row, why);
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        self.footprints.approach(rows.iter().map(|(row, _)| row.person()));
        for (row, verdict) in rows.iter().filter(|(row, _)| row.is_ordinary()) {
            self.footprints.see(*row, verdict.class);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.marks.extend(other.marks.into_iter().map(|mark| mark.translate(translation)));
        self.footprints.merge(other.footprints, translation);
        for (app, names) in other.names {
            let ours = self.names.entry(app.translate(translation)).or_default();
            ours.merge(&names, |name| translation.symbol(Field::App, name));
        }
        for (code, reasons) in other.reasons {
            let ours = self.reasons.entry(code).or_default();
            ours.merge(&reasons, |reason| translation.symbol(Field::Reason, reason));
        }
    }
}
