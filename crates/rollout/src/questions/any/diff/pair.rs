//! The same thing in both exports, and what became of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::roster::{RosterFinding, RosterItem};

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there before.
    New,
    /// It is not there any more.
    Gone,
    /// There is more of it.
    More,
    /// There is less of it.
    Fewer,
    /// There is as much of it.
    Same,
}

impl Change {
    /// From a number to another.
    pub fn new(before: u64, after: u64) -> Change {
        match (before, after) {
            (0, 1..) => Change::New,
            (1.., 0) => Change::Gone,
            _ if after > before => Change::More,
            _ if after < before => Change::Fewer,
            _ => Change::Same,
        }
    }

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Gone => "gone",
            Change::More => "more",
            Change::Fewer => "fewer",
            Change::Same => "same",
        }
    }
}

/// A user, protocol or app in both exports; it is in one of them at least.
#[derive(Debug, Clone)]
pub struct ItemPair {
    /// As the earlier export has it.
    pub before: Option<RosterItem>,
    /// As the later export has it.
    pub after: Option<RosterItem>,
}

impl ItemPair {
    /// The sign-ins before and after.
    pub fn counts(&self) -> (u64, u64) {
        let count = |item: &Option<RosterItem>| item.as_ref().map_or(0, |item| item.count);
        (count(&self.before), count(&self.after))
    }

    /// What became of it.
    pub fn change(&self) -> Change {
        let (before, after) = self.counts();
        Change::new(before, after)
    }

    /// It is in one export only.
    pub fn came_or_went(&self) -> bool {
        matches!(self.change(), Change::New | Change::Gone)
    }

    /// As the later export has it, else the earlier.
    pub fn item(&self) -> Option<&RosterItem> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        self.item().map_or("", |item| &item.name)
    }

    /// Its id; empty where there is none.
    pub fn id(&self) -> &str {
        self.item().map_or("", |item| &item.id)
    }
}

/// Pairs by key, and what is left by name where one side has no id. New, gone, more, fewer, same; within that the larger
/// difference first, then by name and id.
pub(super) fn items(
    before: BTreeMap<String, RosterItem>,
    mut after: BTreeMap<String, RosterItem>,
) -> Vec<ItemPair> {
    let mut pairs: Vec<ItemPair> = Vec::new();
    // Keys of what the later export has alone, by name and whether it has no id.
    let mut left: BTreeSet<(String, bool, String)> = BTreeSet::new();
    for (key, item) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        left.insert((item.name.to_lowercase(), item.id.is_empty(), key.clone()));
    }
    for (key, item) in before {
        let mut other = after.remove(&key);
        if other.is_none() {
            let name = item.name.to_lowercase();
            let first = (name.clone(), !item.id.is_empty(), String::new());
            let near = left.range(first..).next().cloned();
            let near = near.filter(|(known, has_none, _)| *known == name && *has_none != item.id.is_empty());
            other = near.and_then(|near| {
                left.remove(&near);
                after.remove(&near.2)
            });
        }
        pairs.push(ItemPair { before: Some(item), after: other });
    }
    pairs.extend(after.into_values().map(|item| ItemPair { before: None, after: Some(item) }));
    pairs.sort_by(|a, b| rank(a).cmp(&rank(b)));
    pairs
}

fn rank(pair: &ItemPair) -> (Change, Reverse<u64>, &str, &str) {
    let (before, after) = pair.counts();
    (pair.change(), Reverse(before.abs_diff(after)), pair.name(), pair.id())
}

/// What one rule found in both exports.
#[derive(Debug, Clone)]
pub struct FindingPair {
    /// The rule.
    pub rule: &'static str,
    /// What it found in the earlier export.
    pub before: Option<RosterFinding>,
    /// What it found in the later export.
    pub after: Option<RosterFinding>,
}

impl FindingPair {
    /// What became of the finding.
    pub fn change(&self) -> Change {
        match (&self.before, &self.after) {
            (None, _) => Change::New,
            (_, None) => Change::Gone,
            (Some(before), Some(after)) => Change::new(before.signins.max(1), after.signins.max(1)),
        }
    }

    /// As the later export has it, else the earlier.
    pub fn any(&self) -> Option<&RosterFinding> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// New, gone, more, fewer, same; within that the gravest first, then by rule.
pub(super) fn findings(
    before: BTreeMap<&'static str, RosterFinding>,
    after: BTreeMap<&'static str, RosterFinding>,
) -> Vec<FindingPair> {
    let mut pairs: BTreeMap<&'static str, FindingPair> = BTreeMap::new();
    let pair = |rule| FindingPair { rule, before: None, after: None };
    for (rule, found) in before {
        pairs.entry(rule).or_insert_with(|| pair(rule)).before = Some(found);
    }
    for (rule, found) in after {
        pairs.entry(rule).or_insert_with(|| pair(rule)).after = Some(found);
    }
    let mut pairs: Vec<FindingPair> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (pair.change(), Reverse(pair.any().map(|found| found.severity)), pair.rule));
    pairs
}
