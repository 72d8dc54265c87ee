//! The rule `non-mfa-success`.

use entrasift_core::{Field, FieldSet};

use crate::derive::outcome::Class;
use crate::predicate::{Predicate, Test};
use crate::rule::{Severity, Shape, rule};

rule! {
    /// Someone got in without MFA.
    ///
    /// ## What it finds
    ///
    /// Successes of the classes `gap` (password only), `gap-legacy-setting` (a trusted address, a registered device or an app password
    /// skipped MFA), `guest` (no MFA evidence from here or from home), `legacy` (a protocol that cannot do MFA), and `unknown`
    /// where the log says single factor for an interactive sign-in. Exactly the rows that `entrasift gaps` lists.
    ///
    /// ## Why it matters
    ///
    /// Before enforcement it is the work ahead. After enforcement each one is a hole in the policy.
    ///
    /// ## When it is harmless
    ///
    /// A single-factor word alone proves nothing: an MFA claim in the token, Windows Hello, a passkey, a broker or the Windows
    /// sign-in read the same. Those have classes of their own and are not counted. Where the evidence is only the requirement, the
    /// confidence says `requirement-only`: the AuthDetails download settles it.
    ///
    /// ## What to do
    ///
    /// Run `entrasift gaps`: administrators first. Then find out which policy should have applied and why it did not.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | client app | requirement                    | conditional access | mfa result                                       | code
    /// 09:00 | ana  | Browser    | Single-factor authentication   | Not Applied        |                                                  | 0
    /// 09:01 | bo   | Browser    | Multifactor authentication     | Success            | MFA requirement skipped due to IP address        | 0
    /// 09:02 | cy   | Browser    | Single-factor authentication   | Success            | MFA requirement satisfied by claim in the token  | 0
    /// 09:03 | di   | Browser    | Single-factor authentication   | Not Applied        |                                                  | 50126
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | client app | requirement                | mfa result                  | code
    /// 09:00 | ana  | Browser    | Multifactor authentication | MFA completed in Azure AD   | 0
    /// ```
    non_mfa_success {
        id: "non-mfa-success",
        title: "Successes without MFA",
        severity: Severity::High,
        attack: &["T1078.004"],
        needs: FieldSet::new([Field::Requirement]),
        when: Predicate::Class(vec![Class::Gap, Class::GapLegacySetting, Class::Guest, Class::Legacy])
            | Predicate::All(vec![
                Predicate::Class(vec![Class::Unknown]),
                Predicate::Interactive,
                Predicate::Is(Field::Requirement, Test::Word("single factor authentication")),
            ]),
        shape: Shape::Each { per: Field::AppId },
    }
}
