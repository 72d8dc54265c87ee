//! The rule `noncompliant-device`.

use entrasift_core::{Field, FieldSet, Status};

use crate::predicate::{Predicate, Test};
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// A device was not as the organisation wants it.
    ///
    /// ## What it finds
    ///
    /// Sign-ins that a policy refused because of the device (53000, 53001, 53008, 530001, 530002, 530003, 530022), and successes from a device
    /// that the log calls not compliant: registered devices that fail their rules, and, apart, devices that are not registered at all.
    ///
    /// ## Why it matters
    ///
    /// The refused are people who cannot work. The successes show how much of the work is done on devices that nobody
    /// manages: what a policy that wants compliant devices would stop.
    ///
    /// ## When it is harmless
    ///
    /// Nearly always: private phones, guests, a laptop in its first hour. It is an observation, and a number to plan with.
    ///
    /// ## What to do
    ///
    /// Refused: enrol the device or repair its compliance; where only the browser hides the device, use Edge, or the extension for
    /// Chrome. Successes: nothing now.
    ///
    /// ## Examples
    ///
    /// ```signins finds 3
    /// time  | user | compliant | device id                            | code
    /// 09:00 | ana  | false     | 7d1f2c00-0000-4000-8000-000000000001 | 53000
    /// 09:01 | bo   | No        | 7d1f2c00-0000-4000-8000-000000000002 | 0
    /// 09:02 | cy   | FALSE     |                                      | 0
    /// 09:03 | di   | true      | 7d1f2c00-0000-4000-8000-000000000003 | 0
    /// 09:04 | eva  |           |                                      | 0
    /// ```
    ///
    /// Other failures say nothing about the device.
    ///
    /// ```signins finds 0
    /// time  | user | compliant | code
    /// 09:00 | ana  | false     | 50126
    /// 09:01 | bo   | true      | 0
    /// ```
    noncompliant_device {
        id: "noncompliant-device",
        title: "Devices that are not compliant",
        severity: Severity::Low,
        attack: &["T1078.004"],
        needs: FieldSet::EMPTY,
        when: (refused() | Predicate::Status(Status::Success) & Predicate::Is(Field::Compliant, Test::No))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::DeviceId },
        kinds: vec![
            Kind::new("refused", Severity::Low, refused()),
            Kind::new("not compliant", Severity::Info, Predicate::Is(Field::DeviceId, Test::Present)),
            Kind::rest("not registered", Severity::Info),
        ],
    }
}

fn refused() -> Predicate {
    Predicate::Is(Field::Code, Test::FailureIn(&["conditional_access_device"]))
}
