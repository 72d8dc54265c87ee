//! The AuthDetails companion of a portal CSV: one row for each authentication step, joined by request id.

use super::{Name, name};
use crate::field::Field;

/// The columns by name.
pub const NAMES: &[Name] = &[
    name("request id", Field::RequestId),
    name("date", Field::StepTime),
    name("date (utc)", Field::StepTime),
    name("authentication method", Field::StepMethod),
    name("authentication method detail", Field::StepDetail),
    name("succeeded", Field::StepSucceeded),
    name("result detail", Field::StepResult),
    name("requirement", Field::StepRequirement),
];
