//! A table of shares over time as lines: what a picture of it is drawn from, and a drawing in text.

use entrasift_core::{Time, Zone};
use entrasift_rollout::answer::Tone;

use crate::cell;
use crate::points::{Level, Points};

/// Lines of text between the lowest and the highest mark.
const STEPS: usize = 6;

/// Distances of the marks beside the drawing, in thousandths; the shortest that fits is taken.
const DISTANCES: [i64; 9] = [5, 10, 20, 25, 50, 100, 150, 200, 250];

/// Columns beside the drawing.
const BESIDE: usize = 7;

/// Columns that one day takes at most.
const WIDEST: usize = 4;

/// Marks of the first line, and of the others.
const MARKS: [char; 2] = ['●', '·'];

/// Shares over time.
#[derive(Debug, PartialEq)]
pub(crate) struct Curve {
    /// The lines, in the order of the chart.
    pub lines: Vec<Line>,
    span: (Time, Time),
    /// The lowest and the highest mark, and their distance, in thousandths.
    marks: (i64, i64, i64),
}

/// One line.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    /// What it is of.
    pub label: &'static str,
    /// What it means.
    pub tone: Tone,
    /// Its points, ascending in time.
    pub points: Vec<(Time, f64)>,
}

impl Curve {
    /// The lines of a chart of shares; `None` where it is none, or has not two points in time.
    pub(crate) fn new(points: &Points) -> Option<Curve> {
        let lines = points.series().filter_map(|(label, tone, levels)| {
            let points = levels.filter_map(|(time, level)| match level {
                Level::Share(share) if share.is_finite() => Some((time, share)),
                _ => None,
            });
            let mut points: Vec<(Time, f64)> = points.collect();
            points.sort_by_key(|(time, _)| *time);
            (!points.is_empty()).then_some(Line { label, tone, points })
        });
        let lines: Vec<Line> = lines.collect();
        let times = || lines.iter().flat_map(|line| &line.points).map(|(time, _)| *time);
        let span = (times().min()?, times().max()?);
        let thousandths = || {
            lines
                .iter()
                .flat_map(|line| &line.points)
                .map(|(_, share)| (share.clamp(-9.0, 9.0) * 1000.0) as i64)
        };
        let marks = marks(thousandths().min()?, thousandths().max()?);
        (span.0.day() < span.1.day()).then_some(Curve { lines, span, marks })
    }

    /// How high a share stands: 0 at the lowest mark, 1 at the highest.
    pub(crate) fn height(&self, share: f64) -> f64 {
        let (low, high, _) = self.marks;
        (share * 1000.0 - low as f64) / (high - low).max(1) as f64
    }

    /// Where a time stands: 0 at the first, 1 at the last.
    pub(crate) fn place(&self, time: Time) -> f64 {
        let length = (i128::from(self.span.1.0) - i128::from(self.span.0.0)).max(1) as f64;
        (i128::from(time.0) - i128::from(self.span.0.0)) as f64 / length
    }

    /// The time at a part of the way from the first to the last.
    pub(crate) fn time(&self, part: f64) -> Time {
        let length = i128::from(self.span.1.0) - i128::from(self.span.0.0);
        let passed = (length as f64 * part.clamp(0.0, 1.0)) as i128;
        Time(i64::try_from(i128::from(self.span.0.0) + passed).unwrap_or(self.span.1.0))
    }

    /// From when to when.
    pub(crate) fn days(&self) -> String {
        cell::days(self.span.0, self.span.1)
    }

    /// The lowest and the highest mark as shares.
    pub(crate) fn range(&self) -> (f64, f64) {
        (self.marks.0 as f64 / 1000.0, self.marks.1 as f64 / 1000.0)
    }

