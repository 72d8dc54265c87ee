//! How `enforcement` is said.

use std::sync::Arc;

use entrasift_core::{HOUR, Time};
use entrasift_rules::detect::flow::Judgement;
use entrasift_rules::list;

use super::first_hours::FirstHours;
use super::lists;
use super::stopped::StopState;
use crate::answer::wording::{count_of, thousands};
use crate::answer::{Answer, Fact, Holds, NotEvaluated, Outcome, Section, Step, Value, Warning};

/// The rules whose settings the answer depends on.
const RULES: [&str; 2] = ["app-broken", "password-known-to-stranger"];

pub(super) fn answer(hours: &Arc<FirstHours>) -> Answer {
    let rules = list::all_for(&hours.seen.request.tenant).into_iter();
    let rules: Vec<_> = rules.filter(|rule| RULES.contains(&rule.id)).collect();
    let mut reading = hours.seen.reading(&rules, warnings(hours));
    if !hours.has_report {
        let because = "no registration report was given: whether people are registered is not known";
        reading.not_evaluated.push(NotEvaluated::new("registered", because));
    }
    Answer {
        command: "enforcement",
        reading: Some(reading),
        lead: lead(hours),
        sections: sections(hours),
        next: next_steps(hours),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn lead(hours: &FirstHours) -> Vec<String> {
    let span = match hours.enforced_at {
        Some(from) => format!("Since {} UTC", from.minute_words()),
        None => "In the whole log".to_owned(),
    };
    if hours.is_quiet() {
        return vec![format!("{span} nobody was stopped by a policy, as far as these files can show.")];
    }
    let mut lead = vec![stopped_words(hours, &span)];
    match hours.in_state(StopState::Client) {
        0 => {}
        1 => lead.push("1 account is stopped in an old client or a script only.".to_owned()),
        more => {
            lead.push(format!("{} accounts are stopped in old clients and scripts only.", thousands(more)));
        }
    }
    lead.push(format!(
        "{} got through after being asked, {} of them by registering there and then; the background tokens of {} waited for a prompt that was answered.",
        count_of(hours.got_through, "person", "people"),
        thousands(hours.registered_then),
        count_of(hours.outcome(Judgement::Waiting).people, "person", "people"),
    ));
    if !hours.dead_apps.is_empty() {
        let names: Vec<&str> = hours.dead_apps.iter().map(|dead| dead.app.text(&hours.seen)).collect();
        lead.push(format!("Nobody gets into {}: that is the application, not the people.", names.join(", ")));
    }
    let strangers = hours.outcome(Judgement::Hostile).people;
    if strangers > 0 {
        lead.push(format!(
            "Strangers were stopped at the accounts of {}: no case for the helpdesk, see below.",
            count_of(strangers, "person", "people")
        ));
    }
    lead
}

/// How many people cannot work, and how many administrators are among them.
fn stopped_words(hours: &FirstHours, span: &str) -> String {
    let out = hours.in_state(StopState::LockedOut);
    let people = hours.stopped.iter().filter(|line| line.state != StopState::Client);
    let admins = people.filter(|line| line.is_admin).count() as u64;
    let mut words = format!("{span} {} cannot work now", count_of(out, "person", "people"));
    let partly = hours.in_state(StopState::Partly);
    if partly > 0 {
        words += &format!(", {} more cannot use some app or device", thousands(partly));
    }
    match admins {
        0 => words + ".",
        _ => words + &format!("; {} among them.", count_of(admins, "administrator is", "administrators are")),
    }
}

fn warnings(hours: &FirstHours) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let Some(from) = hours.enforced_at else {
        let message = "nobody says when the policy was switched on (--enforced-at TIME, or `enforced_at` in the tenant file): the whole log is judged";
        return vec![Warning::new("enforcement-time-unknown", message)];
    };
    let (first, last) = (hours.seen.totals.first_signin, hours.seen.totals.last_signin);
    if last < Some(from) {
        let message = format!("the logs end before the policy was switched on ({} UTC)", from.minute_words());
        warnings.push(Warning::new("enforcement-not-covered", message));
    } else if last.is_some_and(|last| last.0.saturating_add(HOUR) < hours.window.end.0) {
        let (end, span) = (last.map(Time::minute_words).unwrap_or_default(), hours.hours);
        let message = format!("the logs end on {end} UTC, before the {span} hours after the switch are over");
        warnings.push(Warning::new("enforcement-not-over", message));
    }
    if first.is_some_and(|first| first.0 > from.0.saturating_add(HOUR)) {
        let start = first.map(Time::minute_words).unwrap_or_default();
        let message = format!(
            "the logs begin on {start} UTC, after the policy was switched on: the first hours are missing"
        );
        warnings.push(Warning::new("enforcement-not-covered", message));
    }
    warnings
}

fn sections(hours: &Arc<FirstHours>) -> Vec<Section> {
    let people = hours.outcomes.iter().map(|one| Fact::new(one.judgement.name(), Holds::User, one.people));
    let mut sections = vec![
        Section::table("stopped", "Who is stopped", lists::stopped(hours))
            .noted("locked-out: no success with MFA since; partly: works elsewhere, or met only an app that lets nobody in; client: old clients and scripts"),
        Section::table("app_broken", "Applications that let nobody in", lists::dead_apps(hours)),
        Section::table("outages", "Hours in which more people failed than got in", lists::outages(hours)),
        Section::table("failures_by_hour", "Hour by hour", lists::by_hour(hours)).headline(),
        Section::table("forced_registrations", "Made to register, and did", lists::forced(hours)),
        Section::table("strangers", "Strangers who were stopped", lists::strangers(hours)),
        Section::value("by_cause", "People stopped, by cause", lists::by_cause(hours)),
        Section::table("other_codes", "Failures that the policy did not cause", lists::other_codes(hours)),
        Section::value("people", "People, by what became of their attempts", Value::Map(people.collect())),
    ];
    for (key, judgement) in [
        ("recovered", Judgement::Recovered),
        ("waiting", Judgement::Waiting),
        ("hostile", Judgement::Hostile),
    ] {
        sections.push(Section::value(key, String::new(), hours.outcome(judgement).attempts.into()));
    }
    let window = if hours.enforced_at.is_some() {
        let bounds = [("from", hours.window.start), ("to", hours.window.end)];
        Value::Map(bounds.iter().map(|(name, time)| Fact::new(*name, Holds::Time, *time)).collect())
    } else {
        Value::Null
    };
    sections.push(Section::value("window", String::new(), window));
    sections
}

fn next_steps(hours: &FirstHours) -> Vec<Step> {
    let mut next = Vec::new();
    if hours.stopped.iter().any(|line| line.state != StopState::Client) {
        next.push(Step::run("enforcement --full", "evidence, apps and codes of everyone who is stopped"));
    }
    if hours.in_state(StopState::Client) > 0 {
        next.push(Step::run("legacy", "the old clients, with what to do for each"));
    }
    next
}
