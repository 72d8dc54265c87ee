//! The rule `lockout-burst`.

use entrasift_core::{Field, FieldSet};

use crate::engine::lookup::{Found, Lookup};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::{Burst, Counted, GroupBy, Grouping, Suspect};
use crate::rule::case::{Case, lasting};
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// One address met locked accounts of several users.
    ///
    /// ## What it finds
    ///
    /// 50053 for three or more users from one address within 15 minutes. The code means that smart lock-out holds the account, or
    /// that Microsoft counts the address as malicious; only the failure reason tells which.
    ///
    /// ## Why it matters
    ///
    /// Lock-outs come late in a guessing attack, so they show that somebody has been trying for a while. And locked people call the
    /// helpdesk.
    ///
    /// ## When it is harmless
    ///
    /// A gateway, a mail relay or a terminal server that keeps old passwords of several people. It stands in your own network and goes on every day.
    ///
    /// ## What to do
    ///
    /// See whether `password-spray` has the same address. An address of your own: find the program that keeps the old passwords. Another
    /// one: nothing needs unlocking by hand, smart lock-out ends by itself and lets the owner in from known places.
    ///
    /// ## Examples
    ///
    /// ```signins finds 4
    /// time  | user | code  | ip
    /// 03:00 | ana  | 50053 | 192.0.2.7
    /// 03:01 | ana  | 50053 | 192.0.2.7
    /// 03:10 | bo   | 50053 | 192.0.2.7
    /// 03:15 | cy   | 50053 | 192.0.2.7
    /// ```
    ///
    /// One user often, two addresses, or more than a quarter of an hour are none.
    ///
    /// ```signins finds 0
    /// time  | user | code  | ip
    /// 03:00 | ana  | 50053 | 192.0.2.7
    /// 03:01 | ana  | 50053 | 192.0.2.7
    /// 03:02 | ana  | 50053 | 192.0.2.7
    /// 03:10 | bo   | 50053 | 192.0.2.7
    /// 03:12 | cy   | 50053 | 192.0.2.8
    /// 03:18 | di   | 50053 | 192.0.2.7
    /// 03:05 | ed   | 50126 | 192.0.2.7
    /// ```
    lockout_burst {
        id: "lockout-burst",
        title: "Locked accounts of several users from one address",
        severity: Severity::Medium,
        attack: &["T1110.003"],
        needs: FieldSet::new([Field::Code, Field::Ip]),
        when: Predicate::Is(Field::Code, Test::Codes(&[50053])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Burst(Burst {
            keeps: [Field::Ip, Field::Asn, Field::App],
            unless: None,
            spares_trusted: false,
            groupings: vec![Grouping { by: GroupBy::Value(0), counts: Counted::People, minutes: "minutes", least: "users" }],
            ask,
            judge,
        }),
        settings: vec![
            Setting::number("users", 3, "users", "How many users must be locked."),
            Setting::number("minutes", 15, "minutes", "In how much time."),
        ],
    }
}

fn ask(_: &Suspect<'_>) -> Option<Vec<Lookup>> {
    Some(Vec::new())
}

fn judge(suspect: &Suspect<'_>, _: &[Found]) -> Option<Case> {
    let minutes = (suspect.last().0 - suspect.first().0) / entrasift_core::MINUTE;
    let what = format!("{} locked users within {}", suspect.people().len(), lasting(minutes));
    Some(suspect.case(suspect.severity, what, &[0, 1]))
}
