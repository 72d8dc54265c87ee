//! What the rules found, as a frame: the list of `analyze`.

use entrasift_rollout::answer::Body;
use entrasift_rollout::questions::any::analyze;
use entrasift_rollout::reading::request::Request;
use polars::prelude::DataFrame;

use crate::answer::frame_of;
use crate::error::FrameError;
use crate::schema::{self, FINDINGS};

/// One row for each rule that found something, in the order of `analyze`.
pub(crate) fn frame(request: &Request) -> Result<DataFrame, FrameError> {
    let answer = analyze::answer(request)?;
    let columns = schema::table(FINDINGS).map(|table| table.columns.as_slice()).unwrap_or_default();
    let wanted: Vec<_> = columns.iter().map(|column| (column.name, column.kind.dtype())).collect();
    let found = answer.sections.into_iter().find_map(|section| match section.body {
        Body::Table(table) if section.key == FINDINGS => Some(table),
        _ => None,
    });
    frame_of(&found.unwrap_or_default(), &wanted)
}
