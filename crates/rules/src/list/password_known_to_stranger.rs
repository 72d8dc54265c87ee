//! The rule `password-known-to-stranger`.

use crate::detect::flow::{FlowDetector, Flows};
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};

rule! {
    /// Somebody else typed the right password, and a policy stopped them.
    ///
    /// ## What it finds
    ///
    /// Attempts in which the password was right and a policy stopped the rest (an MFA prompt, a block), from an address, a network and
    /// a country that appear in no success of that user; and the user signs in elsewhere with MFA afterwards. So it was somebody else.
    ///
    /// ## Why it matters
    ///
    /// MFA did its work, and it is all that is left: the password is known. The next prompt may be approved by mistake, and every
    /// protocol that cannot do MFA is open to whoever knows it.
    ///
    /// ## When it is harmless
    ///
    /// A user who travelled, tried once from a foreign network with a device that is not known, gave up, and went on at home. Ask.
    ///
    /// ## What to do
    ///
    /// Reset the password and revoke the sessions today, whatever the user says about the prompts. Look for the same address at other
    /// users. Ask where else the password was used.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | code   | ip          | country | app  | requirement
    /// 04:15 | ana  | 50074  | 192.0.2.9   | BY      | Mail | Multifactor authentication
    /// 04:16 | ana  | 500121 | 192.0.2.9   | BY      | Mail | Multifactor authentication
    /// 08:00 | ana  | 0      | 203.0.113.5 | DE      | Mail | Multifactor authentication
    /// ```
    ///
    /// The user's own country, or a place where the user has succeeded, is no stranger's. Nor is a place from which the password was wrong.
    ///
    /// ```signins finds 0
    /// time  | user | code   | ip          | country | app  | requirement
    /// 07:00 | ana  | 50074  | 192.0.2.9   | DE      | Mail | Multifactor authentication
    /// 08:00 | ana  | 0      | 203.0.113.5 | DE      | Mail | Multifactor authentication
    /// 03:00 | bo   | 0      | 192.0.2.9   | BY      | Mail | Single-factor authentication
    /// 04:00 | bo   | 50074  | 192.0.2.9   | BY      | Mail | Multifactor authentication
    /// 08:00 | bo   | 0      | 203.0.113.5 | DE      | Mail | Multifactor authentication
    /// 04:00 | cy   | 50126  | 192.0.2.9   | BY      | Mail | Single-factor authentication
    /// 08:00 | cy   | 0      | 203.0.113.5 | DE      | Mail | Multifactor authentication
    /// ```
    ///
    /// Without a later success nothing tells a stranger from a user on a journey.
    ///
    /// ```signins finds 0
    /// time  | user | code   | ip          | country | app  | requirement
    /// 08:00 | ana  | 0      | 203.0.113.5 | DE      | Mail | Multifactor authentication
    /// 09:00 | ana  | 50074  | 192.0.2.9   | BY      | Mail | Multifactor authentication
    /// ```
    password_known_to_stranger {
        id: "password-known-to-stranger",
        title: "A stranger had the right password and was stopped",
        severity: Severity::High,
        attack: &["T1078.004", "T1110"],
        needs: Flows::required(),
        when: Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(FlowDetector::strangers(rule))),
    }
}
