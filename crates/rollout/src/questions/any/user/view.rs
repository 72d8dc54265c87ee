//! How `user` is said.

use std::sync::Arc;

use entrasift_core::Registration;
use entrasift_rules::detect::flow::Judgement;

use self::hypothesis::{Hypothesis, hypotheses};
use super::story::UserStory;
use crate::answer::wording::count_of;
use crate::answer::{Answer, Fact, Holds, NotEvaluated, Outcome, Section, Step, Table, Value};

mod attempts;
mod events;
mod hypothesis;
mod prompts;
mod usage;

pub(super) fn answer(story: &Arc<UserStory>) -> Answer {
    let seen = &story.seen;
    let guesses = hypotheses(story.challenges.as_ref());
    let sections = vec![
        Section::value("user", "Who", who(story)),
        Section::table("hypotheses", "\"No prompt arrived\": what it can be", hypothesis::table(&guesses)),
        Section::table("flows", "Attempts that something stopped", attempts::table(story)),
        prompts::section(seen, &story.life.prompts),
        Section::table("registration", "Registration", changes(story)),
        Section::table("failures", "Codes", usage::failures(story)),
        Section::table("devices", "Devices", usage::devices(story)),
        Section::table("places", "Places", usage::places(story)),
        events::section(story),
    ];
    let mut reading = seen.reading(&[], Vec::new());
    let audit = "whether a method was changed stands in the audit log, which no sign-in export holds";
    reading.not_evaluated.push(NotEvaluated::new("method-changed", audit));
    Answer {
        command: "user",
        reading: Some(reading),
        lead: lead(story, &guesses),
        sections,
        next: vec![Step::run("show REQUEST-ID", "one sign-in with every column")],
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn lead(story: &UserStory, guesses: &[Hypothesis]) -> Vec<String> {
    let UserStory { seen, name, life, .. } = story;
    let signins = count_of(life.signins, "sign-in", "sign-ins");
    if life.signins == 0 {
        return vec![format!("{name} is registered, and has no sign-in in these logs.")];
    }
    let stopped = story.attempts_that(Judgement::Stopped);
    let user = life.shown(seen).unwrap_or(name);
    let mut lead = vec![match stopped {
        0 => format!("{user}: {signins}; nothing stopped them for good."),
        some => format!("{user}: {signins}; stopped in {}.", count_of(some, "attempt", "attempts")),
    }];
    let hostile = story.attempts_that(Judgement::Hostile);
    if hostile > 0 {
        let attempts = count_of(hostile, "attempt came", "attempts came");
        lead.push(format!(
            "{attempts} from a place where they never succeed, while they worked elsewhere: a stranger."
        ));
    }
    if let Some(first) = guesses.first().filter(|first| first.weight > 0) {
        lead.push(format!("Most likely {}. {}.", first.words, first.fix));
    }
    lead.extend(prompts::lead(seen, &life.prompts));
    lead
}

fn who(story: &UserStory) -> Value {
    let UserStory { seen, name, life, .. } = story;
    let line = story.registration();
    let methods = line.map_or(Value::Null, |line| {
        Value::List(line.methods.iter().map(|method| method.clone().into()).collect())
    });
    Value::Map(vec![
        Fact::new("name", Holds::Words, life.shown(seen).unwrap_or(name)),
        Fact::new(
            "ids",
            Holds::User,
            Value::List(life.keys().iter().map(|key| key.clone().into()).collect()),
        ),
        Fact::new("signins", Holds::Number, life.signins),
        Fact::new("success", Holds::Number, life.success),
        Fact::new("failure", Holds::Number, life.failure),
        Fact::new("interrupted", Holds::Number, life.signins - life.success - life.failure),
        Fact::new("first", Holds::Time, life.span.first()),
        Fact::new("last", Holds::Time, life.span.last()),
        Fact::new("last_fresh_mfa", Holds::Number, life.last_fresh),
        Fact::new("capable", Holds::Number, line.and_then(|line| line.capable)),
        Fact::new("default_method", Holds::Words, line.map(|line| line.default_method.clone())),
        Fact::new("methods", Holds::Words, methods),
    ])
}

/// The reports in which something is other than in the one before.
fn changes(story: &UserStory) -> Table {
    let mut rows = Vec::new();
    let mut before: Option<&Registration> = None;
    for (date, line) in &story.registrations {
        let same = before.is_some_and(|before| {
            (&before.methods, before.capable, &before.default_method)
                == (&line.methods, line.capable, &line.default_method)
        });
        if !same {
            let methods = line.methods.iter().map(|method| method.clone().into()).collect();
            rows.push(vec![
                (*date).into(),
                line.capable.into(),
                Value::List(methods),
                line.default_method.clone().into(),
            ]);
        }
        before = Some(line);
    }
    let columns = [
        ("date", "Report of", Holds::Words),
        ("capable", "Can use MFA", Holds::Number),
        ("methods", "Methods", Holds::Words),
        ("default_method", "Default", Holds::Words),
    ];
    Table::shown(&columns, rows)
}
