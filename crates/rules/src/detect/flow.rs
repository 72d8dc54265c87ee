//! Flows: the rows of one person's attempt to get in, and whether the person got through (`docs/definitions.md`, "Flows").
//!
//! [`Flows`] is an observer. While the logs are shown it keeps a [`FlowMark`] of each row that a policy may have stopped, and what the
//! successes left ([`Footprints`]). At the end [`Flows::judge`] makes [`Flow`]s of the marks of a window; successes count up to the end
//! of the data, also those after the window.

use std::ops::Range;

use entrasift_core::field::catalogue::MfaText;
use entrasift_core::field::method::Evidence as Proof;
use entrasift_core::field::{Field, FieldSet};
use entrasift_core::log::batch::RowRef;
use entrasift_core::log::paged::Paged;
use entrasift_core::log::symbols::Translation;
use entrasift_core::text::time::Time;
use hashbrown::HashMap;

use crate::derive::outcome::Verdict;
use crate::derive::person::Person;
use crate::engine::memo::Memo;
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::engine::row::{Row, View};
use crate::measure::{Distinct, Evidence};

pub use self::broken::BrokenApp;
pub use self::cause::Cause;
pub use self::finding::findings;
pub use self::footprint::Footprints;
pub use self::mark::{App, Denial, FlowMark, Why};

mod broken;
mod cause;
mod finding;
mod footprint;
mod judging;
mod linking;
mod mark;
#[cfg(test)]
mod tests;

/// The window of everything.
pub const ALWAYS: Range<Time> = Time::MIN..Time::MAX;

/// What became of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// The person got through.
    Recovered,
    /// Background tokens waited for a prompt that their owner answered.
    Waiting,
    /// A stranger; the person is elsewhere and works.
    Hostile,
    /// The person did not get through.
    Stopped,
}

impl Judgement {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Recovered => "recovered",
            Judgement::Waiting => "waiting",
            Judgement::Hostile => "hostile",
            Judgement::Stopped => "stopped",
        }
    }
}

/// One attempt of one person to get in.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Whose it is; never a break-glass account, a workload or nobody.
    pub person: Person,
    /// The first row that a policy may have stopped.
    pub first: Time,
    /// The last such row.
    pub last: Time,
    /// The first such row after the last success that fits the flow (as for `recovered`); since then the person is stopped.
    pub since: Time,
    /// How often it was tried: distinct correlation ids, a row without one counting once.
    pub attempts: u64,
    /// The codes, ascending, 50089 included where it ends the flow; a code that is no number is left out.
    pub codes: Vec<i64>,
    /// The applications, each with its last row; in no particular order.
    pub apps: Vec<(App, Time)>,
    /// What became of it.
    pub judgement: Judgement,
    /// Why it was stopped, or would have been.
    pub cause: Cause,
    /// The code that speaks for the cause.
    pub code: Option<i64>,
    /// It holds a code that nobody knows.
    pub unknown: bool,
    /// The first factor was accepted in one of its rows.
    pub password_right: bool,
    /// A legacy client, or ROPC.
    pub legacy: bool,
    /// Every row says that it is not interactive.
    pub in_background: bool,
    /// Neither address nor network nor country ever appears in a success of this person.
    pub strange: bool,
    /// Its rows.
    pub rows: Vec<RowRef>,
}

impl Flow {
    /// The rows that prove it.
    pub fn evidence(&self) -> Evidence {
        let mut evidence = Evidence::default();
        self.rows.iter().for_each(|row| evidence.see(*row));
        evidence
    }
}

/// Fields that are read of most rows, filled in one go.
const FIELDS: &[Field] = &[Field::DeviceId, Field::Ip, Field::Country, Field::Asn];

/// Watches for flows. Not for break-glass accounts, workloads, and rows that name nobody.
#[derive(Debug, Default)]
pub struct Flows {
    marks: Paged<FlowMark>,
    footprints: Footprints,
    /// The names of applications in which someone was stopped.
    names: HashMap<App, Distinct>,
    /// The failure reasons that stand beside codes that nobody knows.
    reasons: HashMap<i64, Distinct>,
    texts: Memo<Proof>,
}

impl Flows {
    /// The fields without which a file's rows make no flow.
    pub fn required() -> FieldSet {
        FieldSet::new([Field::Code, Field::Requirement])
    }

    /// The flows of the marks in a window, by first row.
    pub fn judge(&self, window: Range<Time>) -> Vec<Flow> {
        self.judge_for(window, |_| true)
    }

    /// As [`Flows::judge`], without the flows that nobody wants: nearly all people get through.
    fn judge_for(&self, window: Range<Time>, wanted: impl Fn(&Flow) -> bool) -> Vec<Flow> {
        judging::judge(self.marks.iter(), &self.footprints, window, wanted)
    }

    /// Applications in which so many people or more are stopped in these flows, and nobody has succeeded since (any success of any
    /// person up to the end of the data); in no particular order.
    pub fn broken(&self, flows: &[Flow], least: usize) -> Vec<BrokenApp> {
        broken::broken(flows, &self.footprints, least)
    }

    /// What the successes left.
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

    /// The failure reasons beside a code that nobody knows (symbols of [`Field::Reason`]).
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
