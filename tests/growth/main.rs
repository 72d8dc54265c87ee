//! The law of growth: ten times as much of one thing costs every question at most twelve times the work.
//!
//! The made-up tenant grows along one axis at a time, without any chance (`tenant.rs`). Work is counted (`work.rs`), with one
//! thread, so that the numbers are the same on every machine.

mod question;
mod tenant;
mod work;

use std::sync::Mutex;

use entrasift_rollout::questions::QUESTIONS;
use entrasift_rollout::questions::list::ListedQuestion;

use question::{Files, ask};
use tenant::{SMALL, Size};
use work::{Work, count};

/// How many times as much there is of one thing.
const GROWTH: usize = 10;
/// How many times the work that may be: some lists are sorted, and tables of hashes double.
const MOST: u64 = 12;

/// Work is counted in the whole process, so one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn work(question: &ListedQuestion, size: Size) -> Work {
    let files = Files::new(size);
    count(|hooks| ask(question, files, hooks))
}

/// Lets the tenant grow along one axis, of which `set` makes so much, and holds every question to the law.
fn grows(axis: &str, base: usize, set: impl Fn(usize) -> Size) {
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut broken = Vec::new();
    for question in &QUESTIONS {
        let [none, some, many] = [0, base, base * GROWTH].map(|count| work(question, set(count)));
        let measures = none.measures().into_iter().zip(some.measures()).zip(many.measures());
        for (((measure, none), (_, some)), (_, many)) in measures {
            let (little, much) = (some.saturating_sub(none), many.saturating_sub(none));
            // What is less than the work of the empty axis is chance: a table that doubles, a passage that is needed or not.
            if much > MOST * little + none {
                let name = question.name;
                broken.push(format!(
                    "{name}: {measure} {none} + {little}, with ten times as many {axis} {none} + {much}"
                ));
            }
        }
    }
    assert!(broken.is_empty(), "more than {MOST} times the work:\n{}", broken.join("\n"));
}

#[test]
fn people() {
    grows("people", 200, |people| Size { people: people + 20, ..SMALL });
}

#[test]
fn emergency_sign_ins() {
    grows("emergencies", 200, |emergencies| Size { emergencies: emergencies + 2, ..SMALL });
}

#[test]
fn planned_tests() {
    grows("planned", 60, |planned| Size { planned: planned + 1, emergencies: 400, ..SMALL });
}

#[test]
fn accepted_findings() {
    grows("accepted", 100, |accepted| Size { accepted, people: 400, ..SMALL });
}

#[test]
fn exceptions() {
    grows("exceptions", 100, |exceptions| Size { exceptions, people: 400, ..SMALL });
}

#[test]
fn flows() {
    grows("flows", 200, |flows| Size { flows, ..SMALL });
}

#[test]
fn devices() {
    grows("devices", 200, |devices| Size { devices, ..SMALL });
}

#[test]
fn addresses() {
    grows("addresses", 200, |addresses| Size { addresses, ..SMALL });
}

/// A law over questions that have nothing to say would hold for nothing.
#[test]
fn every_question_is_answered() {
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for question in &QUESTIONS {
        let work = work(question, SMALL);
        assert!(work.allocations > 100, "{}: {work:?}", question.name);
    }
}

/// A command that answers several questions reads the logs as often as the one of them that looks most often.
#[test]
fn several_questions_are_one_reading() {
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let rows = |name: &str| {
        let question = QUESTIONS.iter().find(|question| question.name == name).expect("a question");
        work(question, Size { people: 50, ..SMALL }).rows
    };
    assert_eq!(rows("report"), rows("analyze"));
    assert_eq!(rows("plan"), rows("gaps"));
}
