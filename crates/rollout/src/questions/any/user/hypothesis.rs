//! Hypotheses for "did not pass the MFA challenge, no prompt arrived", ranked by what speaks for each in the log.

use std::collections::BTreeSet;

use entrasift_core::dialect::registration::Registration;
use entrasift_core::text::time::{HOUR, Time};
use entrasift_rules::detect::flow::{Cause, Flow, Flows, Judgement};

use super::life::Life;
use crate::answer::{Column, Holds, Show, Table, Tone, Value};
use crate::reading::read_logs::{Seen, count_of};

/// Failing people in one hour from which on it may be an outage.
const OUTAGE_PEOPLE: usize = 5;

/// One thing that it can be.
pub struct Hypothesis {
    /// A stable name.
    id: &'static str,
    /// In words.
    pub words: &'static str,
    /// How much speaks for it: 0 nothing, 3 much.
    pub weight: u8,
    /// What speaks for or against it.
    because: Vec<String>,
    /// What to do.
    pub fix: &'static str,
}

/// What the log tells of the failed challenges.
struct Facts {
    /// Flows with a failed challenge that did not get through.
    failed: usize,
    /// The first of their rows.
    since: Time,
    /// Of these flows, those from places where this person never succeeds.
    strange: usize,
    /// Of these flows, those that were declined or reported.
    denied: usize,
    /// Other people who passed MFA since then.
    others_passed: usize,
    /// The most other people with a failed challenge in one of the hours in which this person failed.
    others_failed: usize,
    /// A fresh second step of this person before and since then.
    passed_before: bool,
    passed_since: bool,
    capable: Option<bool>,
}

/// The hypotheses, those that more speaks for first; none where no challenge failed.
pub fn hypotheses(
    seen: &Seen,
    flows: &Flows,
    own: &[&Flow],
    life: &Life,
    registered: Option<&Registration>,
) -> Vec<Hypothesis> {
    let Some(facts) = facts(seen, flows, own, life, registered) else { return Vec::new() };
    let mut all = vec![stale(&facts), attack(&facts), policy(&facts), outage(&facts)];
    all.sort_by_key(|one| std::cmp::Reverse(one.weight));
    all
}

/// Causes in which a prompt was sent, or should have been.
fn is_challenge(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NotPassed
            | Cause::NoAnswer
            | Cause::WrongCode
            | Cause::Declined
            | Cause::FraudReported
            | Cause::Service
            | Cause::Method
    )
}

fn facts(
    seen: &Seen,
    flows: &Flows,
    own: &[&Flow],
    life: &Life,
    registered: Option<&Registration>,
) -> Option<Facts> {
    let unpassed = |flow: &&&Flow| {
        is_challenge(flow.cause) && matches!(flow.judgement, Judgement::Stopped | Judgement::Hostile)
    };
    let failed: Vec<&&Flow> = own.iter().filter(unpassed).collect();
    let since = failed.iter().map(|flow| flow.first).min()?;
    let is_own = |key: &str| life.keys().iter().any(|own| own == key);
    let passed = flows.footprints().people().filter(|(_, prints)| prints.last_protected() >= Some(since));
    let others: BTreeSet<&str> =
        passed.map(|(person, _)| seen.key(person)).filter(|key| !is_own(key)).collect();
    let hour = |time: Time| time.0.div_euclid(HOUR);
    let hours: BTreeSet<i64> = failed.iter().map(|flow| hour(flow.first)).collect();
    let failing = |wanted: i64| {
        let marks = flows.marks().filter(|mark| mark.code == 500_121 && hour(mark.time) == wanted);
        marks.map(|mark| seen.key(mark.person)).filter(|key| !is_own(key)).collect::<BTreeSet<_>>().len()
    };
    Some(Facts {
        failed: failed.len(),
        since,
        strange: failed.iter().filter(|flow| flow.strange).count(),
        denied: failed
            .iter()
            .filter(|flow| matches!(flow.cause, Cause::Declined | Cause::FraudReported))
            .count(),
        others_passed: others.len(),
        others_failed: hours.into_iter().map(failing).max().unwrap_or(0),
        passed_before: life.first_fresh.is_some_and(|first| first < since),
        passed_since: life.last_fresh.is_some_and(|last| last >= since),
        capable: registered.and_then(|line| line.capable),
    })
}

