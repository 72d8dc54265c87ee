//! Circles among arrows: groups of files each of which leads to each other one.

use std::collections::{BTreeMap, BTreeSet};

/// The members of every circle, each circle sorted.
pub fn circles<'a>(arrows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Vec<&'a str>> {
    let mut leads_to: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows {
        leads_to.entry(from).or_default().insert(to);
        leads_to.entry(to).or_default();
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        leads_to.keys().map(|start| (*start, everything_from(start, &leads_to))).collect();
    let mut found = BTreeSet::new();
    for (file, reaches) in &reached {
        if reaches.contains(file) {
            found.insert(
                reaches.iter().copied().filter(|other| reached[other].contains(file)).collect::<Vec<_>>(),
            );
        }
    }
    found.into_iter().collect()
}

/// All that one gets to from a file, by one arrow or more.
fn everything_from<'a>(start: &str, leads_to: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = leads_to[start].iter().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(&leads_to[file]);
        }
    }
    reached
}
