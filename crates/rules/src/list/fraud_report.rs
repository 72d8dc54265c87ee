//! The rule `fraud-report`.

use entrasift_core::{Evidence, Field, FieldSet};

use crate::predicate::{Predicate, Test, Words};
use crate::rule::{Severity, Shape, rule};

rule! {
    /// Someone answered an MFA prompt with: that was not me.
    ///
    /// ## What it finds
    ///
    /// Failed challenges (500121) whose result says that fraud or suspicious activity was reported, in the sign-in's own result text or
    /// in one of its authentication steps. Many exports hold only a general sentence on the sign-in itself; the steps are in the
    /// AuthDetails companion of a portal CSV, and in JSON exports.
    ///
    /// ## Why it matters
    ///
    /// The prompt came after the right password. So someone else has that password, and the only thing between them and the
    /// account was a person who looked at a phone.
    ///
    /// ## When it is harmless
    ///
    /// A wrong button on one's own prompt: ask. The user is blocked from MFA until an administrator lifts it, where the tenant is set so.
    ///
    /// ## What to do
    ///
    /// Today: reset the password, revoke the sessions, look at what else came from that address, then unblock the user.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | mfa result                                   | code
    /// 09:00 | ana  | MFA denied; Phone App Reported Fraud         | 500121
    /// 09:01 | bo   | SuspiciousActivityReported                   | 500121
    /// 09:02 | cy   | MFA denied; user declined the authentication | 500121
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | mfa result                           | code
    /// 09:00 | ana  | MFA completed in Azure AD            | 0
    /// 09:01 | bo   | MFA denied; Phone App Reported Fraud | 50126
    /// 09:02 | cy   |                                      | 500121
    /// ```
    fraud_report {
        id: "fraud-report",
        title: "MFA prompts reported as fraud",
        severity: Severity::High,
        attack: &["T1621", "T1078.004"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::Code, Test::Codes(&[500_121]))
            & (Predicate::Is(Field::MfaResult, Test::ContainsAny(Words::These(&["fraud", "SuspiciousActivityReported"])))
                | Predicate::Step(Evidence::FRAUD_TEXT))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
    }
}
