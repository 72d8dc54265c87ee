//! How `pilot` is said.

use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_core::Field;

use super::member::PilotProblem;
use super::outside::OutsidePilot;
use super::result::PilotResult;
use crate::answer::wording::{count_of, some};
use crate::answer::{Answer, Column, Fact, Holds, Rows, Section, Show, Step, Table, Value, Warning};
use crate::questions::checks::check::{CheckStatus, listed};
use crate::questions::checks::list::CheckVerdict;
use crate::questions::checks::material::shown_name;
use crate::reading::read_logs::Seen;

pub(super) fn answer(result: &Arc<PilotResult>) -> Answer {
    let checks = &result.checks;
    let mut warnings = checks.warnings();
    warnings.extend(outside_warning(result));
    let window = vec![Fact::new("from", Holds::Words, result.from), Fact::new("to", Holds::Words, result.to)];
    let sections = vec![
        Section::verdict(checks.verdict().value()),
        Section::value("window", "Window", Value::Map(window)),
        Section::table("checks", "Checks", checks.table(&result.seen)),
        Section::table("users", "The pilot, one by one", members(result)),
        Section::value("outside", "Outside the pilot", outside(result)),
        Section::table("accepted", "Accepted exceptions", checks.accepted_table()),
    ];
    let mut next = checks.steps();
    if next.is_empty() {
        next.push(Step::run("impact", "who would be stopped if the policy held for everybody"));
    }
    Answer {
        command: "pilot",
        reading: Some(result.seen.reading(&[], warnings)),
        lead: lead(result),
        sections,
        next,
        gravest: None,
        outcome: checks.verdict().outcome(),
    }
}

fn members(result: &Arc<PilotResult>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("seen", "Seen", Show::Always, Holds::Number),
        Column::new("mfa", "MFA", Show::Always, Holds::Words),
        Column::new("by_policy", "By the policy", Show::Always, Holds::Words),
        Column::new("device_kinds", "Devices", Show::Always, Holds::Words),
        Column::new("problems", "Problems", Show::Always, Holds::Words),
    ];
    let shared = result.clone();
    let row = move |at: usize| {
        let member = &shared.members[at];
        let problems: BTreeSet<String> =
            member.problems.iter().map(|problem| problem_words(&shared.seen, problem)).collect();
        vec![
            member.user.as_str().into(),
            member.person.is_some().into(),
            member.mfa.into(),
            member.by_policy.into(),
            Value::List(member.devices.kinds().map(Value::from).collect()),
            Value::List(problems.into_iter().map(Value::from).collect()),
        ]
    };
    Table::new(columns, Rows::pulled(result.members.len(), row))
}

fn problem_words(seen: &Seen, problem: &PilotProblem) -> String {
    match problem {
        PilotProblem::NotSeen => "not seen in the window".to_owned(),
        PilotProblem::WithoutMfa { class, apps } => {
            format!("{}: {}", class.words(), listed(&seen.texts(Field::App, apps)))
        }
        PilotProblem::Stopped { code, apps } => {
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            let apps: Vec<String> = apps.iter().map(|app| app.text(seen).to_owned()).collect();
            format!("stopped in {}{code}", listed(&apps))
        }
        PilotProblem::NeverByPolicy => "the policy was never satisfied".to_owned(),
    }
}

fn outside(result: &PilotResult) -> Value {
    let OutsidePilot { single_factor, legacy, people } = &result.outside;
    let users: BTreeSet<&str> = people.iter().map(|person| shown_name(&result.seen, *person)).collect();
    Value::Map(vec![
        Fact::new("single_factor", Holds::Number, *single_factor),
        Fact::new("legacy", Holds::Number, *legacy),
        Fact::new("users", Holds::User, users.len()),
        Fact::new("who", Holds::CountedUser, some(users.into_iter().map(str::to_owned).collect())),
    ])
}

fn outside_warning(result: &PilotResult) -> Option<Warning> {
    let OutsidePilot { single_factor, legacy, people } = &result.outside;
    let users: BTreeSet<&str> = people.iter().map(|person| shown_name(&result.seen, *person)).collect();
    (!users.is_empty()).then(|| {
        let message = format!(
            "outside the pilot {} got in without MFA ({} with a single factor, {legacy} legacy): with security defaults off nothing \
             demands it of them until the policy is on for all, so keep that time short",
            count_of(users.len() as u64, "person", "people"),
            count_of(*single_factor, "sign-in", "sign-ins"),
        );
        Warning::new("outside-the-pilot", message)
    })
}

fn lead(result: &PilotResult) -> Vec<String> {
    let checks = &result.checks;
    let all = count_of(result.members.len() as u64, "person", "people");
    let mut lead = vec![match checks.verdict() {
        CheckVerdict::Clean => format!(
            "The pilot is clean: {all}, each with MFA by the policy, and the emergency accounts left alone."
        ),
        CheckVerdict::NotClean => format!(
            "The pilot is not clean: {} of {} failed.",
            checks.ending(CheckStatus::Fail).count(),
            count_of(checks.checks().len() as u64, "check", "checks")
        ),
        CheckVerdict::Inconclusive => format!(
            "Inconclusive: nothing bad was found, but {} cannot be told from these files.",
            count_of(checks.ending(CheckStatus::Inconclusive).count() as u64, "thing", "things")
        ),
    }];
    lead.extend(checks.sentences());
    lead
}
