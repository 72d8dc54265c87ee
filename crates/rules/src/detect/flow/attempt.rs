//! Attempts: the rows of one person that belong to one attempt to get in.

use entrasift_core::{RowRef, Time};

use super::cause::Cause;
use super::judgement::Judgement;
use super::mark::App;
use crate::derive::person::Person;
use crate::measure::Evidence;

/// One attempt of one person to get in.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Whose it is; never a break-glass account, a workload or nobody.
    pub person: Person,
    /// The first row that a policy may have stopped.
    pub first: Time,
    /// The last such row.
    pub last: Time,
    /// The first such row after the last success that fits the flow (as for `recovered`): since then the person has been stopped.
    pub since: Time,
    /// How often it was tried: distinct correlation ids, a row without one counting once.
    pub attempts: u64,
    /// The codes, ascending, 50089 included where it ends the flow; a code that is no number is left out.
    pub codes: Vec<i64>,
    /// The applications, each with its last row; in no particular order.
    pub apps: Vec<(App, Time)>,
    /// What became of it.
    pub judgement: Judgement,
    /// Why it was stopped, or would have been.
    pub cause: Cause,
    /// The code that speaks for the cause.
    pub code: Option<i64>,
    /// It holds a code that nobody knows.
    pub unknown: bool,
    /// The first factor was accepted in one of its rows.
    pub password_right: bool,
    /// A legacy client, or ROPC.
    pub legacy: bool,
    /// Every row says that it is not interactive.
    pub in_background: bool,
    /// Neither address nor network nor country ever appears in a success of this person.
    pub strange: bool,
    /// Its rows.
    pub rows: Vec<RowRef>,
}

impl Flow {
    /// The rows that prove it.
    pub fn evidence(&self) -> Evidence {
        let mut evidence = Evidence::default();
        self.rows.iter().for_each(|row| evidence.see(*row));
        evidence
    }
}
