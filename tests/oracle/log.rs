//! The whole log: all files together, merged, counted, with people and classes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::Options;
use super::catalogue::Catalogue;
use super::class::{self, Verdict};
use super::export::{Export, Row, Step};
use super::moment::{self, Moment};
use super::signin::SignIn;

/// How many rows of evidence a list entry cites.
const EVIDENCE: usize = 5;

/// How many texts a list such as `ips` holds.
const TEXTS: usize = 20;

/// How many malformed rows are listed.
const PROBLEMS: usize = 100;

/// What became of the rows of one file.
#[derive(Default)]
struct Ledger {
    duplicates: u64,
    out_of_window: u64,
    signins: u64,
    /// Times of all rows in the window, and of the counted ones.
    in_window: Vec<Moment>,
    counted: Vec<Moment>,
}

/// The log.
pub struct Log {
    /// The files.
    pub exports: Vec<Export>,
    /// The published tables.
    pub catalogue: Catalogue,
    /// The merged sign-ins.
    pub signins: Vec<SignIn>,
    /// Whether the sign-in is one of a break-glass account.
    pub break_glass: Vec<bool>,
    /// The class of every success.
    pub classes: Vec<Option<Verdict>>,
    /// The same, with the break-glass rung left aside.
    pub classes_aside: Vec<Option<Verdict>>,
    /// "Now".
    pub as_of: Option<Moment>,
    ledgers: BTreeMap<String, Ledger>,
    shown: HashMap<String, String>,
}

impl Log {
    /// Reads and merges the files.
    pub fn read(inputs: &[PathBuf], options: &Options) -> Self {
        let mut exports: Vec<Export> = inputs.iter().map(|path| Export::read(&options.root, path)).collect();
        exports.sort_by(|a, b| a.path.cmp(&b.path));
        Self::of(exports, options)
    }

    /// Merges files that have been read.
    pub fn of(exports: Vec<Export>, options: &Options) -> Self {
        let catalogue = Catalogue::read();
        let from = options.from.as_deref().map(moment::of_option);
        let to = options.to.as_deref().map(moment::of_option);
        let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
        let mut steps: HashMap<String, Vec<Step>> = HashMap::new();
        let mut requests: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for export in &exports {
            ledgers.entry(export.path.clone()).or_default();
            for (request, step) in &export.steps {
                steps.entry(request.clone()).or_default().push(step.clone());
            }
        }
        for row in exports.iter().flat_map(|export| &export.signins) {
            let ledger = ledgers.get_mut(&row.path).expect("a ledger");
            if from.is_some_and(|from| row.time < from) || to.is_some_and(|to| row.time >= to) {
                ledger.out_of_window += 1;
                continue;
            }
            ledger.in_window.push(row.time);
            let key = match row.cells.get("request id") {
                Some(id) => format!("id {}", id.to_lowercase()),
                None => format!("row {} {}", row.path, row.row),
            };
            requests.entry(key).or_default().push(row.clone());
        }
        let mut signins = Vec::new();
        for (key, copies) in &requests {
            let own_steps = key.strip_prefix("id ").and_then(|id| steps.get(id)).cloned();
            let signin = SignIn::merge(copies, own_steps.unwrap_or_default(), &catalogue);
            for copy in copies {
                let ledger = ledgers.get_mut(&copy.path).expect("a ledger");
                if copy.path == signin.path && copy.row == signin.row {
                    ledger.signins += 1;
                    ledger.counted.push(copy.time);
                } else {
                    ledger.duplicates += 1;
                }
            }
            signins.push(signin);
        }
        signins.sort_by_key(|signin| (signin.path.clone(), signin.row));
        Self::judged(exports, catalogue, signins, ledgers, options)
    }

    /// Adds people and classes.
    fn judged(
        exports: Vec<Export>,
        catalogue: Catalogue,
        signins: Vec<SignIn>,
        ledgers: BTreeMap<String, Ledger>,
        options: &Options,
    ) -> Self {
        let ours = match &options.home_tenant {
            Some(tenant) => tenant.to_lowercase(),
            None => most_frequent_tenant(&signins),
        };
        let mut break_glass = Vec::new();
        for signin in &signins {
            break_glass.push(options.break_glass.iter().any(|entry| signin.is_of(entry)));
        }
        let none = vec![false; signins.len()];
        let last = signins.iter().map(|signin| signin.time).max();
        Self {
            classes: class::classes(&signins, &ours, &break_glass, &catalogue),
            classes_aside: class::classes(&signins, &ours, &none, &catalogue),
            as_of: options.as_of.as_deref().map(moment::of_option).or(last),
            shown: shown_names(&signins),
            exports,
            catalogue,
            signins,
            break_glass,
            ledgers,
        }
    }

    /// How the user of a sign-in is shown.
    pub fn shown(&self, key: &str) -> String {
        self.shown.get(key).cloned().unwrap_or_else(|| key.to_string())
    }

    /// The latest time among the sign-ins.
    pub fn last(&self) -> Option<Moment> {
        self.signins.iter().map(|signin| signin.time).max()
    }

    /// The legacy client of the sign-in at `at`, `ROPC` included.
    pub fn legacy_client(&self, at: usize) -> Option<String> {
        self.signins[at].legacy_client(&self.catalogue)
    }

