//! The rule `blocked-by-policy`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test};
use crate::rule::{Severity, Shape, rule};

rule! {
    /// A policy refused a sign-in after the password was right.
    ///
    /// ## What it finds
    ///
    /// Sign-ins that a Conditional Access policy or the security defaults refused outright: 53003 and its kin (50005, 50131, 53002, 53005,
    /// 53009, 53011, 501292, 530021, 530031, 530032, 530033, 530035). A device that is not as required is `noncompliant-device`, an unbound token
    /// `token-protection`, a prompt for MFA is no refusal.
    ///
    /// ## Why it matters
    ///
    /// Policies are evaluated after the first factor. So each row is either a person or a program that the policy stopped, or a stranger
    /// who has the password. In a rollout most of them are the dependencies that nobody had listed.
    ///
    /// ## When it is harmless
    ///
    /// The policy does what it is for, and the person knows: a blocked country on a holiday, a private phone.
    ///
    /// ## What to do
    ///
    /// By person and app: the same app for many people is a policy that is too wide; one person in many apps from a strange
    /// address is a stolen password (`ca-failure-burst`); a legacy protocol is a dependency (`entrasift legacy`).
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | code
    /// 09:00 | ana  | 53003
    /// 09:01 | bo   | 530035
    /// 09:02 | cy   | 53000
    /// 09:03 | di   | 50074
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user                | code
    /// 09:00 | ana                 | 0
    /// 09:01 | svc-emergency-alpha | 53003
    /// ```
    blocked_by_policy {
        id: "blocked-by-policy",
        title: "Sign-ins that a policy refused",
        severity: Severity::Low,
        attack: &["T1078.004"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::Code, Test::Codes(REFUSED)) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
    }
}

const REFUSED: &[i64] = &[
    50_005, 50_131, 53_002, 53_003, 53_005, 53_009, 53_011, 501_292, 530_021, 530_031, 530_032, 530_033,
    530_035,
];
