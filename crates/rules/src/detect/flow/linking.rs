//! Linking: which marks of one person belong to one flow.

use entrasift_core::{MINUTE, Time};
use hashbrown::HashMap;

use super::mark::{App, FlowMark};

/// Rows in one application belong together when they are no further apart than this.
pub(super) const TOGETHER: i64 = 30 * MINUTE;

/// The flows among the marks of one person, each as the places of its marks. The marks must be in time order, and so are the places.
///
/// Marks belong together when they share a correlation or a session id, or are of one application and at most 30 minutes apart, and so
/// on from mark to mark. Marks of legacy clients and others never belong together.
pub(super) fn link(marks: &[&FlowMark]) -> Vec<Vec<usize>> {
    let mut forest = Forest((0..marks.len()).collect());
    let mut by_id: HashMap<(bool, bool, u64), usize> = HashMap::new();
    let mut by_app: HashMap<(bool, App), (Time, usize)> = HashMap::new();
    for (place, mark) in marks.iter().enumerate() {
        for (is_session, id) in [(false, mark.correlation), (true, mark.session)] {
            if id != 0 {
                let first = *by_id.entry((mark.legacy, is_session, id)).or_insert(place);
                forest.join(first, place);
            }
        }
        if mark.app == App::NONE {
            continue;
        }
        if let Some((time, last)) = by_app.insert((mark.legacy, mark.app), (mark.time, place))
            && mark.time.0.saturating_sub(time.0) <= TOGETHER
        {
            forest.join(last, place);
        }
    }
    forest.trees()
}

/// Each place points towards the root of its tree.
struct Forest(Vec<usize>);

impl Forest {
    fn root(&mut self, mut place: usize) -> usize {
        while self.0[place] != place {
            self.0[place] = self.0[self.0[place]];
            place = self.0[place];
        }
        place
    }

    /// The smaller root stays a root.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn trees(mut self) -> Vec<Vec<usize>> {
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut trees: Vec<Vec<usize>> = Vec::new();
        for place in 0..self.0.len() {
            let root = self.root(place);
            let number = *numbers.entry(root).or_insert(trees.len());
            if number == trees.len() {
                trees.push(Vec::new());
            }
            trees[number].push(place);
        }
        trees
    }
}
