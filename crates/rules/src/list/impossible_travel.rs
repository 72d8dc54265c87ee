//! The rule `impossible-travel`.

use entrasift_core::{Field, FieldSet};

use crate::detect::journeys::Journeys;
use crate::predicate::Predicate;
use crate::rule::detector::BoxedDetector;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// Two successes of one user, further apart than an aeroplane could carry anyone.
    ///
    /// ## What it finds
    ///
    /// Interactive successes of one user, one directly after the other, in two countries whose nearest points lie at least 500 km apart, so soon
    /// after each other that the way would take more than 1,100 km/h. The distance is a lower bound: exports name countries, so it is measured from
    /// border to border, never between capitals. Within a country and between neighbours nothing can be told. Trusted networks are left
    /// out, and so are non-interactive sign-ins: they carry the address of the first sign-in of their session.
    ///
    /// A case is low if the same registered device is at both ends: that is how a VPN looks. Else it is high.
    ///
    /// ## Why it matters
    ///
    /// The user can be in one of the places only. In the other one is somebody who has the password, or a stolen session.
    ///
    /// ## When it is harmless
    ///
    /// A VPN or a proxy that leaves the internet at home while the user sits in a hotel abroad: name its addresses in `[networks]
    /// trusted`. A phone that roams and leaves through its home network, beside a laptop in the hotel's Wi-Fi. A shared account.
    ///
    /// ## What to do
    ///
    /// See which of the two places is the user's: device, network, habit. For the other one: revoke sessions, reset the password, look at what
    /// was opened there.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user | code | Location | ip
    /// 09:44 | ana  | 0    | AT       | 192.0.2.1
    /// 10:14 | ana  | 0    | PY       | 192.0.2.193
    /// ```
    ///
    /// Neighbours, a long flight, failures, and two people are none.
    ///
    /// ```signins finds 0
    /// time  | user | code  | Location | ip
    /// 09:00 | ana  | 0     | DE       | 192.0.2.1
    /// 09:01 | ana  | 0     | AT       | 192.0.2.2
    /// 00:10 | bo   | 0     | JP       | 192.0.2.3
    /// 12:10 | bo   | 0     | DE       | 192.0.2.4
    /// 09:00 | cy   | 0     | DE       | 192.0.2.5
    /// 09:01 | cy   | 50126 | JP       | 192.0.2.6
    /// 09:01 | di   | 0     | JP       | 192.0.2.6
    /// ```
    ///
    /// A third sign-in between the two does not hide them.
    ///
    /// ```signins finds 4
    /// time  | user | code | Location | ip
    /// 09:00 | ana  | 0    | DE       | 192.0.2.1
    /// 09:10 | ana  | 0    | BR       | 192.0.2.2
    /// 09:20 | ana  | 0    | DE       | 192.0.2.1
    /// 09:30 | ana  | 0    | BR       | 192.0.2.2
    /// ```
    impossible_travel {
        id: "impossible-travel",
        title: "Journeys that nobody can make",
        severity: Severity::High,
        attack: &["T1078.004", "T1550.004"],
        needs: FieldSet::new([Field::Code, Field::Country, Field::Ip]),
        when: Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Custom(|rule| BoxedDetector::new(Journeys::new(rule))),
        settings: vec![
            Setting::number("kmh", 1100, "km/h", "Faster than this nobody travels."),
            Setting::number("kilometres", 500, "km", "Nearer than this nothing is told."),
        ],
    }
}
