//! Pictures as inline SVG. They stretch with the page, so that all their words stand beside them.

use std::io::{self, Write};

use entrasift_core::{Time, Zone};
use entrasift_rollout::answer::{Fact, Reading, Tone, Value};

use super::escape::{escaped, tone_name};
use crate::cell::{self, Detail};
use crate::curve::{Curve, Line};
use crate::points::Points;
use crate::timeline::{Series, Timeline};

/// Bars of a timeline.
const BARS: usize = 120;

/// Units across a picture of lines.
const ACROSS: usize = 1000;

/// Where the highest mark and the ground stand, of 100 units from the top down.
const TOP: f64 = 4.0;
const FOOT: f64 = 100.0;

/// The picture of a table.
pub(super) enum Figure {
    /// Sums over time.
    Bars(Timeline),
    /// Shares over time.
    Lines(Curve),
}

impl Figure {
    /// The picture of some points; `None` where they cannot be drawn over time.
    pub(super) fn new(points: &Points) -> Option<Figure> {
        let bars = Timeline::new(points, BARS).map(Figure::Bars);
        bars.or_else(|| Curve::new(points).map(Figure::Lines))
    }

    /// Draws it.
    pub(super) fn write(&self, caption: &str, zone: Zone, out: &mut impl Write) -> io::Result<()> {
        match self {
            Figure::Bars(timeline) => bars(timeline, caption, zone, out),
            Figure::Lines(curve) => lines(curve, caption, out),
        }
    }
}

/// Draws bars over time. The title of each says what it shows.
fn bars(timeline: &Timeline, caption: &str, zone: Zone, out: &mut impl Write) -> io::Result<()> {
    let length = timeline.len();
    let sum = |at: usize| timeline.series.iter().map(|series| u128::from(series.sums[at])).sum::<u128>();
    let most = (0..length).map(sum).max().unwrap_or(0).max(1);
    writeln!(out, "<figure class=\"chart\">")?;
    legend(timeline, out)?;
    let totals: Vec<String> = timeline
        .series
        .iter()
        .map(|series| format!("{} {}", cell::grouped(series.total()), series.label))
        .collect();
    let alternative = format!("{caption}, {}: {}", timeline.days(), totals.join(", "));
    let told = |count: u128| cell::grouped(u64::try_from(count).unwrap_or(u64::MAX));
    let half = if most.is_multiple_of(2) { told(most / 2) } else { String::new() };
    begin(&[told(most), half, told(0)], &alternative, length * 10, out)?;
    stacks(timeline, most, out)?;
    for at in 0..length {
        let told: Vec<String> = timeline
            .series
            .iter()
            .filter(|series| series.sums[at] > 0)
            .map(|series| format!("{} {}", cell::grouped(series.sums[at]), series.label))
            .collect();
        let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
        let told = format!("{} {}: {told}", cell::minute(timeline.begin(at)), zone.name());
        hit(at * 10, 10, &told, out)?;
    }
    let quarters = (0..5).map(|quarter| timeline.begin(((length - 1) * quarter).div_ceil(4)));
    end(&quarters.collect::<Vec<_>>(), out)
}

