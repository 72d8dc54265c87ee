//! How `plan` is said.

use std::cmp::Reverse;

use entrasift_core::Time;
use entrasift_core::field::catalogue::{self, EnforcementImpact};
use entrasift_rules::tenant::Rollout;

use super::calendar::{self, Calendar, weekday};
use super::codes::CodeCounts;
use super::known_facts::facts;
use super::rollout_plan::RolloutPlan;
use super::words;
use crate::answer::wording::{count_of, some};
use crate::answer::{Answer, Body, Column, Holds, Outcome, Section, Show, Step, Table, Value, Warning};
use crate::reading::request::Request;

pub(super) fn answer(plan: &RolloutPlan) -> Answer {
    let (calendar, request) = (&plan.calendar, &plan.seen.request);
    let mut reading = plan.seen.reading(&[], dates_in_doubt(calendar, &request.tenant.rollout));
    reading.not_evaluated.extend(plan.unanswered().into_iter().cloned());
    let page = |key, title: &str, note: &str, text| Section::new(key, title, Body::Page(text)).noted(note);
    let sections = vec![
        Section::table("tasks", "What is done when", tasks(calendar, request)),
        Section::table("steps", "The five steps", steps(calendar)),
        page("warning", "While security defaults are off", "", words::security_defaults(calendar)),
        Section::table("known", "What the files tell already", facts_table(plan)),
        Section::table("criteria", "It is done when", criteria(calendar, request)),
        page("message", "Message to everyone", "Put in what stands in brackets.", words::message(calendar, &request.tenant)),
        page("reminder", "Reminder", "For those who are missing, not for everyone.", words::reminder(calendar)),
        Section::table("helpdesk", "Helpdesk sheet", helpdesk(plan))
            .noted("First ask which app, since when, and whether it works elsewhere; the code stands on the error page."),
    ];
    Answer {
        command: "plan",
        reading: Some(reading),
        lead: lead(calendar),
        sections,
        next: next_steps(calendar, request),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn lead(calendar: &Calendar) -> Vec<String> {
    let day = |time: Time| format!("{} {}", weekday(time), time.day_words());
    let days = |(first, last): (Time, Time)| format!("{} – {}", first.day_words(), last.day_words());
    vec![
        format!("MFA is enforced on {}, day {}.", day(calendar.enforce), calendar.number(calendar.enforce)),
        format!(
            "Prepare from {}; register {}; pilot {}; validate {}.",
            day(calendar.start),
            days(calendar.register),
            days(calendar.pilot),
            days(calendar.validate)
        ),
    ]
}

fn next_steps(calendar: &Calendar, request: &Request) -> Vec<Step> {
    let start = &calendar.start.rfc3339()[..10];
    let intake = &request.intake;
    if intake.logs.is_empty() && intake.reports.is_empty() {
        return vec![
            Step::look_up(format!("plan --start {start} -o plan.md"), "the plan as a page to share"),
            Step::look_up(format!("plan --start {start} exports/"), "with what your exports tell"),
        ];
    }
    vec![Step::run("plan", "the plan as a page to share").with(format!("--start {start} -o plan.md"))]
}

/// Dates on which nobody should start something.
fn dates_in_doubt(calendar: &Calendar, rollout: &Rollout) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = other_date(calendar, rollout).into_iter().collect();
    let enforced = weekday(calendar.enforce);
    if matches!(enforced, "Friday" | "Saturday" | "Sunday") {
        let message = format!(
            "enforcement falls on a {enforced}: the 48 hours that need the helpdesk are a weekend; choose another --start, or `enforced_at` in the tenant file"
        );
        warnings.push(Warning::new("enforced-before-weekend", message));
    }
    let days = calendar.number(calendar.pilot.0)..=calendar.number(calendar.pilot.1);
    let days = days.take(7).map(|day| weekday(calendar::later(calendar.start, day - 1)));
    let working = days.filter(|day| !matches!(*day, "Saturday" | "Sunday")).count() as u64;
    if working < 2 {
        let message = format!(
            "the pilot has {}: too little to see every kind of device; begin on another day",
            count_of(working, "working day", "working days")
        );
        warnings.push(Warning::new("pilot-on-weekend", message));
    }
    if matches!(weekday(calendar.register.0), "Saturday" | "Sunday") {
        let message = format!(
            "the campaign begins on a {}: the message will be read on Monday",
            weekday(calendar.register.0)
        );
        warnings.push(Warning::new("campaign-on-weekend", message));
    }
    warnings
}

/// The plan enforces on another day than the tenant file, on which the other commands rely.
fn other_date(calendar: &Calendar, rollout: &Rollout) -> Option<Warning> {
    let said = rollout.enforced_at.filter(|said| said.day() != calendar.enforce.day())?;
    let because = match calendar.is_own(rollout) {
        true => "which is not after the campaign and a pilot",
        false => "which belongs to another start",
    };
    let message = format!(
        "the plan enforces on {}; `enforced_at` in the tenant file says {}, {because}",
        calendar.enforce.day_words(),
        said.day_words()
    );
    Some(Warning::new("enforced-at-other", message))
}

fn columns(columns: &[(&'static str, &'static str, Show, Holds)]) -> Vec<Column> {
    columns.iter().map(|(key, title, show, holds)| Column::new(key, title, *show, *holds)).collect()
}

fn date(time: Time) -> Value {
    time.rfc3339()[..10].into()
}

fn tasks(calendar: &Calendar, request: &Request) -> Table {
    let columns = columns(&[
        ("day", "Day", Show::Always, Holds::Number),
        ("date", "Date", Show::Always, Holds::Words),
        ("weekday", "Weekday", Show::Full, Holds::Words),
        ("step", "Step", Show::Full, Holds::Words),
        ("task", "What", Show::Always, Holds::Words),
        ("owner", "Owner", Show::Always, Holds::Words),
        ("command", "entrasift", Show::Always, Holds::Words),
    ]);
    let rows = words::tasks(calendar, &request.tenant).into_iter().map(|task| {
        vec![
            Value::Code(calendar.number(task.day)),
            date(task.day),
            weekday(task.day).into(),
            words::STEPS[task.step - 1].into(),
            task.what.into(),
            "".into(),
            task.command.into(),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn steps(calendar: &Calendar) -> Table {
    let columns = columns(&[
        ("step", "Step", Show::Always, Holds::Words),
        ("from_day", "From day", Show::Always, Holds::Number),
        ("to_day", "To day", Show::Always, Holds::Number),
        ("from", "From", Show::Always, Holds::Words),
        ("to", "To", Show::Always, Holds::Words),
        ("goal", "Goal", Show::Always, Holds::Words),
        ("owner", "Owner", Show::Always, Holds::Words),
    ]);
    let enforced = calendar.enforce;
    let spans = [
        (calendar.start, calendar::later(calendar.register.0, -1).max(calendar.start)),
        calendar.register,
        calendar.pilot,
        (enforced, enforced),
        calendar.validate,
    ];
    let goals = [
        "break-glass accounts ready, legacy dependencies and exceptions listed, the message agreed",
        "the target of the campaign reached, everyone else known by name",
        "MFA asked by the policy from every kind of device; break-glass accounts left alone",
        "the policy on for everyone; nobody stopped for good",
        "72 hours of logs without a sign-in that lacks MFA and without a person stopped by mistake",
    ];
    let rows = words::STEPS.iter().zip(spans).zip(goals).map(|((step, (from, to)), goal)| {
        vec![
            (*step).into(),
            Value::Code(calendar.number(from)),
            Value::Code(calendar.number(to)),
            date(from),
            date(to),
            goal.into(),
            "".into(),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn facts_table(plan: &RolloutPlan) -> Table {
    let columns = columns(&[
        ("topic", "About", Show::Always, Holds::Words),
        ("what", "What is known", Show::Always, Holds::Words),
        ("people", "Accounts", Show::Always, Holds::User),
        ("who", "Who", Show::Wide, Holds::CountedUser),
        ("command", "entrasift", Show::Always, Holds::Words),
    ]);
    let rows = facts(plan).into_iter().map(|fact| {
        vec![
            fact.topic.into(),
            fact.what.into(),
            fact.who.len().into(),
            some(fact.who.names()),
            fact.command.into(),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// The criteria of success (the guide's three, and that of the log).
fn criteria(calendar: &Calendar, request: &Request) -> Table {
    let columns = columns(&[
        ("criterion", "Criterion", Show::Always, Holds::Words),
        ("date", "By", Show::Always, Holds::Words),
        ("command", "entrasift", Show::Always, Holds::Words),
    ]);
    let last = calendar.validate.1;
    let target = format!(
        "{} % of those who count can use MFA at the end of the campaign",
        (request.tenant.rollout.target_rate * 1000.0).round() / 10.0
    );
    let rows = [
        (target, calendar.register.1, "registration"),
        ("every account in active use is registered".to_owned(), last, "registration"),
        ("no legacy sign-in succeeds, but for those excepted in writing".to_owned(), last, "legacy"),
        (
            "each break-glass account signed in, in a planned test, and the policy did not stop it"
                .to_owned(),
            last,
            "validate",
        ),
        (
            "every sign-in of 72 hours has MFA, and nobody is stopped who should not be".to_owned(),
            last,
            "validate",
        ),
    ];
    let rows =
        rows.into_iter().map(|(criterion, by, command)| vec![criterion.into(), date(by), command.into()]);
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// What callers will read out on the day of enforcement, in the order of what is met most.
const SHEET: [i64; 16] = [
    50072, 50079, 50074, 50076, 500121, 50089, 53003, 53000, 53001, 53004, 53010, 530035, 50097, 50158,
    135010, 50126,
];

/// The sheet, and whatever else the logs hold that a policy can cause: by people, then by code.
fn helpdesk(plan: &RolloutPlan) -> Table {
    let met = &plan.met;
    let caused = |code: &i64| {
        catalogue::error_code(*code).is_some_and(|entry| entry.enforcement_impact == EnforcementImpact::Yes)
    };
    let mut others: Vec<i64> =
        met.keys().copied().filter(|code| !SHEET.contains(code) && caused(code)).collect();
    others.sort_by_key(|code| (Reverse(met[code].people), *code));
    let columns = columns(&[
        ("error_code", "Code", Show::Always, Holds::ErrorCode),
        ("meaning", "What happened", Show::Always, Holds::Words),
        ("likely_cause", "Likely cause", Show::Full, Holds::Words),
        ("helpdesk", "What to do or say", Show::Always, Holds::Words),
        ("people", "People in the logs", Show::Wide, Holds::User),
        ("signins", "Sign-ins in the logs", Show::Full, Holds::Number),
    ]);
    let has_logs = !plan.seen.request.intake.logs.is_empty();
    let entries = SHEET.iter().chain(&others).filter_map(|code| Some((*code, catalogue::error_code(*code)?)));
    let rows = entries.map(|(code, entry)| {
        let CodeCounts { people, signins } = met.get(&code).copied().unwrap_or_default();
        let count = |count: u64| if has_logs { count.into() } else { Value::Null };
        vec![
            Value::Code(code),
            entry.meaning.into(),
            entry.likely_cause.into(),
            entry.helpdesk_action.into(),
            count(people),
            count(signins),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}
