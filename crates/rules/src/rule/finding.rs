//! Findings: what a rule saw, for whom, with the rows that prove it.

use crate::derive::person::Person;
use crate::measure::{Evidence, Span};
use crate::rule::case::Case;
use crate::rule::severity::Severity;

/// What one rule saw.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// How many sign-ins.
    pub signins: u64,
    /// How many users.
    pub users: u64,
    /// How many groups (user and protocol, user and app, …).
    pub groups: u64,
    /// The kinds that the rule tells apart, and how many of the sign-ins are of each; in the rule's order, none without one.
    pub kinds: Vec<(&'static str, u64)>,
    /// How many of the sign-ins may still resolve themselves.
    pub pending: u64,
    /// The users with most sign-ins first.
    pub people: Vec<(Person, u64)>,
    /// When.
    pub span: Span,
    /// The rows that prove it.
    pub evidence: Evidence,
    /// What was seen one by one, where a rule judges cases; in no particular order.
    pub cases: Vec<Case>,
}