/// Draws lines over time. The legend gives the last level of each.
fn lines(curve: &Curve, caption: &str, out: &mut impl Write) -> io::Result<()> {
    let (low, high) = curve.range();
    let last = |line: &Line| line.points.last().map_or_else(String::new, |(_, share)| cell::percent(*share));
    let told: Vec<String> =
        curve.lines.iter().map(|line| format!("{} {} at the end", line.label, last(line))).collect();
    let alternative = format!("{caption}, {}: {}", curve.days(), told.join(", "));
    writeln!(out, "<figure class=\"chart\">\n<ul class=\"legend\">")?;
    for line in &curve.lines {
        let (tone, label) = (tone_name(line.tone), escaped(line.label));
        writeln!(out, "<li><i class=\"fill-{tone}\"></i><b>{}</b> {label}</li>", last(line))?;
    }
    writeln!(out, "</ul>")?;
    let marks = [high, (low + high) / 2.0, low].map(cell::percent);
    begin(&marks, &alternative, ACROSS, out)?;
    let x = |time: Time| curve.place(time) * ACROSS as f64;
    for line in curve.lines.iter().rev() {
        let y = |share: f64| FOOT - curve.height(share).clamp(0.0, 1.0) * (FOOT - TOP);
        let points: Vec<String> =
            line.points.iter().map(|(time, share)| format!("{:.1} {:.2}", x(*time), y(*share))).collect();
        let tone = tone_name(line.tone);
        writeln!(out, "<path class=\"line line-{tone}\" d=\"M{}\"/>", points.join("L"))?;
        if let Some(point) = points.last() {
            writeln!(out, "<path class=\"line line-{tone} point\" d=\"M{point}h.01\"/>")?;
        }
    }
    let mut times: Vec<Time> =
        curve.lines.iter().flat_map(|line| &line.points).map(|(time, _)| *time).collect();
    times.sort_unstable();
    times.dedup();
    let width = (ACROSS / times.len().max(1)).max(1);
    for time in &times {
        let at = |line: &Line| {
            let point = line.points.iter().find(|(at, _)| at == time);
            point.map(|(_, share)| format!("{} {}", cell::percent(*share), line.label))
        };
        let told: Vec<String> = curve.lines.iter().filter_map(at).collect();
        let left = (x(*time) as usize).saturating_sub(width / 2).min(ACROSS - width);
        hit(left, width, &format!("{}: {}", time.day_words(), told.join(", ")), out)?;
    }
    let quarters = (0..5).map(|quarter| curve.time(f64::from(quarter) / 4.0));
    end(&quarters.collect::<Vec<_>>(), out)
}

/// Begins a picture: the marks at its left from the top down, and lines at their heights.
fn begin(marks: &[String; 3], alternative: &str, width: usize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<div class=\"plot\"><div class=\"marks\" aria-hidden=\"true\">")?;
    marks.iter().try_for_each(|mark| write!(out, "<span>{}</span>", escaped(mark)))?;
    writeln!(
        out,
        "</div>\n<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} 100\" preserveAspectRatio=\"none\">\
         <path class=\"grid\" d=\"M0 {TOP}H{width}M0 {}H{width}\"/>",
        escaped(alternative),
        f64::midpoint(TOP, FOOT)
    )
}

/// Ends a picture with the days beneath it.
fn end(times: &[Time], out: &mut impl Write) -> io::Result<()> {
    write!(out, "</svg>\n<div class=\"axis\" aria-hidden=\"true\">")?;
    let day =
        |time: &Time| time.day_words().rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned());
    let days: Vec<String> = times.iter().map(day).collect();
    for (at, day) in days.iter().enumerate() {
        let again = at > 0 && days[at - 1] == *day;
        write!(out, "<span>{}</span>", if again { "" } else { day })?;
    }
    writeln!(out, "</div></div>\n</figure>")
}

/// A stretch of a picture that says what it shows.
fn hit(left: usize, width: usize, told: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<rect class=\"hit\" x=\"{left}\" width=\"{width}\" height=\"100\"><title>{}</title></rect>",
        escaped(told)
    )
}

/// The series from the ground up, what needs action first, so that it is seen beneath what does not.
fn stacks(timeline: &Timeline, most: u128, out: &mut impl Write) -> io::Result<()> {
    let mut ground = vec![0_u128; timeline.len()];
    for (series, class) in stacked(timeline) {
        write!(out, "<path class=\"{class}\" d=\"")?;
        for (at, sum) in series.sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
            let (low, high) = (ground[at], ground[at] + u128::from(*sum));
            // What needs action is seen however little it is.
            let high = if series.tone == Tone::Bad { high.max(most / 66) } else { high };
            ground[at] = high;
            let height = |sum: u128| FOOT - (sum as f64 * (FOOT - TOP) / most as f64).min(FOOT);
            write!(out, "M{} {:.2}H{}V{:.2}H{0}z", at * 10 + 1, height(low), at * 10 + 9, height(high))?;
        }
        writeln!(out, "\"/>")?;
    }
    Ok(())
}

