//! The rule `ca-failure-burst`.

use entrasift_core::{ABSENT, Field, FieldSet};

use crate::engine::lookup::{Found, Lookup};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::{Burst, Counted, GroupBy, Grouping, Suspect};
use crate::rule::case::{Case, lasting};
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// A policy turned one user away in one app after the other.
    ///
    /// ## What it finds
    ///
    /// 53003 (blocked by Conditional Access) for one user in three or more apps within two hours.
    ///
    /// ## Why it matters
    ///
    /// Conditional Access judges after the password. Whoever walks from app to app has the right password and looks for the door that is open: an
    /// app without a policy.
    ///
    /// ## When it is harmless
    ///
    /// A phone that fetches mail, chat and files by itself, in a country that the policy blocks, on a business trip. Then the device is the
    /// user's own, and all apps fail within the same minute.
    ///
    /// ## What to do
    ///
    /// Ask the user whether they travel. If not: reset the password, revoke the sessions, and see in `entrasift user NAME` whether any app let
    /// the stranger in.
    ///
    /// ## Examples
    ///
    /// ```signins finds 4
    /// time  | user | code  | Application
    /// 20:00 | ana  | 53003 | Outlook Mobile
    /// 20:00 | ana  | 53003 | Outlook Mobile
    /// 20:30 | ana  | 53003 | Microsoft Teams
    /// 22:00 | ana  | 53003 | OneDrive
    /// ```
    ///
    /// Two apps, or a third one too late, are none; an app that is not named is none.
    ///
    /// ```signins finds 0
    /// time  | user | code  | Application
    /// 20:00 | ana  | 53003 | Outlook Mobile
    /// 20:30 | ana  | 53003 | Microsoft Teams
    /// 22:01 | ana  | 53003 | OneDrive
    /// 20:00 | bo   | 53003 | OneDrive
    /// 20:01 | bo   | 53003 |
    /// 20:02 | bo   | 53003 | Microsoft Teams
    /// 20:03 | bo   | 50126 | Outlook Mobile
    /// ```
    ca_failure_burst {
        id: "ca-failure-burst",
        title: "Blocked by policy in several apps, one after the other",
        severity: Severity::Medium,
        attack: &["T1078.004"],
        needs: FieldSet::new([Field::Code, Field::App]),
        when: Predicate::Is(Field::Code, Test::Codes(&[53003])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Burst(Burst {
            keeps: [Field::App, Field::Ip, Field::Country],
            unless: None,
            spares_trusted: false,
            groupings: vec![Grouping { by: GroupBy::Person, counts: Counted::Value(0), minutes: "minutes", least: "apps" }],
            ask,
            judge,
        }),
        settings: vec![
            Setting::number("apps", 3, "apps", "In how many apps the user must be blocked."),
            Setting::number("minutes", 120, "minutes", "In how much time."),
        ],
    }
}

fn ask(_: &Suspect<'_>) -> Option<Vec<Lookup>> {
    Some(Vec::new())
}

fn judge(suspect: &Suspect<'_>, _: &[Found]) -> Option<Case> {
    let minutes = (suspect.last().0 - suspect.first().0) / entrasift_core::MINUTE;
    let apps = suspect.values(0).into_iter().filter(|app| *app != ABSENT).count();
    let what = format!("blocked in {apps} apps within {}", lasting(minutes));
    Some(suspect.case(suspect.severity, what, &[0, 1, 2]))
}
