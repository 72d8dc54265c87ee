//! The rule `silently-exempt`.

use entrasift_core::{Field, FieldSet};

use crate::detect::exemptions::Exemptions;
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// A policy passes over someone, and nobody said that it should.
    ///
    /// ## What it finds
    ///
    /// People with three or more interactive successes, outside the trusted networks, to which no policy applied (Conditional Access = Not
    /// Applied) and which nothing else protected, in apps where the policy does apply to three or more other people at the same time. Two kinds:
    ///
    /// - *no longer*: a policy did apply to this person in this app before (Conditional Access = Success, with MFA), and since its last time never
    ///   again;
    /// - *never*: since the policy was enforced it has not applied to this person once. It is enforced since `[rollout] enforced_at`; without it, since
    ///   the first day from which on nine in ten interactive successes of every day were covered.
    ///
    /// Whoever the tenant file's `[exceptions]` name is exempt on purpose and not listed; nor are break-glass accounts, sign-ins to Windows,
    /// registrations, and legacy protocols, which have a rule of their own.
    ///
    /// ## Why it matters
    ///
    /// Groups for exclusions are filled in a hurry and never emptied. An attacker who got hold of an administrator adds to them. Everyone in them has a
    /// password and nothing else, while the rollout's figures look complete.
    ///
    /// ## When it is harmless
    ///
    /// The policy asks for MFA by place or by device, and the person works where it does not ask: put those networks into `[networks] trusted`. The person
    /// moved to a team with another policy.
    ///
    /// ## What to do
    ///
    /// Look up in the policy's exclusions why it passes over this person, and who added them when (the audit log knows). Remove the
    /// exclusion, or write it into `[exceptions]` with a reason.
    ///
    /// ## Examples
    ///
    /// The policy reached ana in the morning and never again, though it reaches the others.
    ///
    /// ```signins finds 3
    /// time  | user | code | Application | Conditional Access | mfa result                | requirement
    /// 08:00 | ana  | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 09:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 10:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 11:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 12:00 | bo   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 12:00 | cy   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 12:00 | di   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// ```
    ///
    /// The policy was switched off for everyone; it covers another app only; it applies again.
    ///
    /// ```signins finds 0
    /// time  | user | code | Application | Conditional Access | mfa result                | requirement
    /// 08:00 | ana  | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 08:00 | bo   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 08:00 | cy   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 08:00 | di   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 09:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 10:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 11:00 | ana  | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | code | Application | Conditional Access | mfa result                | requirement
    /// 08:00 | ana  | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 09:00 | ana  | 0    | Canteen     | Not Applied        |                           | singleFactorAuthentication
    /// 10:00 | ana  | 0    | Canteen     | Not Applied        |                           | singleFactorAuthentication
    /// 11:00 | ana  | 0    | Canteen     | Not Applied        |                           | singleFactorAuthentication
    /// 09:00 | bo   | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 09:01 | bo   | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 09:02 | bo   | 0    | Portal      | Not Applied        |                           | singleFactorAuthentication
    /// 12:00 | bo   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 12:00 | cy   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 12:00 | di   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// 12:00 | ed   | 0    | Portal      | Success            | MFA completed in Azure AD | multiFactorAuthentication
    /// ```
    silently_exempt {
        id: "silently-exempt",
        title: "People whom the policy passes over",
        severity: Severity::High,
        attack: &["T1556.009"],
        needs: FieldSet::new([Field::Code, Field::CaStatus, Field::App]),
        when: Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(Exemptions::new(rule))),
        settings: vec![
            Setting::number("signins", 3, "sign-ins", "How many sign-ins of a person the policy must pass over."),
            Setting::number("others", 3, "users", "To how many other users the policy must apply in the same app."),
            Setting::number("covered_percent", 90, "percent", "Share of a day's interactive successes that shows that the policy is enforced."),
        ],
    }
}
