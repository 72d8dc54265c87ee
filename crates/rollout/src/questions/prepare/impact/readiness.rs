//! Readiness: what becomes of an active account once the policy is on.

use super::policy::Policy;
use crate::facts::policy_results::Foreseen;
use crate::people::account::Account;
use crate::people::app_use::Way;
use crate::people::special_accounts::AccountKind;

/// What becomes of an active account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    /// Nothing changes.
    Ready,
    /// A prompt where there is none today, and a method to answer it.
    WillBePrompted,
    /// No method that may be used: registers at the next sign-in.
    MustRegister,
    /// Something that it uses today stops for good.
    Blocked,
}

/// How often an account got in, by [`Way`].
pub type Ways = [u64; Way::ALL.len()];

impl Readiness {
    /// Each, in the order of the JSON.
    pub const ALL: [Readiness; 4] =
        [Readiness::Ready, Readiness::WillBePrompted, Readiness::MustRegister, Readiness::Blocked];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::WillBePrompted => "will_be_prompted",
            Readiness::MustRegister => "must_register",
            Readiness::Blocked => "blocked",
        }
    }

    /// What a policy means for an account: the first that fits of blocked, must register, will be prompted, ready.
    pub(super) fn classify(
        policy: Policy,
        account: &Account,
        ways: Ways,
        kind: Option<AccountKind>,
        lacks_method: bool,
        foreseen: &Foreseen,
    ) -> Readiness {
        if policy == Policy::LegacyBlock {
            return if ways[Way::Legacy as usize] > 0 { Readiness::Blocked } else { Readiness::Ready };
        }
        let open = ways[Way::Unprotected as usize] + ways[Way::Guest as usize];
        let machine = kind.is_some_and(AccountKind::is_machine) && account.protected == 0;
        let registers = match kind {
            Some(AccountKind::Guest) => account.protected == 0,
            _ => lacks_method,
        };
        if account.legacy > 0 || machine || foreseen.blocked > 0 {
            Readiness::Blocked
        } else if registers {
            Readiness::MustRegister
        } else if open > 0 || foreseen.interrupted > 0 {
            Readiness::WillBePrompted
        } else {
            Readiness::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states() {
        let ways = |way: Way| {
            let mut ways = [0; Way::ALL.len()];
            ways[way as usize] = 3;
            ways
        };
        let check = |legacy, protected, way, kind, lacks, expect| {
            let account = Account { success: 3, legacy, protected, ..Account::default() };
            assert_eq!(
                Readiness::classify(Policy::Mfa, &account, ways(way), kind, lacks, &Foreseen::default()),
                expect
            );
        };
        check(0, 3, Way::Protected, None, false, Readiness::Ready);
        check(0, 0, Way::Unprotected, None, false, Readiness::WillBePrompted);
        check(0, 0, Way::Unprotected, None, true, Readiness::MustRegister);
        check(1, 3, Way::Legacy, None, false, Readiness::Blocked);
        check(0, 0, Way::Unprotected, Some(AccountKind::Service), true, Readiness::Blocked);
        check(0, 3, Way::Protected, Some(AccountKind::Guest), true, Readiness::Ready);
        check(0, 0, Way::Guest, Some(AccountKind::Guest), false, Readiness::MustRegister);
        let foreseen = Foreseen { evaluated: 3, interrupted: 1, ..Foreseen::default() };
        let account = Account { success: 3, protected: 2, ..Account::default() };
        let classified =
            Readiness::classify(Policy::Mfa, &account, ways(Way::Protected), None, false, &foreseen);
        assert_eq!(classified, Readiness::WillBePrompted);
        for (way, expect) in [(Way::Legacy, Readiness::Blocked), (Way::Unprotected, Readiness::Ready)] {
            let none = Foreseen::default();
            let classified = Readiness::classify(Policy::LegacyBlock, &account, ways(way), None, true, &none);
            assert_eq!(classified, expect);
        }
    }
}
