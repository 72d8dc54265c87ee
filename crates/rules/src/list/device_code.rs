//! The rule `device-code`.

use entrasift_core::{Field, FieldSet, Status};

use crate::predicate::{Predicate, Test};
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// Someone signed in by typing a code that another device showed.
    ///
    /// ## What it finds
    ///
    /// Sign-ins whose authentication protocol is device code, or whose original transfer method is the device code flow: the second mark
    /// stays on the later rows of such a session, when the protocol reads `none` again. Graver where the session went on to register a
    /// device (Microsoft Authentication Broker, Device Registration Service).
    ///
    /// ## Why it matters
    ///
    /// The code can come from anybody. A stranger starts the flow, sends the code in a message, the victim types it on the real
    /// Microsoft page and passes MFA there, and the stranger's device has the token. MFA does not help, and a device registered with that token
    /// stays.
    ///
    /// ## When it is harmless
    ///
    /// Meeting-room screens, and developers on a command line without a browser: the same few people, from the office, in Azure CLI
    /// or PowerShell.
    ///
    /// ## What to do
    ///
    /// Ask the person whether they started it. If not: revoke the sessions, remove devices registered since, reset the password. Then block the
    /// flow with a Conditional Access policy on authentication flows for everyone who does not need it.
    ///
    /// ## Examples
    ///
    /// ```signins finds 3
    /// time  | user | protocol   | transfer method | app id                               | code
    /// 09:00 | ana  | deviceCode | deviceCodeFlow  | 29d9ed98-a469-4536-ade2-f981bc1d605e | 50199
    /// 09:01 | ana  | deviceCode | deviceCodeFlow  | 29d9ed98-a469-4536-ade2-f981bc1d605e | 0
    /// 09:11 | ana  | none       | Device code flow | d3590ed6-52b3-4102-aeff-aad2292ab01c | 0
    /// 09:12 | bo   | none       | none            | d3590ed6-52b3-4102-aeff-aad2292ab01c | 0
    /// ```
    ///
    /// The question to confirm an app (50199) alone is no device code.
    ///
    /// ```signins finds 0
    /// time  | user | protocol | transfer method        | code
    /// 09:00 | ana  | none     | none                   | 50199
    /// 09:01 | bo   | oAuth2   | authenticationTransfer | 0
    /// ```
    device_code {
        id: "device-code",
        title: "Sign-ins by device code",
        severity: Severity::High,
        attack: &["T1528", "T1566.002"],
        needs: FieldSet::EMPTY,
        when: (Predicate::Is(Field::Protocol, Test::Word("deviceCode"))
            | Predicate::Is(Field::TransferMethod, Test::Word("deviceCodeFlow")))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
        kinds: vec![
            Kind::new("registers a device", Severity::High, Predicate::Status(Status::Success) & registers_a_device()),
            Kind::new("succeeded", Severity::Medium, Predicate::Status(Status::Success)),
            Kind::rest("not completed", Severity::Low),
        ],
    }
}

/// The broker or the registration service, by id or by name.
fn registers_a_device() -> Predicate {
    Predicate::Any(vec![
        Predicate::Is(Field::AppId, Test::Word("29d9ed98-a469-4536-ade2-f981bc1d605e")),
        Predicate::Is(Field::App, Test::Word("Microsoft Authentication Broker")),
        Predicate::Is(Field::ResourceId, Test::Word("01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9")),
        Predicate::Is(Field::Resource, Test::Word("Device Registration Service")),
    ])
}
