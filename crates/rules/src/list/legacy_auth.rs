//! The rule `legacy-auth`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::Predicate;
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// A sign-in used a protocol that cannot do MFA.
    ///
    /// ## What it finds
    ///
    /// Every sign-in whose client app is neither a browser nor a modern mobile or desktop client: Authenticated SMTP, IMAP4, POP3,
    /// Exchange ActiveSync, MAPI, old Outlook, Exchange PowerShell and the rest of that family, successful or not. An empty
    /// client app is not counted here; `entrasift legacy` shows those rows apart.
    ///
    /// ## Why it matters
    ///
    /// These protocols send a user name and a password and nothing else. Whoever has the password is in, and a policy that
    /// requires MFA stops every device and program that still depends on them.
    ///
    /// ## When it is harmless
    ///
    /// Failures from strange addresses are the background noise of password spraying: they are attacks that achieved nothing.
    /// `entrasift legacy` tells them from dependencies.
    ///
    /// ## What to do
    ///
    /// Run `entrasift legacy` and work off the list before MFA is enforced: replace, reconfigure or retire each dependency,
    /// then block legacy authentication by policy.
    ///
    /// ## Examples
    ///
    /// ```signins finds 3
    /// time  | user | client app         | code
    /// 09:00 | ana  | IMAP4              | 0
    /// 09:05 | bo   | Authenticated SMTP | 50126
    /// 09:05 | di   | POP3               | 53003
    /// 09:06 | cy   | Browser            | 0
    /// ```
    ///
    /// Other spellings of a protocol are legacy too; empty values are neither legacy nor modern.
    ///
    /// ```signins finds 1
    /// time  | user | client app                         | code
    /// 09:00 | ana  | Exchange ActiveSync (unsupported)  | 0
    /// 09:01 | bo   |                                    | 0
    /// 09:02 | cy   | mobile apps and Desktop clients    | 0
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | client app | code
    /// 09:00 | ana  | Browser    | 0
    /// ```
    legacy_auth {
        id: "legacy-auth",
        title: "Sign-ins with legacy protocols",
        severity: Severity::High,
        attack: &["T1078.004", "T1110.003"],
        needs: FieldSet::new([Field::ClientApp]),
        when: Predicate::LegacyClient & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::ClientApp },
        kinds: Kind::by_success(),
    }
}
