//! The AuthDetails companion of a portal CSV: one row for each authentication step, joined by request id.

use crate::content::definition::{Content, Counts, Reading};
use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::Likeness;
use crate::dialect::name::{Name, name};
use crate::field::Field;
use crate::text::layout::Layout;

/// Authentication steps. They are read before the sign-ins to which they belong.
pub static STEPS: Content = Content {
    name: "steps",
    dialects: &[&AUTH_DETAILS],
    reading: Reading::InChunks,
    counts: Counts::Other,
    needs: None,
};

static AUTH_DETAILS: Dialect = Dialect::new(
    "portal-authdetails",
    &[Layout::Csv],
    |head| {
        let has_steps = head.has("authentication method") && head.has("succeeded");
        Likeness::certain_if(head.has("request id") && has_steps && !head.has("username"))
    },
    Names::Headers(NAMES),
);

/// The columns by name.
const NAMES: &[Name] = &[
    name("request id", Field::RequestId),
    name("date", Field::StepTime),
    name("date (utc)", Field::StepTime),
    name("authentication method", Field::StepMethod),
    name("authentication method detail", Field::StepDetail),
    name("succeeded", Field::StepSucceeded),
    name("result detail", Field::StepResult),
    name("requirement", Field::StepRequirement),
];
