//! An account as it behaves: sums over its sign-ins, in all and at each address.

use entrasift_core::{Field, Symbol, Time, Translation};
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::small_map::SmallMap;
use entrasift_rules::tally::Remember;

use crate::people::rhythm::Rhythm;

/// What one account does.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Sign-ins.
    pub signins: u64,
    /// Of these, succeeded.
    pub success: u64,
    /// Interactive successes with a modern client.
    pub at_screen: u64,
    /// ROPC sign-ins, whatever became of them.
    pub ropc: u64,
    /// Successes with a legacy client or ROPC.
    pub legacy: u64,
    /// Successes with MFA, or as good as MFA, behind them.
    pub protected: u64,
    /// Some row's code is another one than 50034: the account exists.
    pub exists: bool,
    /// Some row says that the user is a guest.
    pub is_guest: bool,
    /// Some success is the directory synchronisation's.
    pub is_sync: bool,
    /// Some row names an operating system.
    pub has_system: bool,
    /// Some sign-in came from iOS, iPadOS or Android.
    pub on_phone: bool,
    /// First and last.
    pub span: Span,
    /// Last success.
    pub last_success: Option<Time>,
    /// Last success with a fresh second step.
    pub last_fresh_mfa: Option<Time>,
    /// When the successes were.
    pub rhythm: Rhythm,
    /// Lists of policies of the successes, where the export has them.
    pub policies: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Account {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.signins += other.signins;
        self.success += other.success;
        self.at_screen += other.at_screen;
        self.ropc += other.ropc;
        self.legacy += other.legacy;
        self.protected += other.protected;
        self.exists |= other.exists;
        self.is_guest |= other.is_guest;
        self.is_sync |= other.is_sync;
        self.has_system |= other.has_system;
        self.on_phone |= other.on_phone;
        self.span.merge(other.span);
        self.last_success = self.last_success.max(other.last_success);
        self.last_fresh_mfa = self.last_fresh_mfa.max(other.last_fresh_mfa);
        self.rhythm.merge(&other.rhythm);
        self.policies.merge(&other.policies, |list| translation.symbol(Field::Policies, list));
        self.evidence.merge(&other.evidence);
    }
}

/// One account at one address.
#[derive(Debug, Clone, Default)]
pub struct AtAddress {
    /// Successes.
    pub success: u64,
    /// Failures in which the password was not accepted.
    pub refused: u64,
    /// The password was accepted, and something else stopped it.
    pub stopped: u64,
    /// The last row that is no success.
    pub last_failure: Option<Time>,
    /// Countries. An address has one, or two where its place was corrected, so that they need no memory of their own.
    pub countries: SmallMap<Symbol, (), 2>,
}

impl Remember for AtAddress {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.success += other.success;
        self.refused += other.refused;
        self.stopped += other.stopped;
        self.last_failure = self.last_failure.max(other.last_failure);
        for (country, ()) in other.countries.iter() {
            self.countries.entry(translation.symbol(Field::Country, *country));
        }
    }
}