fn stale(facts: &Facts) -> Hypothesis {
    let own_place = facts.failed > facts.strange;
    let mut because = vec![format!(
        "{} of {} came from places where this person works",
        facts.failed - facts.strange,
        count_of(facts.failed as u64, "failed attempt", "failed attempts")
    )];
    because.push(match (facts.passed_before, facts.passed_since) {
        (_, true) => "a fresh second factor worked since: the registration is not dead".to_owned(),
        (true, _) => {
            "a fresh second factor worked before, and never since: as after a new phone or a reinstalled app"
                .to_owned()
        }
        _ => "no fresh second factor ever worked in these logs".to_owned(),
    });
    if facts.capable == Some(true) {
        because.push("the registration report holds a method".to_owned());
    }
    if facts.denied > 0 {
        because.push(format!(
            "{} answered with no, so the prompt did arrive",
            count_of(facts.denied as u64, "prompt was", "prompts were")
        ));
    }
    because.push("whether a method was changed: not evaluated, the audit log says".to_owned());
    let weight = match own_place && facts.denied < facts.failed {
        false => 0,
        true if facts.passed_since => 1,
        true if facts.others_passed > 0 => 3,
        true => 2,
    };
    Hypothesis {
        id: "stale-authenticator",
        words: "a stale Authenticator registration (new phone, reinstalled app)",
        weight,
        because,
        fix: "Register again at aka.ms/mysecurityinfo, or require re-registration; a temporary access pass lets them in meanwhile",
    }
}

fn attack(facts: &Facts) -> Hypothesis {
    let mut because = vec![match facts.strange {
        0 => "address, network and country are known from this person's successes".to_owned(),
        some => format!(
            "{} from an address, network and country where this person never succeeds",
            count_of(some as u64, "attempt", "attempts")
        ),
    }];
    if facts.denied > 0 {
        because.push(format!(
            "{} declined or reported as fraud",
            count_of(facts.denied as u64, "prompt was", "prompts were")
        ));
    }
    let weight = match (facts.strange, facts.denied) {
        (0, 0) => 0,
        (0, _) => 2,
        (some, 0) if some < facts.failed => 2,
        _ => 3,
    };
    Hypothesis {
        id: "attack",
        words: "someone else, who knows the password",
        weight,
        because,
        fix: "Change the password, revoke the sessions, and look in the audit log for methods that were added",
    }
}

fn policy(facts: &Facts) -> Hypothesis {
    let passed = count_of(facts.others_passed as u64, "other person", "other people");
    let weight = if facts.others_passed == 0 { 2 } else { 0 };
    Hypothesis {
        id: "policy",
        words: "the policy itself",
        weight,
        because: vec![format!("{passed} passed MFA since {}", facts.since.minute_words())],
        fix: "Read the policy's grant and the methods that it allows; try it with one other person",
    }
}

fn outage(facts: &Facts) -> Hypothesis {
    let failed = count_of(facts.others_failed as u64, "other person", "other people");
    let weight = match facts.others_failed {
        0 => 0,
        few if few < OUTAGE_PEOPLE => u8::from(facts.others_passed == 0),
        _ if facts.others_passed == 0 => 3,
        _ => 2,
    };
    Hypothesis {
        id: "outage",
        words: "an outage of the MFA service",
        weight,
        because: vec![match facts.others_failed {
            0 => "nobody else failed a challenge in the same hours".to_owned(),
            _ => format!("at most {failed} failed a challenge in the same hour"),
        }],
        fix: "Look at the service health page, and wait; do not reset methods",
    }
}

/// As rows.
pub fn table(hypotheses: &[Hypothesis]) -> Table {
    let columns = vec![
        Column::new("hypothesis", "It is", Show::Always, Holds::Number),
        Column::new("words", "In words", Show::Full, Holds::Number),
        Column::new("evidence_for", "Speaks for it", Show::Always, Holds::Number),
        Column::new("because", "Because", Show::Always, Holds::Words),
        Column::new("fix", "What to do", Show::Wide, Holds::Number),
    ];
    let rows = hypotheses.iter().map(|one| {
        let (word, tone) = match one.weight {
            0 => ("nothing", Tone::Dim),
            1 => ("little", Tone::Plain),
            2 => ("some", Tone::Warn),
            _ => ("much", Tone::Bad),
        };
        vec![
            one.id.into(),
            one.words.into(),
            Value::Word(word, tone),
            one.because.join("; ").into(),
            one.fix.into(),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stale registration: three failures at home, others get through.
    fn plain() -> Facts {
        Facts {
            failed: 3,
            since: Time(0),
            strange: 0,
            denied: 0,
            others_passed: 40,
            others_failed: 1,
            passed_before: false,
            passed_since: false,
            capable: Some(true),
        }
    }

    #[test]
    fn the_first_hypothesis() {
        let check = |facts: Facts, expect: &str| {
            let mut all = [stale(&facts), attack(&facts), policy(&facts), outage(&facts)];
            all.sort_by_key(|one| std::cmp::Reverse(one.weight));
            assert_eq!(all[0].id, expect);
        };
        check(plain(), "stale-authenticator");
        check(Facts { strange: 3, ..plain() }, "attack");
        check(Facts { denied: 3, ..plain() }, "attack");
        check(Facts { others_passed: 0, others_failed: 9, ..plain() }, "outage");
        check(Facts { others_passed: 0, passed_since: true, ..plain() }, "policy");
    }
}
