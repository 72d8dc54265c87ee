//! Pictures as inline SVG. They stretch with the page, so that all their words stand beside them.

use std::io::{self, Write};

use entrasift_core::time::Zone;
use entrasift_rollout::answer::{Reading, Table, Tone, Value};

use super::{escaped, tone_name};
use crate::cell::{self, Detail};
use crate::chart::{Series, Timeline};
use crate::curve::{Curve, Line};
use crate::reading;

/// Bars of a timeline.
const BARS: usize = 120;

/// Draws the chart of a table; `false` where it has none or it is not over time.
pub(super) fn timeline(table: &Table, zone: Zone, out: &mut impl Write) -> io::Result<bool> {
    let Some(chart) = &table.chart else { return Ok(false) };
    let Some(timeline) = Timeline::of(table, chart, BARS) else { return Ok(false) };
    let length = timeline.len();
    let sum = |at: usize| timeline.series.iter().map(|series| u128::from(series.sums[at])).sum::<u128>();
    let most = (0..length).map(sum).max().unwrap_or(0).max(1);
    writeln!(out, "<figure class=\"chart\">")?;
    legend(&timeline, most, out)?;
    let totals: Vec<String> = timeline
        .series
        .iter()
        .map(|series| format!("{} {}", cell::grouped(series.total()), series.label))
        .collect();
    let alternative = format!("{}, {}: {}", chart.caption, timeline.days(), totals.join(", "));
    writeln!(
        out,
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} 100\" preserveAspectRatio=\"none\">\
         <path class=\"grid\" d=\"M0 .5H{2}M0 50H{2}\"/>",
        escaped(&alternative),
        length * 10,
        length * 10
    )?;
    stacks(&timeline, most, out)?;
    for at in 0..length {
        let told: Vec<String> = timeline
            .series
            .iter()
            .filter(|series| series.sums[at] > 0)
            .map(|series| format!("{} {}", cell::grouped(series.sums[at]), series.label))
            .collect();
        let told = format!("{} {}: {}", cell::minute(timeline.begin(at)), zone.name(), told.join(", "));
        let told = escaped(&told);
        writeln!(
            out,
            "<rect class=\"hit\" x=\"{}\" width=\"10\" height=\"100\"><title>{told}</title></rect>",
            at * 10
        )?;
    }
    writeln!(out, "</svg>")?;
    axis(&timeline, out)?;
    writeln!(out, "</figure>")?;
    Ok(true)
}

/// Half the thickness of a line, in hundredths of the height of the picture.
const HALF: f64 = 0.8;

/// Draws the chart of a table of shares; nothing where it has none.
pub(super) fn curve(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let Some(chart) = &table.chart else { return Ok(()) };
    let Some(curve) = Curve::of(table, chart) else { return Ok(()) };
    let (low, high) = curve.range();
    let told = |line: &Line| {
        let last = line.points.last().map_or_else(String::new, |(_, share)| cell::percent(*share));
        (last, line.label)
    };
    let told: Vec<String> =
        curve.lines.iter().map(told).map(|(last, label)| format!("{label} {last} at the end")).collect();
    let alternative = format!("{}, {}: {}", chart.caption, curve.days(), told.join(", "));
    writeln!(out, "<figure class=\"chart\">\n<ul class=\"legend\">")?;
    for line in &curve.lines {
        let last = line.points.last().map_or_else(String::new, |(_, share)| cell::percent(*share));
        let (tone, label) = (tone_name(line.tone), escaped(line.label));
        writeln!(out, "<li><i class=\"fill-{tone}\"></i><b>{last}</b> {label}</li>")?;
    }
    let (low, high) = (cell::percent(low), cell::percent(high));
    writeln!(out, "<li class=\"most\">from {low} at the foot to {high} at the top</li></ul>")?;
    writeln!(
        out,
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\">\
         <path class=\"grid\" d=\"M0 .5H1000M0 50H1000\"/>",
        escaped(&alternative)
    )?;
    for line in curve.lines.iter().rev() {
        let place = |(time, share): &(entrasift_core::time::Time, f64)| {
            (curve.place(*time) * 1000.0, 98.0 - curve.height(*share).clamp(0.0, 1.0) * 96.0)
        };
        let points: Vec<(f64, f64)> = line.points.iter().map(place).collect();
        write!(out, "<path class=\"fill-{}\" d=\"", tone_name(line.tone))?;
        let there = points.iter().map(|(x, y)| (x, y - HALF));
        let back = points.iter().rev().map(|(x, y)| (x, y + HALF));
        for (at, (x, y)) in there.chain(back).enumerate() {
            write!(out, "{}{x:.1} {y:.2}", if at == 0 { 'M' } else { 'L' })?;
        }
        writeln!(out, "z\"/>")?;
    }
    writeln!(
        out,
        "</svg>\n<div class=\"axis\" aria-hidden=\"true\"><span>{}</span></div>\n</figure>",
        escaped(&curve.days())
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
            let height = |sum: u128| 100.0 - sum as f64 * 98.0 / most as f64;
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

fn legend(timeline: &Timeline, most: u128, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"legend\">")?;
    for (series, class) in timeline.series.iter().zip(classes(&timeline.series)) {
        let total = cell::grouped(series.total());
        writeln!(out, "<li><i class=\"{class}\"></i><b>{total}</b> {}</li>", escaped(series.label))?;
    }
    let most = cell::grouped(u64::try_from(most).unwrap_or(u64::MAX));
    writeln!(out, "<li class=\"most\">a bar is {}, the highest {most}</li></ul>", timeline.length())
}

fn axis(timeline: &Timeline, out: &mut impl Write) -> io::Result<()> {
    let length = timeline.len();
    write!(out, "<div class=\"axis\" aria-hidden=\"true\">")?;
    let quarters = (0..5).map(|quarter| timeline.begin(((length - 1) * quarter).div_ceil(4)).day_words());
    let days: Vec<String> = quarters
        .map(|day| day.rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned()))
        .collect();
    for (at, day) in days.iter().enumerate() {
        let again = at > 0 && days[at - 1] == *day;
        write!(out, "<span>{}</span>", if again { "" } else { day })?;
    }
    writeln!(out, "</div>")
}

/// Succeeded, interrupted, failed, as parts of one line.
pub(super) fn outcomes(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let parts = [
        ("success", "succeeded", "good"),
        ("interrupted", "interrupted", "warn"),
        ("failure", "failed", "bad"),
    ];
    let parts = parts.map(|(key, label, tone)| (reading::total(reading, key), label, tone));
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
pub(super) fn facts(entries: &[(String, Value)], out: &mut impl Write) -> io::Result<()> {
    let bars = entries.len() > 1 && entries.iter().all(|(_, value)| matches!(value, Value::Count(_)));
    if entries.is_empty() {
        return writeln!(out, "<p class=\"soft\">none</p>");
    }
    writeln!(out, "<dl class=\"{}\">", if bars { "bars" } else { "facts" })?;
    let most = entries.iter().map(|(_, value)| cell::count(value)).max().unwrap_or(0).max(1);
    for (key, value) in entries {
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
