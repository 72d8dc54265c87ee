//! How the prompts of a person are said.

use entrasift_core::{DAY, Time};

use super::super::prompts::Prompts;
use crate::answer::wording::count_of;
use crate::answer::{Fact, Holds, Section, Value};
use crate::reading::read_logs::Seen;

/// Prompts a day from which on something is set up badly.
const ANNOYING: u64 = 3;

/// What to do about it.
fn advice(seen: &Seen, prompts: &Prompts) -> Vec<&'static str> {
    let mut advice = Vec::new();
    if prompts.most() < ANNOYING {
        return advice;
    }
    let calls = |(method, _): &(String, u64)| {
        let method = method.to_lowercase();
        method.contains("phone call") || method.contains("text message") || method.contains("sms")
    };
    if prompts.methods(seen).iter().any(calls) {
        advice.push(
            "calls or texts instead of push: set up Authenticator, or a passkey, and make it the default",
        );
    }
    if !prompts.unregistered(seen).is_empty() {
        advice.push("a browser that is not registered is asked every time: sign in to its work profile, or register the device");
    } else {
        advice.push(
            "the device is registered and is asked all the same: look for a sign-in frequency, private windows, or cookies that are \
             deleted when the browser closes",
        );
    }
    advice.push("ten minutes of help, no exemption (entrasift exceptions --exempt says what one would risk)");
    advice
}

/// One sentence, where it is worth one.
pub fn lead(seen: &Seen, prompts: &Prompts) -> Option<String> {
    if prompts.most() < ANNOYING {
        return None;
    }
    let by =
        prompts.methods(seen).first().map_or(String::new(), |(method, _)| format!(", mostly by {method}"));
    Some(format!("Up to {} a day{by}: that is set up badly.", count_of(prompts.most(), "prompt", "prompts")))
}

/// What the prompts are like.
pub fn section(seen: &Seen, prompts: &Prompts) -> Section {
    let counted = |list: Vec<(String, u64)>| {
        Value::Map(list.into_iter().map(|(name, count)| Fact::count(name, count)).collect())
    };
    let day = |day: &i64| Time(day.saturating_mul(DAY)).rfc3339().chars().take(10).collect::<String>();
    let days = prompts.by_day().iter().map(|(number, count)| Fact::count(day(number), *count));
    let share = (!prompts.by_day().is_empty()).then(|| {
        let tenths = prompts.total() * 10 / prompts.by_day().len() as u64;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    let advice = advice(seen, prompts).into_iter().map(Value::from).collect();
    let facts = vec![
        Fact::new("prompts", Holds::Number, prompts.total()),
        Fact::new("failed", Holds::Number, prompts.failed()),
        Fact::new("days_with_prompts", Holds::Number, prompts.by_day().len()),
        Fact::new("per_day", Holds::Words, share),
        Fact::new("most_on_one_day", Holds::Number, prompts.most()),
        Fact::new("by_day", Holds::Number, Value::Map(days.collect())),
        Fact::new("methods", Holds::Words, counted(prompts.methods(seen))),
        Fact::new("unregistered_browsers", Holds::Number, counted(prompts.unregistered(seen))),
        Fact::new("advice", Holds::Words, Value::List(advice)),
    ];
    Section::value("prompts", "\"These prompts are annoying\"", Value::Map(facts))
}
