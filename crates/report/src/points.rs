//! The numbers that a picture of a table is drawn from.

use entrasift_core::Time;
use entrasift_rollout::answer::{Table, Tone, Value};

/// The numbers of a chart by time, gathered from the rows of its table one by one.
#[derive(Debug)]
pub(crate) struct Points {
    x: usize,
    series: Vec<(usize, &'static str, Tone)>,
    times: Vec<Time>,
    /// The levels of each time, one for each series.
    levels: Vec<Level>,
    is_of_shares: bool,
    is_all_timed: bool,
}

/// What one series has at one time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    /// No number.
    Nothing,
    /// A count, which can be summed.
    Count(u64),
    /// A share, which is a level and cannot be summed.
    Share(f64),
}

impl Points {
    /// No points yet; `None` where a table has no chart.
    pub(crate) fn new(table: &Table) -> Option<Points> {
        let chart = table.chart.as_ref()?;
        Some(Points {
            x: chart.x,
            series: chart.series.clone(),
            times: Vec::new(),
            levels: Vec::new(),
            is_of_shares: false,
            is_all_timed: true,
        })
    }

    /// All points of a table, each row pulled once; `None` where it has no chart.
    #[cfg(test)]
    pub(crate) fn from_table(table: &Table) -> Option<Points> {
        let mut points = Points::new(table)?;
        table.rows.iter().for_each(|row| points.see(&row));
        Some(points)
    }

    /// Looks at the next row.
    pub(crate) fn see(&mut self, row: &[Value]) {
        let time = match row.get(self.x) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        };
        self.is_all_timed &= time.is_some();
        self.times.extend(time);
        for (column, ..) in &self.series {
            let level = match row.get(*column) {
                Some(Value::Count(count)) => Level::Count(*count),
                Some(Value::Share(share)) => Level::Share(*share),
                _ => Level::Nothing,
            };
            self.is_of_shares |= matches!(level, Level::Share(_));
            if time.is_some() {
                self.levels.push(level);
            }
        }
    }

    /// Some number is a share: a picture of them is a curve.
    pub(crate) fn is_of_shares(&self) -> bool {
        self.is_of_shares
    }

    /// Every row has a time.
    pub(crate) fn is_all_timed(&self) -> bool {
        self.is_all_timed
    }

    /// The times, in the order of the rows.
    pub(crate) fn times(&self) -> &[Time] {
        &self.times
    }

    /// The series with their labels, tones, and what each has at each time.
    pub(crate) fn series(
        &self,
    ) -> impl Iterator<Item = (&'static str, Tone, impl Iterator<Item = (Time, Level)>)> {
        self.series.iter().enumerate().map(|(at, (_, label, tone))| {
            let levels = self.levels.iter().skip(at).step_by(self.series.len()).copied();
            (*label, *tone, self.times.iter().copied().zip(levels))
        })
    }
}
