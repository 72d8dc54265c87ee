//! What the rules found, as a frame: the list of `analyze`.

use entrasift_rollout::questions::any::analyze::{AnalyzeOptions, findings_table};
use entrasift_rollout::questions::conclude;
use entrasift_rollout::reading::request::Request;
use polars::prelude::DataFrame;

use crate::answer::frame_of;
use crate::error::FrameError;
use crate::schema::{self, FINDINGS};

/// One row for each rule that found something, in the order of `analyze`.
pub(crate) fn frame(request: &Request) -> Result<DataFrame, FrameError> {
    let analysis = conclude(&AnalyzeOptions, request)?;
    let columns = schema::table(FINDINGS).map(|table| table.columns.as_slice()).unwrap_or_default();
    let wanted: Vec<_> = columns.iter().map(|column| (column.name, column.kind.dtype())).collect();
    frame_of(&findings_table(&analysis), &wanted)
}