    /// A drawing in lines of text of at most `width` columns, the last ones its legend; empty where there is no room.
    pub(crate) fn text(&self, width: usize, zone: Zone) -> Vec<String> {
        let days = (self.span.1.day() - self.span.0.day()) as usize + 1;
        let Some(room) = width.checked_sub(BESIDE).filter(|room| *room >= STEPS) else { return Vec::new() };
        let (columns, per_day) = (days.min(room), (room / days).clamp(1, WIDEST));
        let across = (columns - 1) * per_day + 1;
        let (low, high, distance) = self.marks;
        let rows = ((high - low) / distance) as usize + 1;
        let mut grid = vec![vec![' '; across]; rows];
        for (at, line) in self.lines.iter().enumerate().rev() {
            let mut put = |place: f64, share: f64| {
                let column = (place.clamp(0.0, 1.0) * (across - 1) as f64).round() as usize;
                let row = ((1.0 - self.height(share).clamp(0.0, 1.0)) * (rows - 1) as f64).round() as usize;
                grid[row][column] = MARKS[at.min(1)];
            };
            let by_day = |time: Time| (time.day() - self.span.0.day()) as f64 / (days - 1).max(1) as f64;
            line.points.iter().for_each(|(time, share)| put(by_day(*time), *share));
            if at > 0 {
                for pair in line.points.windows(2) {
                    let ((from, before), (to, after)) = (pair[0], pair[1]);
                    let (from, to) = (by_day(from), by_day(to));
                    let steps = ((to - from) * (across - 1) as f64).ceil().max(1.0);
                    for step in 1..steps as usize {
                        let part = step as f64 / steps;
                        put(from + (to - from) * part, before + (after - before) * part);
                    }
                }
            }
        }
        let mut text: Vec<String> = Vec::new();
        for (row, marks) in grid.iter().enumerate() {
            let mark = cell::percent((high - distance * row as i64) as f64 / 1000.0);
            text.push(format!("{mark:>6} {}", marks.iter().collect::<String>()).trim_end().to_owned());
        }
        let legend =
            self.lines.iter().enumerate().map(|(at, line)| format!("{} {}", MARKS[at.min(1)], line.label));
        let legend = legend.collect::<Vec<_>>().join("   ");
        text.push(format!("{:BESIDE$}{} {}   {legend}", "", self.days(), zone.name()));
        text
    }
}

/// The marks around two levels: round numbers at equal distances, at most [`STEPS`] apart.
fn marks(least: i64, most: i64) -> (i64, i64, i64) {
    let around = |distance: i64| {
        let low = least.div_euclid(distance) * distance;
        let high = -(-most).div_euclid(distance) * distance;
        (low, high.max(low + distance), distance)
    };
    let mut fitting = DISTANCES.into_iter().map(around);
    let fits = |(low, high, distance): &(i64, i64, i64)| (high - low) / distance <= STEPS as i64;
    fitting.find(fits).unwrap_or_else(|| around((most - least).max(1)))
}

#[cfg(test)]
mod tests {
    use entrasift_core::DAY;
    use entrasift_rollout::answer::{Chart, Column, Holds, Show, Table, Value};

    use super::*;

    fn points(rows: &[(i64, f64, f64)]) -> Points {
        let series = vec![(1, "rate", Tone::Good), (2, "target", Tone::Dim)];
        let columns = ["date", "rate", "line"].map(|key| Column::new(key, key, Show::Always, Holds::Number));
        let rows = rows
            .iter()
            .map(|(day, rate, line)| vec![Time(day * DAY).into(), Value::Share(*rate), Value::Share(*line)]);
        let chart = Some(Chart { caption: String::new(), x: 0, series });
        Points::from_table(&Table { chart, ..Table::new(columns, rows.collect::<Vec<_>>()) })
            .expect("a chart")
    }

    #[test]
    fn a_drawing() {
        let points = points(&[(0, 0.85, 0.85), (1, 0.86, 0.87), (2, 0.9, 0.89)]);
        let drawn = Curve::new(&points).expect("a curve").text(40, Zone::UTC);
        let expect = [
            "  90 %         ●",
            "  89 %         ·",
            "  88 %       ··",
            "  87 %     ··",
            "  86 %   ··●",
            "  85 % ●·",
            "       1 Jan – 3 Jan 1970 UTC   ● rate   · target",
        ];
        assert_eq!(drawn, expect, "{drawn:#?}");
    }

    #[test]
    fn what_is_no_curve() {
        assert_eq!(Curve::new(&points(&[(0, 0.5, 0.5)])), None);
        let none = points(&[]);
        assert!(Curve::new(&none).is_none() && !none.is_of_shares());
    }

    #[test]
    fn any_width_and_any_level() {
        for rows in [
            vec![(0, 0.0, 0.0), (1, 0.0, 0.0)],
            vec![(0, 1.0, 1.0), (4000, 0.0, 1.0)],
            vec![(-80_000, f64::NAN, 0.5), (80_000, 7.0, -3.0)],
        ] {
            let curve = Curve::new(&points(&rows)).expect("a curve");
            for width in 0..200 {
                let drawn = curve.text(width, Zone::UTC);
                assert!(
                    drawn.iter().rev().skip(1).all(|line| line.chars().count() <= width.max(13)),
                    "{width}"
                );
            }
        }
    }

    #[test]
    fn round_marks() {
        assert_eq!(marks(868, 966), (860, 980, 20));
        assert_eq!(marks(500, 500), (500, 505, 5));
        assert_eq!(marks(0, 1000), (0, 1000, 200));
    }
}
