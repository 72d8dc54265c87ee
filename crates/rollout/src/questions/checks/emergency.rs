//! The sign-ins of emergency accounts in a window.

use entrasift_core::{RowRef, Status, Symbol, Time};
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;

use crate::facts::conditional_access::PolicyEffects;

/// One sign-in of a break-glass account.
#[derive(Debug, Clone, Copy)]
pub struct JudgedEmergency {
    /// Which of the declared accounts, counted from 1.
    pub account: u16,
    /// The account as the log names it.
    pub person: Person,
    /// When it was.
    pub time: Time,
    /// The row.
    pub row: RowRef,
    /// What became of it.
    pub status: Status,
    /// Its code is one that a policy can cause, or that nobody knows.
    pub stopped: bool,
    /// Id of the application.
    pub app_id: Symbol,
    /// The class that the success would have if the account were not declared; `None` where it is no success.
    pub class: Option<Class>,
    /// What Conditional Access did.
    pub applied: PolicyEffects,
    /// Interactive, with a client that can show a prompt.
    pub at_screen: bool,
}
