//! A harm: what is done to a clean log, and which check must notice.

use super::Trial;
use super::case::{Case, Shape};

pub type How = fn(&mut Case);

/// A sign-in with a password and nothing else.
pub const PASSWORD: &[(&str, &str)] = &[
    ("Multifactor authentication result", ""),
    ("Multifactor authentication auth method", ""),
    ("Authentication requirement", "Single-factor authentication"),
    ("Conditional Access", "Not Applied"),
    ("Compliant", "false"),
    ("Join Type", ""),
];

/// An attempt from a place and in an application of its own, of which no success can be the end.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("Application", "Northwind Drawing Vault"),
    ("Application ID", "d0000000-0000-4000-8000-0000000000aa"),
    ("Device ID", ""),
    ("User agent", "DrawingVault/7.2"),
    ("Status", "Interrupted"),
    ("Multifactor authentication result", ""),
];

pub fn with(
    one: &[(&'static str, &'static str)],
    two: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    [one, two].concat()
}

pub fn stopped(case: &mut Case, user: &str, code: &'static str) {
    case.add(user, &with(ELSEWHERE, &[("Sign-in error code", code)]));
}

pub fn person(case: &Case) -> String {
    case.names.person.clone()
}

/// Adds a sign-in of the usual person with other values.
pub fn add(case: &mut Case, values: &[(&str, &str)]) {
    case.add(&person(case), values);
}

pub fn fail(check: &'static str, what: &'static str, how: How) -> Trial {
    Trial { what, shape: Shape::Portal, how, caught: Some((check, "fail")) }
}

pub fn doubt(check: &'static str, what: &'static str, how: How) -> Trial {
    Trial { what, shape: Shape::Portal, how, caught: Some((check, "inconclusive")) }
}

pub fn in_graph(trial: Trial) -> Trial {
    Trial { shape: Shape::Graph, ..trial }
}

/// Changes the lines of some accounts in the registration report.
pub fn in_report(case: &mut Case, user: &str, values: &[(&str, &str)]) {
    let report = case.report.as_mut().expect("a report");
    for row in 0..report.rows.len() {
        if report.cell(&report.rows[row], "userPrincipalName").eq_ignore_ascii_case(user) {
            report.set(row, values);
        }
    }
}
