//! The list of checks: what they say together, and how that is shown.

use super::check::{Check, CheckStatus};
use crate::answer::wording::LIST_KEPT;
use crate::answer::{Column, Holds, Outcome, Show, Step, Table, Tone, Value, Warning};
use crate::reading::read_logs::Seen;
use crate::tenant::excuse::Acceptance;

/// The checks of one question in the order of the contract.
#[derive(Debug, Clone)]
pub struct CheckList(Vec<Check>);

/// What all checks say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckVerdict {
    /// Every check passes, or does not arise.
    Clean,
    /// Nothing bad was found, but something cannot be told.
    Inconclusive,
    /// Some check fails.
    NotClean,
}

impl CheckVerdict {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            CheckVerdict::Clean => "clean",
            CheckVerdict::Inconclusive => "inconclusive",
            CheckVerdict::NotClean => "not-clean",
        }
    }

    /// The same with its tone.
    pub fn value(self) -> Value {
        let tone = match self {
            CheckVerdict::Clean => Tone::Good,
            CheckVerdict::Inconclusive => Tone::Warn,
            CheckVerdict::NotClean => Tone::Bad,
        };
        Value::Word(self.name(), tone)
    }

    /// Which exit code it deserves.
    pub fn outcome(self) -> Outcome {
        match self {
            CheckVerdict::Clean => Outcome::Done,
            CheckVerdict::Inconclusive => Outcome::Inconclusive,
            CheckVerdict::NotClean => Outcome::No,
        }
    }
}

impl CheckList {
    /// A list of checks in the order in which they are shown.
    pub fn new(checks: Vec<Check>) -> CheckList {
        CheckList(checks)
    }

    /// The checks.
    pub fn checks(&self) -> &[Check] {
        &self.0
    }

    /// Those that end in one way.
    pub fn ending(&self, status: CheckStatus) -> impl Iterator<Item = &Check> {
        self.0.iter().filter(move |check| check.status == status)
    }

    /// What they say together.
    pub fn verdict(&self) -> CheckVerdict {
        let has = |status| self.ending(status).next().is_some();
        match () {
            () if has(CheckStatus::Fail) => CheckVerdict::NotClean,
            () if has(CheckStatus::Inconclusive) => CheckVerdict::Inconclusive,
            () => CheckVerdict::Clean,
        }
    }

    /// The accepted exceptions of all checks.
    pub fn accepted(&self) -> impl Iterator<Item = &Acceptance> {
        self.0.iter().flat_map(|check| check.accepted.values())
    }

    /// The warnings of all checks.
    pub fn warnings(&self) -> Vec<Warning> {
        self.0.iter().flat_map(|check| check.warnings.iter().cloned()).collect()
    }

    /// What to do for each check that does not pass.
    pub fn steps(&self) -> Vec<Step> {
        let open =
            self.0.iter().filter(|one| matches!(one.status, CheckStatus::Fail | CheckStatus::Inconclusive));
        open.filter_map(|check| check.action.clone()).collect()
    }

    /// A sentence for each check that fails, then for each that cannot be told.
    pub fn sentences(&self) -> impl Iterator<Item = String> {
        let open = self.ending(CheckStatus::Fail).chain(self.ending(CheckStatus::Inconclusive));
        open.map(|check| format!("{}: {}.", check.title, check.detail))
    }

    /// The table of checks.
    pub fn table(&self, seen: &Seen) -> Table {
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
        let rows = self.0.iter().map(|check| {
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
        Table::new(columns, rows.collect::<Vec<_>>())
    }

    /// The table of what is accepted, by check, user and what it is.
    pub fn accepted_table(&self) -> Table {
        let mut accepted: Vec<&Acceptance> = self.accepted().collect();
        accepted.sort();
        let columns = [
            ("user", "User", Holds::User),
            ("what", "What", Holds::Words),
            ("count", "Sign-ins", Holds::Number),
            ("because", "Accepted because", Holds::Words),
            ("owner", "Owner", Holds::User),
            ("until", "Until", Holds::Time),
            ("check", "Check", Holds::Words),
        ];
        let rows = accepted.into_iter().map(|one| {
            vec![
                one.user.as_str().into(),
                one.what.as_str().into(),
                one.count.into(),
                one.because.as_str().into(),
                one.owner.as_str().into(),
                one.until.into(),
                one.check.into(),
            ]
        });
        Table::shown(&columns, rows.collect::<Vec<_>>())
    }
}

/// The smallest names, and how many more.
fn names(users: &[String]) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts() {
        let check = |statuses: &[CheckStatus], expect: &str| {
            let checks = statuses.iter().map(|status| Check::new("x", "").ends(*status, ""));
            assert_eq!(CheckList::new(checks.collect()).verdict().name(), expect, "{statuses:?}");
        };
        check(&[], "clean");
        check(&[CheckStatus::Pass, CheckStatus::NotApplicable], "clean");
        check(&[CheckStatus::Pass, CheckStatus::Inconclusive], "inconclusive");
        check(&[CheckStatus::Inconclusive, CheckStatus::Fail], "not-clean");
    }
}
