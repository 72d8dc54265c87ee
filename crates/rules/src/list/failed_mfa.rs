//! The rule `failed-mfa`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test};
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// Someone was asked for MFA and did not get through.
    ///
    /// ## What it finds
    ///
    /// Failed challenges (500121 and the other failures of the MFA service), and prompts for MFA or for its registration (50072,
    /// 50074, 50076, 50079, 50158) after which the same user never succeeded. Prompts in the last two hours of the data are counted
    /// as pending: the user may be on the way, and the service publishes late.
    ///
    /// ## Why it matters
    ///
    /// Before enforcement these are the people who will call the helpdesk on day one. After it they are the people who
    /// cannot work. And a challenge that the user declined may be the only trace of a stolen password.
    ///
    /// ## When it is harmless
    ///
    /// A user who declined once by mistake and got through a minute later; a prompt closed on a Friday evening.
    ///
    /// ## What to do
    ///
    /// Ask whether the user started the sign-in. If not: reset the password, revoke the sessions. If so: check the registered
    /// methods, register again with a new phone, help out with a temporary access pass. `entrasift explain CODE` has the words.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | code
    /// 09:00 | ana  | 500121
    /// 09:01 | ana  | 0
    /// 09:00 | bo   | 50074
    /// 23:00 | cy   | 0
    /// ```
    ///
    /// A prompt that a later success follows is how MFA works, whatever the order of the rows.
    ///
    /// ```signins finds 0
    /// time  | user | code
    /// 09:01 | ana  | 0
    /// 09:00 | ana  | 50074
    /// 09:30 | bo   | 50126
    /// ```
    ///
    /// A success of somebody else, or an earlier one, resolves nothing.
    ///
    /// ```signins finds 1
    /// time  | user | code
    /// 08:00 | ana  | 0
    /// 09:00 | ana  | 50072
    /// 09:01 | bo   | 0
    /// ```
    failed_mfa {
        id: "failed-mfa",
        title: "MFA challenges that were not passed",
        severity: Severity::Medium,
        attack: &["T1621"],
        needs: FieldSet::new([Field::Code]),
        when: Predicate::Is(Field::Code, Test::FailureIn(&["mfa_challenge", "mfa_service"]))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Unresolved {
            unless_followed: Predicate::Is(Field::Code, Test::Codes(&[50072, 50074, 50076, 50079, 50158]))
                & Predicate::User
                & !Predicate::BreakGlass,
        },
        settings: vec![
            Setting::number("pending_minutes", 120, "minutes", "Prompts younger than this at the end of the data are pending.")
                .at_least(0),
        ],
    }
}
