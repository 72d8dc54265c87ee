//! No false clean: a clean 72-hour log is harmed in many ways, one at a time, and each must be caught by the check that is named; then
//! it is disturbed in ways that mean nothing, and must stay clean. The table of both is `docs/validate.md`, written by this test.

#[path = "harms/adversary.rs"]
mod adversary;
#[path = "harms/case.rs"]
mod case;
#[path = "harms/disturbances.rs"]
mod disturbances;
#[path = "harms/emergencies.rs"]
mod emergencies;
#[path = "harms/harm.rs"]
mod harm;
#[path = "harms/list.rs"]
mod list;
#[path = "harms/missing.rs"]
mod missing;
#[path = "harms/policies.rs"]
mod policies;

use std::path::Path;
use std::sync::Mutex;

use case::{Case, Clean, Shape, Verdict};

/// One way to change the clean log.
pub struct Trial {
    /// What is done, in words.
    pub what: &'static str,
    /// In which shape of export.
    pub shape: Shape,
    /// Does it.
    pub how: fn(&mut Case),
    /// The check that must catch it, with its status; `None`: the log stays clean.
    pub caught: Option<(&'static str, &'static str)>,
}

/// What became of each trial, in the order of the list.
fn outcomes(trials: &[Trial]) -> Vec<(String, Vec<String>, Option<String>)> {
    let clean = Clean::make();
    let (next, done) = (Mutex::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let index = {
                        let mut next = next.lock().expect("no panic before");
                        *next += 1;
                        *next - 1
                    };
                    let Some(trial) = trials.get(index) else { return };
                    let mut case = Case::of(&clean, trial.shape);
                    (trial.how)(&mut case);
                    let outcome = judged(trial, case.verdict());
                    done.lock().expect("no panic before").push((index, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no panic before");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The line of the table, the warnings, and what is wrong with it.
fn judged(trial: &Trial, verdict: Verdict) -> (String, Vec<String>, Option<String>) {
    let Verdict { word, checks, warnings, .. } = verdict;
    let Some((id, status)) = trial.caught else {
        let bad: Vec<_> =
            checks.iter().filter(|check| !matches!(check.1.as_str(), "pass" | "not-applicable")).collect();
        let wrong =
            (word != "clean").then(|| format!("{}: must stay clean, and is {word}: {bad:?}", trial.what));
        return (format!("| {} | {word} |", trial.what), warnings, wrong);
    };
    let expect = if status == "fail" { "not-clean" } else { "inconclusive" };
    let found = checks.iter().find(|check| check.0 == id).cloned().unwrap_or_default();
    let wrong = (word != expect || found.1 != status).then(|| {
        let open: Vec<_> = checks.iter().filter(|check| check.1 != "pass").collect();
        format!("{}: {id} must be {status} and the log {expect}; it is {word}: {open:?}", trial.what)
    });
    (format!("| {} | {word} | `{id}` | {} |", trial.what, found.2), warnings, wrong)
}

#[test]
fn the_log_without_harm_is_clean() {
    let clean = Clean::make();
    for shape in [Shape::Portal, Shape::Graph] {
        let verdict = Case::of(&clean, shape).verdict();
        assert_eq!(verdict.word, "clean", "{shape:?}: {:#?}", verdict.checks);
        assert_eq!(verdict.checks.len(), 11);
        assert!(verdict.checks.iter().all(|check| check.1 == "pass"), "{:#?}", verdict.checks);
    }
}

#[test]
fn the_table_is_as_committed() {
    let (harms, disturbances) = (list::harms(), disturbances::disturbances());
    assert!(harms.len() >= 110 && disturbances.len() >= 15);
    let (harmed, disturbed) = (outcomes(&harms), outcomes(&disturbances));
    let wrong: Vec<&String> =
        harmed.iter().chain(&disturbed).filter_map(|(_, _, wrong)| wrong.as_ref()).collect();
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.iter().map(|w| format!("- {w}\n")).collect::<String>()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validate.md");
    let page = page(&harmed, &disturbed);
    if std::env::var_os("WRITE_VALIDATE_MD").is_some() {
        std::fs::write(&path, &page).expect("docs can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == page,
        "docs/validate.md differs: WRITE_VALIDATE_MD=1 cargo test --test validate_harms writes it"
    );
}

const OPENING: &str = "# When `validate` says clean, and when it does not

Written by `tests/validate_harms.rs`, never by hand. A clean log of 72 hours of the made-up tenant (portal CSV, or Graph JSON where
policies matter; registration report; tenant file) is harmed in one way at a time. The check that is named must catch it; others may, too.
";

fn page(
    harmed: &[(String, Vec<String>, Option<String>)],
    disturbed: &[(String, Vec<String>, Option<String>)],
) -> String {
    let mut page = format!(
        "{OPENING}\n## {} harms\n\n| harm | verdict | check | reason |\n|---|---|---|---|\n",
        harmed.len()
    );
    harmed.iter().for_each(|(line, _, _)| page += &format!("{line}\n"));
    page += &format!(
        "\n## {} disturbances that mean nothing\n\nEach leaves the log clean; what is worth knowing is a warning.\n\n",
        disturbed.len()
    );
    page += "| disturbance | verdict | new warnings |\n|---|---|---|\n";
    for (line, warnings, _) in disturbed {
        page += &format!("{line} {} |\n", warnings.join(", "));
    }
    page
}
