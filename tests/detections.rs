//! The hit and miss table: each scenario that a rule is for, alone in each export that the demo can write. And the reverse: a quiet
//! tenant, in which nothing may be found.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::Command;

use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::northwind::{FolderOptions, northwind, write_dialect};
use entrasift_demo::scenario::{Props, Scenario};
use entrasift_demo::signin::SignIn;
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_demo::world::World;
use entrasift_demo::writers::auth_details::write_auth_details;
use entrasift_demo::writers::csv::CsvStyle;
use entrasift_demo::writers::portal::{PortalOptions, Vintage};
use entrasift_rules::list;
use serde_json::{Value, json};

/// The rule that a scenario is for.
fn rule(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::Imap | Scenario::ActiveSync => "legacy-auth",
        Scenario::MfaDenied | Scenario::MfaNotPassed => "failed-mfa",
        Scenario::Locked => "account-lockout",
        Scenario::Disabled => "disabled-account",
        Scenario::PolicyBlock => "blocked-by-policy",
        Scenario::SingleFactor => "non-mfa-success",
        Scenario::Noncompliant | Scenario::DeviceRefused => "noncompliant-device",
        Scenario::DeviceCode => "device-code",
        Scenario::Ropc => "ropc",
        Scenario::FraudReport | Scenario::FraudInSteps => "fraud-report",
        Scenario::TokenProtection => "token-protection",
        Scenario::SyncElsewhere => "sync-account",
        Scenario::ToolAgent => "suspicious-user-agent",
        Scenario::ImapAbroad => "legacy-from-abroad",
        Scenario::Emergency => "break-glass-use",
    }
}

/// How many scenarios are those of the published comparisons.
const TEXTBOOK: usize = 11;

/// One shape of export.
#[derive(Debug, Clone, Copy)]
struct Shape {
    name: &'static str,
    dialect: Dialect,
    vintage: Vintage,
    companion: bool,
}

impl Shape {
    fn all() -> Vec<Shape> {
        let shape = |name, dialect| Shape { name, dialect, vintage: Vintage::default(), companion: false };
        let mut all = vec![Shape {
            companion: true,
            ..shape("portal CSV, 57 columns, with AuthDetails", Dialect::Portal)
        }];
        for vintage in Vintage::ALL.into_iter().rev() {
            let name = match vintage.header().count() {
                57 => "portal CSV, 57 columns",
                56 => "portal CSV, 56 columns",
                55 => "portal CSV, 55 columns",
                49 => "portal CSV, 49 columns",
                44 => "portal CSV, 44 columns",
                other => panic!("a vintage of {other} columns has no name here"),
            };
            all.push(Shape { vintage, ..shape(name, Dialect::Portal) });
        }
        for dialect in Dialect::ALL.into_iter().filter(|dialect| *dialect != Dialect::Portal) {
            all.push(shape(dialect.name(), dialect));
        }
        all
    }

    /// Writes the whole story of the made-up company in this shape into a folder.
    fn tell(self, folder: &Path, story: &Story) {
        let portal = PortalOptions { vintage: self.vintage, ..PortalOptions::default() };
        if self.dialect != Dialect::Portal {
            let options = DialectOptions { portal, ..DialectOptions::default() };
            write_dialect(folder, story, self.dialect, options).expect("the story is written");
            return;
        }
        let options = FolderOptions { story: story.options().clone(), portal, ..FolderOptions::default() };
        northwind(folder, &options).expect("the story is written");
        let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let aside = |path: &PathBuf| !self.companion && path.to_string_lossy().contains("AuthDetails");
        files.filter(aside).for_each(|path| std::fs::remove_file(path).expect("it goes"));
    }