fn stacked(timeline: &Timeline) -> Vec<(&Series, String)> {
    let mut series: Vec<_> = timeline.series.iter().zip(classes(&timeline.series)).collect();
    series.sort_by_key(|(series, _)| match series.tone {
        Tone::Bad => 0,
        Tone::Warn => 1,
        Tone::Plain => 2,
        Tone::Good => 3,
        Tone::Dim => 4,
    });
    series
}

/// A colour for each series, paler where a tone stands again.
fn classes(series: &[Series]) -> Vec<String> {
    let again = |at: usize| series[..at].iter().filter(|other| other.tone == series[at].tone).count();
    let class = |(at, series): (usize, &Series)| match again(at) {
        0 => format!("fill-{}", tone_name(series.tone)),
        times => format!("fill-{} again{}", tone_name(series.tone), times.min(3)),
    };
    series.iter().enumerate().map(class).collect()
}

fn legend(timeline: &Timeline, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"legend\">")?;
    for (series, class) in timeline.series.iter().zip(classes(&timeline.series)) {
        let total = cell::grouped(series.total());
        writeln!(out, "<li><i class=\"{class}\"></i><b>{total}</b> {}</li>", escaped(series.label))?;
    }
    writeln!(out, "<li class=\"most\">a bar is {}</li></ul>", timeline.length())
}

/// Succeeded, interrupted, failed, as parts of one line.
pub(super) fn outcomes(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let parts = [
        (reading.totals.success, "succeeded", "good"),
        (reading.totals.interrupted, "interrupted", "warn"),
        (reading.totals.failure, "failed", "bad"),
    ];
    let all = parts.iter().map(|(count, ..)| *count as f64).sum::<f64>();
    if all == 0.0 {
        return Ok(());
    }
    let told: Vec<String> =
        parts.iter().map(|(count, label, _)| format!("{} {label}", cell::grouped(*count))).collect();
    write!(
        out,
        "<figure class=\"shares\"><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\">",
        told.join(", ")
    )?;
    let mut from = 0.0;
    for (count, _, tone) in parts {
        let share = count as f64 * 100.0 / all;
        write!(out, "<rect class=\"fill-{tone}\" x=\"{from:.3}\" width=\"{share:.3}\" height=\"1\"/>")?;
        from += share;
    }
    writeln!(out, "</svg><ul class=\"legend\">")?;
    for (count, label, tone) in parts {
        let (share, count) = (cell::percent(count as f64 / all), cell::grouped(count));
        writeln!(
            out,
            "<li><i class=\"fill-{tone}\"></i><b>{count}</b> {label} <span class=\"soft\">{share}</span></li>"
        )?;
    }
    writeln!(out, "</ul></figure>")
}

/// Named values: as bars where all are counts, else side by side.
pub(super) fn facts(entries: &[Fact], out: &mut impl Write) -> io::Result<()> {
    let bars = entries.len() > 1 && entries.iter().all(|fact| matches!(fact.value, Value::Count(_)));
    if entries.is_empty() {
        return writeln!(out, "<p class=\"soft\">none</p>");
    }
    writeln!(out, "<dl class=\"{}\">", if bars { "bars" } else { "facts" })?;
    let most = entries.iter().map(|fact| cell::count(&fact.value)).max().unwrap_or(0).max(1);
    for Fact { key, value, .. } in entries {
        let (name, text) = (escaped(&cell::named(key)), escaped(&cell::text(value, Detail::WHOLE)));
        if bars {
            let share = cell::count(value) as f64 * 100.0 / most as f64;
            writeln!(
                out,
                "<div><dt>{name}</dt><dd class=\"bar\"><svg aria-hidden=\"true\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\">\
                 <rect class=\"fill-plain\" width=\"{share:.2}\" height=\"1\"/></svg></dd><dd class=\"amount\">{text}</dd></div>"
            )?;
        } else {
            let text = match value {
                Value::Word(_, tone) => format!("<span class=\"word {}\">{text}</span>", tone_name(*tone)),
                _ if text.is_empty() => "–".to_owned(),
                _ => text,
            };
            writeln!(out, "<div><dt>{name}</dt><dd>{text}</dd></div>")?;
        }
    }
    writeln!(out, "</dl>")
}
