//! A set of hours.

use foldhash::fast::FixedState;
use hashbrown::HashSet;

/// A set of hours since 1970. It is fast whatever the order of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HourSet(HashSet<i64, FixedState>);

impl HourSet {
    /// Adds an hour.
    #[inline]
    pub fn insert(&mut self, hour: i64) {
        self.0.insert(hour);
    }

    /// Adds the hours of another set.
    pub fn merge(&mut self, other: &HourSet) {
        self.0.extend(&other.0);
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All hours, ascending.
    pub fn sorted(&self) -> Vec<i64> {
        let mut hours: Vec<i64> = self.0.iter().copied().collect();
        hours.sort_unstable();
        hours
    }
}

/// The longest pause in an ascending list of hours: from the end of one hour to the start of the next in the list. The first, if several
/// are equally long. It is empty if the hours follow one another; `None` for fewer than two hours.
pub fn longest_pause(hours: &[i64]) -> Option<(i64, i64)> {
    let pauses = hours.windows(2).map(|pair| (pair[0] + 1, pair[1]));
    pauses.max_by_key(|(from, to)| (to - from, -from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_come_back_in_order_and_pauses_are_found() {
        let (mut hours, mut others) = (HourSet::default(), HourSet::default());
        [9, 2, 2, 3].into_iter().for_each(|hour| hours.insert(hour));
        [30, 16, 3].into_iter().for_each(|hour| others.insert(hour));
        assert_eq!((hours.sorted(), hours.is_empty()), (vec![2, 3, 9], false));
        assert_eq!(longest_pause(&hours.sorted()), Some((4, 9)));
        hours.merge(&others);
        assert_eq!(longest_pause(&hours.sorted()), Some((17, 30)));
        assert_eq!(longest_pause(&[2, 3, 5, 7]), Some((4, 5)));
        assert_eq!((longest_pause(&[2, 3]), longest_pause(&[2])), (Some((3, 3)), None));
    }
}
