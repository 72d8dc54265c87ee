//! Answers: what one command says, as plain data that every output format renders.

pub mod column;
pub mod reading;
pub mod section;
pub mod step;
pub mod value;
pub mod wording;

pub use column::{Chart, Column, Show, Tone};
pub use entrasift_core::field::holds::Holds;
pub use reading::{Ignored, InputLine, NotEvaluated, ProblemLine, Reading, Totals, Warning};
pub use section::{Body, Chapter, Section};
pub use step::Step;
pub use value::{Fact, Place, Rows, Table, Value};

use entrasift_rules::rule::Severity;

/// What one command says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The command's name, for instance `legacy`.
    pub command: &'static str,
    /// What was read, and what was lost: the part common to all commands. `None` for reference commands (`explain`, `rules`).
    pub reading: Option<Reading>,
    /// The answer in one to three sentences, before everything else.
    pub lead: Vec<String>,
    /// The parts, in the order in which they are shown. The first table is the command's main list.
    pub sections: Vec<Section>,
    /// What to do next.
    pub next: Vec<Step>,
    /// The gravest finding, where the command has findings.
    pub gravest: Option<Severity>,
    /// Which exit code the answer deserves.
    pub outcome: Outcome,
}

impl Answer {
    /// The sections that people see: those with a title, and pages, which bring their own.
    pub fn shown(&self) -> impl Iterator<Item = &Section> {
        let is_shown =
            |section: &&Section| !section.title.is_empty() || matches!(section.body, Body::Page(_));
        self.sections.iter().filter(is_shown)
    }

    /// The main list of the command: the first table.
    pub fn main_list(&self) -> Option<&Table> {
        self.sections.iter().find_map(|section| match &section.body {
            Body::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// Whether the answer to the command's question is yes, no, or cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done (exit code 0).
    Done,
    /// Done, and the answer is "no" (exit code 1).
    No,
    /// It cannot be told (exit code 3).
    Inconclusive,
}
