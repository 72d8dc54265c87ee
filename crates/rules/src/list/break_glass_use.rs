//! The rule `break-glass-use`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::Predicate;
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// An emergency account was used, or someone tried.
    ///
    /// ## What it finds
    ///
    /// Every sign-in of a declared break-glass account, successful or not, interactive or not. An account is known by its user
    /// name, its object id, or its object id in the user-name column, in any case.
    ///
    /// ## Why it matters
    ///
    /// These accounts hold the highest role, stand outside the policies, and are for emergencies only. Nobody has an everyday
    /// reason to sign in with one, so one row is enough.
    ///
    /// ## When it is harmless
    ///
    /// A planned test: declare it under `[[planned_tests]]` in the tenant file. Planned sign-ins stay in the finding, and a finding of
    /// nothing else is an observation.
    ///
    /// ## What to do
    ///
    /// Find out who it was, today. If nobody admits to it: reset the password, revoke the sessions, look at what the account did in the
    /// audit log. `entrasift break-glass` shows every event.
    ///
    /// ## Examples
    ///
    /// A test at 03:14 is planned, give or take a minute: one of these is planned, one is not.
    ///
    /// ```signins finds 2
    /// time  | user                 | code
    /// 03:12 | svc-emergency-alpha  | 50126
    /// 03:13 | SVC-Emergency-Alpha  | 0
    /// 09:00 | ana                  | 0
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user                 | code
    /// 09:00 | svc-backup           | 0
    /// ```
    break_glass_use {
        id: "break-glass-use",
        title: "Break-glass accounts in use",
        severity: Severity::Critical,
        attack: &["T1078.004"],
        needs: FieldSet::EMPTY,
        when: Predicate::BreakGlass & Predicate::User,
        shape: Shape::Each { per: Field::App },
        kinds: vec![
            Kind::new("planned", Severity::Info, Predicate::Planned(Vec::new())),
            Kind::rest("not planned", Severity::Critical),
        ],
    }
}
