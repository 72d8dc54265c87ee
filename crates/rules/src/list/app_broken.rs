//! The rule `app-broken`.

use crate::detect::flow::{FlowDetector, Flows};
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// Several people are stopped in an application, and nobody gets in.
    ///
    /// ## What it finds
    ///
    /// Applications in which three or more people (setting `users`) were stopped by a policy and did not recover, after the last
    /// success of anybody in that application. A prompt that is passed, a colleague who gets in, or one person alone who does not, is no
    /// broken application.
    ///
    /// ## Why it matters
    ///
    /// One person who is stopped needs help with a phone. Three who are stopped in the same place have no problem with their phones: the
    /// application cannot show the prompt (an old built-in browser, a fixed password, a script), or the policy demands of it what it cannot
    /// give. On the day of enforcement this is the list to read first, since everybody who uses the application will call.
    ///
    /// ## When it is harmless
    ///
    /// An application that was switched off, and that some still open. Logs that end in the morning, with three prompts still on the
    /// screens.
    ///
    /// ## What to do
    ///
    /// Ask one of them to try while you watch. No prompt at all: update the application, use the system browser, or ask the vendor for
    /// modern authentication; until then give it a policy of its own with the smallest exception that works, and a date. A
    /// prompt that fails: read the policy that applied with `entrasift show`.
    ///
    /// ## Examples
    ///
    /// ```signins finds 4
    /// time  | user | code  | app   | requirement
    /// 08:00 | ana  | 0     | Vault | Single-factor authentication
    /// 09:00 | ana  | 50074 | Vault | Multifactor authentication
    /// 09:05 | ana  | 50074 | Vault | Multifactor authentication
    /// 09:30 | bo   | 50074 | Vault | Multifactor authentication
    /// 10:00 | cy   | 53003 | Vault | Multifactor authentication
    /// 10:00 | di   | 0     | Mail  | Multifactor authentication
    /// ```
    ///
    /// Somebody gets in afterwards: it is not the application.
    ///
    /// ```signins finds 0
    /// time  | user | code  | app   | requirement
    /// 09:00 | ana  | 50074 | Vault | Multifactor authentication
    /// 09:30 | bo   | 50074 | Vault | Multifactor authentication
    /// 10:00 | cy   | 53003 | Vault | Multifactor authentication
    /// 10:30 | di   | 0     | Vault | Multifactor authentication
    /// ```
    ///
    /// Two people are two people.
    ///
    /// ```signins finds 0
    /// time  | user | code  | app   | requirement
    /// 09:00 | ana  | 50074 | Vault | Multifactor authentication
    /// 09:30 | bo   | 50074 | Vault | Multifactor authentication
    /// ```
    ///
    /// ```signins finds 2 with users:2
    /// time  | user | code  | app   | requirement
    /// 09:00 | ana  | 50074 | Vault | Multifactor authentication
    /// 09:30 | bo   | 50074 | Vault | Multifactor authentication
    /// ```
    app_broken {
        id: "app-broken",
        title: "Applications that let nobody in any more",
        severity: Severity::High,
        attack: &[],
        needs: Flows::required(),
        when: Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(FlowDetector::broken_apps(rule))),
        settings: vec![
            Setting::number("users", 3, "users", "So many people stopped in one application, or more, are a finding."),
        ],
    }
}
