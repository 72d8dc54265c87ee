//! The rule `account-lockout`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test, Words};
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// Sign-ins were refused because of too many wrong passwords, or because of the address.
    ///
    /// ## What it finds
    ///
    /// Sign-ins with code 50053. The code has two meanings, and only the failure reason tells them apart: the account is locked after
    /// wrong passwords, or the address is known for attacks and nothing that came from it was looked at. A reason that names neither, or
    /// both as Microsoft's own documentation does, is counted apart.
    ///
    /// ## Why it matters
    ///
    /// A lock means that someone tried many passwords: an attacker, or a forgotten device with the old password, whose owner will call. A
    /// blocked address means that the service did its work.
    ///
    /// ## When it is harmless
    ///
    /// A person after a holiday; a phone or a printer after a change of the password: one user, the same address, regular times. The same wrong
    /// password again does not count towards a lock, so a lone old device seldom locks an account.
    ///
    /// ## What to do
    ///
    /// Locked: the lock opens by itself. Find the device if it is the user's own; if not, see `password-spray` and `brute-force`, and
    /// leave the account alone. Malicious address: nothing, unless it is your own VPN exit.
    ///
    /// ## Examples
    ///
    /// ```signins finds 3
    /// time  | user | reason                                                                                     | code
    /// 09:00 | ana  | The account is locked, you've tried to sign in too many times with an incorrect user ID or password. | 50053
    /// 09:01 | bo   | Sign-in was blocked because it came from an IP address with malicious activity             | 50053
    /// 09:02 | cy   |                                                                                            | 50053
    /// 09:03 | di   | Error validating credentials due to invalid username or password.                          | 50126
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user                | reason                 | code
    /// 09:00 | ana                 | The account is locked. | 50126
    /// 09:01 | svc-emergency-alpha | The account is locked. | 50053
    /// ```
    account_lockout {
        id: "account-lockout",
        title: "Locked accounts and blocked addresses",
        severity: Severity::Low,
        attack: &["T1110"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::Code, Test::Codes(&[50_053])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::Ip },
        kinds: vec![
            Kind::new("locked", Severity::Low, locked() & !malicious()),
            Kind::new("malicious address", Severity::Info, malicious() & !locked()),
            Kind::rest("not said which", Severity::Low),
        ],
    }
}

/// Not `locked` alone: a blocked address is blocked.
fn locked() -> Predicate {
    let words = Words::These(&["is locked", "IdsLocked", "too many times"]);
    Predicate::Is(Field::Reason, Test::ContainsAny(words))
}

fn malicious() -> Predicate {
    Predicate::Is(Field::Reason, Test::Contains("malicious"))
}
