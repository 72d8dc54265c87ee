//! What the files tell already, in the order of the steps: how many it concerns, and whom.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_rules::derive::person::Person;

use super::rollout_plan::RolloutPlan;
use crate::answer::wording::{count_of, thousands};
use crate::people::special_accounts::AccountKind;
use crate::questions::any::break_glass::EmergencyUse;
use crate::questions::any::gaps::Gaps;
use crate::questions::prepare::exceptions::SpecialAccounts;
use crate::questions::prepare::impact::{PolicyImpact, Readiness};
use crate::questions::prepare::legacy::{LegacyClients, LegacyVerdict};
use crate::questions::register::registration::{Registrations, rate_sentence};
use crate::reading::intake::ReportPlace;
use crate::reading::read_logs::Seen;

/// One thing that the files tell.
pub struct PlanFact {
    /// What it is about.
    pub topic: &'static str,
    /// How many, in words.
    pub what: String,
    /// Whom it concerns.
    pub who: ConcernedAccounts,
    /// The command that tells more.
    pub command: &'static str,
}

/// ConcernedAccounts by what tells them apart, which two of one name have two of, each with the name that people know.
#[derive(Debug, Default)]
pub struct ConcernedAccounts(BTreeMap<String, String>);

impl ConcernedAccounts {
    fn people(seen: &Seen, people: impl IntoIterator<Item = Person>) -> ConcernedAccounts {
        let named = |person| (seen.key(person).to_owned(), seen.shown(person).to_owned());
        ConcernedAccounts(people.into_iter().map(named).collect())
    }

