//! Hypotheses for "did not pass the MFA challenge, no prompt arrived", ranked by what speaks for each in the log.

use super::super::challenges::FailedChallenges;
use crate::answer::wording::count_of;
use crate::answer::{Column, Holds, Show, Table, Tone, Value};

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

/// The hypotheses, those that more speaks for first; none where no challenge failed.
pub fn hypotheses(facts: Option<&FailedChallenges>) -> Vec<Hypothesis> {
    let Some(facts) = facts else { return Vec::new() };
    let mut all = vec![stale(facts), attack(facts), policy(facts), outage(facts)];
    all.sort_by_key(|one| std::cmp::Reverse(one.weight));
    all
}

fn stale(facts: &FailedChallenges) -> Hypothesis {
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

fn attack(facts: &FailedChallenges) -> Hypothesis {
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

fn policy(facts: &FailedChallenges) -> Hypothesis {
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

fn outage(facts: &FailedChallenges) -> Hypothesis {
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
        Column::new("hypothesis", "It is", Show::Always, Holds::Words),
        Column::new("words", "In words", Show::Full, Holds::Words),
        Column::new("evidence_for", "Speaks for it", Show::Always, Holds::Words),
        Column::new("because", "Because", Show::Always, Holds::Words),
        Column::new("fix", "What to do", Show::Wide, Holds::Words),
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
    use entrasift_core::Time;

    use super::*;

    /// A stale registration: three failures at home, others get through.
    fn plain() -> FailedChallenges {
        FailedChallenges {
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
        let check = |facts: FailedChallenges, expect: &str| {
            let mut all = [stale(&facts), attack(&facts), policy(&facts), outage(&facts)];
            all.sort_by_key(|one| std::cmp::Reverse(one.weight));
            assert_eq!(all[0].id, expect);
        };
        check(plain(), "stale-authenticator");
        check(FailedChallenges { strange: 3, ..plain() }, "attack");
        check(FailedChallenges { denied: 3, ..plain() }, "attack");
        check(FailedChallenges { others_passed: 0, others_failed: 9, ..plain() }, "outage");
        check(FailedChallenges { others_passed: 0, passed_since: true, ..plain() }, "policy");
    }
}
