//! The rule `aitm`.

use entrasift_core::{Field, FieldSet};

use crate::detect::proxied_flows::ProxiedFlows;
use crate::predicate::{Predicate, Test};
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};

rule! {
    /// A sign-in went through a page in the middle, which kept the session.
    ///
    /// ## What it finds
    ///
    /// Flows (one user, one correlation id) to the Office home page (4765445b-32c6-49b0-83e6-1d93765276ca) with a prompt for MFA (50074), the question
    /// whether to stay signed in (50140), and a success, from an address where this user never succeeded before and which is not trusted. That alone
    /// is how anyone signs in at a new place, so one more sign is wanted: the same flow goes on from another network or country
    /// (critical: somebody uses the session), or Microsoft rates the risk of the flow as medium or high, where the export says so.
    ///
    /// ## Why it matters
    ///
    /// The user typed the password into a copy of the sign-in page and approved the prompt. The copy passed both on and kept the session
    /// cookie, which needs no MFA any more. A new password alone does not help.
    ///
    /// ## When it is harmless
    ///
    /// A client that changes from Wi-Fi to mobile data in the middle of a sign-in at a new place. A VPN that comes up at that very moment.
    ///
    /// ## What to do
    ///
    /// Revoke all sessions first, then reset the password. Look at mailbox rules, consents, new devices and new methods since that minute. Find the
    /// message with the link and who else got it. Phishing-resistant methods and policies that want a managed device make this attack fail.
    ///
    /// ## Examples
    ///
    /// ```signins finds 4
    /// time  | user | code  | ip          | Autonomous system  number | Correlation ID | Application ID
    /// 10:14 | ana  | 50074 | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:14 | ana  | 50140 | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:15 | ana  | 0     | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:29 | ana  | 0     | 192.0.2.200 | 64502 | c-1 | 00000002-0000-0ff1-ce00-000000000000
    /// ```
    ///
    /// A new place alone is none; nor is a second address in the same network, or a place that the user knows.
    ///
    /// ```signins finds 0
    /// time  | user | code  | ip          | Autonomous system  number | Correlation ID | Application ID
    /// 10:14 | ana  | 50074 | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:14 | ana  | 50140 | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:15 | ana  | 0     | 192.0.2.193 | 64501 | c-1 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:29 | ana  | 0     | 192.0.2.200 | 64501 | c-1 | 00000002-0000-0ff1-ce00-000000000000
    /// 09:00 | bo   | 0     | 192.0.2.4   | 64501 | c-2 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:14 | bo   | 50074 | 192.0.2.4   | 64501 | c-3 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:14 | bo   | 50140 | 192.0.2.4   | 64501 | c-3 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:15 | bo   | 0     | 192.0.2.4   | 64501 | c-3 | 4765445b-32c6-49b0-83e6-1d93765276ca
    /// 10:29 | bo   | 0     | 192.0.2.200 | 64502 | c-3 | 00000002-0000-0ff1-ce00-000000000000
    /// ```
    aitm {
        id: "aitm",
        title: "Sessions caught by a page in the middle",
        severity: Severity::High,
        attack: &["T1557", "T1539", "T1566.002"],
        needs: FieldSet::new([Field::Code, Field::CorrelationId, Field::Ip]),
        when: Predicate::Is(Field::AppId, Test::Word("4765445b-32c6-49b0-83e6-1d93765276ca"))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(ProxiedFlows::new(rule))),
    }
}
