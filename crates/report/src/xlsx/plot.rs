//! The numbers behind a chart, beside the table that it draws.

use entrasift_core::Time;
use entrasift_rollout::answer::{Tone, Value};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cells::{date, put};
use super::looks::Looks;
use crate::curve::Curve;
use crate::points::Points;
use crate::timeline::Timeline;

/// Bars of the chart.
const BARS: usize = 60;

/// Points of a line, which come after rows that a sheet has room for.
const POINTS: usize = 10_000;

/// Where the numbers of a chart stand: a header, then one row a stretch of time; the first column is the time.
pub(super) struct Plot {
    pub rows: u32,
    pub column: u16,
    pub tones: Vec<Tone>,
    pub drawn: Drawn,
}

/// What a chart looks like.
pub(super) enum Drawn {
    /// Sums on top of each other; how long the stretch of a bar is.
    Bars { length: String },
    /// Levels over time; the lowest that is shown.
    Lines { least: f64 },
}

/// Writes what the chart draws, beside the table; `None` where it cannot be drawn over time.
pub(super) fn write(
    sheet: &mut Worksheet,
    points: &Points,
    column: u16,
    looks: &Looks,
) -> Result<Option<Plot>, XlsxError> {
    if let Some(timeline) = Timeline::new(points, BARS) {
        return sums(sheet, &timeline, column, looks).map(Some);
    }
    match Curve::new(points) {
        Some(curve) => levels(sheet, &curve, column, looks).map(Some),
        None => Ok(None),
    }
}

/// The sums of each stretch of time.
fn sums(sheet: &mut Worksheet, timeline: &Timeline, column: u16, looks: &Looks) -> Result<Plot, XlsxError> {
    let title = format!("From ({}), {} each", looks.zone.name(), timeline.length());
    let times: Vec<Time> = (0..timeline.len()).map(|at| timeline.begin(at)).collect();
    axis(sheet, &title, &times, column, &looks.time)?;
    for (series, column) in timeline.series.iter().zip(column + 1..) {
        heading(sheet, series.label, column, looks)?;
        for (at, sum) in series.sums.iter().enumerate() {
            put(sheet, at as u32 + 1, column, &Value::Count(*sum), looks)?;
        }
    }
    let tones = timeline.series.iter().map(|series| series.tone).collect();
    let drawn = Drawn::Bars { length: timeline.length() };
    Ok(Plot { rows: times.len() as u32, column, tones, drawn })
}

/// The levels at each point in time.
fn levels(sheet: &mut Worksheet, curve: &Curve, column: u16, looks: &Looks) -> Result<Plot, XlsxError> {
    let mut times: Vec<Time> =
        curve.lines.iter().flat_map(|line| &line.points).map(|(time, _)| *time).collect();
    times.sort_unstable();
    times.dedup();
    times.truncate(POINTS);
    axis(sheet, &format!("Day ({})", looks.zone.name()), &times, column, &looks.day)?;
    for (line, column) in curve.lines.iter().zip(column + 1..) {
        heading(sheet, line.label, column, looks)?;
        for (time, share) in &line.points {
            if let Ok(at) = times.binary_search(time) {
                put(sheet, at as u32 + 1, column, &Value::Share(*share), looks)?;
            }
        }
    }
    let tones = curve.lines.iter().map(|line| line.tone).collect();
    Ok(Plot { rows: times.len() as u32, column, tones, drawn: Drawn::Lines { least: curve.range().0 } })
}

fn axis(
    sheet: &mut Worksheet,
    title: &str,
    times: &[Time],
    column: u16,
    look: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string(0, column, title)?.set_column_width(column, title.width() as f64 + 2.0)?;
    for (at, time) in times.iter().enumerate() {
        if let Some(date) = date(*time) {
            sheet.write_datetime_with_format(at as u32 + 1, column, &date, look)?;
        }
    }
    Ok(())
}

fn heading(sheet: &mut Worksheet, label: &str, column: u16, looks: &Looks) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, column, label, &looks.header_right)?;
    sheet.set_column_width(column, label.width().max(8) as f64 + 2.0)?;
    Ok(())
}
