//! `rules`: the rules, and the page of each.

use entrasift_rules::list;
use entrasift_rules::rule::Rule;
use entrasift_rules::setting::{self, Setting};

use crate::answer::{Answer, Body, Column, Holds, Outcome, Section, Show, Table, Value};
use crate::reading::request::AnswerError;

/// All rules, or one.
#[derive(Debug, Clone)]
pub enum RulePages {
    /// The list.
    All(Vec<Rule>),
    /// One with its page.
    One(Box<Rule>),
}

impl RulePages {
    /// The rule that is named, else all.
    ///
    /// # Errors
    /// When there is no such rule (the nearest is named).
    pub fn named(id: Option<&str>) -> Result<RulePages, AnswerError> {
        let Some(id) = id else { return Ok(RulePages::All(list::all())) };
        list::named(id).map(|rule| RulePages::One(Box::new(rule))).ok_or_else(|| {
            let near = list::all()
                .into_iter()
                .map(|rule| rule.id)
                .max_by(|a, b| strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)));
            AnswerError::NotFound(format!(
                "there is no rule `{id}`; the nearest is `{}`",
                near.unwrap_or_default()
            ))
        })
    }

    /// How they are said.
    pub fn answer(&self) -> Answer {
        let (lead, sections) = match self {
            RulePages::All(all) => (
                format!("{} rules. `entrasift rules ID` prints a rule's page.", all.len()),
                vec![Section::table("rules", "Rules", rules_table(all))],
            ),
            RulePages::One(rule) => (
                format!("{} ({}): {}", rule.id, rule.severity.name(), rule.title),
                vec![
                    Section::new("page", "", Body::Page(page(rule))),
                    Section::table("rules", "", rules_table(std::slice::from_ref(rule))),
                    Section::table("settings", "", settings_table(rule)),
                ],
            ),
        };
        Answer {
            command: "rules",
            reading: None,
            lead: vec![lead],
            sections,
            next: Vec::new(),
            gravest: None,
            outcome: Outcome::Done,
        }
    }
}

/// The page as it is written beside the rule, and what can be set, before the examples.
fn page(rule: &Rule) -> String {
    let lines: Vec<_> = rule.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let examples = lines.iter().position(|line| *line == "## Examples").unwrap_or(lines.len());
    let (text, examples) = lines.split_at(examples);
    let mut page = text.to_vec().join("\n") + "\n";
    if !rule.settings.is_empty() {
        page += &format!(
            "## Settings\n\nSet with `--set {}.NAME=VALUE`, or in the tenant file under `[rules.{}]`.\n\n",
            rule.id, rule.id
        );
        for setting in &rule.settings {
            page += &format!("- `{}`, {}: {}\n", setting.name, default_in_words(setting), setting.meaning);
        }
        page.push('\n');
    }
    let examples: Vec<String> = examples.iter().map(|line| example_in_words(line)).collect();
    page + &examples.join("\n")
}

/// What a reader does not see of a table, its first line, in words: how many of the sign-ins the rule finds, with which settings.
fn example_in_words(line: &str) -> String {
    let Some(finds) = line.strip_prefix("```signins finds ") else { return line.to_owned() };
    let (finds, with) = finds.split_once(" with ").unwrap_or((finds, ""));
    let finds = if finds == "0" { "none" } else { finds };
    let with = if with.is_empty() { String::new() } else { format!(", with {}", with.replace(':', "=")) };
    format!("Finds {finds} of these{with}:\n\n```signins")
}

fn default_in_words(setting: &Setting) -> String {
    match &setting.default {
        setting::Value::Number(number) => format!("by default {number} {}", setting.unit),
        setting::Value::Words(words) if words.is_empty() => "by default none".to_owned(),
        setting::Value::Words(words) => format!("by default {}", words.join(", ")),
    }
}

fn settings_table(rule: &Rule) -> Table {
    let columns =
        ["name", "default", "unit", "meaning"].map(|key| Column::new(key, key, Show::Always, Holds::Words));
    let rows = rule.settings.iter().map(|setting| {
        let default = match &setting.default {
            setting::Value::Number(number) => Value::Count(u64::from(*number)),
            setting::Value::Words(words) => {
                Value::List(words.iter().map(|word| word.as_str().into()).collect())
            }
        };
        vec![setting.name.into(), default, setting.unit.into(), setting.meaning.into()]
    });
    Table { columns: columns.to_vec(), rows: rows.collect(), ..Table::default() }
}

fn rules_table(rules: &[Rule]) -> Table {
    let columns = vec![
        Column::new("id", "Rule", Show::Always, Holds::Words),
        Column::new("severity", "Severity", Show::Always, Holds::Words),
        Column::new("title", "Finds", Show::Always, Holds::Words),
        Column::new("attack", "ATT&CK", Show::Wide, Holds::Words),
        Column::new("needs", "Needs", Show::Wide, Holds::Words),
        Column::new("settings", "Settings", Show::Wide, Holds::Words),
    ];
    let rows = rules.iter().map(|rule| {
        vec![
            rule.id.into(),
            rule.severity.name().into(),
            rule.title.into(),
            Value::List(rule.attack.iter().map(|id| (*id).into()).collect()),
            Value::List(rule.required().iter().map(|field| field.name().into()).collect()),
            Value::List(rule.settings.iter().map(|setting| in_short(setting).into()).collect()),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// `minutes=60`; of words only how many there are.
fn in_short(setting: &Setting) -> String {
    match &setting.default {
        setting::Value::Number(number) => format!("{}={number}", setting.name),
        setting::Value::Words(words) => format!("{}: {} words", setting.name, words.len()),
    }
}
