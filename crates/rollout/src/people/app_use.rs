//! How an account gets into an application: with MFA, with a legacy client, without either.

use entrasift_core::{Field, Time, Translation};
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::measure::{Distinct, Evidence};
use entrasift_rules::tally::Remember;

/// How an account got into an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Way {
    /// With MFA, or as good as MFA.
    Protected,
    /// With a legacy client.
    Legacy,
    /// With ROPC.
    Ropc,
    /// Without MFA, where a policy that asks for it would ask.
    Unprotected,
    /// A guest without MFA.
    Guest,
    /// Partner or Microsoft support.
    Partner,
    /// Directory synchronisation.
    Sync,
    /// Otherwise: a token, a device, a registration, another tenant.
    Neutral,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 8] = [
        Way::Protected,
        Way::Legacy,
        Way::Ropc,
        Way::Unprotected,
        Way::Guest,
        Way::Partner,
        Way::Sync,
        Way::Neutral,
    ];

    /// The way of a success of that class.
    pub fn classify(class: Class, legacy: Legacy, interactive: bool) -> Way {
        match class {
            class if class.is_protected() => Way::Protected,
            Class::Legacy if legacy == Legacy::Ropc => Way::Ropc,
            Class::Legacy => Way::Legacy,
            Class::Gap | Class::GapLegacySetting | Class::Remembered | Class::DeviceSatisfied => {
                Way::Unprotected
            }
            Class::Unknown if interactive => Way::Unprotected,
            Class::Guest => Way::Guest,
            Class::ServiceProvider => Way::Partner,
            Class::Sync => Way::Sync,
            _ => Way::Neutral,
        }
    }
}

/// One account in one application, in one way.
#[derive(Debug, Clone, Default)]
pub struct AppUse {
    /// Successes.
    pub count: u64,
    /// The last one.
    pub last: Option<Time>,
    /// Names of the application.
    pub apps: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for AppUse {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.last = self.last.max(other.last);
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.evidence.merge(&other.evidence);
    }
}

/// The sign-ins by device code of one account in one application, in one way.
#[derive(Debug, Clone, Default)]
pub struct DeviceCodeUse {
    /// Successes.
    pub count: u64,
    /// The last one.
    pub last: Option<Time>,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for DeviceCodeUse {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.count += other.count;
        self.last = self.last.max(other.last);
        self.evidence.merge(&other.evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways() {
        let check = |class, legacy, interactive, expect| {
            assert_eq!(Way::classify(class, legacy, interactive), expect)
        };
        check(Class::MfaPrior, Legacy::No, false, Way::Protected);
        check(Class::Legacy, Legacy::Client, true, Way::Legacy);
        check(Class::Legacy, Legacy::Ropc, false, Way::Ropc);
        check(Class::Unknown, Legacy::No, true, Way::Unprotected);
        check(Class::Unknown, Legacy::No, false, Way::Neutral);
        check(Class::DeviceSignin, Legacy::No, true, Way::Neutral);
    }
}
