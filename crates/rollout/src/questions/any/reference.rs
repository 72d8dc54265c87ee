//! `explain` and `rules`: the catalogue of codes and the pages of the rules.

use entrasift_core::field::catalogue::{self, CodeClass, CredentialAccepted, ErrorCode};
use entrasift_rules::list;
use entrasift_rules::rule::Rule;
use entrasift_rules::setting::{self, Setting};

use crate::answer::{Answer, Body, Column, Fact, Holds, Outcome, Section, Show, Table, Tone, Value};
use crate::reading::request::AnswerError;

/// What the catalogue knows of an error code, as typed (`500121`, `AADSTS500121`). An unknown code says so.
///
/// # Errors
/// When it is no number.
pub fn explain(code: &str) -> Result<Answer, AnswerError> {
    let digits = code.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let number: i64 = digits.parse().map_err(|_| {
        AnswerError::NotFound(format!(
            "`{code}` is no error code; codes are numbers such as 500121 or AADSTS500121"
        ))
    })?;
    let entry = catalogue::error_code(number);
    let mut facts = vec![
        Fact::new("code", Holds::Words, Value::Code(number)),
        Fact::new("known", Holds::Number, entry.is_some()),
    ];
    let lead = match entry {
        Some(entry) => {
            facts.extend(facts_of(entry));
            vec![format!("{number} {}: {}.", entry.name, entry.meaning.trim_end_matches('.'))]
        }
        None => vec![format!(
            "{number} is not in the catalogue of {} codes. entrasift does not guess what it means; the failure reason in the log is the service's own text.",
            catalogue::error_codes().len()
        )],
    };
    Ok(reference("explain", lead, vec![Section::value("explanation", "In detail", Value::Map(facts))]))
}

fn facts_of(entry: &ErrorCode) -> Vec<Fact> {
    let accepted = match entry.credential_accepted {
        CredentialAccepted::Yes => "yes",
        CredentialAccepted::Token => "an older token was presented",
        CredentialAccepted::No => "no",
        CredentialAccepted::Unknown => "unknown",
    };
    let (class, tone) = match entry.class {
        CodeClass::Success => ("success", Tone::Good),
        CodeClass::Interrupt => ("interrupt", Tone::Plain),
        CodeClass::Expected => ("expected", Tone::Dim),
        CodeClass::Failure => ("failure", Tone::Warn),
        CodeClass::Unknown => ("unknown", Tone::Plain),
    };
    vec![
        Fact::new("name", Holds::Words, entry.name),
        Fact::new("meaning", Holds::Words, entry.meaning),
        Fact::new("class", Holds::Words, Value::Word(class, tone)),
        Fact::new("category", Holds::Words, entry.category),
        Fact::new("mfa_related", Holds::Number, entry.mfa_related),
        Fact::new("likely_cause", Holds::Words, entry.likely_cause),
        Fact::new("helpdesk", Holds::Words, entry.helpdesk_action),
        Fact::new("credential_accepted", Holds::Words, accepted),
        Fact::new("enforcement_impact", Holds::Words, entry.enforcement_impact),
        Fact::new("source", Holds::Words, entry.source),
    ]
}

/// All rules, or the page of one.
///
/// # Errors
/// When there is no such rule (the nearest is named).
pub fn rules(id: Option<&str>) -> Result<Answer, AnswerError> {
    let Some(id) = id else {
        let all = list::all();
        let lead = vec![format!("{} rules. `entrasift rules ID` prints a rule's page.", all.len())];
        return Ok(reference("rules", lead, vec![Section::table("rules", "Rules", rules_table(&all))]));
    };
    let rule = list::named(id).ok_or_else(|| {
        let near = list::all()
            .into_iter()
            .map(|rule| rule.id)
            .max_by(|a, b| strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)));
        AnswerError::NotFound(format!(
            "there is no rule `{id}`; the nearest is `{}`",
            near.unwrap_or_default()
        ))
    })?;
    let body = Body::Page(page(&rule));
    let section = Section::new("page", "", body);
    let facts = Section::table("rules", "", rules_table(std::slice::from_ref(&rule)));
    let settings = Section::table("settings", "", settings_table(&rule));
    let lead = vec![format!("{} ({}): {}", rule.id, rule.severity.name(), rule.title)];
    Ok(reference("rules", lead, vec![section, facts, settings]))
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
        Column::new("settings", "Settings", Show::Wide, Holds::Number),
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

fn reference(command: &'static str, lead: Vec<String>, sections: Vec<Section>) -> Answer {
    Answer { command, reading: None, lead, sections, next: Vec::new(), gravest: None, outcome: Outcome::Done }
}
