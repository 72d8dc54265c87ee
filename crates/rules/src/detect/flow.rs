//! Flows: the rows of one person's attempt to get in, and whether the person got through (`docs/definitions.md`, "Flows").
//!
//! [`Flows`] is an observer. While the logs are shown it keeps a [`FlowMark`] of each row that a policy may have stopped, and
//! [`Footprints`] of the successes. At the end [`Flows::judge`] makes [`Flow`]s of the marks of a window; successes count up to the end
//! of the data, including those after the window.

mod attempt;
mod broken;
mod cause;
mod detector;
mod flows;
mod footprint;
mod judgement;
mod judging;
mod linking;
mod mark;
#[cfg(test)]
mod tests;

pub use self::attempt::Flow;
pub use self::broken::BrokenApp;
pub use self::cause::Cause;
pub(crate) use self::detector::FlowDetector;
pub use self::flows::{ALWAYS, Flows};
pub use self::footprint::Footprints;
pub use self::judgement::Judgement;
pub use self::mark::{App, Denial, FlowMark, Why};