    fn registered(all: &Registrations, lines: impl IntoIterator<Item = ReportPlace>) -> ConcernedAccounts {
        let named = |place| {
            let (line, user) = (all.line(place), all.user(place));
            let key = if line.user_id.is_empty() { user } else { &line.user_id };
            (key.to_owned(), user.to_owned())
        };
        ConcernedAccounts(lines.into_iter().map(named).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Their names, ascending.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.0.values().cloned().collect();
        names.sort_unstable();
        names
    }
}

/// What the files tell.
pub fn facts(plan: &RolloutPlan) -> Vec<PlanFact> {
    let mut facts: Vec<PlanFact> = plan.break_glass.conclusion().map(emergencies).into_iter().collect();
    facts.extend(plan.legacy.conclusion().into_iter().flat_map(legacy_clients));
    facts.extend(plan.exceptions.conclusion().into_iter().flat_map(special));
    facts.extend(plan.registration.conclusion().into_iter().flat_map(registrations));
    facts.extend(plan.impact.conclusion().into_iter().flat_map(affected));
    facts.extend(plan.gaps.conclusion().map(without_mfa));
    facts
}

fn emergencies(used: &EmergencyUse) -> PlanFact {
    let declared = used.accounts.len() as u64;
    let accounts = count_of(declared, "account is declared", "accounts are declared");
    let signins = count_of(used.events.len() as u64, "sign-in", "sign-ins");
    let who = used.used().into_iter().map(|name| (name.to_owned(), name.to_owned()));
    PlanFact {
        topic: "Break-glass accounts",
        what: match declared {
            0 => "none is declared: name them in the tenant file".to_owned(),
            _ => format!("{accounts}, with {signins} in these logs"),
        },
        who: ConcernedAccounts(who.collect()),
        command: "break-glass",
    }
}

fn legacy_clients(clients: &LegacyClients) -> [PlanFact; 2] {
    let entries = |verdict| count_of(clients.count(verdict), "device or app", "devices and apps");
    let who = |verdict| {
        ConcernedAccounts::people(&clients.seen, clients.of_verdict(verdict).map(|line| line.person))
    };
    [
        PlanFact {
            topic: "Legacy authentication that works",
            what: format!(
                "{} would break: migrate or decide before enforcement",
                entries(LegacyVerdict::Dependency)
            ),
            who: who(LegacyVerdict::Dependency),
            command: "legacy",
        },
        PlanFact {
            topic: "Legacy authentication blocked already, with the right password",
            what: format!("{}: broken, or a stolen password", entries(LegacyVerdict::Blocked)),
            who: who(LegacyVerdict::Blocked),
            command: "legacy",
        },
    ]
}

/// One line for each kind of special account.
fn special(accounts: &SpecialAccounts) -> Vec<PlanFact> {
    let facts = AccountKind::ALL.into_iter().filter_map(|kind| {
        let seen = &accounts.seen;
        let named = accounts.of_kind(kind).map(|line| {
            let (user, id) = (line.who.user(seen).into_owned(), line.who.user_id(seen));
            (if id.is_empty() { user.clone() } else { id.to_owned() }, user)
        });
        let who = ConcernedAccounts(named.collect());
        let (one, many) = kind.words();
        let what = format!("{}: {}", count_of(who.len() as u64, one, many), kind.suggestion());
        (who.len() > 0).then_some(PlanFact { topic: "Special handling", what, who, command: "exceptions" })
    });
    facts.collect()
}

fn registrations(all: &Registrations) -> [PlanFact; 4] {
    let who = |lines: &mut dyn Iterator<Item = ReportPlace>| ConcernedAccounts::registered(all, lines);
    let not_allowed = who(&mut all.not_allowed.iter().map(|one| one.line));
    let weak_only = who(&mut all.weak_only.iter().map(|one| one.line));
    let excluded = who(&mut all.excluded.iter().map(|one| one.line));
    let count = |who: &ConcernedAccounts, one: &str, many: &str| count_of(who.len() as u64, one, many);
    [
        PlanFact {
            topic: "Registration",
            what: rate_sentence(all),
            who: who(&mut all.contacts.iter().map(|one| one.who.line)),
            command: "registration",
        },
        PlanFact {
            topic: "Registered, but not allowed by policy",
            what: format!("{} would be stopped although registered", count(&not_allowed, "person", "people")),
            who: not_allowed,
            command: "registration",
        },
        PlanFact {
            topic: "SMS or voice only",
            what: format!("{} could do with a stronger method", count(&weak_only, "person", "people")),
            who: weak_only,
            command: "registration",
        },
        PlanFact {
            topic: "Accounts that do not count",
            what: format!(
                "{} in the report: guests, mailboxes, rooms, service accounts",
                count(&excluded, "account", "accounts")
            ),
            who: excluded,
            command: "registration",
        },
    ]
}

/// What enforcement would do today, and to whom.
fn affected(impact: &PolicyImpact) -> Vec<PlanFact> {
    let people = |readiness: &[Readiness]| -> BTreeSet<Person> {
        readiness.iter().flat_map(|one| impact.accounts.people(*one)).collect()
    };
    let stopped = people(&[Readiness::Blocked, Readiness::MustRegister]);
    let mut facts = vec![PlanFact {
        topic: "If MFA were enforced today",
        what: states(impact),
        who: ConcernedAccounts::people(&impact.seen, stopped),
        command: "impact",
    }];
    facts.extend(impact.first_day.map(|day| PlanFact {
        topic: "What the helpdesk has to expect",
        what: day.meeting(),
        who: ConcernedAccounts::people(
            &impact.seen,
            people(&[Readiness::Blocked, Readiness::MustRegister, Readiness::WillBePrompted]),
        ),
        command: "impact",
    }));
    facts
}

/// How many of each state, in few words.
fn states(impact: &PolicyImpact) -> String {
    let count = |readiness| thousands(impact.accounts.count(readiness));
    format!(
        "{} blocked, {} must register, {} prompted, {} ready, of {} active",
        count(Readiness::Blocked),
        count(Readiness::MustRegister),
        count(Readiness::WillBePrompted),
        count(Readiness::Ready),
        thousands(impact.accounts.len() as u64)
    )
}

fn without_mfa(gaps: &Gaps) -> PlanFact {
    let signins = count_of(gaps.signins(), "sign-in", "sign-ins");
    PlanFact {
        topic: "Successes without MFA",
        what: format!("{signins}: enforcement will prompt or stop them"),
        who: ConcernedAccounts::people(&gaps.seen, gaps.lines.iter().map(|line| line.person)),
        command: "gaps",
    }
}
