//! The rule `disabled-account`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test};
use crate::rule::{Severity, Shape, rule};

rule! {
    /// Someone tried an account that is disabled.
    ///
    /// ## What it finds
    ///
    /// Sign-ins that failed with 50057 (the account is disabled) or 500571 (the guest account is disabled).
    ///
    /// ## Why it matters
    ///
    /// Somebody who left still tries, or somebody works through a list of names that is older than the departure. The code does
    /// not tell whether the password was right; some published rules count it as right, so an account that is enabled again
    /// should get a new password first.
    ///
    /// ## When it is harmless
    ///
    /// The phone of someone who left last week asks for mail until it is wiped. The same address and device each day are its mark.
    ///
    /// ## What to do
    ///
    /// Confirm with HR that the account should be disabled. Look at what else came from the same address, and with which result.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user  | code
    /// 09:00 | ana   | 50057
    /// 09:01 | guest | 500571
    /// 09:02 | bo    | 50126
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user                | code
    /// 09:00 | ana                 | 0
    /// 09:01 | svc-emergency-alpha | 50057
    /// ```
    disabled_account {
        id: "disabled-account",
        title: "Attempts on disabled accounts",
        severity: Severity::Low,
        attack: &["T1078.004"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::Code, Test::Codes(&[50_057, 500_571])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
    }
}
