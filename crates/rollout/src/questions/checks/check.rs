//! A check: one question of `validate` or `pilot` with its answer, the rows that prove it, and what to do.

use std::collections::BTreeMap;

use entrasift_rules::measure::Evidence;

use crate::answer::{Place, Step, Tone, Warning};
use crate::tenant::excuse::{Acceptance, Excuse};

/// How a check ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStatus {
    /// The question does not arise.
    NotApplicable,
    /// As it should be.
    Pass,
    /// The inputs cannot tell.
    Inconclusive,
    /// Not as it should be.
    Fail,
}

impl CheckStatus {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            CheckStatus::NotApplicable => "not-applicable",
            CheckStatus::Pass => "pass",
            CheckStatus::Inconclusive => "inconclusive",
            CheckStatus::Fail => "fail",
        }
    }

    /// The tone in which it is shown.
    pub fn tone(self) -> Tone {
        match self {
            CheckStatus::NotApplicable => Tone::Dim,
            CheckStatus::Pass => Tone::Good,
            CheckStatus::Inconclusive => Tone::Warn,
            CheckStatus::Fail => Tone::Bad,
        }
    }
}

/// The answer to one question.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its id, which never changes.
    pub id: &'static str,
    /// The question, as a statement that should hold.
    pub title: &'static str,
    /// How it ends.
    pub status: CheckStatus,
    /// Why, in plain words.
    pub detail: String,
    /// Who it is about, ascending.
    pub users: Vec<String>,
    /// How many sign-ins, people or files it is about; the detail says which.
    pub count: u64,
    /// The rows that prove it.
    pub evidence: Evidence,
    /// Rows that prove it in reports, and malformed rows: neither are sign-ins of a log.
    pub places: Vec<Place>,
    /// What to do about it, if anything.
    pub action: Option<Step>,
    /// Accepted exceptions, by user and by what was accepted.
    pub accepted: BTreeMap<(String, String), Acceptance>,
    /// What should be known although it does not decide the check.
    pub warnings: Vec<Warning>,
}

impl Check {
    /// A check that passes as long as nothing is found.
    pub fn new(id: &'static str, title: &'static str) -> Check {
        Check {
            id,
            title,
            status: CheckStatus::Pass,
            detail: String::new(),
            users: Vec::new(),
            count: 0,
            evidence: Evidence::default(),
            places: Vec::new(),
            action: None,
            accepted: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    /// The same with its answer.
    #[must_use]
    pub fn ends(mut self, status: CheckStatus, detail: impl Into<String>) -> Check {
        (self.status, self.detail) = (status, detail.into());
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn so(mut self, action: impl Into<String>) -> Check {
        let action = action.into();
        self.action = (!action.is_empty()).then_some(Step::Do(action));
        self
    }

    /// The same with the command that tells more.
    #[must_use]
    pub fn see(mut self, command: &str, why: &str) -> Check {
        self.action = Some(Step::run(command, why));
        self
    }

    /// Notes what is accepted, one line for each account and kind.
    pub fn accept(&mut self, excuse: Excuse, user: &str, what: &str, count: u64) {
        let key = (user.to_owned(), what.to_owned());
        let id = self.id;
        let known = self.accepted.entry(key).or_insert_with(|| excuse.accepts(id, user, what, 0));
        known.count += count;
    }

    /// What to do, in words; empty where nothing is to be done.
    pub fn action_words(&self) -> String {
        let Some((what, why)) = self.action.as_ref().map(Step::words) else { return String::new() };
        [&what, why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// `ana, bo, cy and 4 more`.
pub fn listed(users: &[String]) -> String {
    const NAMED: usize = 3;
    let named = users.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match users.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_sentence() {
        let check = |count: usize, expect: &str| {
            let users: Vec<String> =
                ["ana", "bo", "cy", "di", "ed"][..count].iter().map(|u| (*u).into()).collect();
            assert_eq!(listed(&users), expect);
        };
        check(1, "ana");
        check(3, "ana, bo, cy");
        check(5, "ana, bo, cy and 2 more");
    }
}
