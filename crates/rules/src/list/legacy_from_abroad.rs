//! The rule `legacy-from-abroad`.

use entrasift_core::{Field, FieldSet, Status};

use crate::predicate::{Predicate, Test, Words};
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// A protocol that cannot do MFA let someone in from another country.
    ///
    /// ## What it finds
    ///
    /// Successful sign-ins by a legacy client app or by ROPC whose country is given and is none of the home countries. They stand in
    /// the tenant file (`[networks] home_countries`). Without them the rule is not evaluated, and the answer says so: whatever else could
    /// pass for home, such as the most frequent country, would call half of an international company abroad.
    ///
    /// ## Why it matters
    ///
    /// It is the simplest way to read a mailbox with a stolen password: no prompt, no device, no policy that asks for a second factor.
    ///
    /// ## When it is harmless
    ///
    /// A mail program on a journey; a service whose provider runs it in another country: then that country belongs on the list, or the
    /// finding is accepted with an owner and a date.
    ///
    /// ## What to do
    ///
    /// Reset the password first, then look at the mailbox: forwarding and inbox rules, mail sent. Then block legacy authentication, at
    /// least from outside the home countries, today.
    ///
    /// ## Examples
    ///
    /// The home countries of these examples are DE and AT.
    ///
    /// ```signins finds 2
    /// time  | user | client app | protocol | country | code
    /// 09:00 | ana  | IMAP4      |          | NG      | 0
    /// 09:01 | bo   | Browser    | ropc     | BR      | 0
    /// 09:02 | cy   | POP3       |          | at      | 0
    /// ```
    ///
    /// A failure is no entry, an unknown country no other country, and a browser can be asked for MFA.
    ///
    /// ```signins finds 0
    /// time  | user | client app | country | code
    /// 09:00 | ana  | IMAP4      | NG      | 50126
    /// 09:01 | bo   | IMAP4      |         | 0
    /// 09:02 | cy   | Browser    | NG      | 0
    /// ```
    ///
    /// ```signins finds 1 with home_countries:NG,DE
    /// time  | user | client app | country | code
    /// 09:00 | ana  | IMAP4      | NG      | 0
    /// 09:01 | bo   | IMAP4      | AT      | 0
    /// ```
    legacy_from_abroad {
        id: "legacy-from-abroad",
        title: "Legacy successes from abroad",
        severity: Severity::High,
        attack: &["T1078.004", "T1114.002"],
        needs: FieldSet::new([Field::ClientApp, Field::Country]),
        when: Predicate::Status(Status::Success)
            & (Predicate::LegacyClient | Predicate::Ropc)
            & Predicate::Is(Field::Country, Test::Present)
            & !Predicate::Is(Field::Country, Test::Among(Words::Setting("home_countries")))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::Country },
        settings: vec![Setting::words(
            "home_countries",
            &[],
            "The countries of our own; unless set here, `home_countries` under `[networks]` in the tenant file.",
        )],
    }
}
