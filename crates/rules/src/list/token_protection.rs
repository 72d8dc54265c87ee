//! The rule `token-protection`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test};
use crate::rule::{Severity, Shape, rule};

rule! {
    /// A policy wanted a token that is bound to its device, and got another.
    ///
    /// ## What it finds
    ///
    /// Sign-ins refused with 530084: a policy with token protection was not satisfied. The column on token protection alone is no alarm:
    /// `unbound` stands on most rows of a tenant without such a policy.
    ///
    /// ## Why it matters
    ///
    /// It is what a stolen token looks like when someone uses it elsewhere. Far more often it is an application or a device that cannot
    /// bind its tokens yet, and a person who cannot work.
    ///
    /// ## When it is harmless
    ///
    /// An unsupported application, a device that is not registered, a guest: the status code tells which (1002 not registered, 1003 or
    /// 1005 unsupported registration or application, 1006 old Windows, 1008 no request that binds).
    ///
    /// ## What to do
    ///
    /// One person on many devices, or an address that is new: revoke the sessions. Many people in one application: take the
    /// application out of the policy until it can.
    ///
    /// ## Examples
    ///
    /// ```signins finds 1
    /// time  | user | code
    /// 09:00 | ana  | 530084
    /// 09:01 | ana  | 53003
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | token protection - sign in session | code
    /// 09:00 | ana  | unbound                            | 0
    /// ```
    token_protection {
        id: "token-protection",
        title: "Tokens that are not bound to a device, refused",
        severity: Severity::Low,
        attack: &["T1539", "T1550.001"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::Code, Test::Codes(&[530_084])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
    }
}
