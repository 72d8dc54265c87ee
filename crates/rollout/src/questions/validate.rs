//! `validate`: is the log of the first 72 hours after enforcement clean. One file of `validate/` for each group of checks.

use std::collections::BTreeSet;

use entrasift_core::text::time::{DAY, HOUR, Time};

use self::material::Material;
use self::watch::{Watch, Window};
use crate::answer::Warning;
use crate::answer::check::{self, Check, Status};
use crate::answer::{Answer, Fact, Holds, Section, Step, Value};
use crate::reading::read_logs::{count_of, see};
use crate::reading::request::{AnswerError, Request};
use crate::tenant::excuse::{self, Acceptance, Excuses};

pub(crate) mod break_glass;
pub(crate) mod coverage;
mod evidence;
pub(crate) mod failures;
pub(crate) mod material;
mod policy;
mod registration;
mod shift;
pub(crate) mod signins;
mod uniformity;
pub(crate) mod watch;

/// The guide's length of the window.
pub const HOURS: u32 = 72;

/// What the command line says and the tenant file does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ValidateOptions {
    /// When the policy was switched on for all; else the tenant file's.
    pub enforced_at: Option<Time>,
    /// Length of the window; else [`HOURS`].
    pub hours: Option<u32>,
    /// The range that was asked for at download.
    pub covers: Option<Covers>,
}

/// A range of a download, `from <= time < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    /// Its first moment.
    pub from: Time,
    /// The first moment after it.
    pub to: Time,
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says; also where nobody says when the policy was switched on.
pub fn answer(request: &Request, wishes: ValidateOptions) -> Result<Answer, AnswerError> {
    let Some(from) = wishes.enforced_at.or(request.tenant.rollout.enforced_at) else {
        let message = "when was the policy switched on? Say --enforced-at TIME, or `enforced_at` in the tenant file ([rollout])";
        return Err(AnswerError::NotFound(message.to_owned()));
    };
    let hours = wishes.hours.unwrap_or(HOURS);
    let window = Window { from, to: Time(from.0.saturating_add(i64::from(hours).saturating_mul(HOUR))) };
    let policy = &request.tenant.rollout.policy;
    let (watch, seen) = see(request, "validate", &[], || Watch::new(window, policy))?;
    let excuses = Excuses::of(&request.tenant, seen.as_of);
    let material = Material { seen: &seen, watch: &watch, window, excuses: &excuses, only: None };
    let mut checks = checks(&material, wishes.covers);
    let accepted: Vec<Acceptance> =
        checks.iter_mut().flat_map(|check| std::mem::take(&mut check.accepted).into_values()).collect();
    let mut warnings: Vec<Warning> =
        checks.iter_mut().flat_map(|check| std::mem::take(&mut check.warnings)).collect();
    warnings.extend(of_the_window(window, hours));
    let (word, tone, outcome) = check::verdict(&checks);
    let lead = lead(&checks, word, hours, &accepted);
    let next = next(&checks, window);
    let bounds = vec![Fact::new("from", Holds::Words, window.from), Fact::new("to", Holds::Words, window.to)];
    let sections = vec![
        Section::value("verdict", "Verdict", Value::Word(word, tone)),
        Section::value("window", "Window", Value::Map(bounds)),
        Section::table("checks", "Checks", check::table(&seen, &checks)),
        Section::table("accepted", "Accepted exceptions", excuse::table(accepted)),
    ];
    let reading = Some(seen.reading(&[], warnings));
    Ok(Answer { command: "validate", reading, lead, sections, next, gravest: None, outcome })
}

/// Every check, in the order of the contract.
fn checks(material: &Material<'_>, covers: Option<Covers>) -> Vec<Check> {
    vec![
        coverage::coverage(material, covers),
        coverage::truncation(material),
        coverage::both_kinds(material),
        signins::mfa(material),
        signins::legacy(material),
        failures::check(material),
        policy::check(material),
        registration::check(material),
        break_glass::unregistered(material),
        break_glass::tested(material),
        evidence::check(material),
    ]
}

/// What the window itself makes doubtful.
fn of_the_window(window: Window, hours: u32) -> Vec<Warning> {
    let mut warnings = vec![Warning::new(
        "first-day",
        "a policy may take up to 24 hours to reach everybody: what happened on the first day may be of before",
    )];
    if hours < HOURS {
        let message = format!("the window has {hours} hours; the guide judges {HOURS}");
        warnings.push(Warning::new("short-window", message));
    }
    let days = (window.from.day()..=Time(window.to.0.saturating_sub(1)).day()).take(1_000);
    // 1970-01-01 was a Thursday.
    if days.into_iter().any(|day| matches!((day + 3).rem_euclid(7), 5 | 6)) {
        let message = "the window holds a weekend: fewer people sign in then, and it proves less";
        warnings.push(Warning::new("weekend", message));
    }
    warnings
}

fn lead(checks: &[Check], word: &str, hours: u32, accepted: &[Acceptance]) -> Vec<String> {
    let of = |status| checks.iter().filter(move |check| check.status == status);
    // One account is one exception, whatever it did.
    let whose = |one: &Acceptance| if one.user.is_empty() { one.what.clone() } else { one.user.clone() };
    let exceptions: BTreeSet<String> = accepted.iter().map(whose).collect();
    let with = match exceptions.len() as u64 {
        0 => String::new(),
        some => format!(", with {}", count_of(some, "accepted exception", "accepted exceptions")),
    };
    let mut lead = vec![match word {
        "clean" => format!(
            "Clean{with}: MFA on every sign-in of the {hours} hours, nobody stopped, nothing missing."
        ),
        "not-clean" => {
            let failed = of(Status::Fail).count() as u64;
            format!(
                "Not clean{with}: {} of {} failed.",
                failed,
                count_of(checks.len() as u64, "check", "checks")
            )
        }
        _ => format!(
            "Inconclusive{with}: nothing bad was found, but {} cannot be told from these files.",
            count_of(of(Status::Inconclusive).count() as u64, "thing", "things")
        ),
    }];
    lead.extend(
        of(Status::Fail)
            .chain(of(Status::Inconclusive))
            .map(|check| format!("{}: {}.", check.title, check.detail)),
    );
    lead
}

/// What to do for each check that does not pass, and the command that shows more.
fn next(checks: &[Check], window: Window) -> Vec<Step> {
    let open = checks.iter().filter(|check| matches!(check.status, Status::Fail | Status::Inconclusive));
    let mut next: Vec<Step> = open.filter_map(|check| check.action.clone()).collect();
    let after = Time(window.to.0.saturating_add(DAY));
    if next.is_empty() {
        next.push(Step::Do(format!("keep the answer (-o), and look again after {}", after.day_words())));
    }
    next.dedup();
    next
}
