//! Which columns of a table fit into a width, and how wide each becomes.

use entrasift_rollout::answer::Show;

/// Blank columns between two columns of a table.
pub(crate) const GAP: usize = 2;

/// A column of words that is always shown is given so much, if it needs it, before one of lesser weight is shown beside it.
const COMFORTABLE: usize = 28;

/// A column that can be narrowed is not made narrower than this.
const NARROWEST: usize = 8;

/// What one column asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Want {
    /// Its place in the table.
    pub column: usize,
    /// When it is shown.
    pub show: Show,
    /// The width below which words break.
    pub least: usize,
    /// The width at which nothing wraps.
    pub most: usize,
    /// Whether it holds words, which can be cut; numbers and times cannot.
    pub words: bool,
}

/// The columns that fit, with the width of each; `None` where not even the columns that are always shown fit side by side.
/// Columns of lesser priority are left out first, from the right.
pub(crate) fn fit(mut wants: Vec<Want>, width: usize) -> Option<Vec<(usize, usize)>> {
    let comfortable = |want: &Want| match want.show {
        Show::Always => want.least.max(want.most.min(COMFORTABLE)),
        _ => want.least,
    };
    while wants.iter().map(comfortable).sum::<usize>() + gaps(wants.len()) > width {
        let least = wants.iter().map(|want| want.show).max()?;
        if least == Show::Always {
            break;
        }
        let last = wants.iter().rposition(|want| want.show == least)?;
        wants.remove(last);
    }
    let room = width.checked_sub(gaps(wants.len()))?;
    if !fits(&wants, width) {
        for want in wants.iter_mut().filter(|want| want.words) {
            want.least = want.least.min(NARROWEST);
        }
        if !fits(&wants, width) {
            return None;
        }
    }
    let widths = spread(&wants, room);
    Some(wants.iter().map(|want| want.column).zip(widths).collect())
}

fn gaps(columns: usize) -> usize {
    columns.saturating_sub(1) * GAP
}

fn fits(wants: &[Want], width: usize) -> bool {
    wants.iter().map(|want| want.least).sum::<usize>() + gaps(wants.len()) <= width
}

/// Gives each column what it needs at least, and shares out the rest so that the narrow ones are content first.
fn spread(wants: &[Want], room: usize) -> Vec<usize> {
    let at = |level: usize| wants.iter().map(move |want| level.clamp(want.least, want.most.max(want.least)));
    let highest = wants.iter().map(|want| want.most.max(want.least)).max().unwrap_or(0);
    let (mut low, mut high) = (0, highest);
    while low < high {
        let level = (low + high).div_ceil(2);
        match at(level).sum::<usize>() <= room {
            true => low = level,
            false => high = level - 1,
        }
    }
    let mut widths: Vec<usize> = at(low).collect();
    let mut left = room.saturating_sub(widths.iter().sum());
    for (width, want) in widths.iter_mut().zip(wants) {
        if left > 0 && *width < want.most {
            *width += 1;
            left -= 1;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(column: usize, show: Show, least: usize, most: usize) -> Want {
        Want { column, show, least, most, words: least < most }
    }

    #[test]
    fn all_that_fits_is_shown_at_its_width() {
        let wants = vec![want(0, Show::Always, 5, 10), want(1, Show::Wide, 5, 7)];
        assert_eq!(fit(wants, 100), Some(vec![(0, 10), (1, 7)]));
    }

    #[test]
    fn wide_columns_go_first_and_from_the_right() {
        let wants = vec![
            want(0, Show::Always, 10, 10),
            want(1, Show::Wide, 10, 10),
            want(2, Show::Always, 10, 10),
            want(3, Show::Wide, 10, 10),
        ];
        assert_eq!(fit(wants.clone(), 34), Some(vec![(0, 10), (1, 10), (2, 10)]));
        assert_eq!(fit(wants, 33), Some(vec![(0, 10), (2, 10)]));
    }

    #[test]
    fn narrow_columns_are_content_before_wide_ones() {
        let wants = vec![want(0, Show::Always, 4, 6), want(1, Show::Always, 4, 50)];
        assert_eq!(fit(wants, 30), Some(vec![(0, 6), (1, 22)]));
    }

    #[test]
    fn words_are_cut_before_the_table_is_given_up() {
        let wants = vec![want(0, Show::Always, 24, 40), want(1, Show::Always, 16, 16)];
        assert_eq!(fit(wants.clone(), 30), Some(vec![(0, 12), (1, 16)]));
        assert_eq!(fit(wants, 17), None);
        assert_eq!(fit(Vec::new(), 10), Some(Vec::new()));
    }
}