    /// How many users the sign-ins at `which` have.
    pub fn users(&self, which: &[usize]) -> usize {
        let keys: HashSet<String> = which.iter().map(|&at| self.signins[at].user_key()).collect();
        keys.iter().filter(|key| !key.is_empty()).count()
    }

    /// How many sign-ins at `which` have a status.
    pub fn count(&self, which: &[usize], status: &str) -> usize {
        which.iter().filter(|&&at| self.signins[at].status == status).count()
    }

    /// The smallest rows of `which`, and how many there are.
    pub fn evidence(&self, which: &[usize], entry: &mut Map<String, Value>) {
        let mut rows: Vec<(&str, u64)> = Vec::new();
        for &at in which {
            rows.push((&self.signins[at].path, self.signins[at].row));
        }
        rows.sort();
        rows.truncate(EVIDENCE);
        let rows: Vec<Value> = rows.iter().map(|(path, row)| json!({ "path": path, "row": row })).collect();
        entry.insert("evidence".to_string(), json!(rows));
        entry.insert("evidence_total".to_string(), json!(which.len()));
    }

    /// What all commands say of the inputs.
    pub fn head(&self, command: &str) -> Map<String, Value> {
        let mut inputs = Vec::new();
        let mut problems = Vec::new();
        let mut totals = [0; 5];
        for export in &self.exports {
            let ledger = &self.ledgers[&export.path];
            let malformed = export.problems.len() as u64;
            let other = if export.is_log() { 0 } else { export.rows - malformed };
            inputs.push(input(export, ledger, malformed, other));
            let counts = [export.rows, malformed, ledger.duplicates, ledger.out_of_window, other];
            assert_eq!(counts[0], counts[1..].iter().sum::<u64>() + ledger.signins, "the ledger");
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
            for problem in &export.problems {
                problems.push(json!({ "path": problem.path, "row": problem.row, "offset": problem.offset,
                    "class": problem.class }));
            }
        }
        problems.truncate(PROBLEMS);
        let all: Vec<usize> = (0..self.signins.len()).collect();
        let mut head = Map::new();
        head.insert("command".to_string(), json!(command));
        head.insert("as_of".to_string(), json!(self.as_of.map(moment::text)));
        head.insert("inputs".to_string(), json!(inputs));
        head.insert("problems".to_string(), json!(problems));
        head.insert(
            "totals".to_string(),
            json!({
                "rows": totals[0],
                "malformed": totals[1],
                "duplicates": totals[2],
                "out_of_window": totals[3],
                "other": totals[4],
                "signins": all.len(),
                "users": self.users(&all),
                "success": self.count(&all, "success"),
                "failure": self.count(&all, "failure"),
                "interrupted": self.count(&all, "interrupted"),
                "first": self.signins.iter().map(|signin| signin.time).min().map(moment::text),
                "last": self.last().map(moment::text),
            }),
        );
        head
    }
}

/// What is said of one file. `first` and `last` are left out where rows in the window and counted rows
/// would give different ones: the contract does not say which is meant.
fn input(export: &Export, ledger: &Ledger, malformed: u64, other: u64) -> Value {
    let mut input = json!({
        "path": export.path,
        "format": export.format,
        "rows": export.rows,
        "signins": ledger.signins,
        "malformed": malformed,
        "duplicates": ledger.duplicates,
        "out_of_window": ledger.out_of_window,
        "other": other,
    });
    let ends = |times: &[Moment]| (times.iter().min().copied(), times.iter().max().copied());
    let (first, last) = ends(&ledger.in_window);
    if ends(&ledger.counted) == (first, last) && !export.signins.is_empty() {
        input["first"] = json!(first.map(moment::text));
        input["last"] = json!(last.map(moment::text));
    }
    input
}

/// The resource tenant of most sign-ins; of several the smallest.
fn most_frequent_tenant(signins: &[SignIn]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for signin in signins {
        let tenant = signin.id("resource tenant id");
        if !tenant.is_empty() {
            *counts.entry(tenant).or_default() += 1;
        }
    }
    let most = counts.values().max().copied().unwrap_or(0);
    counts.into_iter().find(|(_, count)| *count == most).map(|(tenant, _)| tenant).unwrap_or_default()
}

/// The name of every user key: the one on its latest row that has a name, of several the larger.
fn shown_names(signins: &[SignIn]) -> HashMap<String, String> {
    let mut best: HashMap<String, (Moment, String)> = HashMap::new();
    for signin in signins {
        let found = (signin.time, signin.user_name());
        if found.1.is_empty() {
            continue;
        }
        let entry = best.entry(signin.user_key()).or_insert_with(|| found.clone());
        if found > *entry {
            *entry = found;
        }
    }
    best.into_iter().map(|(key, (_, name))| (key, name)).collect()
}

/// Adds the smallest of `texts` under `name`, and under `name_more` how many more there are.
pub fn put_texts(entry: &mut Map<String, Value>, name: &str, texts: impl Iterator<Item = String>) {
    let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.sort();
    texts.dedup();
    let more = texts.len().saturating_sub(TEXTS);
    texts.truncate(TEXTS);
    entry.insert(name.to_string(), json!(texts));
    if more > 0 {
        entry.insert(format!("{name}_more"), json!(more));
    }
}
