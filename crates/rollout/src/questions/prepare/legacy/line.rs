//! The lines of `legacy`: who uses which legacy client on which device, and whether that must be replaced.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_core::{DAY, Dictionary, Field, Symbol, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::tally::Tally;

use super::client_use::ClientUse;
use super::definition::DEFINITIONS;
use super::sums::LegacySums;
use super::suspicion::{Suspicion, suspicions};
use super::unclassified::Unclassified;
use crate::reading::read_logs::Seen;

/// Who still signs in with legacy authentication.
pub struct LegacyClients {
    /// What was read.
    pub seen: Arc<Seen>,
    /// One line for each person, client app and device. LegacySums come first: suspect ones, then those that succeeded within the last
    /// week, then more days, then more sign-ins. Then follow blocked, stale and attack.
    pub lines: Vec<LegacyLine>,
    /// Sign-ins without a client app, which are neither legacy nor modern.
    pub unclassified: Unclassified,
    /// How many rows are legacy by other published definitions, in the order of [`DEFINITIONS`].
    pub definitions: [u64; DEFINITIONS.len()],
    /// What was seen of each line.
    uses: Tally<3, ClientUse>,
    /// The client apps of the lines.
    clients: Dictionary,
    /// The devices of the lines.
    devices: Dictionary,
}

/// One person's use of one client app on one device.
#[derive(Debug, Clone)]
pub struct LegacyLine {
    /// Who.
    pub person: Person,
    /// The client app, in the list of the conclusion.
    client_app: Symbol,
    /// The device, in the list of the conclusion.
    device: Symbol,
    /// What the line is.
    pub verdict: LegacyVerdict,
    /// Why somebody else may use the account here; empty where nothing speaks for it.
    pub suspicions: Vec<Suspicion>,
}

/// What a line of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegacyVerdict {
    /// It got in: it breaks when legacy authentication is blocked.
    Dependency,
    /// The password was right, and something else stopped it.
    Blocked,
    /// The password was never right, and the address is no attacker's.
    Stale,
    /// Somebody guesses passwords.
    Attack,
}

impl LegacyVerdict {
    /// Every verdict, in the order of the list.
    pub const ALL: [LegacyVerdict; 4] =
        [LegacyVerdict::Dependency, LegacyVerdict::Blocked, LegacyVerdict::Stale, LegacyVerdict::Attack];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            LegacyVerdict::Dependency => "dependency",
            LegacyVerdict::Blocked => "blocked",
            LegacyVerdict::Stale => "stale",
            LegacyVerdict::Attack => "attack",
        }
    }

    fn new(seen: &Seen, sums: &LegacySums, used: &ClientUse) -> LegacyVerdict {
        if used.success > 0 {
            return LegacyVerdict::Dependency;
        }
        if used.credential_accepted > 0 {
            return LegacyVerdict::Blocked;
        }
        if used.ips.iter().any(|(ip, _)| seen.request.tenant.trusts(seen.text(Field::Ip, ip))) {
            return LegacyVerdict::Stale;
        }
        let everywhere = |holds: &dyn Fn(Symbol, u64) -> bool| {
            !used.ips.is_empty() && used.ips.iter().all(|(ip, times)| holds(ip, times))
        };
        let sprays =
            everywhere(&|ip, _| sums.addresses.get(&ip).is_some_and(|address| address.failed.is_many()));
        let strange =
            everywhere(&|ip, times| times <= 2 && !sums.succeeded.get(ip as usize).copied().unwrap_or(false));
        if used.no_such_account || sprays || strange { LegacyVerdict::Attack } else { LegacyVerdict::Stale }
    }
}

impl LegacyClients {
    pub(super) fn new(seen: &Arc<Seen>, sums: LegacySums) -> LegacyClients {
        let week = seen.as_of.map(|as_of| Time(as_of.0.saturating_sub(7 * DAY)));
        let uses = sums.uses.iter();
        let mut lines: Vec<_> = uses.map(|(key, used)| LegacyLine::new(seen, &sums, *key, used)).collect();
        lines.sort_by_cached_key(|line| {
            let rank = match line.verdict {
                LegacyVerdict::Dependency => sums.uses.get(&line.key()).map(|used| {
                    let recent = used.last_success >= week;
                    let days = used.rhythm.days.count();
                    (line.suspicions.is_empty(), !recent, Reverse(days), Reverse(used.count))
                }),
                _ => None,
            };
            let (client_app, device) = (sums.clients.text(line.client_app), sums.devices.text(line.device));
            (line.verdict, rank, seen.shown(line.person), client_app, device, seen.key(line.person))
        });
        let LegacySums { uses, clients, devices, unclassified, definitions, .. } = sums;
        let definitions = definitions.rows;
        LegacyClients { seen: seen.clone(), lines, unclassified, definitions, uses, clients, devices }
    }

    /// The lines with a verdict.
    pub fn of_verdict(&self, verdict: LegacyVerdict) -> impl Iterator<Item = &LegacyLine> {
        self.lines.iter().filter(move |line| line.verdict == verdict)
    }

    /// How many lines have a verdict.
    pub fn count(&self, verdict: LegacyVerdict) -> u64 {
        self.of_verdict(verdict).count() as u64
    }

    /// The names of the people with a line of a verdict.
    pub fn users(&self, verdict: LegacyVerdict) -> BTreeSet<&str> {
        self.of_verdict(verdict).map(|line| self.seen.shown(line.person)).collect()
    }

    /// The client app of a line, in its canonical spelling.
    pub fn client_app(&self, line: &LegacyLine) -> &str {
        self.clients.text(line.client_app)
    }

    /// The device of a line: its id, or what else tells it apart.
    pub fn device(&self, line: &LegacyLine) -> &str {
        self.devices.text(line.device)
    }

    /// What was seen of a line.
    ///
    /// # Panics
    /// Where the line is one of another list.
    pub fn used(&self, line: &LegacyLine) -> &ClientUse {
        self.uses.get(&line.key()).expect("a line of this list")
    }
}

impl LegacyLine {
    fn new(
        seen: &Seen,
        sums: &LegacySums,
        [person, client_app, device]: [u32; 3],
        used: &ClientUse,
    ) -> LegacyLine {
        let person = Person(person);
        LegacyLine {
            person,
            client_app,
            device,
            verdict: LegacyVerdict::new(seen, sums, used),
            suspicions: suspicions(seen, sums, person, used),
        }
    }

    /// It got in, and perhaps not by its owner's hand.
    pub fn is_suspect(&self) -> bool {
        self.verdict == LegacyVerdict::Dependency && !self.suspicions.is_empty()
    }

    /// What the sums are kept by.
    fn key(&self) -> [u32; 3] {
        [self.person.0, self.client_app, self.device]
    }
}
