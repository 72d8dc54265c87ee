//! The law of growth: ten times as much of one thing costs every question at most twelve times the work.
//!
//! The made-up tenant grows along one axis at a time, without any chance (`tenant.rs`). Work is counted (`work.rs`), with one
//! thread, so that the numbers are the same on every machine.

mod question;
mod tenant;
mod work;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use question::{Asked, Files, QUESTIONS};
use tenant::{SMALL, Size};
use work::{Work, count};

/// How many times as much there is of one thing.
const GROWTH: usize = 10;
/// How many times the work that may be: some lists are sorted, and tables of hashes double.
const MOST: u64 = 12;

/// Work is counted in the whole process, so one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn work(question: &Asked, size: Size) -> Work {
    let files = Files::new(size);
    count(|hooks| question.ask(files, hooks))
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

/// A question that is not asked here would be free to grow.
#[test]
fn every_question_is_asked() {
    let asked: BTreeSet<String> = QUESTIONS.iter().map(|question| question.name.replace('-', "_")).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/rollout/src/questions");
    assert_eq!(questions(&folder), asked);
}

/// The questions below a folder: by the name that they give themselves, else by the file that answers a request.
fn questions(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(questions(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file");
        let after = |start: &str| text.split_once(start).map(|(_, rest)| rest);
        if let Some(rest) = after("const NAME: &'static str = \"") {
            found.extend(rest.split('"').next().map(|name| name.replace('-', "_")));
        } else if after("\npub fn answer(")
            .is_some_and(|rest| rest.split(')').next().unwrap_or(rest).contains("Request"))
        {
            found.insert(path.file_stem().expect("a name").to_string_lossy().into_owned());
        }
    }
    found
}
