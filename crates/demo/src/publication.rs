//! Publication: when, and how often, a sign-in reaches a log that is filled as things happen.

use crate::moment::Moment;
use crate::signin::SignIn;

/// One copy of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// When it was published.
    pub time: Moment,
    /// The fraction of that second, in 100 ns.
    pub fraction: u32,
    /// An early copy, whose later steps are still in progress.
    pub unfinished: bool,
    /// A copy published again, which has lost its transfer method.
    pub refreshed: bool,
}

/// The copies of a sign-in, earliest first: one, or with `repeated` two for one sign-in in seventeen.
pub fn publications(row: &SignIn<'_>, repeated: bool) -> Vec<Publication> {
    let bits = row.id.0 as u64;
    let lag = 40 + (bits % 1900) as i64;
    let only = Publication {
        time: row.time.plus(lag),
        fraction: (bits >> 20) as u32 % 10_000_000,
        unfinished: false,
        refreshed: false,
    };
    if !repeated || !(bits >> 8).is_multiple_of(17) {
        return vec![only];
    }
    let later = Publication { time: only.time.plus(1200), refreshed: true, ..only };
    vec![Publication { unfinished: true, ..only }, later]
}
