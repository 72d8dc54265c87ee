//! A check: one question of `validate` or `pilot` with its answer, the rows that prove it, and what to do.

use std::collections::BTreeMap;

use entrasift_rules::measure::Evidence;

use crate::answer::{Column, Holds, Outcome, Place, Show, Step, Table, Tone, Value, Warning};
use crate::reading::read_logs::{LIST_KEPT, Seen};
use crate::tenant::excuse::Acceptance;

/// How a check ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The question does not arise.
    NotApplicable,
    /// As it should be.
    Pass,
    /// The inputs cannot tell.
    Inconclusive,
    /// Not as it should be.
    Fail,
}

impl Status {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::NotApplicable => "not-applicable",
            Status::Pass => "pass",
            Status::Inconclusive => "inconclusive",
            Status::Fail => "fail",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Status::NotApplicable => Tone::Dim,
            Status::Pass => Tone::Good,
            Status::Inconclusive => Tone::Warn,
            Status::Fail => Tone::Bad,
        }
    }
}

/// The answer to one question.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its id: fixed.
    pub id: &'static str,
    /// The question, as a statement that should hold.
    pub title: &'static str,
    /// How it ends.
    pub status: Status,
    /// Why, in plain words.
    pub detail: String,
    /// Who it is about, ascending.
    pub users: Vec<String>,
    /// How much of it there is (sign-ins, people or files, as the detail says).
    pub count: u64,
    /// The rows that prove it.
    pub evidence: Evidence,
    /// The same for rows of reports and malformed rows, which no log counts.
    pub places: Vec<Place>,
    /// What to do about it, if anything.
    pub action: Option<Step>,
    /// What would have spoken against it, but someone answers for it: by user and by what it is.
    pub accepted: BTreeMap<(String, String), Acceptance>,
    /// What does not decide it, and should be known.
    pub warnings: Vec<Warning>,
}

impl Check {
    /// A check that passes as long as nothing is found.
    pub fn new(id: &'static str, title: &'static str) -> Check {
        Check {
            id,
            title,
            status: Status::Pass,
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
    pub fn ends(mut self, status: Status, detail: impl Into<String>) -> Check {
        (self.status, self.detail) = (status, detail.into());
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn so(mut self, action: impl Into<String>) -> Check {
        let action = action.into();
        self.action = (!action.is_empty()).then(|| Step::Do(action));
        self
    }

    /// The same with the command that tells more.
    #[must_use]
    pub fn see(mut self, command: &str, why: &str) -> Check {
        self.action = Some(Step::run(command, why));
        self
    }

    fn action_words(&self) -> String {
        let Some((what, why)) = self.action.as_ref().map(Step::words) else { return String::new() };
        [&what, why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// What the checks say together.
pub fn verdict(checks: &[Check]) -> (&'static str, Tone, Outcome) {
    let has = |status| checks.iter().any(|check| check.status == status);
    match () {
        () if has(Status::Fail) => ("not-clean", Tone::Bad, Outcome::No),
        () if has(Status::Inconclusive) => ("inconclusive", Tone::Warn, Outcome::Inconclusive),
        () => ("clean", Tone::Good, Outcome::Done),
    }
}

/// The table of checks, in the order of the contract.
pub fn table(seen: &Seen, checks: &[Check]) -> Table {
    let columns = vec![
        Column::new("id", "Check", Show::Always, Holds::Words),
        Column::new("title", "What should hold", Show::Full, Holds::Words),
        Column::new("status", "Answer", Show::Always, Holds::Words),
        Column::new("detail", "Why", Show::Always, Holds::Words),
        Column::new("count", "Count", Show::Full, Holds::Number),
        Column::new("users", "Users", Show::Full, Holds::User),
        Column::new("action", "What to do", Show::Wide, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = checks.iter().map(|check| {
        vec![
            check.id.into(),
            check.title.into(),
            Value::Word(check.status.name(), check.status.tone()),
            check.detail.clone().into(),
            check.count.into(),
            names(&check.users),
            check.action_words().into(),
            evidence(seen, check),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// The smallest names, and how many more.
pub fn names(users: &[String]) -> Value {
    let kept = users.iter().take(LIST_KEPT).map(|user| user.clone().into()).collect();
    Value::Some { items: kept, more: users.len().saturating_sub(LIST_KEPT) as u64 }
}

fn evidence(seen: &Seen, check: &Check) -> Value {
    if check.places.is_empty() {
        return seen.evidence(&check.evidence);
    }
    let mut places = check.places.clone();
    places.sort();
    let total = places.len() as u64;
    places.truncate(5);
    Value::Evidence { places, total }
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
    fn verdicts() {
        let check = |statuses: &[Status], expect: &str| {
            let checks: Vec<Check> =
                statuses.iter().map(|status| Check::new("x", "").ends(*status, "")).collect();
            assert_eq!(verdict(&checks).0, expect, "{statuses:?}");
        };
        check(&[], "clean");
        check(&[Status::Pass, Status::NotApplicable], "clean");
        check(&[Status::Pass, Status::Inconclusive], "inconclusive");
        check(&[Status::Inconclusive, Status::Fail], "not-clean");
    }

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
