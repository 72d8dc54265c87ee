//! A table over time as bars: what every picture of it is drawn from, and lines of small bars for text.

use entrasift_core::{HOUR, Time, Zone};
use entrasift_rollout::answer::Tone;

use crate::cell;
use crate::points::{Level, Points};

/// Marks of rising height.
const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Hours that one mark may stand for; longer ones are whole weeks.
const HOURS: [i64; 11] = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 168];

/// The counts of a chart, summed over stretches of equal length.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// When the first stretch begins, in hours since 1970.
    start: i64,
    /// The length of a stretch, in hours.
    per: i64,
    /// The hours of the first and the last count.
    span: (i64, i64),
    /// One number a stretch for each series; all series are equally long.
    pub series: Vec<Series>,
}

/// One series of a chart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Series {
    /// What is counted.
    pub label: &'static str,
    /// What it means.
    pub tone: Tone,
    /// How much, in each stretch.
    pub sums: Vec<u64>,
}

impl Timeline {
    /// The chart in at most `width` stretches, as short as that allows; `None` where it is not over time or holds nothing.
    pub(crate) fn new(points: &Points, width: usize) -> Option<Timeline> {
        // Shares cannot be summed: [`crate::curve`] draws them.
        if points.is_of_shares() || !points.is_all_timed() {
            return None;
        }
        let hour = |time: &Time| time.0.div_euclid(HOUR);
        let hours = || points.times().iter().map(hour);
        let span = (hours().min()?, hours().max()?);
        let per = stretch(span, width)?;
        let start = start(span.0, per);
        let stretches = ((span.1 - start) / per + 1) as usize;
        let series = points.series().map(|(label, tone, levels)| {
            let mut sums = vec![0_u64; stretches];
            for (time, level) in levels {
                if let Level::Count(count) = level {
                    let sum = &mut sums[((hour(&time) - start) / per) as usize];
                    *sum = sum.saturating_add(count);
                }
            }
            Series { label, tone, sums }
        });
        Some(Timeline { start, per, span, series: series.collect() })
    }

    /// How many stretches there are.
    pub(crate) fn len(&self) -> usize {
        ((self.span.1 - self.start) / self.per + 1) as usize
    }

    /// When a stretch begins.
    pub(crate) fn begin(&self, stretch: usize) -> Time {
        Time(self.start.saturating_add(self.per.saturating_mul(stretch as i64)).saturating_mul(HOUR))
    }

    /// From when to when.
    pub(crate) fn days(&self) -> String {
        let time = |hour: i64| Time(hour.saturating_mul(HOUR));
        cell::days(time(self.span.0), time(self.span.1))
    }

    /// How long a stretch is, in words.
    pub(crate) fn length(&self) -> String {
        words(self.per)
    }

    /// `2 Nov – 25 Nov 2026 UTC, a mark is 6 hours`.
    pub(crate) fn axis(&self, zone: Zone) -> String {
        format!("{} {}, a mark is {}", self.days(), zone.name(), self.length())
    }
}

impl Series {
    /// All of it.
    pub(crate) fn total(&self) -> u64 {
        self.sums.iter().fold(0_u64, |sum, count| sum.saturating_add(*count))
    }

    /// One mark a stretch, its height in eighths of the highest; a blank where there is nothing.
    pub(crate) fn marks(&self) -> String {
        let most = self.sums.iter().copied().max().unwrap_or(0).max(1);
        let mark = |sum: u64| match sum {
            0 => ' ',
            _ => MARKS[((u128::from(sum) * 8).div_ceil(u128::from(most)) - 1) as usize],
        };
        self.sums.iter().map(|sum| mark(*sum)).collect()
    }
}

/// The shortest stretch of time, in hours, with which everything fits.
fn stretch((first, last): (i64, i64), width: usize) -> Option<i64> {
    let weeks = (2..).map(|weeks| 168 * weeks);
    let width = i64::try_from(width).ok().filter(|width| *width > 0)?;
    let mut stretches = HOURS.into_iter().chain(weeks);
    stretches.find(|per| (last - start(first, *per)) / per < width)
}

/// Where the first mark begins: at a round hour, and at midnight where a mark is a day or more.
fn start(first: i64, per: i64) -> i64 {
    first - first.rem_euclid(per.min(24))
}

fn words(hours: i64) -> String {
    match hours {
        1 => "an hour".to_owned(),
        24 => "a day".to_owned(),
        168 => "a week".to_owned(),
        _ if hours % 168 == 0 => format!("{} weeks", hours / 168),
        _ if hours % 24 == 0 => format!("{} days", hours / 24),
        _ => format!("{hours} hours"),
    }
}

#[cfg(test)]
mod tests {
    use entrasift_rollout::answer::{Chart, Column, Holds, Show, Table};

    use super::*;

    fn points(counts: &[(i64, u64)]) -> Points {
        let chart = Chart { caption: String::new(), x: 0, series: vec![(1, "succeeded", Tone::Good)] };
        let columns = vec![
            Column::new("hour", "Hour", Show::Always, Holds::Time),
            Column::new("success", "ok", Show::Always, Holds::Number),
        ];
        let rows =
            counts.iter().map(|(hour, count)| vec![Time(hour * HOUR).into(), (*count).into()]).collect();
        let table = Table { columns, rows, chart: Some(chart), ..Table::default() };
        Points::from_table(&table).expect("a chart")
    }

    #[track_caller]
    fn check(counts: &[(i64, u64)], width: usize, marks: &str, axis: &str) {
        let timeline = Timeline::new(&points(counts), width).unwrap();
        assert_eq!((timeline.series[0].marks().as_str(), timeline.axis(Zone::UTC).as_str()), (marks, axis));
        assert_eq!(timeline.series[0].sums.len(), timeline.len());
    }

    #[test]
    fn a_mark_is_as_short_as_the_width_allows() {
        check(&[(0, 1), (1, 4), (3, 8)], 10, "▁▄ █", "1 Jan 1970 UTC, a mark is an hour");
        check(&[(0, 1), (1, 4), (3, 8)], 2, "▅█", "1 Jan 1970 UTC, a mark is 2 hours");
        check(&[(0, 1), (47, 8)], 2, "▁█", "1 Jan – 2 Jan 1970 UTC, a mark is a day");
    }

    #[test]
    fn the_whole_range_of_times_and_counts() {
        check(
            &[(-2_562_047, u64::MAX), (2_562_047, u64::MAX)],
            1,
            "█",
            "21 Sep 1677 – 11 Apr 2262 UTC, a mark is 30501 weeks",
        );
        assert_eq!(Timeline::new(&points(&[]), 10), None);
    }
}
