//! How `impact` is said.

use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_core::Field;

use super::break_kind::BreakKind;
use super::policy::Policy;
use super::policy_impact::PolicyImpact;
use super::readiness::Readiness;
use super::{lists, tables};
use crate::answer::wording::{count_of, thousands};
use crate::answer::{Answer, Fact, NotEvaluated, Outcome, Section, Step, Tone, Value, Warning};
use crate::facts::policy_results::NO_POLICIES;
use crate::reading::read_logs::Seen;

pub(super) fn answer(impact: &Arc<PolicyImpact>) -> Answer {
    let PolicyImpact { seen, policy, directory, .. } = &**impact;
    let mut sections = vec![
        Section::table("breaks", "What breaks", lists::breaks(impact)),
        Section::table("by_kind", "What breaks, by kind", tables::by_kind(impact)),
        Section::value("users", "Who is affected", users(impact)).headline(),
        Section::value("policy", "", Value::Word(policy.name(), Tone::Plain)),
        Section::table("apps", "Where it is noticed", lists::apps(impact)),
        tables::hours(impact),
        Section::table("people", "Everyone who meets it", lists::people(impact)),
    ];
    if let Some(directory) = directory {
        let table = tables::departments(impact, directory);
        sections.insert(4, Section::table("departments", "By department", table));
    }
    let mut lead = lead(impact);
    lead.extend(impact.first_day.map(|day| day.sentence()));
    let mut reading = seen.reading(&[], warnings(seen, *policy));
    reading.not_evaluated.extend(seen.lacking("report-only", Field::Policies, NO_POLICIES));
    if directory.is_none() {
        let because = "neither sign-in logs nor registration reports hold departments: add --directory FILE (Entra admin center, Users, \
                       Download users)";
        reading.not_evaluated.push(NotEvaluated::new("by-department", because));
    }
    let next = vec![
        Step::run("impact", "every break, with what to do").with("-o impact.csv"),
        Step::run("legacy", "the legacy clients behind it").with("--full"),
    ];
    Answer {
        command: "impact",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn warnings(seen: &Seen, policy: Policy) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = crate::reading::warnings::short_log(seen).into_iter().collect();
    if policy == Policy::Mfa && seen.request.intake.reports.is_empty() {
        let message = "no registration report: whoever was never seen with MFA counts as having to register, which is too many; add the report";
        warnings.push(Warning::new("no-registration-report", message));
    }
    warnings
}

fn users(impact: &PolicyImpact) -> Value {
    let mut facts = vec![Fact::count("active", impact.accounts.len() as u64)];
    let count = |readiness: Readiness| Fact::count(readiness.name(), impact.accounts.count(readiness));
    facts.extend(Readiness::ALL.into_iter().map(count));
    Value::Map(facts)
}

fn lead(impact: &PolicyImpact) -> Vec<String> {
    let count = |readiness| thousands(impact.accounts.count(readiness));
    let active = impact.accounts.len() as u64;
    if impact.policy == Policy::LegacyBlock {
        let mut lead = vec![format!(
            "Blocking legacy authentication stops {} of {} that are active; nobody else notices.",
            count(Readiness::Blocked),
            count_of(active, "account", "accounts")
        )];
        let ropc = impact.breaks.iter().filter(|one| one.kind == BreakKind::Ropc);
        let ropc: BTreeSet<&str> = ropc.map(|one| impact.seen.shown(one.person)).collect();
        if !ropc.is_empty() {
            lead.push(format!(
                "{} by ROPC with a modern client app: a policy on client apps does not stop those, enforcing MFA does.",
                count_of(ropc.len() as u64, "account signs in", "accounts sign in")
            ));
        }
        return lead;
    }
    let mut lead = vec![format!(
        "Of {} that are active, {} are ready, {} will be prompted, {} must register first, {} are blocked for good.",
        count_of(active, "account", "accounts"),
        count(Readiness::Ready),
        count(Readiness::WillBePrompted),
        count(Readiness::MustRegister),
        count(Readiness::Blocked)
    )];
    if impact.breaks.iter().any(|one| one.kind == BreakKind::SyncAccount) {
        lead.push("The synchronisation account is among what breaks: exclude it first, or the directory stops synchronising.".to_owned());
    }
    let blocked = impact.accounts.iter().filter(|one| one.readiness == Readiness::Blocked);
    let machines = blocked.filter(|one| one.is_machine()).count();
    if machines > 0 {
        lead.push(format!(
            "Of those blocked, {} no person: nobody calls, something just stops.",
            count_of(machines as u64, "is", "are")
        ));
    }
    lead
}