    /// Writes sign-ins in this shape into a folder.
    fn write(self, folder: &Path, world: &World, rows: &[SignIn<'_>]) {
        std::fs::create_dir_all(folder).expect("a folder");
        let create = |name: String| BufWriter::new(File::create(folder.join(name)).expect("a file"));
        let portal = PortalOptions { vintage: self.vintage, ..PortalOptions::default() };
        let options = DialectOptions { portal, ..DialectOptions::default() };
        let mut log =
            create(format!("InteractiveSignIns_2026-11-04_2026-11-04.{}", self.dialect.extension()));
        self.dialect.write(&mut log, world, options, true, rows.iter()).expect("the rows are written");
        if self.companion {
            let mut steps = create("InteractiveSignIns_AuthDetails_2026-11-04_2026-11-04.csv".to_owned());
            write_auth_details(&mut steps, CsvStyle::default(), rows.iter()).expect("the steps are written");
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("detections").join(name);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What `analyze` says of a folder.
fn analyze(folder: &Path, config: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_entrasift"))
        .args(["analyze", "--format", "json", "--config"])
        .args([config, folder])
        .output()
        .expect("the program runs");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{folder:?}: {words}");
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

/// The rules of one list of the answer, each with a value of its entry.
fn rules<'v>(answer: &'v Value, list: &str, key: &str) -> BTreeMap<&'v str, &'v Value> {
    let entries = answer[list].as_array().expect("a list");
    entries.iter().map(|entry| (entry["rule"].as_str().expect("a rule"), &entry[key])).collect()
}

/// What a shape shows of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Found,
    NotEvaluated(String),
}

fn cell(scenario: Scenario, shape: Shape, answer: &Value) -> Cell {
    let found = rules(answer, "findings", "signins");
    if let Some(signins) = found.get(rule(scenario)) {
        assert_eq!(signins.as_u64(), Some(1), "{scenario:?} in {}: the one row and no other", shape.name);
        return Cell::Found;
    }
    // The rule looks in two places, of which it has one: what is missing is said of the file.
    let question = if scenario == Scenario::FraudInSteps { "authentication-steps" } else { rule(scenario) };
    match rules(answer, "not_evaluated", "because").get(question) {
        Some(because) => Cell::NotEvaluated(because.as_str().expect("words").to_owned()),
        None => panic!(
            "{scenario:?} in {}: `{}` missed it and did not say why: {found:?}",
            shape.name,
            rule(scenario)
        ),
    }
}

/// What is found of the whole story: the rules down, the shapes across.
fn story_table(folder: &Path, config: &Path, story: &Story, shapes: &[Shape]) -> String {
    let answers = shapes.iter().enumerate().map(|(number, shape)| {
        let folder = folder.join(format!("story-{number}"));
        shape.tell(&folder, story);
        analyze(&folder, config)
    });
    let answers: Vec<Value> = answers.collect();
    let mut text = String::from("| rule |");
    shapes.iter().for_each(|shape| text += &format!(" {} |", shape.name));
    text += &format!("\n|---|{}", "---|".repeat(shapes.len()));
    for rule in list::all() {
        text += &format!("\n| `{}` |", rule.id);
        for (shape, answer) in shapes.iter().zip(&answers) {
            let found = rules(answer, "findings", "signins").contains_key(rule.id);
            let unable = rules(answer, "not_evaluated", "because").contains_key(rule.id);
            let nothing_there = NOT_IN_THE_STORY.contains(&rule.id) || !shape.dialect.holds(false);
            text += match (found, unable) {
                (true, false) => " found |",
                (true, true) => " found in part |",
                (false, true) => " not evaluated |",
                (false, false) if nothing_there => " – |",
                (false, false) => panic!("`{}` found nothing in {} and did not say why", rule.id, shape.name),
            };
        }
    }
    text + "\n"
}

/// Rules for which nothing happens at the made-up company.
const NOT_IN_THE_STORY: [&str; 1] = ["sync-account"];

/// The table as the documentation has it.
fn document(cells: &[(Scenario, Vec<Cell>)], shapes: &[Shape], company: &str) -> String {
    let mut reasons: Vec<String> = Vec::new();
    let mut part = |cells: &[(Scenario, Vec<Cell>)]| {
        let mut text = String::from("| export |");
        for (scenario, _) in cells {
            text += &format!(" {} |", scenario.sentence());
        }
        text += &format!("\n|---|{}\n| *rule* |", "---|".repeat(cells.len()));
        for (scenario, _) in cells {
            text += &format!(" `{}` |", rule(*scenario));
        }
        for (index, shape) in shapes.iter().enumerate() {
            text += &format!("\n| {} |", shape.name);
            for (_, row) in cells {
                text += &match &row[index] {
                    Cell::Found => " found |".to_owned(),
                    Cell::NotEvaluated(because) => {
                        let number = reasons.iter().position(|known| known == because).unwrap_or_else(|| {
                            reasons.push(because.clone());
                            reasons.len() - 1
                        });
                        format!(" not evaluated ({}) |", number + 1)
                    }
                };
            }
        }
        text + "\n"
    };
    let (textbook, further) = (part(&cells[..TEXTBOOK]), part(&cells[TEXTBOOK..]));
    let shown = |cells: &[(Scenario, Vec<Cell>)], shape: usize| {
        cells.iter().filter(|(_, row)| row[shape] == Cell::Found).count()
    };
    let least = (0..shapes.len()).map(|shape| shown(&cells[..TEXTBOOK], shape)).min().unwrap_or_default();
    let all = (0..shapes.len()).filter(|shape| shown(&cells[..TEXTBOOK], *shape) == TEXTBOOK).count();
    let mut text = format!(
        "# What is found in which export\n\n\
         Written by `BLESS=1 cargo test --test detections`; without `BLESS` that test fails where this page is not what the program does. \
         In each cell one sign-in that shows the thing stands in an export of that shape, beside an ordinary one. *found*: the rule that is \
         for it fired, for that sign-in only. *not evaluated*: the export has no column to see it in, and the answer says so. There is no third \
         case: a rule that misses in silence fails the test.\n\n\
         ## The eleven textbook scenarios\n\n\
         {all} of {} shapes show all eleven, the poorest {least}.\n\n{textbook}\n## Further scenarios\n\n{further}\nNot evaluated, because:\n\n",
        shapes.len(),
    );
    for (number, because) in reasons.iter().enumerate() {
        text += &format!("{}. {because}\n", number + 1);
    }
    text += "\n## The made-up company, rule by rule\n\n\
             The 2,990 sign-ins of [`testdata/northwind`](../testdata/README.md) in every shape. *–*: nothing for this rule is among the sign-ins \
             that the shape can hold: two hold interactive ones only.\n\n";
    text + company
}

const TENANT: &str = "[tenant]\nbreak_glass = [\"svc-emergency-alpha@northwind.example\"]\n\
                      [networks]\nhome_countries = [\"DE\", \"AT\"]\n";

#[test]
fn every_export_shows_what_it_can() {
    let folder = folder("scenarios");
    let config = folder.join("tenant.toml");
    std::fs::write(&config, TENANT).expect("a tenant file");
    // On the first day, before any policy is enforced.
    let options = StoryOptions::default();
    let (story, props, shapes) = (Story::new(options), Props::new(), Shape::all());
    let mut cells = Vec::new();
    for scenario in Scenario::ALL {
        let rows = scenario.signins(story.world(), &props);
        let row = shapes.iter().enumerate().map(|(number, shape)| {
            let folder = folder.join(format!("{scenario:?}-{number}"));
            shape.write(&folder, story.world(), &rows);
            cell(*scenario, *shape, &analyze(&folder, &config))
        });
        cells.push((*scenario, row.collect::<Vec<_>>()));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/detections.md");
    let northwind = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind/entrasift.toml");
    let company = story_table(&folder, &northwind, &story, &shapes);
    let expect = document(&cells, &shapes, &company);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &expect).expect("the page is written");
    }
    let page = std::fs::read_to_string(&path).expect("the page is there");
    assert!(page == expect, "docs/detections.md is not what the program does; write it again with BLESS=1");
}

/// What is graver than an observation.
fn grave(answer: &Value) -> Vec<String> {
    let findings = answer["findings"].as_array().expect("a list").iter();
    findings.filter(|finding| finding["severity"] != "info").map(|finding| finding.to_string()).collect()
}

#[test]
fn an_ordinary_sign_in_is_no_finding_in_any_export() {
    let folder = folder("ordinary");
    let config = folder.join("tenant.toml");
    std::fs::write(&config, TENANT).expect("a tenant file");
    // On the first day, before any policy is enforced.
    let options = StoryOptions::default();
    let (story, props) = (Story::new(options), Props::new());
    let rows = Scenario::Imap.signins(story.world(), &props);
    for (number, shape) in Shape::all().into_iter().enumerate() {
        let folder = folder.join(number.to_string());
        shape.write(&folder, story.world(), &rows[..1]);
        let answer = analyze(&folder, &config);
        assert_eq!(
            answer["findings"].as_array().map(Vec::len),
            Some(0),
            "{}: {}",
            shape.name,
            answer["findings"]
        );
    }
}

/// Fewer sign-ins than the hundred thousand of a big export, so that the test takes a few seconds.
const QUIET_ROWS: u64 = 20_000;

#[test]
fn a_quiet_tenant_is_quiet() {
    let folder = folder("quiet");
    let story = StoryOptions { quiet: true, rows: Some(QUIET_ROWS), people: 1500, ..StoryOptions::default() };
    northwind(&folder, &FolderOptions { story, ..FolderOptions::default() }).expect("the tenant is written");
    let answer = analyze(&folder, &folder.join("entrasift.toml"));
    assert_eq!(answer["totals"]["signins"].as_u64(), Some(QUIET_ROWS));
    assert_eq!(grave(&answer), Vec::<String>::new());
    // Not because nothing was there to see.
    assert_eq!(rules(&answer, "findings", "kinds")["break-glass-use"], &json!({ "planned": 3 }));
}

#[test]
fn the_planted_stories_come_out() {
    let northwind = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind");
    let answer = analyze(&northwind, &northwind.join("entrasift.toml"));
    let findings = answer["findings"].as_array().expect("a list");
    let check = |rule: &str, severity: &str, signins: u64, users: u64, kinds: Value| {
        let finding = findings.iter().find(|finding| finding["rule"] == rule);
        let finding = finding.unwrap_or_else(|| panic!("no finding of {rule}"));
        let found = (finding["severity"].as_str(), finding["signins"].as_u64(), finding["users"].as_u64());
        assert_eq!(found, (Some(severity), Some(signins), Some(users)), "{rule}");
        assert_eq!(finding["kinds"], kinds, "{rule}");
    };
    // Two planned tests; two failures from far away and a success that nobody planned.
    check("break-glass-use", "critical", 5, 2, json!({ "planned": 2, "not planned": 3 }));
    let legacy = json!({ "succeeded": 347, "stopped after the right password": 49, "failed": 187 });
    check("legacy-auth", "high", 583, 112, legacy);
    // Three rows of the code that was lured, three of the developer.
    check(
        "device-code",
        "high",
        6,
        2,
        json!({ "registers a device": 1, "succeeded": 4, "not completed": 1 }),
    );
    check("fraud-report", "high", 1, 1, json!({}));
    check("legacy-from-abroad", "high", 3, 1, json!({}));
    check("ropc", "high", 46, 2, json!({ "succeeded": 40, "stopped after the right password": 6 }));
    check("disabled-account", "low", 3, 1, json!({}));
    check("token-protection", "low", 1, 1, json!({}));
    check("account-lockout", "low", 9, 9, json!({ "locked": 9 }));
    let kinds = |rule: &str| {
        let finding = findings.iter().find(|finding| finding["rule"] == rule);
        finding.map(|finding| finding["kinds"].clone()).unwrap_or_default()
    };
    // The guessed password, and the stranger's script with the device code.
    assert_eq!(kinds("suspicious-user-agent")["succeeded"], 3);
    assert_eq!(kinds("noncompliant-device")["refused"], 2);
    assert!(!findings.iter().any(|finding| finding["rule"] == "sync-account"), "it only synchronises");
}
