//! The rule `ropc`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::Predicate;
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// A program signed in with a user's name and password (ROPC).
    ///
    /// ## What it finds
    ///
    /// Sign-ins whose authentication protocol is ROPC, or whose user agent is one that the service itself writes when it turns
    /// basic authentication into ROPC (`BAV2ROPC`, `CBAInPROD`, `CBAinTAR`, `AConsumerV2ROPC`), while the client app looks modern. Where
    /// the client app is a legacy protocol, `legacy-auth` has the row.
    ///
    /// ## Why it matters
    ///
    /// The password is handed to the program, and the program hands it on: no prompt can be shown, so MFA is impossible. What works
    /// this way today stops on the day of enforcement. The same flow is what password sprayers like best, because one request tells
    /// them whether the password is right.
    ///
    /// ## When it is harmless
    ///
    /// A backup or monitoring job that someone wrote years ago. It is no attack, but it will break.
    ///
    /// ## What to do
    ///
    /// `entrasift legacy` lists these accounts with the others that cannot do MFA. Move each job to an application of its own with a
    /// certificate, or to a managed identity. Successes that nobody can explain: reset the password.
    ///
    /// ## Examples
    ///
    /// ```signins finds 4
    /// time  | user       | client app                      | protocol | user agent | code
    /// 09:00 | svc-backup | Mobile Apps and Desktop clients | ROPC     |            | 0
    /// 09:01 | svc-watch  | Browser                         | none     | BAV2ROPC   | 0
    /// 09:02 | ana        | Mobile Apps and Desktop clients | ropc     |            | 50126
    /// 09:02 | ana        | Mobile Apps and Desktop clients | ropc     |            | 50076
    /// 09:03 | bo         | Mobile Apps and Desktop clients | none     | Teams      | 0
    /// ```
    ///
    /// A legacy client app is legacy already.
    ///
    /// ```signins finds 0
    /// time  | user       | client app  | protocol | user agent | code
    /// 09:00 | svc-backup | IMAP4       | ropc     | BAV2ROPC   | 0
    /// ```
    ropc {
        id: "ropc",
        title: "Passwords handed over by programs (ROPC)",
        severity: Severity::High,
        attack: &["T1078.004", "T1110.003"],
        needs: FieldSet::EMPTY,
        when: Predicate::Ropc & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
        kinds: Kind::by_success(),
    }
}
