//! The rule `new-country`.

use entrasift_core::{Field, FieldSet};

use crate::detect::new_countries::NewCountries;
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// A user got in from a country where this user was never seen.
    ///
    /// ## What it finds
    ///
    /// Successes from a country that is neither usual for the tenant nor for the user. Usual for the tenant are the countries of `[networks]
    /// home_countries`; without them, every country from which at least three people and a tenth of all succeeded. Usual for the user is the
    /// country of at least half of the user's successes; and without `home_countries` also the one where the user's log begins. Interactive
    /// or not, over any protocol; partner support, cross-tenant passthrough and the synchronisation account are left out.
    ///
    /// How grave a case is hangs on the protection: high if a success had no MFA behind it, low if all had, info if they also came from
    /// a compliant device.
    ///
    /// ## Why it matters
    ///
    /// Most stolen accounts are used from a country where their owner never was.
    ///
    /// ## When it is harmless
    ///
    /// Business trips and holidays, with MFA and on the own laptop. Mobile providers and VPNs that leave the internet in another country. Addresses
    /// change hands, and the country of an address is an estimate.
    ///
    /// ## What to do
    ///
    /// Start with those without MFA: ask the user; if they did not travel, reset the password and revoke the sessions. For the rest compare with leave
    /// and travel. Set `home_countries`, so that the answer does not hang on what the log happens to hold.
    ///
    /// ## Examples
    ///
    /// ```signins finds 1
    /// time  | user | code | Location | mfa result
    /// 08:00 | ana  | 0    | DE       | MFA completed in Azure AD
    /// 12:00 | ana  | 0    | DE       | MFA completed in Azure AD
    /// 23:00 | ana  | 0    | MN       |
    /// ```
    ///
    /// Failures are none, home is none, and whoever mostly works from another country is at home there.
    ///
    /// ```signins finds 0
    /// time  | user | code  | Location
    /// 08:00 | ana  | 0     | DE
    /// 09:00 | ana  | 0     | AT
    /// 10:00 | ana  | 50126 | MN
    /// 08:00 | bo   | 0     | SE
    /// 09:00 | bo   | 0     | SE
    /// 10:00 | bo   | 0     | DE
    /// 10:00 | cy   | 0     |
    /// ```
    new_country {
        id: "new-country",
        title: "Successes from countries that are new for the user",
        severity: Severity::High,
        attack: &["T1078.004"],
        needs: FieldSet::new([Field::Code, Field::Country]),
        when: Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(NewCountries::new(rule))),
        settings: vec![
            Setting::number("usual_users", 3, "users", "A country is usual for the tenant with successes of so many users, if no home countries are given."),
            Setting::number("usual_percent", 10, "percent", "And of this share of all users."),
        ],
    }
}
